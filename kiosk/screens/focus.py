"""The focus of a keyboard: Tab and the arrows move a ring over all that can be pressed, Enter presses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.graphics import BorderImage, Color
from kivy.uix.widget import Widget

from kiosk.screens import skin
from kiosk.screens.look import look
from kiosk.screens.widgets.tap import Tap

if TYPE_CHECKING:
    from kiosk.screens.root import Root

MARGIN = 3


class Focus(Widget):
    """One ring, drawn above everything; none until a key asks for it."""

    def __init__(self, root: Root) -> None:
        super().__init__(size_hint=(None, None), size=(0, 0))
        self._root = root
        self._on: Any = None
        with self.canvas:
            self._colour = Color(rgba=(0, 0, 0, 0))
            self._ring = BorderImage(texture=skin.frame(3), border=(skin.SLICE,) * 4)
        root.add_widget(self)

    @property
    def widget(self) -> Any:
        """What the ring is around, None for nothing or for something that went away."""
        if self._on is not None and self._on not in self._around():
            self.clear()
        return self._on

    def clear(self) -> None:
        """Take the ring away."""
        self.put(None)

    def put(self, widget: Any) -> None:
        """Put it around a widget."""
        if self._on is not None:
            self._on.focused = False
            self._on.unbind(pos=self._follow, size=self._follow)
        self._on = widget
        self._colour.rgba = look.colour("accent", 1 if widget is not None else 0)
        if widget is not None:
            widget.focused = True
            widget.bind(pos=self._follow, size=self._follow)
            self._follow()

    def step(self, by: int) -> None:
        """To the next or the one before, in reading order."""
        order = self._around()
        if order:
            at = order.index(self._on) + by if self._on in order else (0 if by > 0 else -1)
            self.put(order[at % len(order)])

    def go(self, dx: int, dy: int) -> None:
        """To the nearest in a direction."""
        here = self.widget
        if here is None:
            self.step(1)
            return
        best, least = None, float("inf")
        for other in self._around():
            along = (other.center_x - here.center_x) * dx + (other.center_y - here.center_y) * dy
            across = abs((other.center_x - here.center_x) * dy) + abs((other.center_y - here.center_y) * dx)
            if other is not here and along > 4 and along + 2 * across < least:
                best, least = other, along + 2 * across
        if best is not None:
            self.put(best)

    def _around(self) -> list[Any]:
        front = self._root.front
        found = [w for w in front.walk(restrict=True) if isinstance(w, Tap) and _in_sight(w, front)] if front else []
        return sorted(found, key=lambda w: (-round(w.top / 24), w.x))

    def _follow(self, *_: Any) -> None:
        x, y, (w, h) = self._on.x - MARGIN, self._on.y - MARGIN, self._on.size
        self._ring.pos, self._ring.size = (x, y), (w + 2 * MARGIN, h + 2 * MARGIN)


def _in_sight(widget: Any, top: Any) -> bool:
    if not widget.enabled or widget.width < 2:
        return False
    while widget is not top:
        if not getattr(widget, "shown", True):
            return False
        widget = widget.parent
    return True
