"""A small shop for the tests of pricing."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.trade.basket import Basket, Line
from kiosk.trade.edits import add_line, new_basket
from kiosk.trade.goods import Customer, PriceRule, Product, Tax
from kiosk.trade.money import Money, Rate
from kiosk.trade.priced import PricedBasket
from kiosk.trade.pricing import Terms, price_basket
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.quantity import Quantity

VAT13 = Tax("vat13", "增值税13%", "VAT 13%", Rate(130_000))
VAT9 = Tax("vat9", "增值税9%", "VAT 9%", Rate(90_000))
EXEMPT = Tax("exempt", "免税", "exempt", Rate(0))

NOON = 1_700_000_000_000
"""Some moment, UTC ms."""


def product(
    name: str,
    price: int | None = 1000,
    *,
    tax: Tax = EXEMPT,
    category: str = "",
    included: bool = True,
    weighed: bool = False,
    prices: Iterable[PriceRule] = (),
    max_discount: int | None = None,
    unit: str = "",
) -> Product:
    return Product(
        id=name,
        name_zh=name,
        name_en=name,
        unit=unit or ("kg" if weighed else "pcs"),
        tax=tax,
        price=None if price is None else Money(price),
        category_id=category,
        tax_included=included,
        weighed=weighed,
        prices=tuple(prices),
        max_discount=None if max_discount is None else Rate(max_discount),
    )


def basket(*goods: tuple[Product, float], customer: Customer | None = None) -> Basket:
    """Of (product, base units), in the order of the counter."""
    full = new_basket("T", customer)
    for thing, units in goods:
        full, _ = add_line(full, thing, Quantity(round(units * 1000)))
    return full


def of_lines(*lines: Line) -> Basket:
    return Basket("T", tuple(lines), next_key=1 + max(line.key for line in lines))


def promotion(kind: str, name: str = "P", **fields: object) -> Promotion:
    for plural in ("product_ids", "category_ids", "weekdays"):
        if plural in fields:
            fields[plural] = frozenset(fields[plural])  # type: ignore[call-overload]
    return Promotion(name, PromotionKind(kind), f"促销{name}", f"Promotion {name}", **fields)  # type: ignore[arg-type]


def price(full: Basket, *promotions: Promotion, **terms: object) -> PricedBasket:
    return price_basket(full, Terms(at=NOON, promotions=promotions, **terms))  # type: ignore[arg-type]


def nets(priced: PricedBasket) -> list[int]:
    return [line.net for line in priced.lines]


def saved(priced: PricedBasket) -> list[int]:
    return [sum(saving.amount for saving in line.savings) for line in priced.lines]
