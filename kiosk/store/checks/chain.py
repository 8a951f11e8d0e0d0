"""The journal: does every entry's digest follow from the one before it, with no number missing?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import RESTORE, Finding
from kiosk.store.entry import holds

if TYPE_CHECKING:
    from kiosk.store.store import Store

_PAGE = 1000


def check(store: Store) -> Iterable[Finding]:
    """Each origin from its first entry, or from where it was pruned, to its last.

    One that was quarantined for its digest when it came is known.
    """
    known_bad = {(origin, seq) for origin, seq in store.book.sql("SELECT origin, seq FROM quarantine")}
    count, pruned, faults = 0, 0, []
    for origin, last in store.journal.origins().items():
        wrong = _first_wrong(store, origin, last, known_bad)
        base = store.journal.base(origin)
        count, pruned = count + last - base.seq, pruned + base.seq
        if wrong:
            number = f"{origin}-{wrong}"
            text = M("Entry {number} of the journal is missing or was changed.", number=number)
            faults.append(Finding("chain", "fault", text, RESTORE))
    for origin, seq in store.book.sql("SELECT origin, seq FROM fork ORDER BY origin, seq"):
        text = M("Two different entries carry the number {number}.", number=f"{origin}-{seq}")
        advice = M(
            "A till may be running from a copy of another's database. Set it up again, and call the head office."
        )
        faults.append(Finding("chain", "fault", text, advice))
    text = M("All {count} entries of the journal are as written.", count=count)
    if pruned:
        text = M(
            "All {count} entries of the journal are as written; {pruned} older ones may lie with the office alone.",
            count=count, pruned=pruned,
        )  # fmt: skip
    yield from faults or [Finding("chain", "ok", text)]


def _first_wrong(store: Store, origin: str, last: int, known_bad: set[tuple[str, int]]) -> int:
    """The number of the first entry above the origin's base that is not there or does not hold; 0 if all do."""
    base = store.journal.base(origin)
    before, expected = base.digest, base.seq + 1
    while page := store.journal.entries(origin, expected - 1, _PAGE):
        for entry in page:
            sound = holds(entry, before) or (origin, entry.seq) in known_bad
            if entry.seq != expected or not sound:
                return expected
            before, expected = entry.digest, expected + 1
    return 0 if expected == last + 1 else expected
