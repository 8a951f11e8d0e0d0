"""Of what there is less than nothing by the books: sold, moved or sent by terminals that did not hear of each other, or
by a shop that allows it. Asked at once, not once a day: two indexes hold nothing else, so nothing wrong costs nothing.
"""

from __future__ import annotations

import msgspec

from kiosk.store.queries import Book
from kiosk.trade.quantity import Quantity

INDEXES = (
    "CREATE INDEX IF NOT EXISTS stock_below ON stock (store_id, product_id) WHERE on_hand < 0",
    "CREATE INDEX IF NOT EXISTS stock_bin_below ON stock_bin (store_id, product_id) WHERE quantity < 0",
)

# `store_id || ''` keeps SQLite from its habit of reading the whole shop by the primary key
_CELLS = (
    "SELECT product_id, {0} AS location, batch, CASE WHEN batch = '' THEN expiry ELSE '' END AS expiry, "
    "SUM(quantity) AS quantity FROM stock_bin WHERE store_id = ? AND {1} AND product_id IN "
    "(SELECT product_id FROM stock_bin WHERE store_id || '' = ? AND quantity < 0) "
    "GROUP BY 1, 2, 3, 4 HAVING SUM(quantity) < 0"
)
_ALL = (
    "SELECT product_id, '' AS location, '' AS batch, '' AS expiry, on_hand AS quantity FROM stock "
    "WHERE store_id || '' = ? AND on_hand < 0 UNION ALL "
    + _CELLS.format("''", "(batch <> '' OR expiry <> '')")
    + " UNION ALL "
    + _CELLS.format("location", "location <> ''")
)


class Lack(msgspec.Struct, frozen=True):
    """quantity < 0: of a batch in all its places, of a place, else of the product in all."""

    product_id: str
    quantity: Quantity
    batch: str = ""
    expiry: str = ""
    location: str = ""


def create(book: Book) -> None:
    """Make the indexes. A server's tables are the office's, where nobody asks."""
    if not book.shared:
        for index in INDEXES:
            book.sql(index)


class Below:
    """What one store lacks."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def all(self) -> tuple[Lack, ...]:
        """One of each product, the first that says most: of the product, of a batch, of a place."""
        found: dict[str, Lack] = {}
        for product_id, location, batch, expiry, quantity in self._book.sql(_ALL, (self._store_id,) * 5):
            lack = Lack(product_id, Quantity(int(quantity)), batch, expiry, location)
            found.setdefault(product_id, lack)
        return tuple(found[product_id] for product_id in sorted(found))

    def count(self) -> int:
        """How many products."""
        return len(self.all())
