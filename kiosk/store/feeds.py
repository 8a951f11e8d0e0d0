"""The office's feeds: each entry at its position, in the order of commits, without gaps, with a running checksum.

A position is drawn from its feed's own row, in the transaction that stores the entry. So on any engine the order of
positions is the order of commits; a sequence would hand out numbers whose transactions commit later than the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kiosk.store.entry import Entry, new_origin, next_checksum
from kiosk.store.gathering import Row
from kiosk.store.queries import Book, Query, arg, insert, insert_once
from kiosk.store.tables_feeds import FeedItemRow, FeedRow
from kiosk.store.tables_journal import EntryRow

CATALOGUE = "catalogue"
"""Read by every terminal."""


def store_feed(store_id: str) -> str:
    """Of one shop."""
    return f"store/{store_id}"


class Feed(NamedTuple):
    """origin: of the office's own entries in it. position, checksum: of its last item. oldest: first position kept."""

    name: str
    origin: str
    position: int
    checksum: bytes
    oldest: int


_ALL = Query(
    FeedRow.select(FeedRow.feed, FeedRow.origin, FeedRow.position, FeedRow.checksum, FeedRow.oldest).order_by(
        FeedRow.feed
    )
)
_ONE = Query(
    FeedRow.select(FeedRow.feed, FeedRow.origin, FeedRow.position, FeedRow.checksum, FeedRow.oldest).where(
        FeedRow.feed == arg(0)
    )
)
_MAKE = insert_once(FeedRow)
# Updated before it is read: on PostgreSQL this locks the feed's row until the commit, on SQLite all is locked anyway
_CLAIM = Query(FeedRow.update({FeedRow.position: FeedRow.position + arg(1)}).where(FeedRow.feed == arg(0)))
_SEAL = Query(FeedRow.update({FeedRow.checksum: arg(1)}).where(FeedRow.feed == arg(0)))
_NEW_ORIGIN = Query(FeedRow.update({FeedRow.origin: arg(1)}).where(FeedRow.feed == arg(0)))
_ITEM = insert(FeedItemRow)
_CHECKSUM = Query(
    FeedItemRow.select(FeedItemRow.checksum).where(FeedItemRow.feed == arg(0), FeedItemRow.position == arg(1))
)
_SAME = (
    (EntryRow.store_id == FeedItemRow.store_id)
    & (EntryRow.origin == FeedItemRow.origin)
    & (EntryRow.seq == FeedItemRow.seq)
)


def _page_of(same: Any) -> Query:
    return Query(
        FeedItemRow.select(
            FeedItemRow.position, FeedItemRow.checksum, EntryRow.store_id, EntryRow.origin, EntryRow.seq, EntryRow.at,
            EntryRow.actor, EntryRow.kind, EntryRow.version, EntryRow.body, EntryRow.digest,
        )
        .join(EntryRow, on=same)
        .where(FeedItemRow.feed == arg(0), FeedItemRow.position > arg(1))
        .order_by(FeedItemRow.position)
        .limit(arg(2))
    )  # fmt: skip


_PAGE = _page_of(_SAME)
# On a server the time says in which month's partition the entry lies
_PAGE_PARTED = _page_of(_SAME & (EntryRow.at == FeedItemRow.at))


class Feeds:
    """All feeds of an office."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def all(self) -> list[Feed]:
        """Every feed, and where it stands."""
        return [_feed(row) for row in self.book.all(_ALL)]

    def get(self, name: str) -> Feed | None:
        """One feed; None where there is none of that name."""
        row = self.book.one(_ONE, name)
        return None if row is None else _feed(row)

    def ensure(self, name: str) -> Feed:
        """The feed, made with an origin of its own if it is new."""
        found = self.get(name)
        if found is None:
            self.book.run(_MAKE, name, new_origin(), 0, b"", 1)
            found = self.get(name)
        assert found is not None
        return found

    def lock(self, name: str) -> None:
        """Have nobody else write into this feed until the transaction ends; who comes next waits.

        On SQLite the transaction itself does that. Of several, a shop's is taken before the catalogue's.
        """
        if self.book.shared:
            self.ensure(name)
            self.book.run(_CLAIM, name, 0)

    def add(self, name: str, entries: Sequence[Entry]) -> int:
        """Put entries at the feed's end, within the transaction that stores them; its last position."""
        if not entries:
            return self.ensure(name).position
        with self.book.transaction():
            self.ensure(name)
            self.book.run(_CLAIM, name, len(entries))
            feed = self.get(name)
            assert feed is not None
            checksum, rows = feed.checksum, []
            for position, e in enumerate(entries, start=feed.position - len(entries) + 1):
                checksum = next_checksum(checksum, e.digest)
                rows.append((name, position, e.store_id, e.origin, e.seq, e.at, checksum))
            self.book.many(_ITEM, rows)
            self.book.run(_SEAL, name, checksum)
        return feed.position

    def page(self, name: str, after: int, limit: int) -> tuple[list[tuple[int, Entry]], bytes]:
        """The items after a position, in order, and the running checksum at the last of them (at `after` if none)."""
        rows = self.book.all(_PAGE_PARTED if self.book.shared else _PAGE, name, after, limit)
        checksum = bytes(rows[-1][1]) if rows else self.checksum_at(name, after) or b""
        return [(row[0], _entry(row)) for row in rows], checksum

    def checksum_at(self, name: str, position: int) -> bytes | None:
        """The running checksum at a position; None where the feed has no such place."""
        if position == 0:
            return b""
        found = self.book.value(_CHECKSUM, name, position)
        return None if found is None else bytes(found)

    def renew_origins(self) -> None:
        """New origins for all that the office writes from now on: after a restore, numbers must not be given twice."""
        with self.book.transaction():
            for feed in self.all():
                self.book.run(_NEW_ORIGIN, feed.name, new_origin())


def _entry(row: Row) -> Entry:
    _position, _checksum, store_id, origin, seq, at, actor, kind, version, body, digest = row
    return Entry(store_id, origin, seq, at, actor, kind, version, bytes(body), bytes(digest))


def _feed(row: Row) -> Feed:
    name, origin, position, checksum, oldest = row
    return Feed(name, origin, position, bytes(checksum), oldest)
