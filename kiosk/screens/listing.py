"""What the screens with a list share: a head, a search with its keys, a strip, and actions below."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty

from kiosk.screens import kv, rows
from kiosk.screens.echo import Echo
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.basic import Box
from kiosk.screens.widgets.keyboard import Keyboard


class SearchBar(Box):
    """A search field that brings its keys, which lie at the foot of the screen."""

    __events__ = ("on_search", "on_open")

    def on_search(self, text: str) -> None:
        """The text changed."""

    def on_open(self) -> None:
        """It was pressed."""


class Listing(Screen):
    """Root of Table, People and Lookup. Its .kv has `search`, `board`, `strip` and `list`."""

    searching = BooleanProperty(False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._echo = Echo()
        super().__init__(*args, **kwargs)
        self.ids.board.entry = self.ids.search.ids.field
        self.ids.board.bind(on_done=lambda _b: self.hide(), on_hide=lambda _b: self.hide())
        self.ids.search.bind(on_search=lambda _s, text: self.typed(text), on_open=lambda _s: self.open())
        look.watch(self._keys, "sizes")
        self._keys()

    def hear(self, query: str | None, before: Any) -> None:
        """Bring the field in step with the view."""
        if before is None:
            self.searching = False
        self.ids.search.shown = query is not None
        field = self.ids.search.ids.field
        field.text = self._echo.heard(query or "", field.text)

    def typed(self, text: str) -> None:
        """Pass it on."""
        self._echo.sent(text)
        self.post("search", text)

    def open(self) -> None:
        """Bring the keys."""
        self.searching = True

    def hide(self) -> None:
        """Put them away."""
        self.searching = False

    def on_searching(self, _widget: Any, _on: bool) -> None:
        self._keys()

    def _keys(self, *_: Any) -> None:
        self.ids.board.shown = self.searching
        self.ids.board.height = Keyboard.wanted()
        self.ids.search.ids.field.active = self.searching

    def back(self) -> None:
        if self.searching:
            self.hide()
        else:
            self.post("back")

    def key(self, name: str, text: str) -> bool:
        if not self.ids.search.shown:
            return self._turn(name)
        field = self.ids.search.ids.field
        if text:
            field.type(text)
        elif name == "backspace" and field.text:
            field.erase()
        else:
            return self._turn(name)
        return True

    def _turn(self, name: str) -> bool:
        if name not in {"pageup", "pagedown"}:
            return False
        self.ids.list.page(1 if name == "pagedown" else -1)
        return True


kv.load(__file__)

__all__ = ["Listing", "SearchBar", "rows"]
