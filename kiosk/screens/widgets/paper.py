"""Paper as it comes out of the printer, with its torn edge, to be scrolled when it is long."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty

from kiosk.flows.views import PaperPicture
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Shown
from kiosk.screens.widgets.rowlist import Rows

PIECE = 1024
"""Rows in a texture: more than any graphics chip's limit is never asked for."""
MARGIN = 16


class PaperView(Shown):
    """picture: `views.PaperPicture`. follow: stay at the lower end as it grows, as at a printer."""

    picture = ObjectProperty(None, allownone=True)
    follow = BooleanProperty(False)
    scroll = NumericProperty(0)
    furthest = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._pieces: list[tuple[Texture, int]] = []
        self._later = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        for name in ("pos", "size", "scroll"):
            self.fbind(name, self._later)

    def on_picture(self, _widget: Any, picture: PaperPicture | None) -> None:
        self._pieces = [] if picture is None else _pieces(picture)
        self.scroll = 0
        self._later()

    def page(self, by: int) -> None:
        """Most of a height on, or back."""
        self.scroll = min(max(self.scroll + by * self.height * 0.8, 0), self.furthest)

    def on_touch_down(self, touch: Any) -> bool:
        if super().on_touch_down(touch):
            return True
        if not self.shown or not self.collide_point(*touch.pos):
            return False
        if touch.is_mouse_scrolling:
            self.scroll = min(max(self.scroll + (60 if touch.button == "scrollup" else -60), 0), self.furthest)
        else:
            touch.grab(self)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is self:
            self.scroll = min(max(self.scroll + touch.dy, 0), self.furthest)
            return True
        return super().on_touch_move(touch)

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self:
            touch.ungrab(self)
            return True
        return super().on_touch_up(touch)

    def _place(self, _dt: float) -> None:
        canvas = self.ids.rows.canvas
        canvas.clear()
        ids = self.ids
        if self.picture is None or not self._pieces or self.width <= 1:
            ids.up.shown = ids.down.shown = False
            return
        room = self.width - 2 * MARGIN
        scale = min(room / (self.picture.width + 2 * MARGIN), 1.0)
        wide = round((self.picture.width + 2 * MARGIN) * scale)
        high = round(self.picture.height * scale) + 2 * MARGIN
        self.furthest = max(0, high - self.height)
        if self.follow:
            self.scroll = self.furthest
        left = round(self.center_x - wide / 2)
        top = self.top + self.scroll
        with canvas:
            Color(rgba=look.colour("line"))
            Rectangle(pos=(left - 1, top - high - 1), size=(wide + 2, high + 2))
            Color(rgba=(1, 1, 1, 1))
            Rectangle(pos=(left, top - high), size=(wide, high))
            y = top - MARGIN
            for texture, rows in self._pieces:
                y -= rows * scale
                Rectangle(
                    texture=texture, pos=(left + MARGIN * scale, y), size=(self.picture.width * scale, rows * scale)
                )
        ids.up.shown = ids.down.shown = self.furthest > 0
        ids.up.enabled, ids.down.enabled = self.scroll > 0, self.scroll < self.furthest


class PaperRows(Rows):
    """Holds the paper, cut off at the edges."""


def _pieces(picture: PaperPicture) -> list[tuple[Texture, int]]:
    pieces = []
    for start in range(0, picture.height, PIECE):
        rows = min(PIECE, picture.height - start)
        texture = Texture.create(size=(picture.width, rows), colorfmt="luminance")
        pixels = picture.pixels[start * picture.width : (start + rows) * picture.width]
        texture.blit_buffer(pixels, colorfmt="luminance", bufferfmt="ubyte")
        texture.flip_vertical()
        pieces.append((texture, rows))
    return pieces


kv.load(__file__)
