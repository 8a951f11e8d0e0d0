"""What a supplier sells a product for: whole packs, a minimum, and a price that falls with the quantity.

A price is that of one pack, as it stands in the supplier's list: a case of 24 for 50.00 has no exact price a bottle.
"""

from __future__ import annotations

import msgspec

from kiosk.trade.costing import COST_ONE, Cost
from kiosk.trade.money import Money, divide
from kiosk.trade.quantity import ONE, Quantity


class PriceBreak(msgspec.Struct, frozen=True):
    """A pack costs `price` for who orders at least `min_quantity` base units."""

    price: Money
    min_quantity: Quantity = Quantity(0)


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One supplier's terms for one product.

    code: his own number for it. pack: base units in the pack he sells. min_quantity: the least he sends, base units.
    lead_days: from order to delivery; None: as all his goods.
    """

    supplier_id: str
    product_id: str
    code: str = ""
    pack: Quantity = ONE
    min_quantity: Quantity = Quantity(0)
    prices: tuple[PriceBreak, ...] = ()
    lead_days: int | None = None


def pack_price(terms: Terms, quantity: int) -> Money | None:
    """What a pack costs when `quantity` base units are ordered; None where no price is known.

    That of the highest break reached; below all of them, that of the lowest.
    """
    if not terms.prices:
        return None
    reached = [b for b in terms.prices if b.min_quantity <= quantity]
    if reached:
        return max(reached, key=lambda b: b.min_quantity).price
    return min(terms.prices, key=lambda b: b.min_quantity).price


def next_break(terms: Terms, quantity: int) -> PriceBreak | None:
    """The nearest break above `quantity` at which a pack costs less than now."""
    now = pack_price(terms, quantity)
    better = [b for b in terms.prices if b.min_quantity > quantity and now is not None and b.price < now]
    return min(better, key=lambda b: b.min_quantity, default=None)


def orderable(terms: Terms, quantity: int) -> Quantity:
    """The least quantity that can be ordered and is not less: whole packs, and the minimum. Nothing stays nothing."""
    if quantity <= 0:
        return Quantity(0)
    packs = -(-max(quantity, terms.min_quantity) // terms.pack)
    return Quantity(packs * terms.pack)


def line_amount(quantity: int, pack: int, price: int) -> Money:
    """What `quantity` base units cost at `price` a pack, rounded half up to the minor unit."""
    return Money(divide(quantity * price, pack))


def unit_cost(pack: int, price: int) -> Cost:
    """What a base unit costs at `price` a pack, to the ten-thousandth of a minor unit."""
    return Cost(divide(price * COST_ONE * ONE, pack))
