"""Stock as the counter asks for it."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from kiosk.store.cells import COUNT
from kiosk.store.queries import Book, Query, arg
from kiosk.store.records import StockLevel
from kiosk.store.stock_levels import INVOICED, INVOICED_WHOLE
from kiosk.store.tables_stock import MovementRow, StockRow
from kiosk.trade.quantity import Quantity

_LEVEL = Query(
    StockRow.select(StockRow.on_hand, StockRow.average).where(
        StockRow.store_id == arg(0), StockRow.product_id == arg(1)
    )
)
_MOVEMENTS = Query(
    MovementRow.select(
        MovementRow.origin, MovementRow.seq, MovementRow.at, MovementRow.why, MovementRow.quantity, MovementRow.cost,
        MovementRow.batch, MovementRow.expiry,
    )
    .where(
        MovementRow.store_id == arg(0), MovementRow.product_id == arg(1),
        (MovementRow.quantity != 0) | (MovementRow.why.not_in((COUNT, INVOICED, INVOICED_WHOLE))),
    )
    .order_by(
        MovementRow.at.desc(), MovementRow.origin.desc(), MovementRow.seq.desc(), MovementRow.line.desc()
    )
    .limit(arg(2))
)  # fmt: skip


class Movement(msgspec.Struct, frozen=True):
    """Goods in (> 0) or out. why: sale, return, or an adjustment's reason. cost: ten-thousandths of a minor unit."""

    entry_id: str
    at: int
    why: str
    quantity: Quantity
    cost: int | None
    batch: str
    expiry: str


class Stock:
    """The stock of one store."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def level(self, product_id: str) -> StockLevel:
        """What is on hand and what it cost on average; nothing of a product that never moved."""
        on_hand, average = self._book.one(_LEVEL, self._store_id, product_id) or (0, 0)
        return StockLevel(product_id, Quantity(on_hand), average)

    def average_costs(self, product_ids: Collection[str]) -> dict[str, int]:
        """What a base unit of each of them cost on average; 0 of what never moved."""
        is_one, wanted = self._book.one_of(product_ids)
        rows = self._book.sql(
            f"SELECT product_id, average FROM stock WHERE store_id = ? AND product_id {is_one}",
            (self._store_id, wanted),
        )
        return dict.fromkeys(product_ids, 0) | dict(rows)

    def movements(self, product_id: str, limit: int = 100) -> tuple[Movement, ...]:
        """The latest movements of a product, newest first."""
        return tuple(
            Movement(f"{origin}-{seq}", at, why, quantity, cost, batch, expiry)
            for origin, seq, at, why, quantity, cost, batch, expiry in self._book.all(
                _MOVEMENTS, self._store_id, product_id, limit
            )
        )
