"""Goods sent back to suppliers, and how much of a product each of them is known to have delivered."""

from __future__ import annotations

import msgspec
from peewee import JOIN

from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_people import SupplierRow
from kiosk.store.tables_stockroom import SupplierReturnRow as R
from kiosk.store.tables_stockroom import SupplierSumRow as S
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


class SupplierReturn(msgspec.Struct, frozen=True):
    """One of them. value: what the stock is worth less, minor units, < 0. undoes: the one that it takes back."""

    id: str
    at: int
    actor: str
    supplier: str
    reason: str
    lines: int
    value: Money
    undoes: str


class Delivered(msgspec.Struct, frozen=True):
    """What came of a product from a supplier, less what went back to him, base units."""

    supplier_id: str
    name: str
    quantity: Quantity


_RECENT = Query(
    R.select(R.origin, R.seq, R.at, R.actor, R.supplier_id, SupplierRow.name, R.reason, R.lines, R.value, R.undoes)
    .join(SupplierRow, JOIN.LEFT_OUTER, on=(SupplierRow.id == R.supplier_id))
    .where(R.store_id == arg(0), R.lines > 0)
    .order_by(R.at.desc(), R.origin.desc(), R.seq.desc())
    .limit(arg(1))
)
_UNDONE = Query(
    R.select(R.seq).where(R.store_id == arg(0), R.at >= arg(1), R.undoes == arg(2)).limit(1)
)  # fmt: skip
_DELIVERED = Query(
    S.select(S.supplier_id, SupplierRow.name, S.came - S.went_back)
    .join(SupplierRow, JOIN.LEFT_OUTER, on=(SupplierRow.id == S.supplier_id))
    .where(S.store_id == arg(0), S.product_id == arg(1), S.came > S.went_back)
    .order_by(S.supplier_id)
)


class SupplierReturns:
    """Those of one store."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def recent(self, limit: int = 50) -> tuple[SupplierReturn, ...]:
        """The latest first."""
        return tuple(
            SupplierReturn(f"{origin}-{seq}", at, actor, name or supplier, reason, lines, Money(value), undoes)
            for origin, seq, at, actor, supplier, name, reason, lines, value, undoes in self._book.all(
                _RECENT, self._store_id, limit
            )
        )

    def is_undone(self, document_id: str, at: int) -> bool:
        """Whether another took it back."""
        return self._book.one(_UNDONE, self._store_id, at, document_id) is not None

    def delivered(self, product_id: str) -> tuple[Delivered, ...]:
        """Who delivered this product, and how much of it could still go back to each."""
        return tuple(
            Delivered(supplier, name or supplier, Quantity(quantity))
            for supplier, name, quantity in self._book.all(_DELIVERED, self._store_id, product_id)
        )
