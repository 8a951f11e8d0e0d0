"""The supplier's invoice beside the order and the delivery: what he may bill, and where he bills something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from kiosk.trade.costing import Cost, value
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

Differs = Literal["", "price", "quantity", "unexpected"]
"""Of a line: nothing; another price than agreed; more or less than came; goods that did not come at all."""


class Due(NamedTuple):
    """Of one product: what came whole, and what that costs at the prices agreed. amount None: no price was agreed."""

    quantity: Quantity
    amount: Money | None


class Billed(NamedTuple):
    """Of one product, as the invoice says."""

    quantity: Quantity
    amount: Money


def due(lines: Iterable[tuple[str, Quantity, Cost | None]]) -> dict[str, Due]:
    """By product, of a delivery's (product, good quantity, price of a base unit); broken goods are not paid for."""
    found: dict[str, Due] = {}
    for product, quantity, price in lines:
        before = found.get(product, Due(Quantity(0), Money(0)))
        amount = None if price is None or before.amount is None else Money(before.amount + value(quantity, price))
        found[product] = Due(Quantity(before.quantity + quantity), amount)
    return found


def differs(expected: Due | None, billed: Billed) -> Differs:
    """What is wrong with a line of the invoice; more goods come before another price."""
    if expected is None:
        return "unexpected" if billed.quantity or billed.amount else ""
    if billed.quantity != expected.quantity:
        return "quantity"
    return "price" if expected.amount is not None and billed.amount != expected.amount else ""


def too_much(expected: Mapping[str, Due], billed: Mapping[str, Billed], freight: Money, freight_billed: Money) -> Money:
    """By how much the invoice is above what is due; < 0 where it is below. Goods without an agreed price are right."""
    sums = freight_billed - freight
    for product in expected.keys() | billed.keys():
        said, agreed = billed.get(product), expected.get(product)
        asked = said.amount if said else Money(0)
        right = Money(0) if agreed is None else asked if agreed.amount is None else agreed.amount
        sums += asked - right
    return Money(sums)
