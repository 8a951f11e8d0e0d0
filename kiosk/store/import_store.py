"""A shop's database as an import and an export see it: the documents that its rows were posted from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from kiosk.store.documents import CustomerSaved, Document, ProductSaved, SupplierSaved
from kiosk.store.documents_buying import SupplierProductSaved
from kiosk.store.entry import decode
from kiosk.store.import_known import Known
from kiosk.store.import_lists import code_key
from kiosk.store.queries import Book, Query, arg
from kiosk.store.records import Category
from kiosk.store.store import Store
from kiosk.store.tables_buying import SupplierProductRow
from kiosk.store.tables_goods import BarcodeRow, Master, ProductRow
from kiosk.store.tables_journal import EntryRow, OriginRow
from kiosk.store.tables_people import CustomerRow, SupplierRow
from kiosk.trade.goods import Tax

D = TypeVar("D", bound=Document)


def _entries(model: type[Master]) -> Any:
    """The entries that the rows of a table came from."""
    same = (EntryRow.store_id == OriginRow.store_id) & (EntryRow.origin == model.origin) & (EntryRow.seq == model.seq)
    return (
        model.select(EntryRow.kind, EntryRow.version, EntryRow.body)
        .join(OriginRow, on=(OriginRow.origin == model.origin))
        .join(EntryRow, on=same)
    )


_PRODUCT = Query(_entries(ProductRow).where(ProductRow.id == arg(0)))
_PRODUCTS = Query(_entries(ProductRow).order_by(ProductRow.components != "", ProductRow.id))
_CUSTOMER = Query(_entries(CustomerRow).where(CustomerRow.id == arg(0)))
_CUSTOMER_BY_CODE = Query(
    _entries(CustomerRow)
    .where((CustomerRow.code == arg(0)) | (CustomerRow.phone == arg(0)))
    .order_by(CustomerRow.code != arg(0), CustomerRow.id)
)
_CUSTOMERS = Query(_entries(CustomerRow).order_by(CustomerRow.id))
_SUPPLIER = Query(_entries(SupplierRow).where(SupplierRow.id == arg(0)))
_SUPPLIERS = Query(_entries(SupplierRow).order_by(SupplierRow.id))
_TERM = Query(_entries(SupplierProductRow).where(SupplierProductRow.id == arg(0)))
_TERMS = Query(_entries(SupplierProductRow).order_by(SupplierProductRow.id))
_OWNER = Query(
    BarcodeRow.select(BarcodeRow.product_id).where(BarcodeRow.code == arg(0)).order_by(BarcodeRow.product_id)
)


def known_of(store: Store | Known) -> Known:
    """What an import may ask of a store, or of what stands in for one."""
    return StoreKnown(store) if isinstance(store, Store) else store


class StoreKnown:
    """Asks a store. Kits come after their parts in `products`, so that an export can be imported anew."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._book: Book = store.book
        self._product_id = ""
        self._customer_id = ""

    def taxes(self) -> Iterable[Tax]:
        return self._store.catalogue.taxes()

    def categories(self) -> Iterable[Category]:
        return self._store.catalogue.categories()

    def product(self, key: str) -> ProductSaved | None:
        return self._one(_PRODUCT, ProductSaved, key)

    def owner(self, code: str) -> str | None:
        found = self._book.value(_OWNER, code_key(code))
        return None if found is None else str(found)

    def products(self) -> Iterator[ProductSaved]:
        return self._each(_PRODUCTS, ProductSaved)

    def customer(self, key: str) -> CustomerSaved | None:
        return self._one(_CUSTOMER, CustomerSaved, key)

    def customer_by_code(self, text: str) -> CustomerSaved | None:
        return self._one(_CUSTOMER_BY_CODE, CustomerSaved, text)

    def customers(self) -> Iterator[CustomerSaved]:
        return self._each(_CUSTOMERS, CustomerSaved)

    def supplier(self, key: str) -> SupplierSaved | None:
        return self._one(_SUPPLIER, SupplierSaved, key)

    def suppliers(self) -> Iterator[SupplierSaved]:
        return self._each(_SUPPLIERS, SupplierSaved)

    def terms(self, key: str) -> SupplierProductSaved | None:
        return self._one(_TERM, SupplierProductSaved, key)

    def all_terms(self) -> Iterator[SupplierProductSaved]:
        return self._each(_TERMS, SupplierProductSaved)

    def new_product_id(self) -> str:
        self._product_id = _after(self._product_id) if self._product_id else self._store.catalogue.next_product_id()
        return self._product_id

    def new_customer_id(self) -> str:
        self._customer_id = _after(self._customer_id) if self._customer_id else self._store.people.next_customer_id()
        return self._customer_id

    def _one(self, query: Query, kind: type[D], value: str) -> D | None:
        row = self._book.one(query, value)
        return None if row is None else _document(row, kind)

    def _each(self, query: Query, kind: type[D]) -> Iterator[D]:
        return (_document(row, kind) for row in self._book.each(query))


def _after(key: str) -> str:
    """The id after this one: what the store would give once this one is written."""
    prefix, dot, number = key.rpartition(".")
    return f"{prefix}{dot}{int(number) + 1:0{len(number)}d}"


def _document(row: tuple[Any, ...], kind: type[D]) -> D:
    document = decode(row[0], row[1], bytes(row[2]))
    assert isinstance(document, kind)
    return document
