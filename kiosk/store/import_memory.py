"""A shop in memory, to plan imports against without a database: what was imported so far, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.store.documents import (
    CategorySaved,
    CustomerSaved,
    Document,
    ProductSaved,
    SupplierSaved,
    TaxSaved,
)
from kiosk.store.documents_buying import SupplierProductSaved
from kiosk.store.import_lists import code_key
from kiosk.store.records import Category
from kiosk.trade.goods import Tax


class MemoryShop:
    """Knows what `take` was given, the later document over the earlier."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._taxes: dict[str, Tax] = {}
        self._categories: dict[str, Category] = {}
        self._products: dict[str, ProductSaved] = {}
        self._owners: dict[str, str] = {}
        self._customers: dict[str, CustomerSaved] = {}
        self._codes: dict[str, str] = {}
        self._suppliers: dict[str, SupplierSaved] = {}
        self._terms: dict[str, SupplierProductSaved] = {}
        self._drawn = 0
        for document in documents:
            self.take(document)

    def take(self, document: Document) -> None:
        match document:
            case TaxSaved():
                self._taxes[document.id] = Tax(document.id, document.name_zh, document.name_en, document.rate)
            case CategorySaved():
                self._categories[document.id] = Category(document.id, document.name_zh, document.name_en)
            case ProductSaved():
                self._owners = {code: key for code, key in self._owners.items() if key != document.id}
                self._owners |= {code_key(pack.code): document.id for pack in document.barcodes}
                self._products[document.id] = document
            case CustomerSaved():
                self._customers[document.id] = document
                self._codes |= {code: document.id for code in (document.code, document.phone) if code}
            case SupplierSaved():
                self._suppliers[document.id] = document
            case SupplierProductSaved():
                self._terms[document.id] = document
            case _:
                pass

    def taxes(self) -> Iterable[Tax]:
        return self._taxes.values()

    def categories(self) -> Iterable[Category]:
        return self._categories.values()

    def product(self, key: str) -> ProductSaved | None:
        return self._products.get(key)

    def owner(self, code: str) -> str | None:
        return self._owners.get(code_key(code))

    def products(self) -> Iterator[ProductSaved]:
        return iter(sorted(self._products.values(), key=lambda product: (bool(product.components), product.id)))

    def customer(self, key: str) -> CustomerSaved | None:
        return self._customers.get(key)

    def customer_by_code(self, text: str) -> CustomerSaved | None:
        return self._customers.get(self._codes.get(text, ""))

    def customers(self) -> Iterator[CustomerSaved]:
        return iter(self._customers.values())

    def supplier(self, key: str) -> SupplierSaved | None:
        return self._suppliers.get(key)

    def suppliers(self) -> Iterator[SupplierSaved]:
        return iter(self._suppliers.values())

    def terms(self, key: str) -> SupplierProductSaved | None:
        return self._terms.get(key)

    def all_terms(self) -> Iterator[SupplierProductSaved]:
        return iter(self._terms.values())

    def new_product_id(self) -> str:
        self._drawn += 1
        return f"NEW-{self._drawn}"

    def new_customer_id(self) -> str:
        self._drawn += 1
        return f"NEW-C{self._drawn}"
