"""Counting the drawer, piece by piece or as one amount, at the beginning and the end of a shift."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import CountRow, ShiftCountView
from kiosk.i18n import M
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.basic import Box


class CountCell(Box):
    """A denomination and how many pieces there are of it."""

    row = ObjectProperty(None, allownone=True)
    item = ObjectProperty(None, allownone=True)
    value = StringProperty("")
    pieces = StringProperty("")
    amount = StringProperty("")

    __events__ = ("on_step", "on_ask")

    def on_step(self, by: int) -> None:
        """One piece more or less."""

    def on_ask(self) -> None:
        """Type how many."""

    def show(self, row: CountRow) -> None:
        """Stand for a denomination."""
        ids = self.ids
        self.row = row
        self.value = look.money(row.value, symbol=True)
        scale = 10**look.currency.exponent
        if row.value % scale == 0:
            self.value = f"{look.currency.symbol}{row.value // scale}"
        self.pieces = str(row.pieces)
        self.amount = look.money(row.value * row.pieces) if row.pieces else ""
        for button, what in ((ids.minus, "minus"), (ids.ask, "ask"), (ids.plus, "plus")):
            button.tap_id, button.token = f"{what}_{row.value}", row.value
        ids.minus.enabled = row.pieces > 0
        ids.ask.kind = "chosen" if row.pieces else "sunken"


class ShiftCount(Screen):
    """Draws ShiftCountView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids.rows.make = self._cell
        look.watch(self.redraw, "language", "currency")

    def draw(self, view: ShiftCountView, before: ShiftCountView | None) -> None:
        ids = self.ids
        opening = view.purpose == "open"
        ids.head.msg = fixed.OPEN_SHIFT if opening else fixed.CLOSE_SHIFT
        ids.strip.strip = view.strip
        ids.rows.items = view.rows
        ids.label.msg = fixed.FLOAT if opening else fixed.COUNTED
        ids.counted.text = look.money(view.counted, symbol=True)
        ids.actions.actions = view.actions
        ids.actions.shown = bool(view.actions)
        facts = []
        if view.expected is not None:
            facts.append(look.say(M("expected {amount}", amount=look.money(view.expected))))
        if view.over_short is not None:
            facts.append(_difference(view.over_short))
        ids.facts.text = "\n".join(facts)
        ids.facts.shown = bool(facts)
        ids.facts.ink = "warn.ink" if view.over_short else "ok.ink" if view.over_short == 0 else "muted"
        ids.accept.msg = view.confirm or (fixed.OPEN_SHIFT if opening else fixed.CLOSE_SHIFT)

    def key(self, name: str, text: str) -> bool:
        if name == "enter":
            self.post("accept")
        elif text and text in "0123456789":
            self.post("ask_amount")
        else:
            return False
        return True

    def _cell(self) -> CountCell:
        cell = CountCell()
        cell.bind(
            on_step=lambda c, by: self.post("step", c.row.value, by),
            on_ask=lambda c: self.post("ask_pieces", c.row.value),
        )
        return cell


def _difference(amount: int) -> str:
    if amount == 0:
        return look.say(M("exact"))
    if amount > 0:
        return look.say(M("{amount} over", amount=look.money(amount)))
    return look.say(M("{amount} short", amount=look.money(-amount)))


kv.load(__file__)

__all__ = ["CountCell", "ShiftCount"]
