"""Goods go back to the supplier: why."""

from __future__ import annotations

from kiosk.i18n import M, Message

REASONS: dict[str, Message] = {
    "damage": M("Damaged"),
    "expiry": M("Expired"),
    "wrong": M("Wrong goods"),
    "recall": M("Called back"),
    "overstock": M("Too much of it"),
}
"""In the order in which they are offered."""
