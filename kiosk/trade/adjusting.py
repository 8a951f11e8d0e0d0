"""Stock is set right, with a reason: which way each goes, and when another user has to agree."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.i18n import M, Message
from kiosk.trade.money import Money

REASONS: dict[str, Message] = {
    "damage": M("Damaged"),
    "expiry": M("Expired"),
    "theft": M("Stolen"),
    "own_use": M("Used in the shop"),
    "found": M("Found"),
}
"""Why stock is set right, in the order in which they are offered."""

IN = frozenset({"found"})
"""Of these there is more than thought; of all others less."""


def signed(reason: str, quantity: int) -> int:
    """A quantity as it changes the stock."""
    return quantity if reason in IN else -quantity


def needs_approval(values: Iterable[int], limit: Money) -> bool:
    """Whether lines worth so much (minor units, either sign) take another user's word: what is gone is not set off
    against what was found."""
    return sum(abs(value) for value in values) > limit
