"""Entries that were kept and not posted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store


def check(store: Store) -> Iterable[Finding]:
    """Each with its reason, as the program gave it."""
    rows = store.book.sql("SELECT origin, seq, reason FROM quarantine ORDER BY origin, seq LIMIT 20")
    for origin, seq, reason in rows:
        text = M("Entry {number} was kept and not posted: {reason}", number=f"{origin}-{seq}", reason=reason)
        advice = M("If another till runs a newer program, update this one. Otherwise call the head office.")
        yield Finding("quarantine", "warning", text, advice)
    if not rows:
        yield Finding("quarantine", "ok", M("Every entry that came could be posted."))
