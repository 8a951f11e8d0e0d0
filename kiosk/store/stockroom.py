"""The stock room as a keeper asks for it: places, what lies where and of which batch, deliveries."""

from __future__ import annotations

from typing import Any

import msgspec
from peewee import JOIN

from kiosk.store.documents_stockroom import GoodsReceived, LocationSaved, location_id
from kiosk.store.journal import Journal
from kiosk.store.queries import Book, Query, arg
from kiosk.store.stock import Stock
from kiosk.store.tables_people import SupplierRow
from kiosk.store.tables_stockroom import BinRow as B
from kiosk.store.tables_stockroom import LocationRow as L
from kiosk.store.tables_stockroom import ReceiptRow as R
from kiosk.trade.money import Money
from kiosk.trade.owed import PLAIN, Cell, borne
from kiosk.trade.quantity import Quantity


class Location(msgspec.Struct, frozen=True):
    """A place. position: on the way that is walked."""

    code: str
    name: str
    position: int


class InPlace(msgspec.Struct, frozen=True):
    """So much of a product, in a place ("" where goods arrive, and the shop floor) and of a batch ("" for none)."""

    product_id: str
    location: str
    batch: str
    expiry: str
    quantity: Quantity


class Receipt(msgspec.Struct, frozen=True):
    """A delivery in a list. value: with freight. undone: another document took it back."""

    id: str
    at: int
    actor: str
    supplier_id: str
    supplier: str
    order_id: str
    paper: str
    lines: int
    value: Money
    undone: bool


_PLACES = Query(
    L.select(L.code, L.name, L.position)
    .where(L.store_id == arg(0), L.active == True)  # noqa: E712
    .order_by(L.position, L.code)
    .limit(arg(1))
)
_PLACE = Query(
    L.select(L.code, L.name, L.position).where(
        L.store_id == arg(0), L.id == arg(1), L.active == True  # noqa: E712
    )
)  # fmt: skip
_OF_PRODUCT = Query(
    B.select(B.product_id, B.location, B.batch, B.expiry, B.quantity).where(
        B.store_id == arg(0), B.product_id == arg(1), B.quantity != 0
    )
)
_AT_PLACE = Query(
    B.select(B.product_id)
    .distinct()
    .where(B.store_id == arg(0), B.location == arg(1), B.quantity != 0)
    .order_by(B.product_id)
    .limit(arg(2))
)
_UNDOING = R.alias()
_RECENT = Query(
    R.select(
        R.origin, R.seq, R.at, R.actor, R.supplier_id, SupplierRow.name, R.order_id, R.paper, R.lines, R.value
    )
    .join(SupplierRow, JOIN.LEFT_OUTER, on=(SupplierRow.id == R.supplier_id))
    .where(R.store_id == arg(0), R.undoes == "", R.lines > 0)
    .order_by(R.at.desc(), R.origin.desc(), R.seq.desc())
    .limit(arg(1))
)  # fmt: skip
_UNDONE = Query(R.select(R.seq).where(R.store_id == arg(0), R.undoes == arg(1)).limit(1))


class Stockroom:
    """The stock room of one store."""

    def __init__(self, book: Book, journal: Journal, stock: Stock, store_id: str) -> None:
        self._book = book
        self._journal = journal
        self._stock = stock
        self._store_id = store_id

    def locations(self, limit: int = 100_000) -> tuple[Location, ...]:
        """All places in the order of the way through them."""
        return tuple(Location(*row) for row in self._book.all(_PLACES, self._store_id, limit))

    def location(self, code: str) -> Location | None:
        """A place by what its label says."""
        row = self._book.one(_PLACE, self._store_id, location_id(self._store_id, code))
        return Location(*row) if row else None

    def where(self, product_id: str) -> tuple[InPlace, ...]:
        """What there is of a product, by place and batch: what expires first comes first, then by place.

        The same batch stands once in a place, whether or not a code told its date. What was sold without a word of its
        batch is taken off where it must have lain (`trade.owed`). It adds up to the stock on hand.
        """
        found, dates = self.cells(product_id)
        rows = [
            InPlace(product_id, location, batch, dates.get(batch, "") if batch else expiry, Quantity(quantity))
            for (location, batch, expiry), quantity in borne(found, dates).items()
            if quantity
        ]
        return tuple(sorted(rows, key=lambda r: (r.expiry or "9999", r.location, r.batch)))

    def cells(self, product_id: str) -> tuple[dict[Cell, int], dict[str, str]]:
        """What the movements say of each place and batch, word for word; and the batches' dates."""
        found: dict[Cell, int] = {}
        dates: dict[str, str] = {}
        for _product, location, batch, expiry, quantity in self._book.all(_OF_PRODUCT, self._store_id, product_id):
            if batch and expiry:
                dates[batch] = max(expiry, dates.get(batch, ""))
            key = (location, batch, "" if batch else expiry)
            found[key] = found.get(key, 0) + quantity
        found[PLAIN] = self._stock.level(product_id).on_hand - sum(q for k, q in found.items() if k != PLAIN)
        return found, dates

    def at(self, location: str, limit: int = 200) -> tuple[InPlace, ...]:
        """What lies in a place."""
        products = dict.fromkeys(row[0] for row in self._book.all(_AT_PLACE, self._store_id, location, limit))
        return tuple(row for product in products for row in self.where(product) if row.location == location)

    def usual_place(self, product_id: str) -> str:
        """Where most of a product was put; "" while none is put away."""
        placed: dict[str, int] = {}
        for (location, _batch, _expiry), quantity in self.cells(product_id)[0].items():
            if location and quantity > 0:
                placed[location] = placed.get(location, 0) + quantity
        return max(placed, key=lambda place: placed[place], default="")

    def receipts(self, limit: int = 50) -> tuple[Receipt, ...]:
        """Deliveries, the latest first."""
        return tuple(
            Receipt(f"{origin}-{seq}", at, actor, supplier, name or supplier, order, paper, lines, Money(value),
                    self.is_undone(f"{origin}-{seq}"))
            for origin, seq, at, actor, supplier, name, order, paper, lines, value in self._book.all(
                _RECENT, self._store_id, limit
            )
        )  # fmt: skip

    def receipt(self, receipt_id: str) -> GoodsReceived | None:
        """A delivery's document."""
        document: Any = self._journal.document(receipt_id) if self._journal.get(receipt_id) else None
        return document if isinstance(document, GoodsReceived) else None

    def is_undone(self, receipt_id: str) -> bool:
        """Whether it was taken back."""
        return self._book.one(_UNDONE, self._store_id, receipt_id) is not None

    def saved(self, location: str) -> LocationSaved | None:
        """A place's own document, to be edited."""
        from kiosk.store.posting_stockroom import LOCATIONS

        version = LOCATIONS.version(self._book, location_id(self._store_id, location))
        document: Any = self._journal.document(version) if version else None
        return document if isinstance(document, LocationSaved) else None
