"""Posting of goods: products with their codes and prices, categories, taxes, promotions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kiosk.exc import BadInput
from kiosk.store import search_index
from kiosk.store.cards import card_of
from kiosk.store.documents import CategorySaved, ProductSaved, PromotionSaved, TaxSaved
from kiosk.store.entry import Entry
from kiosk.store.posting import AT_ONCE, posts
from kiosk.store.posting_masters import Masters
from kiosk.store.queries import Book, Query, arg, insert, put
from kiosk.store.tables_goods import BarcodeRow, CategoryRow, PriceRow, ProductRow, PromotionRow, TaxRow
from kiosk.trade.barcodes import item_key

PRODUCTS = Masters(ProductRow)
CATEGORIES = Masters(CategoryRow)
TAXES = Masters(TaxRow)
PROMOTIONS = Masters(PromotionRow)

_NO_BARCODES = Query(BarcodeRow.delete().where(BarcodeRow.product_id == arg(0)))
_NO_PRICES = Query(PriceRow.delete().where(PriceRow.product_id == arg(0)))
_BARCODE = put(BarcodeRow)
_PRICE = insert(PriceRow)
_JSON = msgspec.json.Encoder(order="sorted")


def key_of(code: str) -> str:
    """A code as it is looked up; one that can't be on goods stays as it is, and is never found by a scan."""
    try:
        return item_key(code)
    except BadInput:
        return code


def foresee(book: Book, ids: Sequence[str]) -> None:
    """Learn at once which of these products have no row yet; while rows are gathered."""
    memory = book.memory
    assert memory is not None
    is_one, wanted = book.one_of(ids)
    known = {id_ for (id_,) in book.sql(f"SELECT id FROM product WHERE id {is_one}", (wanted,))}
    memory.update(((foresee, id_), True) for id_ in ids if id_ not in known)


@posts(ProductSaved)
def post_product(book: Book, entry: Entry, d: ProductSaved) -> None:
    """The product's row; if it stands, its codes, prices and words replace those of before."""
    stands = PRODUCTS.post(book, entry, d, *_values(d))
    if not stands:
        return
    if stands == "changed":
        book.run(_NO_BARCODES, d.id)
        book.run(_NO_PRICES, d.id)
    card = card_of(entry, d)
    if d.barcodes:
        book.many(_BARCODE, _codes(d, card))
    if d.prices:
        book.many(_PRICE, _prices(d))
    search_index.put(book, "product", d.id, _words(d), card, new=stands == "new")


def post_new_products(book: Book, pairs: Sequence[tuple[Entry, ProductSaved]]) -> None:
    """As one by one, table by table."""
    cards = [card_of(entry, d) for entry, d in pairs]
    PRODUCTS.post_new(book, [(d.id, *entry.key, *_values(d)) for entry, d in pairs])
    book.many(_BARCODE, [row for (_, d), card in zip(pairs, cards, strict=True) for row in _codes(d, card)])
    book.many(_PRICE, [row for _, d in pairs for row in _prices(d)])
    words = [(d.id, _words(d), card) for (_, d), card in zip(pairs, cards, strict=True)]
    search_index.put_new(book, "product", words)


AT_ONCE[ProductSaved] = post_new_products


def _values(d: ProductSaved) -> tuple[Any, ...]:
    return (
        d.name_zh, d.name_en, d.unit, d.tax_id, d.price, d.category_id, d.tax_included, d.weighed, d.tracks_batches,
        d.active, d.cost, d.max_discount, d.variant_of, _text(d.attributes), _text(d.components), bool(d.prices),
        d.supplier_id, d.favourite,
    )  # fmt: skip


def _codes(d: ProductSaved, card: bytes) -> list[tuple[Any, ...]]:
    return [(key_of(c.code), d.id, c.quantity, c.code, d.tax_id, card) for c in d.barcodes]


def _prices(d: ProductSaved) -> list[tuple[Any, ...]]:
    return [
        (d.id, i, p.store_id, p.level, p.min_quantity, p.price, p.start, p.end) for i, p in enumerate(d.prices, start=1)
    ]


def _words(d: ProductSaved) -> str:
    return search_index.words(d.name_zh, d.name_en, d.id, *(c.code for c in d.barcodes)) if d.active else ""


def _text(value: object) -> str:
    return _JSON.encode(value).decode() if value else ""


@posts(CategorySaved)
def post_category(book: Book, entry: Entry, d: CategorySaved) -> None:
    """The category's row."""
    CATEGORIES.post(book, entry, d, d.name_zh, d.name_en, d.parent_id, d.position, d.colour, d.active)


@posts(TaxSaved)
def post_tax(book: Book, entry: Entry, d: TaxSaved) -> None:
    """The tax's row."""
    TAXES.post(book, entry, d, d.name_zh, d.name_en, d.rate)


@posts(PromotionSaved)
def post_promotion(book: Book, entry: Entry, d: PromotionSaved) -> None:
    """The promotion, whole, with what finds those of today."""
    PROMOTIONS.post(book, entry, d, d.active, d.promotion.start, d.promotion.end, _text(d.promotion))
