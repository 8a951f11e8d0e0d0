"""Customers' orders: where they stand, what is free to be promised, and for which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
