"""All posting functions, brought in by importing them; and which row of master data stands now."""

from __future__ import annotations

from kiosk.store import (
    posting_audit,
    posting_baskets,
    posting_goods,
    posting_people,
    posting_sales,
    posting_shifts,
    posting_stock,
)
from kiosk.store.documents import (
    CategorySaved,
    CustomerSaved,
    MasterDocument,
    ProductSaved,
    PromotionSaved,
    RoleSaved,
    StoreSaved,
    SupplierSaved,
    TaxSaved,
    UserSaved,
)
from kiosk.store.posting_masters import Masters
from kiosk.store.queries import Book

MODULES = (
    posting_audit, posting_baskets, posting_goods, posting_people, posting_sales, posting_shifts, posting_stock,
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
}


def stands(book: Book, document: MasterDocument) -> str:
    """The id of the entry whose row stands under the document's id; "" for none."""
    return _MASTERS[type(document)].version(book, document.id)
