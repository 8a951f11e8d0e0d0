"""A basket with its prices worked out: what the screen shows, what the sale document records."""

from __future__ import annotations

import msgspec

from kiosk.trade.basket import Basket, Line
from kiosk.trade.money import Money, Rate


class Saving(msgspec.Struct, frozen=True):
    """One promotion's share in a line. amount > 0."""

    promotion_id: str
    name_zh: str
    name_en: str
    amount: Money


class PromotionUse(msgspec.Struct, frozen=True):
    """How often a promotion that is limited by customer applied: units, groups or multiples, as its kind counts."""

    promotion_id: str
    times: int


class PricedLine(msgspec.Struct, frozen=True):
    """One line with its figures. For returned goods all amounts are negative.

    unit_price: a base unit by price list or override, None if the product has no price (the basket can't be
    paid); of returned goods what a unit gives back, positive. regular_price: of the product, whatever list or
    hand say. gross: unit_price × quantity, or what the barcode states. savings: promotions. discount: manual,
    line and its share of the basket's, ≥ 0. net: what the price says after them (with tax if the price
    includes it). tax: of this line. total: what is paid.
    """

    line: Line
    unit_price: Money | None
    regular_price: Money | None
    gross: Money
    savings: tuple[Saving, ...]
    discount: Money
    net: Money
    tax: Money
    total: Money


class TaxTotal(msgspec.Struct, frozen=True):
    """All lines of one tax: base is without tax; base + tax is what is paid for them."""

    tax_id: str
    name_zh: str
    name_en: str
    rate: Rate
    base: Money
    tax: Money


class PricedBasket(msgspec.Struct, frozen=True):
    """The whole. total = Σ line totals = Σ (base + tax); cash rounding comes only with the tender.

    count: pieces for the glance ("6 items"): each weighed line counts as one.
    unpriced: keys of lines that have no price. uses: of promotions that are limited by customer.
    """

    basket: Basket
    lines: tuple[PricedLine, ...]
    taxes: tuple[TaxTotal, ...]
    gross: Money
    saved: Money
    discount: Money
    tax: Money
    total: Money
    count: int
    unpriced: tuple[int, ...] = ()
    uses: tuple[PromotionUse, ...] = ()
