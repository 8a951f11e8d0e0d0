"""All posting functions, brought in by importing them; and which row of master data stands now."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.store import (
    posting_audit,
    posting_baskets,
    posting_buying,
    posting_counting,
    posting_goods,
    posting_people,
    posting_promises,
    posting_sales,
    posting_shifts,
    posting_stock,
    posting_stockroom,
    posting_transfers,
    stock_levels,
)
from kiosk.store.documents import (
    CategorySaved,
    CustomerSaved,
    Document,
    MasterDocument,
    ProductSaved,
    PromotionSaved,
    RoleSaved,
    SaleCompleted,
    StoreSaved,
    SupplierSaved,
    TaxSaved,
    UserSaved,
)
from kiosk.store.documents_buying import SupplierProductSaved
from kiosk.store.documents_stockroom import LocationSaved
from kiosk.store.entry import Entry
from kiosk.store.posting_masters import Masters
from kiosk.store.queries import Book

MODULES = (
    posting_audit, posting_baskets, posting_buying, posting_counting, posting_goods, posting_people, posting_promises,
    posting_sales,
    posting_shifts, posting_stock, posting_stockroom, posting_transfers,
)  # fmt: skip

_MASTERS: dict[type[MasterDocument], Masters] = {
    ProductSaved: posting_goods.PRODUCTS,
    CategorySaved: posting_goods.CATEGORIES,
    TaxSaved: posting_goods.TAXES,
    PromotionSaved: posting_goods.PROMOTIONS,
    UserSaved: posting_people.USERS,
    RoleSaved: posting_people.ROLES,
    CustomerSaved: posting_people.CUSTOMERS,
    SupplierSaved: posting_people.SUPPLIERS,
    StoreSaved: posting_people.SHOPS,
    SupplierProductSaved: posting_buying.SUPPLIER_PRODUCTS,
    LocationSaved: posting_stockroom.LOCATIONS,
}


def foresee(book: Book, entries: Sequence[Entry], documents: Sequence[Document]) -> None:
    """What posting these will ask one by one, asked at once; while rows are gathered."""
    products: dict[str, set[str]] = {}
    for entry, document in zip(entries, documents, strict=True):
        if isinstance(document, SaleCompleted):
            known = products.setdefault(entry.store_id, set())
            for line in document.lines:
                known.add(line.product_id)
                known.update(part.product_id for part in line.components)
    for store, ids in products.items():
        stock_levels.foresee(book, store, ids)
    goods = [d.id for d in documents if isinstance(d, ProductSaved)]
    if len(goods) > 1:
        posting_goods.foresee(book, goods)


def is_news(book: Book, document: MasterDocument) -> bool:
    """Whether no row stands under the document's id. What was foreseen is used up: the row may be there next time."""
    memory = book.memory
    if memory is not None and memory.pop((posting_goods.foresee, document.id), False):
        return True
    return not stands(book, document)


def stands(book: Book, document: MasterDocument) -> str:
    """The id of the entry whose row stands under the document's id; "" for none."""
    return _MASTERS[type(document)].version(book, document.id)
