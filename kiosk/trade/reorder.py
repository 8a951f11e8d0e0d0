"""What to order: how much must be there until the delivery after the next look, and which quantity costs least.

Periodic review with an order-up-to level (Silver, Pyke & Peterson 1998, ch. 7): demand over lead time and review
period, and z·σ of the same days as safety. What is bought is whole packs, at least the supplier's minimum, and more
where a price break or the handling of small orders makes more the cheaper (Harris 1913; Hadley & Whitin 1963).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from math import ceil, sqrt
from typing import Literal

import msgspec

from kiosk.trade.buying import Terms, orderable, pack_price
from kiosk.trade.costing import COST_ONE
from kiosk.trade.money import RATE_ONE, Money, Rate
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder_demand import Forecast, deviation, expected, lasts

Choice = Literal["need", "handling", "price"]
"""What made the quantity: what is missing, the work that each order line is, a better price."""


_NEED: Choice = "need"


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How a shop orders. service: the share of reviews after which the shelf is not empty before the next delivery.

    review_days: from one look at what to order to the next. holding: what stock costs a year, a share of its value.
    line_cost: what ordering and putting away one line costs. longest_days: nobody buys for longer than this.
    """

    service: Rate = Rate(950_000)
    review_days: int = 7
    holding: Rate = Rate(250_000)
    line_cost: Money = Money(200)
    longest_days: int = 60


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of a product: here, on order or on the way, and promised to customers."""

    on_hand: int
    coming: int = 0
    reserved: int = 0

    @property
    def position(self) -> int:
        """What can still be sold. Less than nothing on hand is a slip in the books, not a debt."""
        return max(self.on_hand, 0) + self.coming - self.reserved


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """How a product stands, and what to order of it (0: nothing).

    demand, safety: of the days that the stock must last (`days`). point: below it something is ordered, demand and
    safety together. lasts: days that what is here and to come will do. dry: days until the shelf is empty.
    uplift: what planned promotions add, within the demand.
    """

    quantity: Quantity
    choice: Choice
    days: int
    demand: Quantity
    safety: Quantity
    point: Quantity
    lasts: int
    dry: int
    uplift: Quantity


@cache
def z_of(service: Rate) -> float:
    """How many standard deviations keep the shelf filled so often; none below a half, and never more than six nines."""
    from statistics import NormalDist  # brings half of numbers with it, and the counter never needs it

    share = min(max(service / RATE_ONE, 0.5), 0.999_999)
    return NormalDist().inv_cdf(share)


def suggest(
    of: Forecast, stand: Stand, terms: Terms, lead_days: int, policy: Policy, *, weekday: int,
    uplift: Sequence[float] = (), cost: int = 0,
) -> Suggestion:  # fmt: skip
    """What to order today. weekday: today's. uplift: by planned promotions, for each day from today.

    cost: of a base unit where the terms know no price, ten-thousandths of a minor unit.
    """
    days = max(lead_days, 1) + policy.review_days
    demand = expected(of, weekday, days, uplift)
    plain = expected(of, weekday, days)
    safety = z_of(policy.service) * deviation(of, days)
    point = _whole(demand + safety, terms)
    missing = point - stand.position
    quantity, choice = Quantity(0), _NEED
    if missing > 0:
        quantity, choice = _quantity(of, missing, terms, policy, stand, cost)
    return Suggestion(
        quantity=quantity, choice=choice, days=days, demand=Quantity(round(demand)), safety=Quantity(round(safety)),
        point=Quantity(point), lasts=lasts(of, weekday, stand.position), dry=lasts(of, weekday, max(stand.on_hand, 0)),
        uplift=Quantity(round(demand - plain)),
    )  # fmt: skip


def _whole(level: float, terms: Terms) -> int:
    """A level in pieces is a whole number of them: nobody misses a third of a bottle."""
    return ceil(level / 1000 - 1e-9) * 1000 if terms.pack % 1000 == 0 else ceil(level)


def _quantity(
    of: Forecast, missing: int, terms: Terms, policy: Policy, stand: Stand, cost: int
) -> tuple[Quantity, Choice]:
    """Of what covers the need, the quantity that costs least a year: goods, handling, and what lies there half used."""
    base = orderable(terms, missing)
    if of.daily <= 0:
        return base, "need"
    yearly = of.daily * 365
    most = max(of.daily * policy.longest_days - stand.position, base)

    def total(quantity: int) -> float:
        unit = _unit_price(terms, quantity, cost)
        holding = policy.holding / RATE_ONE * unit * quantity / 2
        return yearly * unit + policy.line_cost * yearly / quantity + holding

    found: list[tuple[float, Quantity, Choice]] = [(total(base), base, "need")]
    for other in _others(yearly, terms, policy, cost):
        quantity = Quantity(int(min(other, most) // terms.pack * terms.pack))
        if quantity > base:
            cheaper = _unit_price(terms, quantity, cost) < _unit_price(terms, base, cost)
            found.append((total(quantity), quantity, "price" if cheaper else "handling"))
    _cost, quantity, choice = min(found)
    return quantity, choice


def _unit_price(terms: Terms, quantity: int, cost: int) -> float:
    """What a thousandth of a base unit costs where so much is bought, minor units."""
    price = pack_price(terms, quantity)
    return price / terms.pack if price is not None else cost / COST_ONE / 1000


def _others(yearly: float, terms: Terms, policy: Policy, cost: int) -> Iterator[Quantity]:
    """The least quantity at each price, and the economic one at that price where it reaches it."""
    for least in {Quantity(0), *(b.min_quantity for b in terms.prices)}:
        price = _unit_price(terms, least, cost)
        if least > 0:
            yield orderable(terms, least)
        if price > 0 and policy.holding > 0:
            best = sqrt(2 * yearly * policy.line_cost / (policy.holding / RATE_ONE * price))
            quantity = Quantity(round(best / terms.pack) * terms.pack)
            if quantity >= least:
                yield quantity
