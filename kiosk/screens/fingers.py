"""Brings touches to where they belong, before any widget sees them; on the panel, so whichever way the screen hangs."""

from __future__ import annotations

from typing import Any

from kivy.base import EventLoop

from kiosk.hw.calibration import Matrix, moved


class Fingers:
    """One of Kivy's modules that all input goes through. matrix: None for where the glass says."""

    def __init__(self) -> None:
        self.matrix: Matrix | None = None

    def process(self, events: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Kivy's own call, once a frame. One touch may stand in it more than once; it is moved once for each place."""
        for kind, touch in events:
            if touch.is_touch and touch.ud.get("moved") != (touch.sx, touch.sy):
                touch.ud["glass"] = glass = touch.sx, 1 - touch.sy
                if self.matrix is not None:
                    x, y = moved(self.matrix, glass)
                    touch.sx, touch.sy = x, 1 - y
                    if kind == "begin":
                        touch.osx, touch.osy = touch.psx, touch.psy = touch.sx, touch.sy
                touch.ud["moved"] = touch.sx, touch.sy
        return events


def glass_of(touch: Any) -> tuple[float, float]:
    """Where the glass said that a touch is, shares of the panel from its upper left."""
    place: tuple[float, float] = touch.ud.get("glass", (touch.sx, 1 - touch.sy))
    return place


def panel_place(x: float, y: float, rotation: int) -> tuple[float, float]:
    """Where on the panel something stands that is seen at (x, y); both from the upper left, rotation clockwise."""
    match rotation:
        case 90:
            return y, 1 - x
        case 180:
            return 1 - x, 1 - y
        case 270:
            return 1 - y, x
    return x, y


fingers = Fingers()
EventLoop.add_postproc_module(fingers)
