"""Sales of before: to show, to print again, to take goods back from."""

from __future__ import annotations

from typing import Any

import msgspec
from peewee import fn

from kiosk.store.catalogue import Catalogue
from kiosk.store.documents import SaleCompleted, SaleLine
from kiosk.store.entry import split_id
from kiosk.store.journal import Journal
from kiosk.store.people import People
from kiosk.store.queries import Book, Query, arg
from kiosk.store.records import SaleRow
from kiosk.store.tables_journal import OriginRow
from kiosk.store.tables_sales import ReturnedRow as R
from kiosk.store.tables_sales import SaleLineRow as L
from kiosk.store.tables_sales import SaleRow as S
from kiosk.store.tables_sales import TenderRow as T
from kiosk.trade.goods import Product, Tax
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity
from kiosk.trade.returns import SoldLine

_ROW = (S.origin, S.seq, S.at, S.actor, S.terminal, S.total, S.lines, S.customer_id)
_NEWEST = (S.at.desc(), S.origin.desc(), S.seq.desc())
_RECENT = Query(S.select(*_ROW).where(S.store_id == arg(0)).order_by(*_NEWEST).limit(arg(1)).offset(arg(2)))
_OF_SHIFT = Query(S.select(*_ROW).where(S.shift_id == arg(0)).order_by(*_NEWEST).limit(arg(1)).offset(arg(2)))
_OF_CUSTOMER = Query(
    S.select(*_ROW).where(S.customer_id == arg(0), S.customer_id != "").order_by(*_NEWEST).limit(arg(1))
)
_ONE = Query(S.select(*_ROW).where(S.store_id == arg(0), S.origin == arg(1), S.seq == arg(2)))
_ORIGINS = Query(S.select(S.origin).where(S.store_id == arg(0)).distinct())
_UNDONE = Query(S.select(S.seq).where(S.undoes == arg(0), S.undoes != "").limit(1))
_CAME_BACK = Query(
    R.select(R.of_line, fn.SUM(R.quantity), fn.SUM(R.amount), fn.SUM(R.tax))
    .where(R.of_sale == arg(0))
    .group_by(R.of_line)
)
_REFUND_DOCUMENTS = Query(L.select(L.store_id, L.origin, L.seq).where(L.of_sale == arg(0), L.of_sale != "").distinct())
_GIVEN_BACK = Query(
    T.select(T.tender, T.amount).where(T.store_id == arg(0), T.origin == arg(1), T.seq == arg(2), T.amount < 0)
)
_OF_PRODUCT = Query(
    L.select(L.origin, L.seq, L.number, L.at, L.quantity, L.total)
    .where(L.product_id == arg(0))
    .order_by(L.at.desc())
    .limit(arg(1))
)
_RETURNS = Query(
    R.select(R.of_sale, R.of_line, fn.SUM(R.quantity)).group_by(R.of_sale, R.of_line).order_by(R.of_sale, R.of_line)
)
_SOLD = Query(
    L.select(L.quantity)
    .join(OriginRow, on=(OriginRow.store_id == L.store_id) & (OriginRow.origin == L.origin))
    .where(OriginRow.origin == arg(0), L.seq == arg(1), L.number == arg(2))
)


class SoldRow(msgspec.Struct, frozen=True):
    """One line of a sale, in a product's history."""

    sale_id: str
    line: int
    at: int
    quantity: Quantity
    total: Money


class OverReturn(msgspec.Struct, frozen=True):
    """More of a line came back than was sold: two tills took it back while neither saw the other."""

    sale_id: str
    line: int
    sold: Quantity
    returned: Quantity


class Sales:
    """The sales of one store."""

    def __init__(self, book: Book, journal: Journal, catalogue: Catalogue, people: People, store_id: str) -> None:
        self._book = book
        self._journal = journal
        self._catalogue = catalogue
        self._people = people
        self._store_id = store_id

    def get(self, sale_id: str) -> SaleCompleted | None:
        """The whole document."""
        document = self._journal.document(sale_id)
        return document if isinstance(document, SaleCompleted) else None

    def row(self, sale_id: str) -> SaleRow | None:
        """The sale as it stands in a list."""
        parts = split_id(sale_id)
        row = self._book.one(_ONE, self._store_id, *parts) if parts else None
        return None if row is None else self._listed(row)

    def recent(
        self, limit: int = 50, offset: int = 0, shift_id: str | None = None, text: str | None = None
    ) -> tuple[SaleRow, ...]:
        """Newest first. text: a receipt's number or code, or words that find a customer."""
        if text and text.strip():
            return self._matching(text.strip(), limit + offset)[offset:]
        if shift_id is not None:
            rows = self._book.all(_OF_SHIFT, shift_id, limit, offset)
        else:
            rows = self._book.all(_RECENT, self._store_id, limit, offset)
        return tuple(self._listed(row) for row in rows)

    def find(self, text: str) -> SaleRow | None:
        """A sale by its id, as scanned or typed: small letters and O for 0 are understood."""
        typed = text.strip().upper().replace("O", "0").replace("I", "1").replace("L", "1")
        return self.row(text.strip().upper()) or self.row(typed)

    def sold_lines(self, sale_id: str) -> tuple[SoldLine, ...]:
        """The lines that were sold, with what of each came back already."""
        sale = self.get(sale_id)
        if sale is None:
            return ()
        back = {line: (q, amount, tax) for line, q, amount, tax in self._book.all(_CAME_BACK, sale_id)}
        found: list[SoldLine] = []
        for x in sale.lines:
            if x.quantity > 0:
                quantity, amount, tax = back.get(x.number, (0, 0, 0))
                found.append(
                    SoldLine(
                        sale_id, x.number, self._product(x, sale), x.name_zh, x.name_en, x.quantity, x.total, x.tax,
                        x.cost, Quantity(quantity), Money(amount), Money(tax), x.batch, x.expiry,
                    )
                )  # fmt: skip
        return tuple(found)

    def is_undone(self, sale_id: str) -> bool:
        """Whether another document took the whole sale back."""
        return self._book.one(_UNDONE, sale_id) is not None

    def refunded(self, sale_id: str) -> dict[str, int]:
        """What went back on account of a sale by each means of payment, positive."""
        given: dict[str, int] = {}
        for document in self._book.all(_REFUND_DOCUMENTS, sale_id):
            for tender, amount in self._book.all(_GIVEN_BACK, *document):
                given[tender] = given.get(tender, 0) - amount
        return given

    def of_product(self, product_id: str, limit: int = 20) -> tuple[SoldRow, ...]:
        """The latest lines with a product, newest first."""
        return tuple(
            SoldRow(f"{origin}-{seq}", number, at, quantity, total)
            for origin, seq, number, at, quantity, total in self._book.all(_OF_PRODUCT, product_id, limit)
        )

    def of_customer(self, customer_id: str, limit: int = 20) -> tuple[SaleRow, ...]:
        """A customer's latest sales, newest first."""
        return tuple(self._listed(row) for row in self._book.all(_OF_CUSTOMER, customer_id, limit))

    def over_returns(self) -> tuple[OverReturn, ...]:
        """Lines of which more came back than was sold: an alarm, worked out from the documents."""
        found = []
        for sale_id, line, returned in self._book.all(_RETURNS):
            sold = self._book.value(_SOLD, *(split_id(sale_id) or ("", 0)), line)
            if sold is not None and returned > sold:
                found.append(OverReturn(sale_id, line, sold, returned))
        return tuple(found)

    def _matching(self, text: str, limit: int) -> tuple[SaleRow, ...]:
        one = self.find(text)
        if one is not None:
            return (one,)
        if text.isascii() and text.isdigit() and len(text) < 10:
            origins = [row[0] for row in self._book.all(_ORIGINS, self._store_id)]
            numbered = tuple(row for origin in origins if (row := self.row(f"{origin}-{int(text)}")) is not None)
            if numbered:
                return numbered
        customers = self._people.customers_search(text, 20)
        found = [row for customer in customers for row in self.of_customer(customer.id, limit)]
        return tuple(sorted(found, key=lambda r: (-r.at, r.id))[:limit])

    def _listed(self, row: tuple[Any, ...]) -> SaleRow:
        origin, seq, at, actor, terminal, total, lines, customer_id = row
        sale_id = f"{origin}-{seq}"
        back = self._book.one(_CAME_BACK, sale_id) is not None
        return SaleRow(sale_id, at, actor, terminal, total, lines, customer_id, self.is_undone(sale_id), back)

    def _product(self, x: SaleLine, sale: SaleCompleted) -> Product:
        """As it is known today; what has gone from the catalogue, as it was sold."""
        known = self._catalogue.product(x.product_id)
        if known is not None:
            return known
        tax = next((t for t in sale.taxes if t.tax_id == x.tax_id), None)
        rate, zh, en = (tax.rate, tax.name_zh, tax.name_en) if tax else (Rate(0), "", "")
        return Product(x.product_id, x.name_zh, x.name_en, x.unit, Tax(x.tax_id, zh, en, rate), x.unit_price)
