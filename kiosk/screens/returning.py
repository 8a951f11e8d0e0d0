"""Choosing what of a sale goes back; never more than is left of it."""

from __future__ import annotations

import time
from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import ReturnLine, ReturnView
from kiosk.i18n import M, plain
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.basic import Box
from kiosk.screens.widgets.rowlist import RowList


class ReturnRow(Box):
    """A line of the sale: how many were sold, how many go back, what is given for them."""

    line = ObjectProperty(None, allownone=True)
    chosen = StringProperty("")
    amount = StringProperty("")

    __events__ = ("on_step", "on_ask", "on_price")

    def on_price(self) -> None:
        """Type what is given back for one."""

    def on_step(self, by: int) -> None:
        """One more or less of it."""

    def on_ask(self) -> None:
        """Type how many."""

    def show(self, line: ReturnLine) -> None:
        """Stand for a line."""
        ids = self.ids
        self.line = line
        self.chosen = look.quantity(line.chosen, line.decimals)
        self.amount = look.money(line.amount) if line.chosen else ""
        ids.name.msg = line.name
        free = line.sold == 0  # without receipt: nothing says how many
        gone = line.left <= 0 and not free
        ids.price.shown = free
        ids.left.shown = not free
        ids.price.tap_id, ids.price.token = f"price_{line.line}", line.line
        sold, left = look.quantity(line.sold, line.decimals), look.quantity(line.left, line.decimals)
        ids.left.msg = fixed.ALL_RETURNED if gone else M("{left} of {sold} can come back", left=left, sold=sold)
        ids.name.ink = "muted" if gone else "ink"
        for button, what in ((ids.minus, "minus"), (ids.ask, "ask"), (ids.plus, "plus")):
            button.tap_id, button.token = f"{what}_{line.line}", line.line
            button.enabled = not gone
        ids.minus.enabled = line.chosen > 0
        ids.plus.enabled = free or line.chosen < line.left
        ids.ask.kind = "chosen" if line.chosen else "sunken"


class Return(Screen):
    """Draws ReturnView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: RowList = self.ids.lines
        rows.key_of = lambda line: line.line
        rows.height_of = lambda _line: look.sizes.target + 16
        rows.make = self._row
        look.watch(self.redraw, "language")

    def draw(self, view: ReturnView, before: ReturnView | None) -> None:
        ids = self.ids
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(view.sold_at / 1000))
        title = M("Return from {sale} · {when}", sale=view.sale_id, when=when)
        ids.head.msg = title if view.sale_id else fixed.RETURN_WITHOUT
        ids.strip.strip = view.strip
        ids.lines.fill(view.lines)
        ids.none.shown = not view.lines
        ids.actions.actions = view.actions
        ids.actions.shown = bool(view.actions)
        paid = ", ".join(f"{look.say(t.name)} {look.money(t.amount)}" for t in view.tenders)
        ids.paid.msg = M("Paid by {tenders}", tenders=paid) if paid else None
        words = look.say(M("Return {amount}", amount=look.money(abs(view.amount), symbol=True)))
        ids.accept.msg = plain(words)
        ids.accept.dim = not any(line.chosen for line in view.lines)
        ids.everything.shown = bool(view.sale_id)

    def key(self, name: str, text: str) -> bool:
        if name == "enter":
            self.post("accept")
        elif name in {"pageup", "pagedown"}:
            self.ids.lines.page(1 if name == "pagedown" else -1)
        else:
            return False
        return True

    def _row(self) -> ReturnRow:
        row = ReturnRow()
        row.bind(
            on_step=lambda r, by: self.post("step", r.line.line, by),
            on_ask=lambda r: self.post("ask_quantity", r.line.line),
            on_price=lambda r: self.post("ask_price", r.line.line),
        )
        return row


kv.load(__file__)
