"""Beside the basket: categories, products to tap, and what a search found."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.flows.views import Tab, TileView
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Shown
from kiosk.screens.widgets.measure import clipped, folded, height_of, width_of
from kiosk.screens.widgets.tap import Push, Tap

GAP = 8


class ProductTile(Tap):
    """A product: its name, its price, its category's colour at the edge."""

    item = ObjectProperty(None, allownone=True)
    price = StringProperty("")
    stock = StringProperty("")
    hue = StringProperty("hues.0.1")

    def show(self, tile: TileView) -> None:
        """Stand for this product."""
        self.item = tile
        self.token, self.tap_id = tile.id, f"tile_{tile.id}"
        self._name()
        unit = f" / {look.say(tile.unit)}" if tile.weighed else ""
        self.price = look.money(tile.price) + unit if tile.price is not None else "—"
        self.hue = f"hues.{tile.colour}.1"

    def on_size(self, *_: Any) -> None:
        self._name()

    def _name(self) -> None:
        """As many lines as there is room for, in small type where that spares an ellipsis."""
        if self.item is None or self.width < 60:
            return
        text, room, high = look.say(self.item.name), self.width - 28, self.height - 34
        size = look.sizes.body if look.sizes.name == "regular" else look.sizes.small
        if len(folded(text, size, room)) * height_of(size) > high + 6:
            size = look.sizes.small
        self.ids.name.font_size = size
        self.ids.name.text = clipped(text, size, room, max(int((high + 6) // height_of(size)), 1))


class Tabs(Shown):
    """Categories in a row; those that do not fit come at a press of the last button."""

    tabs = ObjectProperty(())
    tab = StringProperty("", allownone=True)
    """The one that is open; None while a search shows goods of all of them."""
    first = NumericProperty(0)

    __events__ = ("on_open",)

    def __init__(self, **kwargs: Any) -> None:
        self._buttons: list[Push] = []
        self._later = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        for name in ("pos", "size", "tabs", "tab", "first"):
            self.fbind(name, self._later)
        look.watch(self._later, "language", "sizes")

    def on_open(self, tab: str) -> None:
        """A category was pressed."""

    def _place(self, _dt: float) -> None:
        if self.width <= 1 or not self.tabs:
            return
        sets = self._sets()
        self.first = min(self.first, len(sets) - 1)
        shown = sets[int(self.first)]
        count = len(shown) + (1 if len(sets) > 1 else 0)
        while len(self._buttons) < count:
            button = Push()
            button.bind(on_tap=self._pressed)
            self._buttons.append(button)
            self.add_widget(button)
        more = look.sizes.target + GAP if len(sets) > 1 else 0
        wanted = [int(self._wide(t)) for t in shown]
        spare = max(self.width - more - sum(wanted) - GAP * (len(shown) - 1), 0) / len(shown)
        spare = int(min(spare, 40))
        x = self.x
        for at, button in enumerate(self._buttons):
            button.shown = at < count
            if at < len(shown):
                tab, wide = shown[at], wanted[at] + spare
                button.tap_id, button.token = f"tab_{tab.id or 'favourites'}", tab.id
                button.msg, button.icon = tab.name, ""
                button.kind = "chosen" if tab.id == self.tab else "plain"
                button.pos, button.size = (round(x), self.y), (round(wide), self.height)
                x += wide + GAP
            elif at < count:
                button.tap_id, button.token, button.msg, button.icon = "more_tabs", None, None, "chevron-right"
                button.kind = "quiet"
                button.pos = round(self.right - look.sizes.target), self.y
                button.size = look.sizes.target, self.height
            else:
                button.pos = -10000, -10000

    def _wide(self, tab: Tab) -> float:
        return max(width_of(look.say(tab.name), look.sizes.body) + 28, look.sizes.target)

    def _sets(self) -> list[list[Tab]]:
        whole = sum(self._wide(t) for t in self.tabs) + GAP * (len(self.tabs) - 1)
        room = self.width if whole <= self.width else self.width - look.sizes.target - GAP
        sets: list[list[Tab]] = [[]]
        used = 0.0
        for tab in self.tabs:
            wide = self._wide(tab) + GAP
            if sets[-1] and used + wide - GAP > room:
                sets.append([])
                used = 0.0
            sets[-1].append(tab)
            used += wide
        return sets

    def _pressed(self, button: Push) -> None:
        if button.tap_id == "more_tabs":
            self.first = (self.first + 1) % len(self._sets())
        else:
            self.dispatch("on_open", button.token)


kv.load(__file__)
