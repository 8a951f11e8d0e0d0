"""A grid of tiles that shows as many as fit, the others on its next pages. Tiles are kept and used again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, ObjectProperty

from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Shown


class PageGrid(Shown):
    """items, and `make` for an empty tile with `show(item)`. columns, tile: how many abreast and how high at least.

    at: the page in front, from 0; pages: how many. rows_high: pixels that all rows would like to have.
    """

    items = ObjectProperty(())
    columns = NumericProperty(4)
    tile = NumericProperty(78)
    tallest = NumericProperty(120)
    gap = NumericProperty(8)
    at = NumericProperty(0)
    pages = NumericProperty(1)
    rows_high = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self.make: Callable[[], Any] | None = None
        self._tiles: list[Any] = []
        self._later = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        for name in ("pos", "size", "items", "columns", "tile", "at"):
            self.fbind(name, self._later)
        look.watch(self._refresh, "language", "sizes", "currency", "palette")

    @property
    def holds(self) -> int:
        """Tiles in a page."""
        return max(int(self.columns) * self._rows(), 1)

    def turn(self, by: int) -> bool:
        """The next page of these items, or the one before; False at the ends."""
        if 0 <= self.at + by < self.pages:
            self.at += by
            return True
        return False

    def _rows(self) -> int:
        return max(int((self.height + self.gap) // (self.tile + self.gap)), 1)

    def _refresh(self, *_: Any) -> None:
        for tile in self._tiles:
            tile.item = None
        self._later()

    def _place(self, _dt: float) -> None:
        if self.make is None or self.height <= 1:
            return
        rows, holds = self._rows(), self.holds
        self.pages = max(-(-len(self.items) // holds), 1)
        self.at = min(self.at, self.pages - 1)
        shown = self.items[int(self.at) * holds : (int(self.at) + 1) * holds]
        while len(self._tiles) < len(shown):
            self._tiles.append(self.make())
            self.add_widget(self._tiles[-1])
        wide = (self.width - self.gap * (self.columns - 1)) / self.columns
        high = min((self.height - self.gap * (rows - 1)) / rows, self.tallest)
        for place, tile in enumerate(self._tiles):
            tile.shown = place < len(shown)
            if not tile.shown:
                tile.pos = -10000, -10000
                continue
            row, column = divmod(place, int(self.columns))
            left, top = self.x + column * (wide + self.gap), self.top - row * (high + self.gap)
            tile.pos = round(left), round(top - high)
            tile.size = round(left + wide) - round(left), round(top) - round(top - high)
            if tile.item != shown[place]:
                tile.item = shown[place]
                tile.show(tile.item)
