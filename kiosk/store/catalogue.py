"""Goods as the counter asks for them: by code, by category, by words. The queries of a scan are prepared once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from peewee import JOIN

from kiosk.i18n import Names
from kiosk.store import search_index
from kiosk.store.cards import Card, product_of
from kiosk.store.cards import read as read_card
from kiosk.store.documents import PackCode, ProductSaved, SupplierSaved
from kiosk.store.journal import Journal
from kiosk.store.queries import Book, Query, arg, next_id
from kiosk.store.records import Category, Found, Tile
from kiosk.store.tables_goods import BarcodeRow, CategoryRow, PriceRow, PromotionRow, TaxRow
from kiosk.store.tables_goods import ProductRow as P
from kiosk.store.tables_people import SupplierRow
from kiosk.store.tables_stock import StockRow
from kiosk.trade.costing import Cost, in_minor
from kiosk.trade.goods import Component, PriceRule, Product, Tax
from kiosk.trade.money import Rate
from kiosk.trade.promotion import Promotion
from kiosk.trade.quantity import Quantity

_PRODUCT = (
    P.id, P.name_zh, P.name_en, P.unit, P.tax_id, P.price, P.category_id, P.tax_included, P.weighed,
    P.tracks_batches, P.cost, P.max_discount, P.variant_of, P.attributes, P.components, P.listed,
    TaxRow.name_zh, TaxRow.name_en, TaxRow.rate,
)  # fmt: skip

_BY_CODE = Query(
    BarcodeRow.select(
        BarcodeRow.card, BarcodeRow.quantity, BarcodeRow.tax_id, TaxRow.name_zh, TaxRow.name_en, TaxRow.rate
    )
    .join(TaxRow, JOIN.LEFT_OUTER, on=(TaxRow.id == BarcodeRow.tax_id))
    .where(BarcodeRow.code == arg(0))
)
_BY_ID = Query(P.select(*_PRODUCT).join(TaxRow, JOIN.LEFT_OUTER, on=(TaxRow.id == P.tax_id)).where(P.id == arg(0)))
_AVERAGE = Query(StockRow.select(StockRow.average).where(StockRow.store_id == arg(0), StockRow.product_id == arg(1)))
_ON_HAND = Query(StockRow.select(StockRow.on_hand).where(StockRow.store_id == arg(0), StockRow.product_id == arg(1)))
_COLOUR = Query(CategoryRow.select(CategoryRow.colour).where(CategoryRow.id == arg(0)))
_PRICES = Query(
    PriceRow.select(PriceRow.price, PriceRow.level, PriceRow.min_quantity, PriceRow.start, PriceRow.end)
    .where(PriceRow.product_id == arg(0), (PriceRow.store_id == arg(1)) | (PriceRow.store_id == ""))
    .order_by(PriceRow.number)
)
_CODES = Query(
    BarcodeRow.select(BarcodeRow.code, BarcodeRow.quantity)
    .where(BarcodeRow.product_id == arg(0))
    .order_by(BarcodeRow.quantity, BarcodeRow.code)
)
_CODES_FROM = Query(
    BarcodeRow.select(BarcodeRow.card)
    .where(BarcodeRow.code >= arg(0), BarcodeRow.code < arg(1))
    .order_by(BarcodeRow.code)
    .limit(arg(2))
)
_VERSION = Query(P.select(P.origin, P.seq).where(P.id == arg(0)))
_CATEGORIES = Query(
    CategoryRow.select(
        CategoryRow.id, CategoryRow.name_zh, CategoryRow.name_en, CategoryRow.parent_id, CategoryRow.colour
    )
    .where(CategoryRow.active == True)  # noqa: E712  (SQL's, not Python's)
    .order_by(CategoryRow.position, CategoryRow.id)
)
_TAXES = Query(TaxRow.select(TaxRow.id, TaxRow.name_zh, TaxRow.name_en, TaxRow.rate).order_by(TaxRow.id))
_PROMOTIONS = Query(
    PromotionRow.select(PromotionRow.body)
    .where(
        PromotionRow.active == True,  # noqa: E712
        (PromotionRow.start.is_null()) | (PromotionRow.start <= arg(0)),
        (PromotionRow.end.is_null()) | (PromotionRow.end > arg(0)),
    )
    .order_by(PromotionRow.id)
)
_SUPPLIERS = Query(
    SupplierRow.select(SupplierRow.origin, SupplierRow.seq)
    .where(SupplierRow.active == True)  # noqa: E712
    .order_by(SupplierRow.name, SupplierRow.id)
)
_LAST_NUMBER = Query(P.select(P.id).where(P.id > arg(0), P.id < arg(1)).order_by(P.id.desc()).limit(1))

_TILE = (P.id, P.name_zh, P.name_en, P.price, P.unit, P.weighed, P.category_id, CategoryRow.colour, StockRow.on_hand)


def _tiles(query: Any) -> Any:
    """Joined to its category's colour and to stock; the store is value 0."""
    return query.join(CategoryRow, JOIN.LEFT_OUTER, on=(CategoryRow.id == P.category_id)).join(
        StockRow, JOIN.LEFT_OUTER, on=((StockRow.store_id == arg(0)) & (StockRow.product_id == P.id))
    )


_FAVOURITES = Query(
    _tiles(P.select(*_TILE).where(P.favourite > 0, P.active == True))  # noqa: E712
    .order_by(P.favourite, P.id)
    .limit(arg(1))
    .offset(arg(2))
)
_OF_CATEGORY = Query(P.select(P.id).where(P.category_id == arg(0)))
_IN_CATEGORY = Query(
    _tiles(P.select(*_TILE).where(P.category_id == arg(3), P.active == True))  # noqa: E712
    .order_by(P.name_zh, P.id)
    .limit(arg(1))
    .offset(arg(2))
)

_GTIN_ZEROS = ("0", "", "00", "000000")
"""What stands before the digits of an EAN-13, a GTIN-14 or own code, a UPC-A, an EAN-8 in the table of codes."""

FEW_DIGITS = 4
"""Fewer are as likely a size or a number in a name, and the index of words is quick with them."""

_ATTRIBUTES = msgspec.json.Decoder(dict[str, str])
_COMPONENTS = msgspec.json.Decoder(tuple[Component, ...])
_PROMOTION = msgspec.json.Decoder(Promotion)


class Catalogue:
    """The goods of one store."""

    def __init__(self, book: Book, journal: Journal, store_id: str, origin: str) -> None:
        self._book = book
        self._journal = journal
        self._store_id = store_id
        self._origin = origin

    def find_code(self, code: str) -> Found | None:
        """What a code means, as `item_key` makes it. Of several products with it, one that is sold, the newest."""
        rows = self._book.all(_BY_CODE, code)
        if not rows:
            return None
        cards = [read_card(row[0]) for row in rows]
        # Chosen here: to have SQLite sort costs ten times the look-up, even of one row
        best = 0 if len(cards) == 1 else max(range(len(cards)), key=lambda i: (cards[i].active, cards[i].key))
        card = cards[best]
        _, quantity, tax_id, tax_zh, tax_en, rate = rows[best]
        tax = Tax(tax_id, tax_zh or "", tax_en or "", rate or Rate(0))
        return Found(product_of(card, tax, self._store_id), quantity, code, card.active)

    def product(self, product_id: str) -> Product | None:
        """A product by its id, whether it is still sold or not."""
        row = self._book.one(_BY_ID, product_id)
        return None if row is None else self._product(row)

    def names(self, product_ids: Collection[str]) -> dict[str, tuple[Names, str]]:
        """Of many products at once, of those that are known: name and unit."""
        return {id_: (Names(zh, en), unit) for id_, (zh, en, unit) in product_names(self._book, product_ids).items()}

    def cost_of(self, product: Product) -> int | None:
        """What a base unit of it costs now, in minor units: this store's average, else what its row says."""
        average = self._book.value(_AVERAGE, self._store_id, product.id)
        return in_minor(Cost(average)) if average else product.cost

    def document(self, product_id: str) -> ProductSaved | None:
        """All that is known of a product, to be edited."""
        row = self._book.one(_VERSION, product_id)
        if row is None:
            return None
        document = self._journal.document(f"{row[0]}-{row[1]}")
        return document if isinstance(document, ProductSaved) else None

    def barcodes(self, product_id: str) -> tuple[PackCode, ...]:
        """A product's codes, the single unit's first."""
        return tuple(PackCode(code, Quantity(quantity)) for code, quantity in self._book.all(_CODES, product_id))

    def categories(self) -> tuple[Category, ...]:
        """Categories in the order of the grid."""
        return tuple(Category(*row) for row in self._book.all(_CATEGORIES))

    def taxes(self) -> tuple[Tax, ...]:
        """All tax categories."""
        return tuple(Tax(*row) for row in self._book.all(_TAXES))

    def promotions(self, at: int) -> tuple[Promotion, ...]:
        """Promotions in force on the day of `at` (UTC ms); weekdays and hours are pricing's business."""
        return tuple(_PROMOTION.decode(row[0]) for row in self._book.all(_PROMOTIONS, at))

    def suppliers(self) -> tuple[SupplierSaved, ...]:
        """Suppliers by name."""
        found = (self._journal.document(f"{origin}-{seq}") for origin, seq in self._book.all(_SUPPLIERS))
        return tuple(s for s in found if isinstance(s, SupplierSaved))

    def tiles(self, category_id: str | None, limit: int = 40, offset: int = 0) -> tuple[Tile, ...]:
        """Products of a category and those below it, or the favourites (None)."""
        if category_id is None:
            return _made(self._book.all(_FAVOURITES, self._store_id, limit, offset))
        found: list[Tile] = []
        skip = offset
        for category in self._family(category_id):
            if len(found) >= limit:
                break
            # Each category is in the order of its index; so a page costs what it shows
            rows = self._book.all(_IN_CATEGORY, self._store_id, limit - len(found) + skip, 0, category)
            found += _made(rows[skip:])
            skip = max(0, skip - len(rows))
        return tuple(found)

    def search(self, text: str, limit: int = 50) -> tuple[Tile, ...]:
        """Products by the beginnings of words: names, pinyin, initials, codes. An exact code or id comes first."""
        folded = text.strip().casefold()
        found: dict[str, Card] = {}
        if folded.isdecimal() and len(folded) >= FEW_DIGITS:
            found = self._by_digits(folded, limit)
        if len(found) < limit:
            for body in search_index.find_products(self._book, text, limit):
                card = read_card(body)
                found.setdefault(card.id, card)
        cards = [card for card in list(found.values())[:limit] if card.active]
        cards.sort(key=lambda c: (not _begins(c, folded), c.id != text))
        return self._as_tiles(cards)

    def _as_tiles(self, cards: list[Card]) -> tuple[Tile, ...]:
        colours = {c: self._book.value(_COLOUR, c) or 0 for c in {card.category_id for card in cards}}
        return tuple(
            Tile(
                c.id, c.name_zh, c.name_en, c.price, c.unit, c.weighed, c.category_id, colours[c.category_id],
                self._book.value(_ON_HAND, self._store_id, c.id),
            )
            for c in cards
        )  # fmt: skip

    def _by_digits(self, digits: str, limit: int) -> dict[str, Card]:
        """Products with a code that begins so, whatever zeros a GTIN has before it: a range of the codes' own index.

        Codes of one maker begin alike by the hundred thousand, which is what an index of words is slow at.
        """
        found: dict[str, Card] = {}
        for zeros in _GTIN_ZEROS:
            begin = zeros + digits
            for (body,) in self._book.all(_CODES_FROM, begin, begin + "\uffff", limit):
                card = read_card(body)
                found.setdefault(card.id, card)
        return found

    def next_product_id(self) -> str:
        """An id for a new product: unique without asking anybody, for it carries this terminal's origin."""
        return next_id(self._book, _LAST_NUMBER, f"{self._origin}.")

    def products_of(self, category_id: str) -> tuple[str, ...]:
        """The ids of all products of a category and those below it, also of those not sold any more."""
        family = self._family(category_id)
        return tuple(id_ for category in family for (id_,) in self._book.all(_OF_CATEGORY, category))

    def _family(self, category_id: str) -> list[str]:
        """A category and all below it, in the order of the grid."""
        categories = self.categories()
        found = [category_id]
        for parent in found:  # grows while it is walked: children come after their parents
            found += [c.id for c in categories if c.parent_id == parent and c.id not in found]
        return found

    def _product(self, row: tuple[Any, ...]) -> Product:
        (
            id_, name_zh, name_en, unit, tax_id, price, category_id, tax_included, weighed, tracks_batches, cost,
            max_discount, variant_of, attributes, components, listed, tax_zh, tax_en, rate,
        ) = row  # fmt: skip
        return Product(
            id_, name_zh, name_en, unit, Tax(tax_id, tax_zh or "", tax_en or "", rate or Rate(0)), price, category_id,
            bool(tax_included), bool(weighed), bool(tracks_batches), cost, max_discount, variant_of,
            _ATTRIBUTES.decode(attributes) if attributes else {},
            _COMPONENTS.decode(components) if components else (),
            self._price_rules(id_) if listed else (),
        )  # fmt: skip

    def _price_rules(self, product_id: str) -> tuple[PriceRule, ...]:
        rows = self._book.all(_PRICES, product_id, self._store_id)
        return tuple(PriceRule(product_id, *row) for row in rows)


def product_names(book: Book, product_ids: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """(name_zh, name_en, unit) of those of these products that are known."""
    is_one, wanted = book.one_of(product_ids)
    rows = book.sql(f"SELECT id, name_zh, name_en, unit FROM product WHERE id {is_one}", (wanted,))
    return {id_: (zh, en, unit) for id_, zh, en, unit in rows}


def _made(rows: Iterable[tuple[Any, ...]]) -> tuple[Tile, ...]:
    return tuple(
        Tile(id_, zh, en, price, unit, bool(weighed), category, colour or 0, on_hand)
        for id_, zh, en, price, unit, weighed, category, colour, on_hand in rows
    )


def _begins(card: Card, folded: str) -> bool:
    return card.name_zh.casefold().startswith(folded) or card.name_en.casefold().startswith(folded)
