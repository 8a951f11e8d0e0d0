"""A batch called back by its maker: what is left of it and where, and every sale in which it went out."""

from __future__ import annotations

import msgspec
from peewee import JOIN, fn

from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_sales import SaleRow
from kiosk.store.tables_stock import MovementRow as V
from kiosk.store.tables_stockroom import BinRow as B
from kiosk.trade.quantity import Quantity


class Batch(msgspec.Struct, frozen=True):
    """A batch that was here once. left: what the books say is still here."""

    batch: str
    expiry: str
    left: Quantity


class BatchSale(msgspec.Struct, frozen=True):
    """A sale in which goods of the batch went out (quantity > 0), or came back (< 0)."""

    sale_id: str
    at: int
    customer_id: str
    quantity: Quantity


_BATCHES = Query(
    B.select(B.batch, fn.MAX(B.expiry), fn.SUM(B.quantity))
    .where(B.store_id == arg(0), B.product_id == arg(1), B.batch != "")
    .group_by(B.batch)
    .order_by(fn.MAX(B.expiry), B.batch)
)
_SALES = Query(
    V.select(V.origin, V.seq, V.at, SaleRow.customer_id, fn.SUM(V.quantity))
    .join(
        SaleRow,
        JOIN.LEFT_OUTER,
        on=((SaleRow.store_id == V.store_id) & (SaleRow.origin == V.origin) & (SaleRow.seq == V.seq)),
    )
    .where(V.store_id == arg(0), V.product_id == arg(1), V.batch == arg(2), V.why.in_(("sale", "return")))
    .group_by(V.origin, V.seq, V.at, SaleRow.customer_id)
    .order_by(V.at.desc(), V.origin.desc(), V.seq.desc())
)
_FIRST = Query(
    V.select(fn.MIN(V.at)).where(V.store_id == arg(0), V.product_id == arg(1), V.batch == arg(2))
)  # fmt: skip
_UNNAMED = Query(
    V.select(fn.SUM(V.quantity)).where(
        V.store_id == arg(0), V.product_id == arg(1), V.at >= arg(2), V.batch == "", V.why.in_(("sale", "return"))
    )
)


class Recalls:
    """Batches of one store, and where they went."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def batches(self, product_id: str) -> tuple[Batch, ...]:
        """All batches that ever were here, the earliest date first."""
        rows = self._book.all(_BATCHES, self._store_id, product_id)
        return tuple(Batch(batch, expiry, Quantity(int(left))) for batch, expiry, left in rows)

    def sales(self, product_id: str, batch: str) -> tuple[BatchSale, ...]:
        """Every sale and return of the batch, the latest first, over all time."""
        rows = self._book.all(_SALES, self._store_id, product_id, batch)
        return tuple(
            BatchSale(f"{origin}-{seq}", at, customer or "", Quantity(-int(moved)))
            for origin, seq, at, customer, moved in rows
        )

    def unnamed(self, product_id: str, batch: str) -> Quantity:
        """What was sold since the batch came without a word of which batch it was: some of it may be of this one."""
        first = self._book.value(_FIRST, self._store_id, product_id, batch)
        if first is None:
            return Quantity(0)
        return Quantity(-int(self._book.value(_UNNAMED, self._store_id, product_id, first) or 0))
