"""The basket: what the customer has put on the counter, and nothing that can be worked out from it.

Prices, promotions, taxes and totals are a function of the basket (`kiosk.trade.pricing.price_basket`), never
kept in it: repricing the same basket gives the same figures on any machine.
"""

from __future__ import annotations

import msgspec

from kiosk.trade.goods import Customer, Product
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity


class Discount(msgspec.Struct, frozen=True):
    """A manual discount: either a rate of the amount or an amount off; by whom allowed and why."""

    rate: Rate | None = None
    amount: Money | None = None
    reason: str = ""
    by: str = ""


class PriceOverride(msgspec.Struct, frozen=True):
    """A price set by hand, a base unit; by whom allowed and why."""

    price: Money
    reason: str = ""
    by: str = ""


class Returned(msgspec.Struct, frozen=True):
    """This line takes goods back. Amounts are what is given back: positive, with promotions and taxes.

    sale_id and line: the sale's journal id and its line number, or "" and 0 without a receipt. cost: a base
    unit's cost at which the goods left.
    """

    sale_id: str
    line: int
    amount: Money
    tax: Money
    cost: int | None = None
    reason: str = ""


class Line(msgspec.Struct, frozen=True):
    """One line. key: its number in this basket, never reused. quantity > 0, also for returned goods.

    amount: the whole line's price when the barcode states it (embedded price), before discounts.
    """

    key: int
    product: Product
    quantity: Quantity
    barcode: str = ""
    amount: Money | None = None
    override: PriceOverride | None = None
    discount: Discount | None = None
    returned: Returned | None = None
    batch: str = ""
    expiry: str = ""
    note: str = ""
    salesperson: str = ""


class Basket(msgspec.Struct, frozen=True):
    """All lines in the order of the counter. id: drawn at random when it is begun, stable for good."""

    id: str
    lines: tuple[Line, ...] = ()
    customer: Customer | None = None
    discount: Discount | None = None
    note: str = ""
    next_key: int = 1
    undoes: str = ""
    """The sale that this basket replaces, when a closed sale was undone to be corrected."""
    order_id: str = ""
    """The customer's order that is collected with it."""
