"""What goods cost: the moving weighted average, in integers.

A cost is ten-thousandths of a minor unit for one base unit, so that a sack bought for 80.00 and sold by the gram keeps
its cost. Value is exact: quantity × average is rounded only where it is shown.
"""

from __future__ import annotations

from typing import NewType

from kiosk.trade.money import Money, divide
from kiosk.trade.quantity import Quantity

Cost = NewType("Cost", int)
"""Ten-thousandths of a minor unit, a base unit."""

COST_ONE = 10_000


def cost_of(price: Money) -> Cost:
    """A price in minor units, a base unit, as a cost."""
    return Cost(price * COST_ONE)


def in_minor(cost: Cost) -> Money:
    """A cost in minor units, a base unit, rounded half up."""
    return Money(divide(cost, COST_ONE))


def average_after(on_hand: Quantity, average: Cost, quantity: Quantity, unit_cost: Cost) -> Cost:
    """The average after `quantity` > 0 came in at `unit_cost`.

    What was there keeps its worth. Where nothing or less than nothing was there, the newcomers' cost stands: what was
    sold before it came was costed at the last known cost, and the difference is a correction of its own.
    """
    if on_hand <= 0:
        return unit_cost
    return Cost(divide(on_hand * average + quantity * unit_cost, on_hand + quantity))


def average_corrected(on_hand: Quantity, average: Cost, came: Quantity, amount: int) -> Cost:
    """The average after it turned out that goods that had come cost so much more than they were taken in at.

    came: how many of them had come. amount: for all of these, thousandths of a ten-thousandth of a minor unit, as
    quantity × cost. What is still there bears its part, as if what came last went last; no cost falls below nothing.
    """
    if on_hand <= 0 or came <= 0:
        return average
    bears = min(on_hand, came)
    return Cost(max(divide(on_hand * average * came + amount * bears, on_hand * came), 0))


def value(quantity: int, average: Cost) -> Money:
    """What `quantity` is worth at `average`, minor units, rounded half up."""
    return Money(divide(quantity * average, COST_ONE * 1000))


def margin(price: Money, cost: Cost) -> int | None:
    """Gross margin in millionths of the price (both without tax, or both with); None for a price of zero."""
    if price <= 0:
        return None
    return divide((price * COST_ONE - cost) * 1_000_000, price * COST_ONE)
