"""The basket on the counter, kept safe line by line, and the baskets put aside.

Each save writes only what changed since the last: a scan into a basket of a hundred lines writes one row. The head is
left alone then, for the number that the next line gets follows from the last line's.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from kiosk.exc import StoreDamaged
from kiosk.i18n import M
from kiosk.store.documents import BasketSuspended
from kiosk.store.entry import decode, split_id
from kiosk.store.queries import Book, Query, arg, put
from kiosk.store.records import SuspendedRow
from kiosk.store.tables_journal import EntryRow
from kiosk.store.tables_local import OpenBasketRow, OpenLineRow
from kiosk.store.tables_sales import SuspendedRow as Suspended
from kiosk.trade.basket import Basket, Line

_PUT_HEAD = put(OpenBasketRow)
_PUT_LINE = put(OpenLineRow)
_NO_LINE = Query(OpenLineRow.delete().where(OpenLineRow.key == arg(0)))
_NO_HEAD = Query(OpenBasketRow.delete())
_NO_LINES = Query(OpenLineRow.delete())
_HEAD = Query(OpenBasketRow.select(OpenBasketRow.body))
_LINES = Query(OpenLineRow.select(OpenLineRow.body).order_by(OpenLineRow.position))
_ASIDE = Query(
    Suspended.select(Suspended.origin, Suspended.seq, Suspended.at, Suspended.label, Suspended.actor,
                     Suspended.total, Suspended.count)
    .where(Suspended.store_id == arg(0))
    .order_by(Suspended.at, Suspended.origin, Suspended.seq)
)  # fmt: skip
_BODY = Query(
    EntryRow.select(EntryRow.kind, EntryRow.version, EntryRow.body).where(
        EntryRow.store_id == arg(0), EntryRow.origin == arg(1), EntryRow.seq == arg(2)
    )
)
_JSON = msgspec.json.Encoder()
_BASKET = msgspec.json.Decoder(Basket)
_PACK = msgspec.msgpack.Encoder()
_LINE = msgspec.msgpack.Decoder(Line)
_HEAD_FIELDS = tuple(name for name in Basket.__struct_fields__ if name not in ("lines", "next_key"))


class Baskets:
    """Open and suspended baskets."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id
        self._saved: Basket | None = None
        self._head: Basket | None = None

    def save(self, basket: Basket) -> None:
        """Put down what changed since the last save; durable when it returns."""
        before = self._saved
        with self._book.transaction():
            if before is None or before.id != basket.id:
                self.wipe()
                before = None
            head = self._save_head(self._head if before else None, basket)
            self._save_lines(before.lines if before else (), basket.lines)
        self._saved, self._head = basket, head

    def load(self) -> Basket | None:
        """The basket as it was before the power went; None if the counter was empty.

        Raises StoreDamaged if it can't be read.
        """
        head = self._book.value(_HEAD)
        if head is None:
            return None
        try:
            lines = tuple(_LINE.decode(bytes(row[0])) for row in self._book.all(_LINES))
            saved = _BASKET.decode(bytes(head))
        except msgspec.MsgspecError as problem:
            raise StoreDamaged(M("The open basket can't be read. Run “kiosk doctor”.")) from problem
        basket = msgspec.structs.replace(saved, lines=lines, next_key=_next_key(saved, lines))
        self._saved, self._head = basket, saved
        return basket

    def clear(self) -> None:
        """The counter is empty."""
        with self._book.transaction():
            self.wipe()
        self.forget()

    def wipe(self) -> None:
        """Remove the open basket's rows, in a transaction that is open; `forget` follows once it is committed."""
        self._book.run(_NO_HEAD)
        self._book.run(_NO_LINES)

    def forget(self) -> None:
        """Nothing is saved any more."""
        self._saved = self._head = None

    def suspended(self) -> tuple[SuspendedRow, ...]:
        """Baskets put aside in this shop, oldest first."""
        return tuple(
            SuspendedRow(f"{origin}-{seq}", at, label, actor, total, count)
            for origin, seq, at, label, actor, total, count in self._book.all(_ASIDE, self._store_id)
        )

    def suspended_basket(self, suspended_id: str) -> Basket:
        """The basket of one of them. Raises StoreDamaged if it can't be read."""
        parts = split_id(suspended_id)
        row = self._book.one(_BODY, self._store_id, *parts) if parts else None
        try:
            document = decode(row[0], row[1], bytes(row[2])) if row else None
            if isinstance(document, BasketSuspended):
                return _BASKET.decode(document.body)
        except ValueError as problem:
            raise StoreDamaged(M("Basket {number} can't be read.", number=suspended_id)) from problem
        raise StoreDamaged(M("Basket {number} is not here.", number=suspended_id))

    def _save_head(self, before: Basket | None, basket: Basket) -> Basket:
        """The basket without its lines, written unless it follows from what is there."""
        if before is not None and _next_key(before, basket.lines) == basket.next_key and _same_head(before, basket):
            return before
        head = msgspec.structs.replace(basket, lines=())
        self._book.run(_PUT_HEAD, 1, _JSON.encode(head))
        return head

    def _save_lines(self, before: tuple[Line, ...], lines: tuple[Line, ...]) -> None:
        known: dict[int, tuple[int, Line]] = {}
        for place, line in zip(_places(before), before, strict=True):
            known[line.key] = (place, line)
        for place, line in zip(_places(lines), lines, strict=True):
            was = known.pop(line.key, None)
            if was is None or was[0] != place or (was[1] is not line and was[1] != line):
                self._book.run(_PUT_LINE, line.key, place, _PACK.encode(line))
        for key in known:
            self._book.run(_NO_LINE, key)


def _next_key(head: Basket, lines: tuple[Line, ...]) -> int:
    """The number that the next line gets, by what lies in the tables."""
    return max(head.next_key, max((line.key for line in lines), default=0) + 1)


def _same_head(one: Basket, other: Basket) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _HEAD_FIELDS)


def _places(lines: tuple[Line, ...]) -> list[int]:
    """What lines are ordered by: their keys, so that taking one out moves no other; else their places."""
    keys = [line.key for line in lines]
    return keys if all(a < b for a, b in pairwise(keys)) else list(range(len(lines)))
