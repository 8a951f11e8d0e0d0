"""A list of any length drawn with as many row widgets as are in sight, each kept by its item's key.

It scrolls by a finger, a wheel, the keys, or the two buttons at its edge, which are there when there is more to see.
Where it comes to rest, its first row is whole; only a row higher than the list may be seen in parts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Shown
from kiosk.screens.widgets.tap import DRAG


class Row(Protocol):
    """What a list asks of its row widgets, which are Kivy widgets besides."""

    def show(self, item: Any) -> None:
        """Draw this item; called only when it differs from what is drawn."""


class RowList(Shown):
    """key_of, height_of, make: of an item its key and pixels; of nothing a new row. label: before its buttons' ids."""

    scroll = NumericProperty(0)
    gutter = NumericProperty(0)
    label = StringProperty("")

    __events__ = ("on_placed",)

    def __init__(self, **kwargs: Any) -> None:
        self.key_of: Callable[[Any], Hashable] = id
        self.height_of: Callable[[Any], int] = lambda _item: look.sizes.row
        self.make: Callable[[], Any] | None = None
        self._items: Sequence[Any] = ()
        self._tops: list[int] = [0]
        self._rows: dict[Hashable, tuple[Any, Any]] = {}
        self._free: list[Any] = []
        self._drawn = False
        self._sight: Hashable | None = None
        self._later = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        for name in ("pos", "scroll"):
            self.fbind(name, self._later)
        self.fbind("size", self._resized)
        look.watch(self._resized, "sizes")
        look.watch(self._resized, "language")

    # --- what is in it

    def fill(self, items: Sequence[Any], sight: Hashable | None = None) -> None:
        """Show these items. sight: the key of one to bring into sight."""
        self._items = items
        self._measure()
        self._sight = sight
        if sight is not None:
            self.bring(sight)
        self.scroll = min(self.scroll, self.furthest)
        self._later()

    def bring(self, key: Hashable) -> None:
        """Scroll as little as shows this item whole."""
        for at, item in enumerate(self._items):
            if self.key_of(item) == key:
                top, bottom = self._tops[at], self._tops[at + 1]
                least = bottom - self.height
                self.scroll = max(min(self.scroll, top), least if least > top else self._above(least), 0)
                return

    def row(self, key: Hashable) -> Any:
        """The widget that shows an item, None while it is out of sight."""
        found = self._rows.get(key)
        return found[0] if found else None

    @property
    def furthest(self) -> float:
        """How far it can be scrolled: to the first row from which on all others are in sight."""
        return self._above(self._tops[-1] - self.height)

    def page(self, by: int) -> None:
        """Scroll by almost a height, so that a row stays to hold on to."""
        self._sight = None
        step = max(self.height - look.sizes.row, look.sizes.row)
        if by > 0:
            self.scroll = min(max(self._below(self.scroll + step), self._next(step)), self.furthest)
        else:
            self.scroll = self._above(self.scroll - step)

    def _above(self, pixels: float) -> float:
        """The nearest place at or after `pixels` where the first row is whole; the last row's end has no other."""
        at = bisect_left(self._tops, max(pixels, 0))
        return float(self._tops[at]) if at < len(self._items) else max(float(pixels), 0.0)

    def _below(self, pixels: float) -> float:
        """The nearest at or before."""
        return float(self._tops[max(bisect_right(self._tops, max(pixels, 0)) - 1, 0)])

    def _next(self, most: float) -> float:
        """The row after the first in sight; or, of a row higher than the list, the part that follows."""
        after = bisect_right(self._tops, self.scroll)
        return min(self._above(self.scroll + 1), self.scroll + most) if after < len(self._tops) else self.scroll

    def _rest(self) -> None:
        """A finger let go: the row that was cut moves whole into sight, or out of it, whichever is nearer."""
        before, after = self._below(self.scroll), self._above(self.scroll)
        if after - before <= self.height:
            self.scroll = min(before if self.scroll - before < after - self.scroll else after, self.furthest)

    # --- drawing

    def _measure(self) -> None:
        tops = [0]
        for item in self._items:
            tops.append(tops[-1] + self.height_of(item))
        self._tops = tops
        more = tops[-1] > self.height > 0
        self.gutter = look.sizes.target if more else 0

    def _resized(self, *_: Any) -> None:
        self._measure()
        if self._sight is not None:
            self.bring(self._sight)
        self._redraw()

    def _redraw(self, *_: Any) -> None:
        self._drawn = False
        self._later()

    def _place(self, _dt: float) -> None:
        if self.make is None or self.height <= 1:
            return
        self.scroll = min(max(self.scroll, 0), self.furthest)
        first = max(bisect_right(self._tops, self.scroll) - 1, 0)
        bottom = self.scroll + self.height
        seen: dict[Hashable, tuple[int, Any]] = {}
        for at in range(first, len(self._items)):
            if self._tops[at] >= bottom:
                break
            seen[self.key_of(self._items[at])] = (at, self._items[at])
        for key in [k for k in self._rows if k not in seen]:
            self._put_away(key)
        for key, (at, item) in seen.items():
            self._put(key, at, item)
        self._drawn = True
        ids = self.ids
        ids.up.enabled, ids.down.enabled = self.scroll > 0, self.scroll < self.furthest
        ids.up.shown = ids.down.shown = self.gutter > 0
        self.dispatch("on_placed")

    def on_placed(self) -> None:
        """Rows stand where they belong; `row` knows them."""

    def _put(self, key: Hashable, at: int, item: Any) -> None:
        known = self._rows.get(key)
        if known is None:
            assert self.make is not None
            row = self._free.pop() if self._free else self.make()
            if row.parent is None:
                self.ids.rows.add_widget(row)
            row.opacity, row.shown = 1, True
        else:
            row = known[0]
        top, high = self._tops[at], self._tops[at + 1] - self._tops[at]
        row.size = self.width - self.gutter, high
        row.pos = self.x, round(self.top - (top - self.scroll) - high)
        if known is None or known[1] != item or not self._drawn:
            row.show(item)
            self._rows[key] = (row, item)

    def _put_away(self, key: Hashable) -> None:
        row, _item = self._rows.pop(key)
        row.shown = False
        row.pos = -10000, -10000
        self._free.append(row)

    # --- fingers

    def on_touch_down(self, touch: Any) -> bool:
        if not self.shown or not self.collide_point(*touch.pos):
            return False
        if touch.is_mouse_scrolling:
            if touch.button == "scrollup":
                self.scroll = min(self._next(look.sizes.row), self.furthest)
            else:
                self.scroll = self._below(self.scroll - 1)
            return True
        if not self._on_button(touch):
            touch.grab(self)
            touch.ud[self.uid] = (touch.y, self.scroll)
        super().on_touch_down(touch)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return super().on_touch_move(touch)
        began, scroll = touch.ud[self.uid]
        if self.furthest and (touch.ud.get("scrolls") or abs(touch.y - began) > DRAG):
            touch.ud["scrolls"] = True
            self._sight = None
            self.scroll = min(max(scroll + touch.y - began, 0), self.furthest)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self:
            touch.ungrab(self)
            if touch.ud.get("scrolls"):
                self._rest()
            return True
        return super().on_touch_up(touch)

    def _on_button(self, touch: Any) -> bool:
        return any(b.shown and b.collide_point(*touch.pos) for b in (self.ids.up, self.ids.down))


class Rows(Widget):
    """Holds the rows, cut off at the list's edges."""


kv.load(__file__)
