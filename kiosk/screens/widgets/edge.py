"""The light round the whole screen: green, amber or red for half a second, seen from the corner of an eye."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, StringProperty

from kiosk.flows.views import Edge
from kiosk.screens import kv
from kiosk.screens.widgets.basic import Pane

LIT_S = 0.5
THICK = {"ok": 8, "warn": 14, "error": 20}
"""Pixels: what is wrong is also broader, for whoever can't tell the colours apart."""


class EdgeLight(Pane):
    """Lights for each new `Edge`, and takes no touch."""

    tone = StringProperty("ok")
    thick = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._serial = -1
        self._out = Clock.create_trigger(self._dark, LIT_S)
        super().__init__(shown=False, **kwargs)

    def show(self, edge: Edge | None) -> None:
        """Light it, if this is another one than the last."""
        serial = edge.serial if edge is not None else 0
        if edge is not None and serial != self._serial:
            self.tone, self.thick, self.shown = edge.tone, THICK[edge.tone], True
            self._out.cancel()
            self._out()
        self._serial = serial

    def _dark(self, _dt: float) -> None:
        self.shown = False

    def on_touch_down(self, touch: Any) -> bool:
        return False


kv.load(__file__)
