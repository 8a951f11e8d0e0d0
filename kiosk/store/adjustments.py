"""Adjustments of stock as a shop asks for them: what, why, by whom, and what it cost."""

from __future__ import annotations

from typing import Any

import msgspec
from peewee import fn

from kiosk.store.cells import COUNT
from kiosk.store.entry import split_id
from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_counting import AdjustmentRow as A
from kiosk.trade.money import Money


class Adjustment(msgspec.Struct, frozen=True):
    """Stock set right. value: minor units, < 0 where goods are gone. approved_by: "" where nobody had to agree.

    undoes: the one that it takes back.
    """

    id: str
    at: int
    actor: str
    reason: str
    lines: int
    value: Money
    note: str
    approved_by: str
    undoes: str = ""


_RECENT = Query(
    A.select(A.origin, A.seq, A.at, A.actor, A.reason, A.lines, A.value, A.note, A.approved_by, A.undoes)
    .where(A.store_id == arg(0))
    .order_by(A.at.desc(), A.origin.desc(), A.seq.desc())
    .limit(arg(1))
)
_ONE = Query(
    A.select(A.origin, A.seq, A.at, A.actor, A.reason, A.lines, A.value, A.note, A.approved_by, A.undoes).where(
        A.store_id == arg(0), A.at == arg(1), A.origin == arg(2), A.seq == arg(3)
    )
)
_UNDONE = Query(
    A.select(A.seq).where(A.store_id == arg(0), A.at >= arg(1), A.undoes == arg(2)).limit(1)
)  # fmt: skip
_BY_REASON = Query(
    A.select(A.reason, fn.COUNT(A.seq), fn.SUM(A.value))
    .where(A.store_id == arg(0), A.at >= arg(1), A.at < arg(2), A.reason != COUNT)
    .group_by(A.reason)
    .order_by(A.reason)
)
_COUNTS = Query(
    A.select(A.note, A.value)
    .where(A.store_id == arg(0), A.at >= arg(1), A.at < arg(2), A.reason == COUNT)
    .order_by(A.at, A.origin, A.seq)
)


def _adjustment(row: tuple[Any, ...]) -> Adjustment:
    origin, seq, at, actor, reason, lines, value, note, approved_by, undoes = row
    return Adjustment(f"{origin}-{seq}", at, actor, reason, lines, Money(value), note, approved_by, undoes)


class Adjustments:
    """Those of one store."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def recent(self, limit: int = 50) -> tuple[Adjustment, ...]:
        """The latest first."""
        return tuple(_adjustment(row) for row in self._book.all(_RECENT, self._store_id, limit))

    def get(self, document_id: str, at: int) -> Adjustment | None:
        """One by its document's id and time."""
        row = self._book.one(_ONE, self._store_id, at, *(split_id(document_id) or ("", 0)))
        return _adjustment(row) if row else None

    def is_undone(self, document_id: str, at: int) -> bool:
        """Whether another took it back."""
        return self._book.one(_UNDONE, self._store_id, at, document_id) is not None

    def by_reason(self, start: int, end: int) -> tuple[tuple[str, int, Money], ...]:
        """(reason, how many, what they changed the stock's worth by) from `start` until before `end`, UTC ms.

        A count that two approved, who did not know of each other, is one.
        """
        rows = [(reason, n, Money(int(value))) for reason, n, value in
                self._book.all(_BY_REASON, self._store_id, start, end)]  # fmt: skip
        counts: dict[str, int] = {}
        for stocktake, value in self._book.all(_COUNTS, self._store_id, start, end):
            counts.setdefault(stocktake, value)
        if counts:
            rows.append((COUNT, len(counts), Money(sum(counts.values()))))
        return tuple(sorted(rows))
