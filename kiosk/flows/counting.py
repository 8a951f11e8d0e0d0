"""Counting money: pieces of each denomination, or one amount typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput
from kiosk.flows.base import Flow
from kiosk.flows.sheets import NumberSheet
from kiosk.flows.views import CountRow, NumberView
from kiosk.i18n import M
from kiosk.trade.money import Money, format_money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MOST_PIECES = 9_999
"""More pieces of one denomination than any drawer holds: a typing mistake."""

MOST_CASH = 10**9
"""More than any drawer holds, minor units."""


class Counting(Flow):
    """What opening and closing a shift share. Pieces and a typed amount exclude each other: the later one counts."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._pieces = dict.fromkeys(counter.settings.currency.notes, 0)
        self._typed: int | None = None

    @property
    def counted(self) -> Money:
        """What was counted, minor units."""
        return Money(self._typed if self._typed is not None else sum(v * n for v, n in self._pieces.items()))

    @property
    def counts(self) -> dict[str, int]:
        """Denomination → pieces; empty where the amount was typed."""
        return {} if self._typed is not None else {str(v): n for v, n in self._pieces.items() if n}

    def rows(self) -> tuple[CountRow, ...]:
        """The denominations to draw."""
        return tuple(CountRow(v, 0 if self._typed is not None else n) for v, n in self._pieces.items())

    def set_pieces(self, value: int, pieces: int) -> None:
        """So many of this denomination."""
        if value not in self._pieces or not 0 <= pieces <= MOST_PIECES:
            raise BadInput(M("So many pieces can't be. Count again."))
        self._typed = None
        self._pieces[value] = pieces
        self.clear_strip()

    def step(self, value: int, by: int) -> None:
        """One more or one less of a denomination."""
        self.set_pieces(value, max(0, self._pieces.get(value, 0) + by))

    def ask_pieces(self, value: int) -> None:
        """Type how many."""
        note = format_money(value, self.counter.settings.currency, symbol=True)
        before = self._pieces.get(value, 0) * 1000
        ask = NumberView(M("How many {note}?", note=note), "quantity", 0, before or None)
        self.counter.sheet(NumberSheet(self.counter, ask, lambda n: self._type_pieces(value, n)))

    def _type_pieces(self, value: int, thousandths: int) -> None:
        if thousandths % 1000:
            raise BadInput(M("So many pieces can't be. Count again."))
        self.set_pieces(value, thousandths // 1000)

    def ask_amount(self) -> None:
        """Type the whole amount instead of counting pieces."""
        ask = NumberView(
            M("Cash in the drawer"), "amount", self.counter.settings.currency.exponent, self.counted or None
        )
        self.counter.sheet(NumberSheet(self.counter, ask, self._type_amount))

    def _type_amount(self, amount: int) -> None:
        if not 0 <= amount <= MOST_CASH:
            raise BadInput(M("That amount can't be in a drawer."))
        self._typed = amount
        self.clear_strip()
