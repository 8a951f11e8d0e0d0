"""Suppliers, and what they sell products for."""

from __future__ import annotations

from typing import Any

import msgspec
from peewee import JOIN

from kiosk.store.documents import SupplierSaved
from kiosk.store.documents_buying import supplier_product_id
from kiosk.store.entry import decode
from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_buying import SupplierProductRow as T
from kiosk.store.tables_journal import EntryRow, OriginRow
from kiosk.store.tables_people import SupplierRow
from kiosk.trade.buying import PriceBreak, Terms
from kiosk.trade.money import Money


class Supplier(msgspec.Struct, frozen=True):
    """Who we buy from. lead_days: from order to delivery. min_order: the least he delivers for."""

    id: str
    name: str
    phone: str = ""
    contact: str = ""
    address: str = ""
    lead_days: int = 0
    min_order: Money = Money(0)


# The document says what the row does not: read with it, not one by one
_SUPPLIER = (
    SupplierRow.select(
        SupplierRow.id, SupplierRow.name, SupplierRow.phone, SupplierRow.contact, SupplierRow.address,
        SupplierRow.lead_days, EntryRow.kind, EntryRow.version, EntryRow.body,
    )
    .join(OriginRow, JOIN.LEFT_OUTER, on=(OriginRow.origin == SupplierRow.origin))
    .join(
        EntryRow,
        JOIN.LEFT_OUTER,
        on=(
            (EntryRow.store_id == OriginRow.store_id) & (EntryRow.origin == SupplierRow.origin)
            & (EntryRow.seq == SupplierRow.seq) & (EntryRow.at == SupplierRow.at)
        ),
    )
)  # fmt: skip
_SUPPLIERS = Query(_SUPPLIER.where(SupplierRow.active == True).order_by(SupplierRow.name, SupplierRow.id))  # noqa: E712
_ONE_SUPPLIER = Query(_SUPPLIER.where(SupplierRow.id == arg(0)))
_TERM = (T.supplier_id, T.product_id, T.code, T.pack, T.min_quantity, T.lead_days, T.prices)
_TERMS = Query(T.select(*_TERM).where(T.id == arg(0), T.active == True))  # noqa: E712
_TERMS_OF_PRODUCT = Query(
    T.select(*_TERM).where(T.product_id == arg(0), T.active == True).order_by(T.supplier_id)  # noqa: E712
)
_TERMS_OF_PRODUCTS = Query(
    T.select(*_TERM)
    .where(T.product_id >= arg(0), T.product_id <= arg(1), T.active == True)  # noqa: E712
    .order_by(T.product_id, T.supplier_id)
)
_TERMS_OF_SUPPLIER = Query(
    T.select(*_TERM)
    .where(T.supplier_id == arg(0), T.active == True)  # noqa: E712
    .order_by(T.code, T.id)
    .limit(arg(1))
    .offset(arg(2))
)
_BY_CODE = Query(
    T.select(T.product_id)
    .where(T.supplier_id == arg(0), T.code == arg(1), T.active == True)  # noqa: E712
    .order_by(T.id)
    .limit(1)
)
_BREAKS = msgspec.json.Decoder(tuple[PriceBreak, ...])


class Suppliers:
    """Who we buy from."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self) -> tuple[Supplier, ...]:
        """Those we buy from, by name."""
        return tuple(_supplier(row) for row in self._book.all(_SUPPLIERS))

    def get(self, supplier_id: str) -> Supplier | None:
        """Anybody we ever bought from."""
        row = self._book.one(_ONE_SUPPLIER, supplier_id)
        return None if row is None else _supplier(row)

    def terms(self, supplier_id: str, product_id: str) -> Terms | None:
        """What the supplier sells the product for; None where he does not, or nobody wrote it down."""
        row = self._book.one(_TERMS, supplier_product_id(supplier_id, product_id))
        return None if row is None else _terms(row)

    def of_product(self, product_id: str) -> tuple[Terms, ...]:
        """Of all who sell it."""
        return tuple(_terms(row) for row in self._book.all(_TERMS_OF_PRODUCT, product_id))

    def of_products(self, first: str, last: str) -> dict[str, list[Terms]]:
        """As `of_product`, of each product between these two."""
        found: dict[str, list[Terms]] = {}
        for row in self._book.all(_TERMS_OF_PRODUCTS, first, last):
            terms = _terms(row)
            found.setdefault(terms.product_id, []).append(terms)
        return found

    def assortment(self, supplier_id: str, limit: int = 1_000_000, offset: int = 0) -> tuple[Terms, ...]:
        """All that he sells, by his own numbers."""
        return tuple(_terms(row) for row in self._book.all(_TERMS_OF_SUPPLIER, supplier_id, limit, offset))

    def product_by_code(self, supplier_id: str, code: str) -> str | None:
        """The product that has this number with the supplier."""
        return self._book.value(_BY_CODE, supplier_id, code) if code else None


def _supplier(row: tuple[Any, ...]) -> Supplier:
    id_, name, phone, contact, address, lead_days, kind, version, body = row
    document = None if body is None else decode(kind, version, bytes(body))
    least = document.min_order if isinstance(document, SupplierSaved) else Money(0)
    return Supplier(id_, name, phone, contact, address, lead_days, least)


def _terms(row: tuple[Any, ...]) -> Terms:
    supplier_id, product_id, code, pack, least, lead_days, prices = row
    breaks = _BREAKS.decode(prices) if prices else ()
    return Terms(
        supplier_id=supplier_id, product_id=product_id, code=code, pack=pack, min_quantity=least, prices=breaks,
        lead_days=lead_days,
    )  # fmt: skip
