"""Goods that come back: what was paid for them is given back, never more, whatever the parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import NamedTuple

import msgspec

from kiosk.exc import Refused
from kiosk.i18n import M, Names
from kiosk.trade.basket import Returned
from kiosk.trade.goods import Product
from kiosk.trade.money import Money, divide
from kiosk.trade.quantity import Quantity
from kiosk.trade.tender import Tender, TenderKind


class SoldLine(msgspec.Struct, frozen=True):
    """A line of a sale, and what of it came back already. Amounts and quantities are positive.

    product: as it is known today; name_*: as it was sold. cost: a base unit's, minor units, at which the goods left.
    """

    sale_id: str
    line: int
    product: Product
    name_zh: str
    name_en: str
    quantity: Quantity
    total: Money
    tax: Money
    cost: int | None = None
    returned_quantity: Quantity = Quantity(0)
    returned_amount: Money = Money(0)
    returned_tax: Money = Money(0)
    batch: str = ""
    expiry: str = ""

    @property
    def left(self) -> Quantity:
        """What can still come back; zero when two tills took back more than there was."""
        return Quantity(max(0, self.quantity - self.returned_quantity))


def refund_for(sold: SoldLine, quantity: Quantity, reason: str = "") -> Returned:
    """What goes back for `quantity` of a line, promotions and taxes included.

    Cumulative rounding: after each part the sum given back is the rounded share of what was paid, so that all parts
    together are exactly what was paid. Raises Refused for more than is left, or nothing.
    """
    if not 0 < quantity <= sold.left:
        name = Names(sold.name_zh, sold.name_en)
        raise Refused(M("No more of {name} can come back: it was returned already.", name=name))
    back = sold.returned_quantity + quantity
    amount = max(0, divide(sold.total * back, sold.quantity) - sold.returned_amount)
    tax = max(0, divide(sold.tax * back, sold.quantity) - sold.returned_tax)
    return Returned(sold.sale_id, sold.line, Money(amount), Money(tax), sold.cost, reason)


class SavedLine(NamedTuple):
    """A sold line's part in what a promotion saved, and its goods: sold, back before, back now."""

    saved: Money
    quantity: Quantity
    before: Quantity
    now: Quantity


def uses_back(times: int, lines: Sequence[SavedLine]) -> int:
    """Of the `times` that a promotion applied to a sale, how many the customer may have again after this return.

    One as soon as as much of the saving went back with the goods: in parts, all of them come back with the last part,
    and never more.
    """
    total = sum(line.saved for line in lines)
    if not total:
        return 0
    # In parts of all quantities' least common multiple, so that nothing is rounded on the way
    whole = lcm(*(line.quantity for line in lines))
    before = sum(line.saved * line.before * (whole // line.quantity) for line in lines)
    now = sum(line.saved * line.now * (whole // line.quantity) for line in lines)
    return times * (before + now) // (total * whole) - times * before // (total * whole)


def refund_tenders(
    paid: Sequence[Tender], refunded: Mapping[TenderKind, int], amount: Money
) -> tuple[tuple[TenderKind, Money], ...]:
    """How `amount` (positive) goes back: by the tenders of the sale, each up to what is left of it, cash last.

    paid: the sale's tenders; refunded: what of each kind went back before, positive. What the tenders do not cover
    (goods exchanged up, an old rounding) goes back in cash. Cash is last as it was when the sale was paid, so that a
    whole sale goes back exactly as it came, its rounding included.
    """
    left: dict[TenderKind, int] = {}
    for tender in paid:
        if tender.amount > 0:
            left[tender.kind] = left.get(tender.kind, 0) + tender.amount
    order = sorted(left, key=lambda kind: (kind is TenderKind.CASH, list(TenderKind).index(kind)))
    parts: dict[TenderKind, int] = {}
    rest = int(amount)
    for kind in order:
        part = min(rest, max(0, left[kind] - refunded.get(kind, 0)))
        if part:
            parts[kind] = part
            rest -= part
    if rest:
        parts[TenderKind.CASH] = parts.get(TenderKind.CASH, 0) + rest
    return tuple((kind, Money(part)) for kind, part in parts.items())
