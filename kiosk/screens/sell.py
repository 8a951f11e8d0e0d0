"""The counter: basket and total on the left, what can be added on the right, what leads on at the bottom."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from msgspec.structs import replace

from kiosk.flows.views import SellView
from kiosk.i18n import M, plain
from kiosk.screens import basket, fixed, kv, tiles  # noqa: F401  (used by the .kv)
from kiosk.screens.echo import Echo
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.keyboard import Keyboard
from kiosk.screens.widgets.tap import Tap


class CustomerCard(Tap):
    """Who buys."""


class Sell(Screen):
    """Draws SellView. searching: the keys are out."""

    searching = BooleanProperty(False)
    total = StringProperty("")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._echo = Echo()
        super().__init__(*args, **kwargs)
        self.ids.tiles.make = self._tile
        self.ids.board.entry = self.ids.search
        look.watch(self._arrange, "sizes")
        look.watch(self._foot, "language")
        self._arrange()

    # --- drawing

    def draw(self, view: SellView, before: SellView | None) -> None:
        if before is None:
            self.searching = False
        self.ids.basket.draw(view, before)
        self._tiles(view, before)
        self._customer(view)
        self._foot()
        ids = self.ids
        ids.actions.actions = self._named(view)
        ids.undo.shown = view.undoable is not None
        ids.undo.msg = view.undoable
        ids.hint.shown = bool(view.hints) and view.undoable is None
        ids.hint_words.msg = view.hints[0] if view.hints else None

    def _tiles(self, view: SellView, before: SellView | None) -> None:
        ids = self.ids
        if before is None or (view.tab, view.query, view.page) != (before.tab, before.query, before.page):
            ids.tiles.at = 0
        ids.tiles.items = view.tiles
        ids.tabs.tabs, ids.tabs.tab = view.tabs, None if view.query else view.tab
        ids.search.text = self._echo.heard(view.query, ids.search.text)
        ids.none.shown = not view.tiles
        ids.none.msg = fixed.NOTHING_FOUND if view.query else fixed.NO_TILES

    def _customer(self, view: SellView) -> None:
        card = self.ids.customer
        card.shown = view.customer is not None and not self.small
        self.ids.customer_name.msg = view.customer
        self.ids.customer_detail.msg = view.customer_detail

    def _named(self, view: SellView) -> tuple[Any, ...]:
        """On a small screen the customer's name stands on the customer's button."""
        if view.customer is None or not self.small:
            return view.actions
        return tuple(replace(a, text=view.customer) if a.id == "customer" else a for a in view.actions)

    def _foot(self, *_: Any) -> None:
        view = self.view
        if view is None:
            return
        ids = self.ids
        self.total = look.money(view.total, symbol=True)
        ids.count.msg = M("{count} items", count=look.quantity(view.count * 1000))
        parts = []
        if view.saved:
            parts.append(look.say(M("saved {amount}", amount=look.money(view.saved))))
        if view.tax_added:
            parts.append(look.say(M("tax {amount}", amount=look.money(view.tax_added))))
        ids.saved.text = "   ".join(parts)
        word = fixed.GIVE_BACK if view.total < 0 else fixed.PAY
        ids.pay.msg = plain(f"{look.say(word)}  {look.money(abs(view.total), symbol=True)}")
        ids.pay.dim = not view.can_pay

    def _arrange(self, *_: Any) -> None:
        """A small screen gives its whole width to a search: keys need room for a thumb."""
        self.small = look.sizes.name != "regular"
        self._lay()
        if self.view is not None:
            self._customer(self.view)
            self.ids.actions.actions = self._named(self.view)

    def on_searching(self, _widget: Any, _on: bool) -> None:
        self._lay()

    def _lay(self) -> None:
        ids, away = self.ids, self.small and self.searching
        ids.left.shown = not away
        ids.total_small.shown = away
        ids.board.shown = self.searching
        ids.board.height = Keyboard.wanted()
        ids.tabs.shown = not self.searching
        ids.pay.shown = not away
        ids.tiles.columns = (6 if away else 3) if self.small else 4
        ids.search.active = self.searching

    # --- what is pressed

    def search(self) -> None:
        """The field was pressed: bring the keys."""
        self.searching = True

    def typed(self) -> None:
        """The search changed."""
        self._echo.sent(self.ids.search.text)
        self.post("search", self.ids.search.text)

    def enter(self) -> None:
        """Enter in the search: a whole code, or the only find."""
        text = self.ids.search.text
        if text:
            self.post("enter", text)
        self.searching = False

    def hide(self) -> None:
        """Put the keys away; what was found stays."""
        self.searching = False

    def clear(self) -> None:
        """End the search."""
        self.ids.search.clear()
        self.searching = False

    def turn(self, by: int) -> None:
        """The next page of tiles: of those at hand first, then of the flow's."""
        if not self.ids.tiles.turn(by):
            self.post("page", by)

    def user(self) -> None:
        self.post("act", "user")

    def back(self) -> None:
        if self.searching:
            self.clear()
        else:
            self.ids.search.clear()
            self.post("back")

    def actions(self) -> tuple[Any, ...]:
        return (*self.view.line_actions, *self.view.actions) if self.view else ()

    def key(self, name: str, text: str) -> bool:
        if text:
            self.ids.search.type(text)
        elif name == "backspace" and self.ids.search.text:
            self.ids.search.erase()
        elif name == "enter" and self.ids.search.text:
            self.enter()
        elif name in {"up", "down"}:
            self.ids.basket.select(1 if name == "down" else -1, self.view)
        elif name == "f12":
            self.post("pay")
        elif name in {"pageup", "pagedown"}:
            self.ids.basket.ids.lines.page(1 if name == "pagedown" else -1)
        else:
            return False
        return True

    def _tile(self) -> tiles.ProductTile:
        tile = tiles.ProductTile()
        tile.bind(on_tap=lambda t: self.post("tap_tile", t.token))
        return tile


kv.load(__file__)
