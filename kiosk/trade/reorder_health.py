"""Stock that does not earn its place: too much, too slow, dead, or past its date before it is sold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from kiosk.trade.money import RATE_ONE, Rate
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder import Suggestion
from kiosk.trade.reorder_demand import Forecast, expected
from kiosk.trade.reorder_promotions import ELASTICITY

Ill = Literal["negative", "out", "low", "over", "slow", "dead"]

DEAD_DAYS = 90
"""Without a sale: nobody wants it."""
SLOW_DAYS = 30
"""From one sale to the next, on average, and more: it sells slowly."""
OVER_DAYS = 60
"""Of sales more than it takes to be well stocked: too much."""
LARGEST = Rate(500_000)
"""More than half off, a product is rather given away or written off."""
STEP = 50_000


def condition(
    of: Forecast, on_hand: int, suggestion: Suggestion, *, idle_days: int, known_days: int, rate: float
) -> Ill | None:
    """What is wrong with a product's stock, the worst first; None: nothing.

    idle_days: since its last sale, or since it came where it never sold. known_days: since it came first.
    rate: of days on which it sold, lately.
    """
    if on_hand < 0:
        return "negative"
    if suggestion.quantity > 0 and suggestion.point > 0:
        return "out" if on_hand == 0 else "low" if suggestion.lasts < suggestion.days - 1 else None
    if on_hand == 0:
        return None
    if min(idle_days, known_days) >= DEAD_DAYS:
        return "dead"
    if of.daily > 0 and on_hand > suggestion.point + of.daily * OVER_DAYS:
        return "over" if rate * SLOW_DAYS >= 1 else "slow"
    return None


class Batch(msgspec.Struct, frozen=True):
    """Of a product, what has the same date. days: until it may not be sold any more, today counted; ≤ 0: past."""

    batch: str
    expiry: str
    days: int
    quantity: Quantity


class Expiring(msgspec.Struct, frozen=True):
    """A batch that will not be sold in time. left: what is foreseen to remain. markdown: 0 where nothing helps."""

    batch: str
    expiry: str
    days: int
    quantity: Quantity
    left: Quantity
    markdown: Rate


def expiring(batches: Iterable[Batch], of: Forecast, weekday: int, near_days: int) -> list[Expiring]:
    """Batches of a product that expire within `near_days` and will not sell before, those that expire first first.

    What expires first is sold first. weekday: today's.
    """
    found: list[Expiring] = []
    before = 0.0
    for batch in sorted(batches, key=lambda b: (b.days, b.batch)):
        if batch.quantity <= 0:
            continue
        will_sell = expected(of, weekday, max(batch.days, 0))
        sold = min(max(will_sell - before, 0.0), batch.quantity)
        left = round(batch.quantity - sold)
        before += sold
        if batch.days <= near_days and left * 1000 >= batch.quantity * 50 and left >= 1:
            cut = markdown(batch.quantity, sold) if batch.days > 0 else Rate(0)
            found.append(Expiring(batch.batch, batch.expiry, batch.days, batch.quantity, Quantity(left), cut))
    return found


def surplus(on_hand: int, point: int) -> int:
    """What there is more than it takes to be well stocked."""
    return max(on_hand - max(point, 0), 0)


def clearance(on_hand: int, point: int, weekly: int) -> Rate:
    """The price cut at which what is too much sells within `OVER_DAYS`, with what is sold anyway; 0 where it does."""
    if on_hand <= 0:
        return Rate(0)
    return markdown(on_hand, max(point, 0) + weekly * OVER_DAYS / 7)


def markdown(quantity: float, would_sell: float) -> Rate:
    """The price cut at which `quantity` sells in the time in which `would_sell` would, in steps of 5 %, at most half.

    By the elasticity of `reorder_promotions`: sales go with the price to the power of −2.62.
    """
    if would_sell <= 0:
        return LARGEST
    exact = 1 - (max(quantity / would_sell, 1.0)) ** (-1 / ELASTICITY)
    return Rate(min(-(-int(exact * RATE_ONE) // STEP) * STEP, LARGEST))
