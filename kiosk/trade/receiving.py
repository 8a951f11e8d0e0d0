"""Goods that come in: what they cost with their share of the freight, and what about them has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from kiosk.trade.costing import COST_ONE, Cost, value
from kiosk.trade.money import RATE_ONE, Money, Rate, allot, divide

TWICE_MS = 1000
"""The same code again within this is more often a trembling hand than a second case."""
MOST = 1_000_000_000
"""Thousandths: what nobody unloads in one go; more is a slip of the finger."""
ABSURD_YEARS = 20
"""From today on: no goods of a shop keep longer; a later date was misread or mistyped."""


def landed_cost(price: Cost | None, quantity: int, landed: int) -> Cost | None:
    """A base unit's cost: its price and its share of `landed`, minor units for all `quantity` thousandths of it."""
    if price is None or quantity <= 0:
        return price
    return Cost(price + divide(landed * COST_ONE * 1000, quantity))


def shares(amount: int, lines: Sequence[tuple[int, Cost | None]]) -> tuple[Money, ...]:
    """Freight of the whole delivery, parted by what the lines (quantity, price) are worth; by quantity where no price
    is known. The parts add up to the whole (largest remainders first, the earlier line on a tie)."""
    weights = [max(value(q, p), 0) if p is not None else 0 for q, p in lines]
    if not any(weights):
        weights = [max(q, 0) for q, _ in lines]
    if not any(weights):
        return tuple(Money(0) for _ in lines)
    return tuple(allot(amount, weights))


def over(ordered: int, received: int, tolerance: Rate) -> bool:
    """Whether more came than was ordered and a little."""
    return received * RATE_ONE > ordered * (RATE_ONE + tolerance)


def short(ordered: int, received: int, tolerance: Rate) -> bool:
    """Whether less came than was ordered, by more than a little."""
    return received * RATE_ONE < ordered * (RATE_ONE - tolerance)


def differs(ordered: Cost | None, billed: Cost | None) -> bool:
    """Whether the supplier's paper says another price than the order did."""
    return ordered is not None and billed is not None and ordered != billed


def look_at_expiry(expiry: str, today: str, near_days: int) -> Literal["", "past", "near", "absurd"]:
    """What is to be said of a date on goods that come in; ISO 8601 dates, "" for none."""
    if not expiry:
        return ""
    try:
        days = (date.fromisoformat(expiry) - date.fromisoformat(today)).days
    except ValueError:
        return "absurd"
    if days < 0:
        return "past"
    if days > ABSURD_YEARS * 366:
        return "absurd"
    return "near" if days <= near_days else ""


def sensible(quantity: int) -> bool:
    """Whether so much can have come in one go."""
    return 0 <= quantity <= MOST
