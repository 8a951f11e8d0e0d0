"""What an import must know of the shop it imports into, and how names in a file find what the shop has."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from kiosk.i18n import M
from kiosk.store.documents import CategorySaved, CustomerSaved, ProductSaved, SupplierSaved
from kiosk.store.documents_buying import SupplierProductSaved
from kiosk.store.import_cells import BadCell
from kiosk.store.records import Category
from kiosk.trade.goods import Tax
from kiosk.trade.quantity import UNITS


class Known(Protocol):
    """The shop's master data. `owner` is the product a code belongs to."""

    def taxes(self) -> Iterable[Tax]: ...
    def categories(self) -> Iterable[Category]: ...
    def product(self, key: str) -> ProductSaved | None: ...
    def owner(self, code: str) -> str | None: ...
    def products(self) -> Iterator[ProductSaved]: ...
    def customer(self, key: str) -> CustomerSaved | None: ...
    def customer_by_code(self, text: str) -> CustomerSaved | None: ...
    def customers(self) -> Iterator[CustomerSaved]: ...
    def supplier(self, key: str) -> SupplierSaved | None: ...
    def suppliers(self) -> Iterator[SupplierSaved]: ...
    def terms(self, key: str) -> SupplierProductSaved | None: ...
    def all_terms(self) -> Iterator[SupplierProductSaved]: ...
    def new_product_id(self) -> str: ...
    def new_customer_id(self) -> str: ...


@lru_cache(maxsize=4096)  # a list names few categories, units and taxes, in every row
def folded(text: str) -> str:
    """A name as compared: full-width or not, upper or lower case, spaces or not."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def id_of_name(prefix: str, name: str) -> str:
    """An id that two terminals give the same thing without asking each other: drawn from its name."""
    digest = hashlib.sha256(folded(name).encode("utf-8", "replace")).digest()
    return prefix + base64.b32encode(digest).decode()[:8]


class Directory:
    """Finds units, taxes, categories and suppliers by id or by either name; makes categories that are new."""

    def __init__(self, known: Known, *, make_categories: bool = True) -> None:
        self.known = known
        self.made: dict[str, CategorySaved] = {}
        self._make = make_categories
        taxes = tuple(known.taxes())
        categories = tuple(known.categories())
        suppliers = tuple(known.suppliers())
        self._position = len(categories)
        self._taxes = _index((t.id, t.id, t.name_zh, t.name_en) for t in taxes)
        self._rates = _index((t.id, f"{t.rate / 10_000:g}%") for t in taxes)
        self._categories = _index((c.id, c.id, c.name_zh, c.name_en) for c in categories)
        self._suppliers = _index((s.id, s.id, s.name) for s in suppliers)
        self._units = _index((u.code, u.code, u.name_zh, u.name_en) for u in UNITS.values())
        self._category_names = {c.id: c.name_zh or c.name_en for c in categories}
        self._supplier_names = {s.id: s.name for s in suppliers}

    def unit(self, text: str) -> str:
        try:
            return _only(self._units, text)
        except LookupError:
            known = ", ".join(f"{u.name_zh} {u.code}" for u in UNITS.values())
            raise BadCell(M("There is no unit {value}. There are: {known}.", value=text, known=known)) from None

    def tax(self, text: str) -> str:
        """By name, id, or its rate where only one tax has it."""
        for index in (self._taxes, self._rates):
            try:
                return _only(index, text)
            except LookupError:
                continue
        known = ", ".join(sorted(set().union(*self._taxes.values()))) or "—"
        raise BadCell(M("There is no tax {value}. There are: {known}.", value=text, known=known))

    def category(self, text: str) -> str:
        """By name or id; `饮料|Drinks` names a new one in both languages."""
        zh, _, en = (part.strip() for part in text.partition("|"))
        for name in filter(None, (text, zh, en)):
            try:
                return _only(self._categories, name)
            except LookupError:
                continue
        if not self._make:
            raise BadCell(M("There is no category {value}.", value=text))
        if len(self._categories.get(folded(text), ())) > 1:
            raise BadCell(M("More than one category is called {value}. Write its number.", value=text))
        if not en and text.isascii():
            zh, en = "", text
        made = CategorySaved(
            id=id_of_name("C", text), name_zh=zh, name_en=en, position=self._position, colour=self._position % 8
        )
        self._position += 1
        self.made[made.id] = made
        for key in filter(None, (made.id, zh, en)):
            self._categories.setdefault(folded(key), {made.id})
        return made.id

    def supplier(self, text: str) -> str:
        try:
            return _only(self._suppliers, text)
        except LookupError:
            raise BadCell(
                M("There is no supplier {value}, or more than one. Import the suppliers first.", value=text)
            ) from None

    def add_supplier(self, supplier: SupplierSaved) -> None:
        for key in (supplier.id, supplier.name):
            self._suppliers.setdefault(folded(key), set()).add(supplier.id)

    def supplier_named(self, name: str) -> str | None:
        """The id of the only supplier of this name."""
        try:
            return _only(self._suppliers, name)
        except LookupError:
            return None

    def category_name(self, key: str) -> str:
        """A name that `category` finds this by again: its id where names are shared."""
        name = self._category_names.get(key, "")
        return name if name and self._categories.get(folded(name)) == {key} else key

    def supplier_name(self, key: str) -> str:
        name = self._supplier_names.get(key, "")
        return name if name and self._suppliers.get(folded(name)) == {key} else key


def _index(rows: Iterable[tuple[str, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, *names in rows:
        for name in filter(None, names):
            found.setdefault(folded(name), set()).add(key)
    return found


def _only(index: dict[str, set[str]], text: str) -> str:
    found = index.get(folded(text), set())
    if len(found) != 1:
        if text in found:  # an key wins over a name that reads the same
            return text
        raise LookupError(text)
    return next(iter(found))
