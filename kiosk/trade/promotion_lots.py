"""Lots: the units of a line that promotions have treated alike so far.

A line begins as one lot. A promotion that takes only some of its units splits it, so that the next promotion
sees which units are still free and what each of them costs by now. All of this lives for one pricing and is
then gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kiosk.trade.basket import Line
from kiosk.trade.money import divide
from kiosk.trade.promotion import Promotion
from kiosk.trade.quantity import UNITS


class Lot:
    """Units of one line with what they cost by now.

    touched: a promotion lowered them. closed: an exclusive one did. taken and saved belong to the promotion
    at work: how much of this lot it takes, and how much it takes off; `settle` ends that.
    """

    __slots__ = ("amount", "closed", "line", "quantity", "saved", "taken", "touched")

    def __init__(self, line: PromotedLine, quantity: int, amount: int, *, touched: bool = False) -> None:
        self.line = line
        self.quantity = quantity
        self.amount = amount
        self.touched = touched
        self.closed = False
        self.taken = 0
        self.saved = 0


class PromotedLine:
    """A line while promotions apply. rank: its place among the lines, by which ties are broken.

    counted: sold by the piece, so that promotions by number of units see it. stated: its barcode gave the
    amount.
    """

    __slots__ = ("counted", "line", "lots", "rank", "savings", "stated")

    def __init__(self, line: Line, amount: int, rank: int) -> None:
        unit = UNITS.get(line.product.unit)
        self.line = line
        self.rank = rank
        self.stated = line.amount is not None
        self.counted = not (line.product.weighed or self.stated or (unit and unit.decimals))
        self.lots = [Lot(self, line.quantity, amount)]
        self.savings: list[tuple[Promotion, int]] = []


class Piece(NamedTuple):
    """A quantity taken from a lot, and what it cost."""

    lot: Lot
    quantity: int
    amount: int


def free_lots(lines: Iterable[PromotedLine], promotion: Promotion) -> list[Lot]:
    """The lots that `promotion` may take: of value, not closed; an exclusive one wants them untouched."""
    exclusive = promotion.exclusive
    return [
        lot
        for line in lines
        for lot in line.lots
        if lot.amount > 0 and not lot.closed and not (exclusive and lot.touched)
    ]


def settle(lots: Iterable[Lot], promotion: Promotion) -> None:
    """Write what `promotion` took into the lots and the savings of their lines."""
    for lot in lots:
        if not lot.taken:
            continue
        line = lot.line
        if lot.taken < lot.quantity:
            part = divide(lot.amount * lot.taken, lot.quantity)
            line.lots.append(
                Lot(line, lot.quantity - lot.taken, lot.amount - part, touched=lot.touched),
            )
            lot.quantity, lot.amount = lot.taken, part
        lot.amount -= lot.saved
        lot.touched = True
        lot.closed = promotion.exclusive
        if lot.saved:
            before = 0
            if line.savings and line.savings[-1][0] is promotion:
                before = line.savings.pop()[1]
            line.savings.append((promotion, before + lot.saved))
        lot.taken = lot.saved = 0


def dearest_first(lots: Iterable[Lot]) -> list[Lot]:
    """By what a unit costs by now, the dearest first; equals stay in the order of the lines."""
    return sorted(lots, key=lambda lot: -(lot.amount * 1_000_000 // lot.quantity))


class Pool:
    """Whole units of counted goods, handed out dearest first."""

    __slots__ = ("_at", "_lots", "available")

    def __init__(self, lots: Iterable[Lot]) -> None:
        self._lots = [lot for lot in dearest_first(lots) if lot.line.counted]
        self._at = 0
        self.available = sum(whole(lot.quantity) for lot in self._lots)

    def together(self, quantity: int) -> int:
        """How many times `quantity` comes from the next lot alone; all of those units cost the same."""
        lot = self._next()
        return (whole(lot.quantity) - lot.taken) // quantity

    def take(self, quantity: int) -> list[Piece]:
        """The next `quantity`, at most what is available."""
        pieces = []
        self.available -= quantity
        while quantity > 0:
            lot = self._next()
            here = min(quantity, whole(lot.quantity) - lot.taken)
            before = divide(lot.amount * lot.taken, lot.quantity)
            lot.taken += here
            pieces.append(Piece(lot, here, divide(lot.amount * lot.taken, lot.quantity) - before))
            quantity -= here
        return pieces

    def _next(self) -> Lot:
        while (lot := self._lots[self._at]).taken >= whole(lot.quantity):
            self._at += 1
        return lot


def put_back(pieces: Iterable[Piece]) -> None:
    """Undo a take; the pool is not to be used any more."""
    for piece in pieces:
        piece.lot.taken -= piece.quantity


def whole(quantity: int) -> int:
    """Without the fraction of a unit."""
    return quantity - quantity % 1000
