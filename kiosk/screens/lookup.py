"""A product at a glance: price, stock, prices by level and quantity, recent sales."""

from __future__ import annotations

from typing import Any

from kiosk.flows.views import LookupView, TableRow
from kiosk.i18n import Message, Text, plain
from kiosk.screens import fixed, kv
from kiosk.screens.listing import Listing
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Box
from kiosk.screens.widgets.measure import folded, height_of, width_of

VALUE = 0.62
"""Of a fact's width, for its value."""


class Fact(Box):
    """A name and its value."""

    def show(self, fact: tuple[Text | str, str]) -> None:
        """Stand for a fact."""
        name, value = fact
        self.ids.name.msg, self.ids.value.text = name, value
        fits = width_of(value, look.sizes.body) <= self.width * VALUE
        self.ids.value.font_size = look.sizes.body if fits else look.sizes.small


class Lookup(Listing):
    """Draws LookupView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = self.ids.facts
        facts.key_of = lambda fact: fact[0]
        facts.height_of = lambda fact: _high(fact, facts.width)
        facts.make = Fact
        look.watch(self.redraw, "language")

    def draw(self, view: LookupView, before: LookupView | None) -> None:
        ids = self.ids
        ids.strip.strip = view.strip
        self.hear(view.query, before)
        found = view.product is not None and not self.searching
        ids.results.shown, ids.product.shown = not found, found
        ids.list.empty = fixed.NOTHING_FOUND if view.query else fixed.FIND_PRODUCT
        ids.list.rows = view.results
        ids.actions.actions = view.actions
        ids.actions.shown = found and bool(view.actions)
        if view.product is not None:
            self._product(view)
        if view.product is not None and before is not None and before.product != view.product:
            self.hide()

    def on_searching(self, widget: Any, on: bool) -> None:
        super().on_searching(widget, on)
        if self.view is not None:
            self.draw(self.view, self.view)

    def _product(self, view: LookupView) -> None:
        ids = self.ids
        ids.name.msg = view.product
        ids.code.text = view.code
        ids.price.text = look.money(view.price, symbol=True) or "—"
        ids.price.width = width_of(ids.price.text, look.sizes.total) + 12
        ids.unit.text = f"/ {look.say(view.unit)}" if view.unit else ""
        ids.stock.text = look.quantity(view.on_hand, view.decimals) if view.on_hand is not None else "—"
        ids.stock.ink = "error.ink" if view.on_hand is not None and view.on_hand <= 0 else "ink"
        facts: list[tuple[Text | str, str]] = [(n, look.say(v)) for n, v in view.facts]
        facts += [(n.text, look.money(n.amount)) for n in view.prices]
        ids.facts.fill(facts)
        ids.recent.rows = view.recent or (TableRow("", (_none(),), tone="muted"),)


def _high(fact: tuple[Text | str, str], width: float) -> int:
    """Pixels of a fact: a long value breaks over lines in small type."""
    _name, value = fact
    if width_of(value, look.sizes.body) <= (width - look.sizes.target) * VALUE:
        return 28
    return max(
        height_of(look.sizes.small) * len(folded(value, look.sizes.small, (width - look.sizes.target) * VALUE)), 28
    )


def _none() -> Message | Any:
    return plain(look.say(fixed.NO_SALES))


kv.load(__file__)
