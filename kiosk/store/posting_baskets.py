"""Posting of baskets put aside and taken up again."""

from __future__ import annotations

from kiosk.store.documents import BasketResumed, BasketSuspended
from kiosk.store.entry import Entry, split_id
from kiosk.store.posting import posts
from kiosk.store.queries import Book, Query, arg, insert
from kiosk.store.tables_sales import SuspendedRow

_PUT_ASIDE = insert(SuspendedRow)
_TAKE_UP = Query(SuspendedRow.delete().where(SuspendedRow.origin == arg(0), SuspendedRow.seq == arg(1)))


@posts(BasketSuspended)
def post_suspended(book: Book, entry: Entry, d: BasketSuspended) -> None:
    """One more to be recalled."""
    book.later(_PUT_ASIDE, entry.store_id, entry.origin, entry.seq, entry.at, entry.actor, d.label, d.total, d.count)


@posts(BasketResumed)
def post_resumed(book: Book, entry: Entry, d: BasketResumed) -> None:
    """No longer to be recalled. It was put aside before, or this entry would wait; a second taker changes nothing."""
    parts = split_id(d.suspended_id)
    if parts is None:
        raise ValueError(f"no entry's id: {d.suspended_id!r}")
    book.run(_TAKE_UP, *parts)
