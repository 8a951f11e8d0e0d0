"""Purchase orders as buyer, keeper and reorder ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from peewee import JOIN, fn

from kiosk.store.entry import split_id
from kiosk.store.posting_buying import RECEIVED
from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_buying import PurchaseDueRow as D
from kiosk.store.tables_buying import PurchaseLineRow as L
from kiosk.store.tables_buying import PurchaseRevisionRow as R
from kiosk.store.tables_buying import PurchaseRow as O
from kiosk.store.tables_buying import PurchaseStepRow as S
from kiosk.store.tables_people import SupplierRow
from kiosk.trade.buying import line_amount
from kiosk.trade.money import Money
from kiosk.trade.orders import State
from kiosk.trade.quantity import Quantity


class OrderHead(msgspec.Struct, frozen=True):
    """An order in a list. expected: ISO date or "". sent_at: UTC ms, 0 before. lines: products in it."""

    id: str
    created_at: int
    created_by: str
    supplier_id: str
    supplier: str
    state: State
    sent_at: int
    expected: str
    total: Money
    lines: int


class OrderedLine(msgspec.Struct, frozen=True):
    """A product of an order: what was ordered and what came, base units; price: of a pack."""

    product_id: str
    name_zh: str
    name_en: str
    unit: str
    quantity: Quantity
    received: Quantity
    pack: Quantity
    price: Money
    code: str
    note: str

    @property
    def amount(self) -> Money:
        """What is paid for it."""
        return line_amount(self.quantity, self.pack, self.price)


class OrderStep(msgspec.Struct, frozen=True):
    """Something done to an order, or a draft of it ("drafted")."""

    id: str
    at: int
    act: str
    revision: str
    actor: str
    approved_by: str
    note: str


class Order(msgspec.Struct, frozen=True):
    """An order whole. revision: the draft that counts. steps: what was done, the oldest first."""

    head: OrderHead
    revision: str
    note: str
    copied_from: str
    lines: tuple[OrderedLine, ...]
    steps: tuple[OrderStep, ...]


class Coming(msgspec.Struct, frozen=True):
    """What is still to come of a product from one order. expected: ISO date or ""."""

    order_id: str
    supplier_id: str
    quantity: Quantity
    expected: str


_HEAD = (
    O.order_id, O.created_at, O.created_by, O.supplier_id, SupplierRow.name, O.state, O.sent_at, O.expected, O.total,
    O.lines,
)  # fmt: skip


def _heads(*where: Any) -> Any:
    return (
        O.select(*_HEAD)
        .join(SupplierRow, JOIN.LEFT_OUTER, on=(SupplierRow.id == O.supplier_id))
        .where(O.store_id == arg(0), *where)
        .order_by(O.created_at.desc(), O.order_id.desc())
    )


_RECENT = Query(_heads().limit(arg(1)).offset(arg(2)))
_OPEN = Query(_heads(O.open == True).limit(arg(1)).offset(arg(2)))  # noqa: E712
_ONE = Query(_heads(O.order_id == arg(1)))
_IN_STATE = Query(
    O.select(fn.COUNT(O.order_id)).where(O.store_id == arg(0), O.open == True, O.state == arg(1))  # noqa: E712
)
_REVISION = Query(O.select(O.revision).where(O.store_id == arg(0), O.order_id == arg(1)))
_LINES = Query(
    L.select(L.product_id, L.name_zh, L.name_en, L.unit, L.quantity, L.pack, L.price, L.code, L.note)
    .where(L.store_id == arg(0), L.order_id == arg(1), L.origin == arg(2), L.seq == arg(3))
    .order_by(L.number)
)
_STEPS = Query(
    S.select(S.origin, S.seq, S.at, S.act, S.revision, S.actor, S.approved_by, S.note).where(
        S.store_id == arg(0), S.order_id == arg(1)
    )
)
_DRAFTS = Query(
    R.select(R.origin, R.seq, R.at, R.actor, R.note, R.copied_from).where(R.store_id == arg(0), R.order_id == arg(1))
)
_COMING = Query(
    D.select(D.order_id, D.supplier_id, D.quantity, D.expected)
    .where(D.store_id == arg(0), D.product_id == arg(1))
    .order_by(D.expected, D.order_id)
)
_ALL_COMING = Query(D.select(D.product_id, fn.SUM(D.quantity)).where(D.store_id == arg(0)).group_by(D.product_id))


class Purchases:
    """Buying for one store."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def orders(self, limit: int = 50, offset: int = 0, *, open_only: bool = False) -> tuple[OrderHead, ...]:
        """The latest first. open_only: those of which something is still to be done or to come."""
        return _order_heads(self._book.all(_OPEN if open_only else _RECENT, self._store_id, limit, offset))

    def count(self, state: State) -> int:
        """How many open orders are in a state."""
        return int(self._book.value(_IN_STATE, self._store_id, state))

    def order(self, order_id: str) -> Order | None:
        """One order of this store, whole."""
        heads = _order_heads(self._book.all(_ONE, self._store_id, order_id))
        if not heads:
            return None
        revision = str(self._book.value(_REVISION, self._store_id, order_id))
        origin, seq = split_id(revision) or ("", 0)
        received = self.received(order_id)
        lines = tuple(
            OrderedLine(product, zh, en, unit, quantity, Quantity(received.get(product, 0)), pack, price, code, about)
            for product, zh, en, unit, quantity, pack, price, code, about in self._book.all(
                _LINES, self._store_id, order_id, origin, seq
            )
        )
        drafts = self._book.all(_DRAFTS, self._store_id, order_id)
        note, copied_from = next(row[4:] for row in drafts if row[:2] == (origin, seq))
        return Order(heads[0], revision, note, copied_from, lines, self._steps(order_id, drafts))

    def received(self, order_id: str) -> dict[str, int]:
        """What has come of an order by product, base units."""
        return {product: int(quantity) for product, quantity in self._book.all(RECEIVED, self._store_id, order_id)}

    def coming(self, product_id: str) -> tuple[Coming, ...]:
        """What is on order of a product, by the day it is expected."""
        return tuple(Coming(*row) for row in self._book.all(_COMING, self._store_id, product_id))

    def on_order(self, product_id: str) -> Quantity:
        """How much of a product is on order."""
        return Quantity(sum(c.quantity for c in self.coming(product_id)))

    def all_on_order(self) -> dict[str, Quantity]:
        """How much of each product is on order, of those of which anything is."""
        return {product: Quantity(int(quantity)) for product, quantity in self._book.all(_ALL_COMING, self._store_id)}

    def _steps(self, order_id: str, drafts: Iterable[tuple[Any, ...]]) -> tuple[OrderStep, ...]:
        written = [
            ((at, origin, seq), OrderStep(f"{origin}-{seq}", at, "drafted", f"{origin}-{seq}", actor, "", note))
            for origin, seq, at, actor, note, _copied in drafts
        ]
        steps = [
            ((at, origin, seq), OrderStep(f"{origin}-{seq}", at, act, revision, actor, approved_by, note))
            for origin, seq, at, act, revision, actor, approved_by, note in self._book.all(
                _STEPS, self._store_id, order_id
            )
        ]
        return tuple(step for _key, step in sorted(written + steps, key=lambda pair: pair[0]))


def _order_heads(rows: Iterable[tuple[Any, ...]]) -> tuple[OrderHead, ...]:
    return tuple(
        OrderHead(id_, created, by, supplier_id, name or supplier_id, *rest)
        for id_, created, by, supplier_id, name, *rest in rows
    )
