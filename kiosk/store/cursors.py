"""A terminal's cursors: how far it has read each feed, moved in the transaction that takes the entries in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.exc import StoreError
from kiosk.i18n import M
from kiosk.store import search_index
from kiosk.store.entry import Entry, next_checksum, split_id
from kiosk.store.journal import Journal
from kiosk.store.pace import Pace
from kiosk.store.queries import Book, Query, arg, put
from kiosk.store.tables_feeds import CursorRow

_GET = Query(
    CursorRow.select(CursorRow.position, CursorRow.checksum, CursorRow.lineage).where(CursorRow.feed == arg(0))
)
_PUT = put(CursorRow)


class Cursor(NamedTuple):
    """The last position read, the feed's running checksum there, and the office's lineage."""

    position: int
    checksum: bytes
    lineage: str


class Own(NamedTuple):
    """In an entry's place, where this terminal wrote it: its id and its digest."""

    entry_id: str
    digest: bytes


class Diverged(StoreError):
    """What the feed says cannot follow from what is here: a fresh snapshot is needed. Nothing was taken in."""

    def __init__(self, reason: str) -> None:
        super().__init__(M("This terminal's tables differ from the office's. It takes a fresh copy; sales go on."))
        self.reason = reason


class Cursors:
    """All cursors of a terminal."""

    def __init__(self, book: Book, journal: Journal) -> None:
        self._book = book
        self._journal = journal

    def get(self, feed: str) -> Cursor:
        """Where the terminal stands; at 0 in a feed it never read."""
        row = self._book.one(_GET, feed)
        return Cursor(0, b"", "") if row is None else Cursor(row[0], bytes(row[1]), row[2])

    def move(self, feed: str, position: int, checksum: bytes, lineage: str) -> None:
        """Stand elsewhere."""
        self._book.run(_PUT, feed, position, checksum, lineage)

    def take(
        self,
        feed: str,
        items: Sequence[tuple[int, Entry | Own]],
        checksum: bytes,
        lineage: str,
        *,
        pace: Pace | None = None,
    ) -> dict[str, int]:
        """Take a page in, some entries a transaction, each of which moves the cursor; how many of each outcome.

        checksum: the feed's at the last item. pace: how many at a time, with which pause.
        Raises Diverged, with nothing of the page taken where that is seen before the first is.
        """
        at = self.get(feed)
        sums = self._sums(at, items, checksum)
        outcomes: dict[str, int] = {}
        pace, begin = pace or Pace(), 0
        while begin < len(items):
            part = items[begin : begin + pace.size]
            # Measured from where the lock is had: how long the counter kept us waiting says nothing
            with self._book.transaction(), pace.measured(len(part)):
                if self.get(feed).position != part[0][0] - 1:
                    raise Diverged("another program moved the cursor")
                for outcome in self._receive([item for _, item in part]):
                    outcomes[outcome] = outcomes.get(outcome, 0) + 1
                self.move(feed, part[-1][0], sums[begin + len(part) - 1], lineage)
            begin += len(part)
            if pace.serving:
                search_index.tidy(self._book)
                self._book.flush()
            if begin < len(items):
                pace.rest()
        return outcomes

    def _sums(self, at: Cursor, items: Sequence[tuple[int, Entry | Own]], checksum: bytes) -> list[bytes]:
        running, sums = at.checksum, []
        for expected, (position, item) in enumerate(items, start=at.position + 1):
            if position != expected:
                raise Diverged(f"position {position} came where {expected} was due")
            running = next_checksum(running, item.digest)
            sums.append(running)
        if running != checksum:
            raise Diverged("the running checksums differ")
        return sums

    def _receive(self, items: Sequence[Entry | Own]) -> list[str]:
        for item in items:
            if isinstance(item, Own):
                origin, seq = split_id(item.entry_id) or ("", 0)
                known = self._journal.digest_at(origin, seq)
                pruned = known is None and 0 < seq <= self._journal.base(origin).seq
                if known != item.digest and not pruned:
                    raise Diverged(f"{item.entry_id} is another entry here")
        outcomes: list[str] = list(self._journal.receive_many([i for i in items if isinstance(i, Entry)]))
        if "gap" in outcomes:
            raise Diverged("an entry came before the one it follows")
        if "fork" in outcomes:
            raise Diverged("an entry is another one here")
        return outcomes + ["duplicate" for i in items if isinstance(i, Own)]
