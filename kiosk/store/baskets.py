"""The basket on the counter, kept safe line by line, and the baskets put aside.

Each save writes only what changed since the last: a scan into a basket of a hundred lines writes one line.
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
_LINE = msgspec.json.Decoder(Line)


class Baskets:
    """Open and suspended baskets."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id
        self._saved: Basket | None = None
        self._known = False

    def save(self, basket: Basket) -> None:
        """Put down what changed since the last save; durable when it returns."""
        before = self._saved if self._known else None
        with self._book.transaction():
            if before is None or before.id != basket.id:
                self.wipe()
                before = None
            self._save_head(before, basket)
            self._save_lines(before.lines if before else (), basket.lines)
        self._saved, self._known = basket, True

    def load(self) -> Basket | None:
        """The basket as it was before the power went; None if the counter was empty.

        Raises StoreDamaged if it can't be read.
        """
        head = self._book.value(_HEAD)
        if head is None:
            return None
        try:
            lines = tuple(_LINE.decode(bytes(row[0])) for row in self._book.all(_LINES))
            basket = msgspec.structs.replace(_BASKET.decode(bytes(head)), lines=lines)
        except msgspec.MsgspecError as problem:
            raise StoreDamaged(M("The open basket can't be read. Run “kiosk doctor”.")) from problem
        self._saved, self._known = basket, True
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
        self._saved, self._known = None, False

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

    def _save_head(self, before: Basket | None, basket: Basket) -> None:
        head = msgspec.structs.replace(basket, lines=())
        if before is None or msgspec.structs.replace(before, lines=()) != head:
            self._book.run(_PUT_HEAD, 1, _JSON.encode(head))

    def _save_lines(self, before: tuple[Line, ...], lines: tuple[Line, ...]) -> None:
        known = {line.key: (place, line) for place, line in zip(_places(before), before, strict=True)}
        for place, line in zip(_places(lines), lines, strict=True):
            if known.pop(line.key, None) != (place, line):
                self._book.run(_PUT_LINE, line.key, place, _JSON.encode(line))
        for key in known:
            self._book.run(_NO_LINE, key)


def _places(lines: tuple[Line, ...]) -> list[int]:
    """What lines are ordered by: their keys, so that taking one out moves no other; else their places."""
    keys = [line.key for line in lines]
    return keys if all(a < b for a, b in pairwise(keys)) else list(range(len(lines)))
