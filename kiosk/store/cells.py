"""A cell: what lies of a product in one place, of one batch. How much is in it now, and how much was at a moment.

The same batch is one cell whether or not a code told its date; goods without a batch are parted by their date. The
plain cell (no place, batch or date) holds the stock on hand less all others. A count makes a movement of the kind
`COUNT`; among movements of one millisecond it is the last.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import fn

from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_stock import MovementRow as V
from kiosk.store.tables_stock import StockRow
from kiosk.store.tables_stockroom import BinRow as B

COUNT = "count"
"""Why a movement is there that a count made."""


class Cell(NamedTuple):
    """A place "" is where goods arrive and the shop floor. expiry: "" where there is a batch."""

    location: str
    batch: str
    expiry: str


PLAIN = Cell("", "", "")

CountKey = tuple[int, str, int, int]
"""Of a count's movement: at, origin, seq, line."""


def cell_of(location: str, batch: str, expiry: str) -> Cell:
    """The cell that goods with these facts lie in."""
    return Cell(location, batch, "" if batch else expiry)


def _in_cell(model: Any, first: int) -> Any:
    in_place = (model.location == arg(first)) & (model.batch == arg(first + 1))
    return in_place & ((model.batch != "") | (model.expiry == arg(first + 2)))


_ON_HAND = Query(StockRow.select(StockRow.on_hand).where(StockRow.store_id == arg(0), StockRow.product_id == arg(1)))
_PLACED = Query(B.select(fn.SUM(B.quantity)).where(B.store_id == arg(0), B.product_id == arg(1)))
_IN_CELL = Query(
    B.select(fn.SUM(B.quantity)).where(B.store_id == arg(0), B.product_id == arg(1), _in_cell(B, 2))
)  # fmt: skip
_AFTER = Query(
    V.select(fn.SUM(V.quantity)).where(
        V.store_id == arg(0), V.product_id == arg(1), V.at > arg(2), _in_cell(V, 3)
    )
)  # fmt: skip
_LATER = (V.at > arg(2)) | (
    (V.why == COUNT)
    & ((V.origin > arg(6)) | ((V.origin == arg(6)) & ((V.seq > arg(7)) | ((V.seq == arg(7)) & (V.line > arg(8))))))
)
_AFTER_COUNT = Query(
    V.select(fn.SUM(V.quantity)).where(
        V.store_id == arg(0), V.product_id == arg(1), V.at >= arg(2), _in_cell(V, 3), _LATER
    )
)
_NEXT = Query(
    V.select(V.at, V.origin, V.seq, V.line, V.expiry)
    .where(V.store_id == arg(0), V.product_id == arg(1), V.at >= arg(2), _in_cell(V, 3), _LATER, V.why == COUNT)
    .order_by(V.at, V.origin, V.seq, V.line)
    .limit(1)
)


def level(book: Book, store: str, product: str, cell: Cell) -> int:
    """What is in it now."""
    if cell == PLAIN:
        return int(book.value(_ON_HAND, store, product) or 0) - int(book.value(_PLACED, store, product) or 0)
    return int(book.value(_IN_CELL, store, product, *cell) or 0)


def level_at(book: Book, store: str, product: str, cell: Cell, at: int) -> int:
    """What was in it when all that moved up to `at` had moved."""
    return level(book, store, product, cell) - int(book.value(_AFTER, store, product, at, *cell) or 0)


def level_before(book: Book, store: str, product: str, cell: Cell, key: CountKey) -> int:
    """What was in it before the count that has this key."""
    after = book.value(_AFTER_COUNT, store, product, key[0], *cell, *key[1:])
    return level(book, store, product, cell) - int(after or 0)


def next_count(book: Book, store: str, product: str, cell: Cell, key: CountKey) -> tuple[CountKey, str] | None:
    """The first count of the cell after this key, and the date that its row has. Any other movement's key is
    (at, "", 0, 0): it comes before the counts of its millisecond."""
    row = book.one(_NEXT, store, product, key[0], *cell, *key[1:])
    return ((row[0], row[1], row[2], row[3]), row[4]) if row else None
