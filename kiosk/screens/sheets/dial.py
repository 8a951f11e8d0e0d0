"""Something turned in steps: less, more, and how far it is."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty, ObjectProperty

from kiosk.flows.views import DialView
from kiosk.i18n import plain
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.sheets.base import Sheet
from kiosk.screens.widgets.basic import Pane


class Ladder(Pane):
    """A bar for each step, rising; those up to where it stands are filled."""

    steps = ObjectProperty(())
    value = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("pos", "size", "steps", "value"):
            self.fbind(name, self._paint)
        look.watch(self._paint, "palette")

    def _paint(self, *_: object) -> None:
        self.canvas.clear()
        shown = [step for step in self.steps if step > 0]
        if not shown:
            return
        wide = self.width / len(shown)
        with self.canvas:
            for at, step in enumerate(shown):
                Color(*look.colour("accent" if step <= self.value else "line"))
                high = self.height * (0.3 + 0.7 * (at + 1) / len(shown))
                Rectangle(pos=(round(self.x + at * wide + 2), round(self.y)), size=(round(wide - 4), round(high)))


class DialSheet(Sheet):
    """Draws DialView."""

    def draw(self, view: DialView, before: DialView | None) -> None:
        ids = self.ids
        ids.title.msg, ids.icon.icon = view.title, view.icon
        ids.value.msg = plain(f"{view.value} %")
        ids.ladder.steps, ids.ladder.value = view.steps, view.value
        ids.less.msg, ids.more.msg = view.less, view.more
        ids.less.enabled = view.value > view.steps[0]
        ids.more.enabled = view.value < view.steps[-1]

    def key(self, name: str, text: str) -> bool:
        if name == "enter":
            self.back()
        elif text in {"+", "-"} or name in {"up", "down"}:
            self.post("more" if text == "+" or name == "up" else "less")
        else:
            return False
        return True


kv.load(__file__)
