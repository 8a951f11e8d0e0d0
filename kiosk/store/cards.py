"""A product's card: all that a scan or a list needs of it, in one value that lies with each of its codes.

A scan then reads one leaf of one tree, whatever the size of the catalogue: on a card that was not touched since the
power came, each leaf more is a wait. Posting makes the cards with the product's row; they are never changed alone.
What changes without the product is not in them: the tax's own row, and this store's stock.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kiosk.store.documents import ProductSaved
from kiosk.store.entry import Entry
from kiosk.trade.goods import Component, PriceRule, Product, Tax
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity


class CardPrice(msgspec.Struct, frozen=True, array_like=True):
    """A line of the price list. store_id "": every store."""

    store_id: str
    price: Money
    level: str
    min_quantity: Quantity
    start: int | None
    end: int | None


class Card(msgspec.Struct, frozen=True, array_like=True):
    """A product without its tax and stock. key: of the entry that it came from; the later stands."""

    id: str
    name_zh: str
    name_en: str
    unit: str
    price: Money | None
    category_id: str
    active: bool
    weighed: bool
    tax_included: bool
    tracks_batches: bool
    cost: int | None
    max_discount: Rate | None
    variant_of: str
    attributes: dict[str, str]
    components: tuple[Component, ...]
    prices: tuple[CardPrice, ...]
    key: tuple[int, str, int]


_ENCODER = msgspec.msgpack.Encoder(order="sorted")
_DECODER = msgspec.msgpack.Decoder(Card)

read = _DECODER.decode
"""The card of its bytes."""


def card_of(entry: Entry, d: ProductSaved) -> bytes:
    """The card's bytes, the same on every machine."""
    prices = tuple([CardPrice(p.store_id, p.price, p.level, p.min_quantity, p.start, p.end) for p in d.prices])
    return _ENCODER.encode(
        Card(
            d.id, d.name_zh, d.name_en, d.unit, d.price, d.category_id, d.active, d.weighed, d.tax_included,
            d.tracks_batches, d.cost, d.max_discount, d.variant_of, d.attributes, d.components, prices, entry.key,
        )
    )  # fmt: skip


def product_of(card: Card, tax: Tax, store_id: str) -> Product:
    """The product as pricing sees it in a store."""
    prices: Any = ()
    if card.prices:
        prices = tuple(
            [
                PriceRule(card.id, p.price, p.level, p.min_quantity, p.start, p.end)
                for p in card.prices
                if p.store_id in ("", store_id)
            ]
        )
    return Product(
        card.id, card.name_zh, card.name_en, card.unit, tax, card.price, card.category_id, card.tax_included,
        card.weighed, card.tracks_batches, card.cost, card.max_discount, card.variant_of, card.attributes,
        card.components, prices,
    )  # fmt: skip
