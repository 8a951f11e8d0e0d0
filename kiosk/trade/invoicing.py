"""The supplier's invoice beside the order and the delivery: what he may bill, and where he bills something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from kiosk.trade.costing import Cost, value
from kiosk.trade.money import Money, divide
from kiosk.trade.quantity import Quantity
from kiosk.trade.receiving import shares

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


class Came(NamedTuple):
    """A line of a delivery: good quantity, price of a base unit, share of the freight for all of it."""

    product_id: str
    quantity: Quantity
    price: Cost | None
    landed: Money


class Correction(NamedTuple):
    """What all that came of a product cost more than it was taken in at, < 0 for less.

    whole: it was taken in without a price, and this is all that it cost.
    """

    product_id: str
    amount: Money
    whole: bool = False


def corrections(came: Sequence[Came], billed: Mapping[str, Billed], freight: Money) -> list[Correction]:
    """What the invoice makes of the cost of what came: another price, and another freight.

    Goods that were billed and did not come, or came and were not billed, are the supplier's to set right: no cost.
    """
    agreed = due((x.product_id, x.quantity, x.price) for x in came)
    parts = _freight(came, Money(freight - sum(x.landed for x in came)))
    found = []
    for product, its in agreed.items():
        said = billed.get(product)
        if its.quantity <= 0 or said is None:
            continue
        asked = divide(said.amount * its.quantity, said.quantity) if said.quantity > 0 else its.amount
        if its.amount is None:
            if asked is not None:
                landed = sum(x.landed for x in came if x.product_id == product)
                found.append(Correction(product, Money(asked + landed + parts[product]), whole=True))
        elif more := (asked or 0) - its.amount + parts[product]:
            found.append(Correction(product, Money(more)))
    return found


def _freight(came: Sequence[Came], more: Money) -> dict[str, int]:
    """What each product bears of freight that was not known when it came; shared as freight is (`receiving.shares`)."""
    found = {x.product_id: 0 for x in came}
    for x, part in zip(came, shares(abs(more), [(x.quantity, x.price) for x in came]), strict=True):
        found[x.product_id] += part if more >= 0 else -part
    return found
