"""The paper as it hangs out of a printer: its end in sight, the rest by a finger or a wheel."""

from __future__ import annotations

from typing import Any

from kivy.graphics.texture import Texture
from kivy.properties import NumericProperty, ObjectProperty

from kiosk.flows.views import PaperPicture
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Shown


class PaperRoll(Shown):
    """paper: drawn as wide as there is room, from its top. scroll: pixels that its top is above."""

    paper = ObjectProperty(None, allownone=True)
    texture = ObjectProperty(None, allownone=True)
    scroll = NumericProperty(0)
    long = NumericProperty(0)
    drawn_width = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("size", self._measure)

    def on_paper(self, _widget: Any, paper: PaperPicture | None) -> None:
        """Upload it; a printer's dots are as good at half their size when they are averaged."""
        self.texture = texture_of(paper) if paper is not None else None
        self.scroll = 0
        self._measure()

    def _measure(self, *_: Any) -> None:
        if self.paper is not None:
            self.drawn_width = min(self.paper.width, self.width)
            self.long = round(self.paper.height * self.drawn_width / self.paper.width)
            self.scroll = min(self.scroll, self.furthest)

    @property
    def furthest(self) -> float:
        """How far it can be scrolled."""
        return max(0.0, self.long - self.height)

    def on_touch_down(self, touch: Any) -> bool:
        if not self.shown or not self.collide_point(*touch.pos) or self.paper is None:
            return False
        if touch.is_mouse_scrolling:
            self._go(self.scroll + (look.sizes.row if touch.button == "scrollup" else -look.sizes.row))
            return True
        touch.grab(self)
        touch.ud[self.uid] = (touch.y, self.scroll)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        began, scroll = touch.ud[self.uid]
        self._go(scroll + touch.y - began)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        return True

    def _go(self, scroll: float) -> None:
        self.scroll = min(max(scroll, 0), self.furthest)


def texture_of(paper: PaperPicture) -> Texture:
    """The picture on the graphics card, sharp when drawn smaller."""
    texture = Texture.create(size=(paper.width, paper.height), colorfmt="luminance", mipmap=True)
    texture.min_filter, texture.mag_filter = "linear_mipmap_linear", "linear"
    texture.blit_buffer(paper.pixels, colorfmt="luminance", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
