"""Crosses to be pressed, one after the other; then two buttons that only a right touch can press."""

from __future__ import annotations

from typing import Any

from kivy.core.window import Window

from kiosk.flows.views import CalibrateView
from kiosk.i18n import M
from kiosk.screens import fixed, kv
from kiosk.screens.fingers import glass_of, panel_place
from kiosk.screens.screen import Screen


class Calibrate(Screen):
    """Draws CalibrateView. While a cross stands here, every touch is for it, wherever it seems to be."""

    def draw(self, view: CalibrateView, before: CalibrateView | None) -> None:
        ids = self.ids
        ids.strip.strip = view.strip
        ids.cross.shown = view.cross is not None
        self.place()
        if view.cross is not None:
            ids.title.msg = fixed.PRESS_CROSS
            ids.detail.msg = M("{nth} of {count}", nth=view.done + 1, count=view.count)
        else:
            ids.title.msg = fixed.TOUCH_RIGHT
            ids.detail.msg = M("Press Keep within {seconds} seconds; else all stays as it was.", seconds=view.left_s)
        ids.actions.shown = bool(view.actions)
        ids.actions.actions = view.actions

    def place(self, *_: Any) -> None:
        """The cross, where this screen is."""
        if self.view is not None and self.view.cross is not None:
            x, y = self.view.cross
            self.ids.cross.center = self.x + x * self.width, self.top - y * self.height

    def on_touch_down(self, touch: Any) -> bool:
        if self.view is None or self.view.cross is None:
            return bool(super().on_touch_down(touch))
        x, y = self.ids.cross.center
        meant = panel_place(x / (Window.width - 1), 1 - y / (Window.height - 1), Window.rotation)
        self.post("touched", glass_of(touch), meant)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        return bool((self.view is None or self.view.cross is None) and super().on_touch_up(touch))


kv.load(__file__)
