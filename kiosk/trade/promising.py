"""Customers' orders: where they stand, what is free to be promised, and for which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from kiosk.i18n import M, Message

State = Literal["open", "part_collected", "collected", "over", "cancelled"]
OPEN: frozenset[State] = frozenset(("open", "part_collected"))
"""States in which goods are kept."""


def state_of(amounts: Iterable[tuple[int, int]], *, cancelled: bool) -> State:
    """From (ordered, still to collect) of each product; over: two tills gave the same goods out."""
    known = list(amounts)
    if any(left < 0 for _ordered, left in known):
        return "over"
    if all(left == 0 for _ordered, left in known):
        return "collected"
    if cancelled:
        return "cancelled"
    return "part_collected" if any(left < ordered for ordered, left in known) else "open"


class Ready(NamedTuple):
    """How far an order's goods are picked.

    left, over: base units by product, still to be picked and picked too much.
    """

    state: Literal["", "part", "whole", "twice"]
    left: dict[str, int]
    over: dict[str, int]


def ready_of(goods: Mapping[str, tuple[int, int, int]], *, whole: bool) -> Ready:
    """From (ordered, still kept, picked) of each product. whole: a picker said that nothing more is to be picked.

    twice: two terminals picked the same order, not knowing of each other.
    """
    over = {product: picked - ordered for product, (ordered, _kept, picked) in goods.items() if picked > ordered}
    rest = {product: min(kept, ordered - picked) for product, (ordered, kept, picked) in goods.items()}
    left = {} if whole else {product: quantity for product, quantity in rest.items() if quantity > 0}
    if over:
        return Ready("twice", left, over)
    if not left:
        return Ready("whole", left, over)
    return Ready("part" if any(picked > 0 for _o, _k, picked in goods.values()) else "", left, over)


def sold_to_others(on_hand: int, kept: int, wanted: int) -> int:
    """How much of what is kept for orders would go out with a sale of `wanted`; 0 where there is enough besides."""
    return 0 if kept <= 0 else max(0, min(kept, wanted - (on_hand - kept)))


class Arrival(NamedTuple):
    """Goods expected on a day."""

    day: date
    quantity: int


class Promise(NamedTuple):
    """day None: nobody can say. why: in a sentence."""

    day: date | None
    why: Message


def promise(free: int, wanted: int, coming: Sequence[Arrival], today: date, lead_days: int | None) -> Promise:
    """The earliest day for so much of a product.

    free: on hand and kept for nobody; < 0 where others wait already, who come first. coming: what suppliers were
    asked for and say when. lead_days: of the supplier, for what has to be ordered; None where there is none.
    """
    if wanted <= free:
        return Promise(today, M("It is in stock."))
    there = free
    for arrival in sorted(coming):
        there += arrival.quantity
        if there >= wanted:
            day = max(arrival.day, today)
            return Promise(day, M("It is on order and expected on {date}.", date=day.isoformat()))
    if lead_days is not None:
        return Promise(
            today + timedelta(days=max(lead_days, 1)), M("The supplier needs {count} days.", count=lead_days)
        )
    return Promise(None, M("Nobody knows when it comes: it has no supplier."))
