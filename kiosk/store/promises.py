"""Customers' orders of one store, and what is kept for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from peewee import JOIN, fn

from kiosk.exc import StoreDamaged
from kiosk.i18n import M
from kiosk.store.documents_promises import CustomerOrdered
from kiosk.store.journal import Journal
from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_people import CustomerRow
from kiosk.store.tables_promises import PromiseFactRow as F
from kiosk.store.tables_promises import PromiseHeadRow as H
from kiosk.store.tables_promises import PromiseRow as P
from kiosk.store.tables_promises import ReservedRow as R
from kiosk.store.tables_sales import TenderRow
from kiosk.trade.basket import Basket
from kiosk.trade.money import Money
from kiosk.trade.promising import Ready, State, ready_of
from kiosk.trade.quantity import Quantity

FORGOTTEN_MS = 30 * 86_400_000


class Promised(msgspec.Struct, frozen=True):
    """A customer's order. promised: ISO day or "". deposit: paid with it."""

    id: str
    at: int
    actor: str
    customer_id: str
    customer: str
    phone: str
    total: Money
    deposit: Money
    promised: str
    note: str
    state: State
    open: bool


_HEADS = (
    P.order_id, P.at, H.actor, H.customer_id, CustomerRow.name, CustomerRow.phone, H.total, H.deposit, H.promised,
    H.note, P.state, P.open,
)  # fmt: skip


def _heads(*where: object) -> Query:
    return Query(
        P.select(*_HEADS)
        .join(H, on=((H.store_id == P.store_id) & (H.order_id == P.order_id)))
        .join(CustomerRow, JOIN.LEFT_OUTER, on=(CustomerRow.id == H.customer_id))
        .where(P.store_id == arg(0), *where)
        .order_by(P.at.desc(), P.order_id.desc())
        .limit(arg(1))
    )


_LATEST = _heads()
_OPEN = _heads(P.open == True)  # noqa: E712
_ONE = _heads(P.order_id == arg(2))
_COUNT = Query(P.select(fn.COUNT(P.order_id)).where(P.store_id == arg(0), P.open == True))  # noqa: E712
_KEPT = Query(R.select(fn.SUM(R.quantity)).where(R.store_id == arg(0), R.product_id == arg(1), R.order_id != arg(2)))
_OF_ORDER = Query(R.select(R.product_id, R.quantity).where(R.store_id == arg(0), R.order_id == arg(1)))
_OF_PRODUCT = Query(
    R.select(R.order_id, R.quantity).where(R.store_id == arg(0), R.product_id == arg(1)).order_by(R.order_id)
)
_ALL_KEPT = Query(R.select(R.product_id, fn.SUM(R.quantity)).where(R.store_id == arg(0)).group_by(R.product_id))
_SAID = F.select(F.order_id, F.about, F.product_id, fn.SUM(F.quantity)).group_by(F.order_id, F.about, F.product_id)
_SAID_OF = Query(_SAID.where(F.store_id == arg(0), F.order_id == arg(1)))
_SAID_OPEN = Query(
    _SAID.join(P, on=((P.store_id == F.store_id) & (P.order_id == F.order_id))).where(
        F.store_id == arg(0),
        P.store_id == arg(0),
        P.open == True,  # noqa: E712
    )
)
_HEAP = F.select(F.order_id, F.product_id, fn.SUM(F.quantity)).group_by(F.order_id, F.product_id)
_HEAPS = Query(
    _HEAP.join(P, on=((P.store_id == F.store_id) & (P.order_id == F.order_id)))
    .where(
        F.store_id == arg(0), P.store_id == arg(0), P.open == arg(1), P.at >= arg(2),
        F.about.in_(("picked", "collected")),
    )
    .having(fn.SUM(F.quantity) > 0)
    .order_by(F.order_id, F.product_id)
)  # fmt: skip
_USED = Query(
    TenderRow.select(fn.SUM(TenderRow.amount)).where(
        TenderRow.store_id == arg(0), TenderRow.tender == "account", TenderRow.reference == arg(1)
    )
)
_BASKET = msgspec.json.Decoder(Basket)


class Promises:
    """Of one store."""

    def __init__(self, book: Book, journal: Journal, store_id: str) -> None:
        self._book = book
        self._journal = journal
        self._store_id = store_id

    def open(self, limit: int = 200) -> tuple[Promised, ...]:
        """Those that wait to be collected, the latest first."""
        return tuple(_promised(row) for row in self._book.all(_OPEN, self._store_id, limit))

    def latest(self, limit: int = 200) -> tuple[Promised, ...]:
        """All, the latest first."""
        return tuple(_promised(row) for row in self._book.all(_LATEST, self._store_id, limit))

    def get(self, order_id: str) -> Promised | None:
        """One of them."""
        row = self._book.one(_ONE, self._store_id, 1, order_id)
        return _promised(row) if row else None

    def ready(self, order_id: str) -> Ready:
        """How far its goods are picked, and what is still to be."""
        return _ready(self._book.all(_SAID_OF, self._store_id, order_id)).get(order_id) or Ready("", {}, {})

    def all_ready(self) -> dict[str, Ready]:
        """Of every order that is open."""
        return _ready(self._book.all(_SAID_OPEN, self._store_id))

    def lying(self) -> dict[str, dict[str, int]]:
        """What was picked for open orders and waits to be collected: order, product, base units."""
        return _heaps(self._book.all(_HEAPS, self._store_id, True, 0))

    def forgotten(self) -> dict[str, dict[str, int]]:
        """The same of orders that are over: collected, and picked twice; or cancelled. It should go back.

        Of those placed in the last month: whoever has not put it back by then knows of it.
        """
        since = self._journal.moment() - FORGOTTEN_MS
        return _heaps(self._book.all(_HEAPS, self._store_id, False, since))

    def waiting(self) -> int:
        """How many are open."""
        return int(self._book.value(_COUNT, self._store_id) or 0)

    def basket(self, order_id: str) -> Basket:
        """What was ordered, at the prices of then. Raises StoreDamaged where it can't be read."""
        document = self._journal.document(order_id) if self._journal.get(order_id) else None
        if not isinstance(document, CustomerOrdered):
            raise StoreDamaged(M("Order {number} is not here.", number=order_id))
        try:
            return _BASKET.decode(document.body)
        except ValueError as problem:
            raise StoreDamaged(M("Order {number} can't be read.", number=order_id)) from problem

    def deposit_left(self, order_id: str) -> Money:
        """What was paid with the order, less what sales that collected a part of it took off already."""
        order = self.get(order_id)
        if order is None or not order.deposit:
            return Money(0)
        used = 0 if order.state == "open" else int(self._book.value(_USED, self._store_id, order_id) or 0)
        return Money(max(order.deposit - used, 0))

    def kept(self, product_id: str, *, but: str = "") -> Quantity:
        """How much of a product is kept for orders. but: an order that does not count."""
        return Quantity(int(self._book.value(_KEPT, self._store_id, product_id, but) or 0))

    def kept_for(self, order_id: str) -> dict[str, int]:
        """What an order keeps still, by product."""
        return {product: int(quantity) for product, quantity in self._book.all(_OF_ORDER, self._store_id, order_id)}

    def orders_of(self, product_id: str) -> tuple[tuple[str, Quantity], ...]:
        """Which orders keep a product, and how much."""
        rows = self._book.all(_OF_PRODUCT, self._store_id, product_id)
        return tuple((order, Quantity(quantity)) for order, quantity in rows)

    def all_kept(self) -> dict[str, int]:
        """Of every product that is kept."""
        return {product: int(quantity) for product, quantity in self._book.all(_ALL_KEPT, self._store_id)}


def _promised(row: tuple[Any, ...]) -> Promised:
    order_id, at, actor, customer_id, name, phone, *rest = row
    return Promised(order_id, at, actor, customer_id, name or customer_id, phone or "", *rest)


def _heaps(rows: Iterable[Sequence[Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for order_id, product, quantity in rows:
        found[order_id][product] = int(quantity)
    return dict(found)


def _ready(rows: Iterable[Sequence[Any]]) -> dict[str, Ready]:
    """From (order, about, product, sum)."""
    said: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for order_id, about, product, quantity in rows:
        said[order_id][about, product] = int(quantity)
    return {order_id: _ready_of(sums) for order_id, sums in said.items()}


def _ready_of(sums: dict[tuple[str, str], int]) -> Ready:
    ordered = {product: quantity for (about, product), quantity in sums.items() if about == "placed"}
    goods = {
        product: (quantity, quantity + sums.get(("collected", product), 0), sums.get(("picked", product), 0))
        for product, quantity in ordered.items()
    }
    return ready_of(goods, whole=("ready", "") in sums)
