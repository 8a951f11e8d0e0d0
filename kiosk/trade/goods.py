"""What is sold, as the rules of pricing see it."""

from __future__ import annotations

import msgspec

from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity


class Tax(msgspec.Struct, frozen=True):
    """A tax category. rate in millionths of the price before tax."""

    id: str
    name_zh: str
    name_en: str
    rate: Rate


class PriceRule(msgspec.Struct, frozen=True):
    """One line of a price list: this product costs `price` a base unit, to whom, from how many, and when.

    level "" is everyone; `start` and `end` are UTC milliseconds, end exclusive, None is open. Of the rules
    that fit, of the customer's level or for everyone, the lowest price wins: a member never pays more than a
    stranger.
    """

    product_id: str
    price: Money
    level: str = ""
    min_quantity: Quantity = Quantity(0)
    start: int | None = None
    end: int | None = None


class Component(msgspec.Struct, frozen=True):
    """A part of a kit: selling one kit takes `quantity` of `product_id` out of stock."""

    product_id: str
    quantity: Quantity


class Product(msgspec.Struct, frozen=True):
    """A thing for sale, with everything that pricing a line of it needs; loaded whole at the scan.

    price: regular price a base unit, None when nobody has set one. tax_included: the price contains the tax.
    cost: minor units, a base unit.
    weighed: quantity comes from a scale or barcode. variant_of / attributes: e.g. parent style, {"size":
    "L"}.
    """

    id: str
    name_zh: str
    name_en: str
    unit: str
    tax: Tax
    price: Money | None
    category_id: str = ""
    tax_included: bool = True
    weighed: bool = False
    tracks_batches: bool = False
    cost: int | None = None
    max_discount: Rate | None = None
    variant_of: str = ""
    attributes: dict[str, str] = {}
    components: tuple[Component, ...] = ()
    prices: tuple[PriceRule, ...] = ()

    def name(self, language: str) -> str:
        """In `language`, or in the other one where this is empty."""
        return (self.name_zh or self.name_en) if language.startswith("zh") else (self.name_en or self.name_zh)


class Customer(msgspec.Struct, frozen=True):
    """Who buys. level: of prices. credit_limit 0: may not buy on account. balance: what he owes now."""

    id: str
    name: str
    phone: str = ""
    code: str = ""
    level: str = ""
    credit_limit: Money = Money(0)
    balance: Money = Money(0)
    points: int = 0


def list_price(product: Product, quantity: int, *, at: int, level: str = "") -> Money | None:
    """What a base unit costs by price list, when `quantity` of it are bought at `at` (UTC ms).

    The lowest of the rules that fit; where none fits, the regular price; None when there is neither.
    """
    price = product.price
    if product.prices:
        fitting = [
            rule.price
            for rule in product.prices
            if (not rule.level or rule.level == level)
            and rule.min_quantity <= quantity
            and (rule.start is None or rule.start <= at)
            and (rule.end is None or at < rule.end)
        ]
        if fitting:
            price = min(fitting)
    return price
