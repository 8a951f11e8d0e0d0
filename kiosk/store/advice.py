"""What was reckoned of each product: what to order, what is wrong with its stock. Kept until it is reckoned anew.

A reckoning is written beside the one before, in short transactions, and counts from its last one on: whoever reads
sees one of them whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from peewee import fn

from kiosk.store.pace import Pace
from kiosk.store.queries import Book, Query, arg, insert
from kiosk.store.settings import Settings
from kiosk.store.tables_local import AdviceRow as A
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder import Choice
from kiosk.trade.reorder_demand import Pattern
from kiosk.trade.reorder_health import Expiring, Ill

EMPTY = -1
"""For `dry`: nothing is there."""
_GENERATION, _DAY = "advice.generation", "advice.day"


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to say of a product of this store. Quantities: base units, thousandths.

    quantity: to order from the supplier (0: nothing), for `amount`. weekly: what a week sells. on_hand, coming: when it
    was reckoned. days: how long stock must last; lasts: how long what is here and to come will; dry: what is here
    (EMPTY: nothing).
    uplift: what planned promotions add. idle: days since the last sale. worth: of the stock.
    """

    product_id: str
    supplier_id: str
    quantity: Quantity
    amount: Money
    choice: Choice
    weekly: Quantity
    pattern: Pattern
    on_hand: Quantity
    coming: Quantity
    point: Quantity
    days: int
    lasts: int
    dry: int
    uplift: Quantity
    idle: int
    worth: Money
    ill: Ill | None = None
    expiring: tuple[Expiring, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether anybody has to hear of it."""
        return self.quantity > 0 or self.ill is not None or bool(self.expiring)


class SupplierNeed(msgspec.Struct, frozen=True):
    """How many products to order from a supplier ("" where none is known).

    dry: in how many days the first of them runs out; EMPTY: one has.
    """

    supplier_id: str
    products: int
    dry: int


_BODY = msgspec.json.Decoder(Advice)
_PUT = insert(A)
_OLD = Query(A.select(A.generation, A.product_id).where(A.generation != arg(0)).limit(arg(1)))
_DROP = Query(A.delete().where(A.generation == arg(0), A.product_id == arg(1)))
_ONE = Query(A.select(A.body).where(A.generation == arg(0), A.product_id == arg(1)))
_ORDER = Query(
    A.select(A.body)
    .where(A.generation == arg(0), A.quantity > 0, A.supplier_id == arg(1))
    .order_by(A.dry, A.product_id)
    .limit(arg(2))
    .offset(arg(3))
)
_NEEDS = Query(
    A.select(A.supplier_id, fn.COUNT(A.product_id), fn.MIN(A.dry))
    .where(A.generation == arg(0), A.quantity > 0)
    .group_by(A.supplier_id)
    .order_by(fn.MIN(A.dry), A.supplier_id)
)
_ILL = Query(
    A.select(A.body)
    .where(A.generation == arg(0), A.ill == arg(1))
    .order_by(A.dry, A.product_id)
    .limit(arg(2))
    .offset(arg(3))
)
_EXPIRING = Query(
    A.select(A.body)
    .where(A.generation == arg(0), A.expires != "")
    .order_by(A.expires, A.product_id)
    .limit(arg(1))
    .offset(arg(2))
)
_COUNTS = Query(A.select(A.ill, fn.COUNT(A.product_id)).where(A.generation == arg(0), A.ill != "").group_by(A.ill))
_COUNT_EXPIRING = Query(A.select(fn.COUNT(A.product_id)).where(A.generation == arg(0), A.expires != ""))


class Advices:
    """The last reckoning of one store."""

    def __init__(self, book: Book, settings: Settings) -> None:
        self._book = book
        self._settings = settings

    @property
    def day(self) -> str:
        """Of the shop, ISO 8601, that the reckoning is for; "" before the first."""
        return self._settings.get(_DAY)

    @property
    def generation(self) -> int:
        """Another number for each reckoning."""
        return int(self._settings.get(_GENERATION, "0"))

    def of(self, product_id: str) -> Advice | None:
        """Of one product, where there is anything to say."""
        row = self._book.one(_ONE, self.generation, product_id)
        return None if row is None else _BODY.decode(bytes(row[0]))

    def to_order(self, supplier_id: str, limit: int = 1000, offset: int = 0) -> tuple[Advice, ...]:
        """What to order from a supplier, what runs out first first."""
        return _advices(self._book.all(_ORDER, self.generation, supplier_id, limit, offset))

    def needs(self) -> tuple[SupplierNeed, ...]:
        """From whom something is to be ordered, the most urgent first."""
        return tuple(SupplierNeed(*row) for row in self._book.all(_NEEDS, self.generation))

    def ill(self, kind: Ill, limit: int = 50, offset: int = 0) -> tuple[Advice, ...]:
        """Products with which this is wrong."""
        return _advices(self._book.all(_ILL, self.generation, kind, limit, offset))

    def expiring(self, limit: int = 50, offset: int = 0) -> tuple[Advice, ...]:
        """Products with batches that will not be sold in time, those that expire first first."""
        return _advices(self._book.all(_EXPIRING, self.generation, limit, offset))

    def counts(self) -> dict[str, int]:
        """How many products have which trouble; `expiring` among them."""
        found = {str(ill): int(count) for ill, count in self._book.all(_COUNTS, self.generation)}
        if expiring := int(self._book.value(_COUNT_EXPIRING, self.generation)):
            found["expiring"] = expiring
        return found

    def replace(self, day: str, advices: Iterable[Advice], pace: Pace | None = None) -> int:
        """Put a new reckoning in the place of the last; how many products it speaks of. May be cut off anywhere."""
        pace = pace or Pace()
        generation, count = self.generation, 0
        self._drop_but(generation, pace)
        page: list[Advice] = []
        for advice in advices:
            page.append(advice)
            if len(page) >= pace.size:
                count += self._write(generation + 1, page, pace)
                page = []
        count += self._write(generation + 1, page, pace)
        with self._book.transaction():
            self._settings.put(_GENERATION, str(generation + 1))
            self._settings.put(_DAY, day)
        self._drop_but(generation + 1, pace)
        return count

    def _write(self, generation: int, advices: Sequence[Advice], pace: Pace) -> int:
        rows = [_row(generation, a) for a in advices]
        self._paced(len(rows), pace, lambda: self._book.many(_PUT, rows))
        return len(rows)

    def _drop_but(self, generation: int, pace: Pace) -> None:
        while old := self._book.all(_OLD, generation, pace.size):
            self._paced(len(old), pace, lambda: self._book.many(_DROP, old))

    def _paced(self, count: int, pace: Pace, write: Callable[[], None]) -> None:
        if count:
            with pace.measured(count), self._book.transaction():
                write()
            pace.rest()


def _row(generation: int, a: Advice) -> tuple[Any, ...]:
    expires = min((e.expiry for e in a.expiring), default="")
    body = msgspec.json.encode(a)
    return (generation, a.product_id, a.supplier_id, a.quantity, a.dry, a.ill or "", expires, body)


def _advices(rows: Iterable[tuple[Any, ...]]) -> tuple[Advice, ...]:
    return tuple(_BODY.decode(bytes(row[0])) for row in rows)
