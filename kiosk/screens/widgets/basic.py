"""Words, icons, boxes and grounds: what everything else is put together from."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import (
    BooleanProperty,
    NumericProperty,
    ObjectProperty,
    StringProperty,
)
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from kiosk.screens import kv, skin
from kiosk.screens.icons import glyph
from kiosk.screens.look import look
from kiosk.screens.widgets.measure import broken


class Shown(Widget):
    """Something that can go away: not drawn, not pressed, and no room taken in a Box."""

    shown = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("parent", lambda *_: None if self.shown else Clock.schedule_once(self._draw_or_not, -1))

    def on_shown(self, _widget: Any, shown: bool) -> None:
        self.opacity = 1 if shown else 0
        self._draw_or_not()
        layout = getattr(self.parent, "_trigger_layout", None)
        if layout is not None:
            layout()

    def _draw_or_not(self, *_: Any) -> None:
        """Take the canvas out of the parent's, or put it back: Kivy draws what is transparent at full cost.

        It comes back below whatever stands above it, and before `canvas.after`, which ends a list's cutting off.
        """
        if self.parent is None or not isinstance(self.parent, Widget):
            return
        canvas = self.parent.canvas
        drawn = canvas.indexof(self.canvas) >= 0
        if drawn and not self.shown:
            canvas.remove(self.canvas)
        elif self.shown and not drawn and self.canvas not in (*_children(canvas.before), *_children(canvas.after)):
            above = self.parent.children[: self.parent.children.index(self)]
            places = [canvas.indexof(w.canvas) for w in above]
            top = canvas.indexof(canvas.after) if canvas.has_after else len(_children(canvas))
            canvas.insert(min([p for p in places if p >= 0], default=top), self.canvas)

    def on_touch_down(self, touch: Any) -> bool:
        return bool(self.shown and super().on_touch_down(touch))

    def on_touch_move(self, touch: Any) -> bool:
        return bool(self.shown and super().on_touch_move(touch))


def _children(canvas: Any) -> list[Any]:
    return canvas.children if canvas is not None else []


class Words(Label, Shown):
    """A text in the language of the reader. msg: an i18n Text or a plain string; step: which size of type.

    fits: shop data that may end in an ellipsis says False; every other text must fit its box.
    """

    msg = ObjectProperty(None, allownone=True)
    ink = StringProperty("ink")
    fits = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        self._said = False
        super().__init__(**kwargs)
        self.fbind("msg", self._say)
        self.fbind("ink", self._dye)
        look.watch(self._say, "language")
        look.watch(self._dye, "palette")
        self._say()
        self._dye()

    def on_texture(self, _widget: Any, texture: Any) -> None:
        if texture is not None:
            texture.min_filter = texture.mag_filter = "nearest"  # drawn dot for dot; cheaper than a filter

    def texture_update(self, *largs: Any) -> None:
        """Kivy breaks at blanks, and a text without them anywhere: Chinese is broken here, before it comes to that."""
        room = self.text_size[0]
        if room and not self.shorten and any(c >= "\u2e80" for c in self.text):
            self._label.text = "\n".join(broken(self.text, self.font_size, room))
        super().texture_update(*largs)

    def _say(self, *_: Any) -> None:
        if self.msg is not None:
            self.text = look.say(self.msg)
            self._said = True
        elif self._said:
            self.text, self._said = "", False

    def _dye(self, *_: Any) -> None:
        self.color = look.colour(self.ink)


class Amount(Words):
    """Money, right-aligned, so that decimal marks stand under each other. None shows nothing."""

    amount = NumericProperty(None, allownone=True)
    symbol = BooleanProperty(False)
    sign = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("amount", "symbol", "sign"):
            self.fbind(name, self._count)
        look.watch(self._count, "currency")
        self._count()

    def _count(self, *_: Any) -> None:
        self.text = look.money(self.amount, symbol=self.symbol, sign=self.sign)


class Icon(Words):
    """A picture of the icon font; it always stands beside a word."""

    icon = StringProperty("")

    def on_icon(self, _widget: Any, name: str) -> None:
        self.text = glyph(name)


class Ground(Shown):
    """A ground with round corners. fill, edge: colours of the palette by name; "" draws none."""

    fill = StringProperty("surface")
    edge = StringProperty("")
    plate = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("fill", self._paint)
        self.fbind("edge", self._paint)
        look.watch(self._paint, "palette")
        self._paint()

    def _paint(self, *_: Any) -> None:
        fill = look.colour(self.fill) if self.fill else None
        edge = look.colour(self.edge) if self.edge else None
        self.plate = skin.plate(fill, edge) if fill or edge else None


class Box(BoxLayout, Shown):
    """A row or column that leaves out what is not shown."""

    def do_layout(self, *largs: Any) -> None:
        shown = [c for c in self.children if getattr(c, "shown", True)]
        places = self._iterate_layout(
            [(c.size, c.size_hint, c.pos_hint, c.size_hint_min, c.size_hint_max) for c in shown]
        )
        for i, x, y, w, h in places:
            child = shown[i]
            share_w, share_h = child.size_hint
            left, low = round(x), round(y)  # whole pixels: a text between two of them is blurred
            child.pos = left, low
            child.size = (
                child.width if share_w is None else round(x + w) - left,
                child.height if share_h is None else round(y + h) - low,
            )


class Grid(GridLayout, Shown):
    """Buttons of one size, in rows."""


class Card(Box, Ground):
    """A Box on a ground."""


class Pane(FloatLayout, Shown):
    """Things laid over each other."""


class Rule(Widget):
    """A hairline."""


kv.load(__file__)
