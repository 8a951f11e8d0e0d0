"""How a rule of ordering would have done: it is played day by day against what was really asked for.

The rule sees what a shop sees: what it sold, and on which days the shelf was empty; what was not there was not sold,
and nobody wrote it down. Every seventh day it orders, and a few days later that is on the shelf.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kiosk.trade.buying import PriceBreak, Terms
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder import Policy, Stand, suggest
from kiosk.trade.reorder_demand import forecast

LEAD, REVIEW = 2, 7
ONE = 1000


class Seen(NamedTuple):
    """What a rule knows on the morning of a day: sales of the days before, which of them had an empty shelf."""

    sold: Sequence[int]
    empty: frozenset[int]
    first_weekday: int
    on_hand: int
    coming: int


class Result(NamedTuple):
    """Pieces asked for and served, and the sum of what lay on the shelf each evening; thousandths."""

    asked: int
    served: int
    lay: int


Rule = Callable[[Seen], int]


def ours(seen: Seen) -> int:
    """As the program proposes; goods at 1.00, so that no price break counts, and no handling either."""
    of = forecast(seen.sold, seen.first_weekday, seen.empty)
    terms = Terms(supplier_id="V", product_id="p", pack=Quantity(ONE), prices=(PriceBreak(Money(100)),))
    stand = Stand(on_hand=seen.on_hand, coming=seen.coming)
    weekday = (seen.first_weekday + len(seen.sold)) % 7
    return suggest(of, stand, terms, LEAD, Policy(line_cost=Money(0)), weekday=weekday).quantity


def naive(times: float) -> Rule:
    """For the days until the delivery after next so many times as much as was sold in the last week."""

    def rule(seen: Seen) -> int:
        wanted = int(times * sum(seen.sold[-7:]) * (LEAD + REVIEW) / 7)
        return max(0, -(-(wanted - seen.on_hand - seen.coming) // ONE) * ONE)

    return rule


def play(asked: Sequence[int], learnt: int, first_weekday: int, rule: Rule) -> Result:
    """From day `learnt` on. It begins with as much as was asked in the nine days before, for whichever rule."""
    sold, empty = list(asked[:learnt]), set[int]()
    on_hand = sum(asked[learnt - LEAD - REVIEW : learnt])
    due: dict[int, int] = {}
    served = lay = 0
    for day in range(learnt, len(asked)):
        on_hand += due.pop(day, 0)
        if (day - learnt) % REVIEW == 0:
            quantity = rule(Seen(sold, frozenset(empty), first_weekday, on_hand, sum(due.values())))
            if quantity:
                due[day + LEAD] = quantity
        out = min(on_hand, asked[day])
        if on_hand == 0:
            empty.add(day)
        on_hand -= out
        sold.append(out)
        served += out
        lay += on_hand
    return Result(sum(asked[learnt:]), served, lay)
