"""A finger: touches that go the way a touchscreen's do, from Kivy's input queue down through the widgets."""

from __future__ import annotations

from typing import Any

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent


class Finger(MotionEvent):
    """One touch at a place of the window, given as shares of its width and height."""

    def __init__(self, sx: float, sy: float) -> None:
        super().__init__("finger", "tape", {"x": sx, "y": sy}, is_touch=True, type_id="touch")

    def depack(self, args: dict[str, float]) -> None:
        """Where it is."""
        self.sx, self.sy = args["x"], args["y"]
        self.profile = ["pos"]
        super().depack(args)


def tap(x: float, y: float) -> None:
    """Down and up at a place of the window, in pixels from its lower left corner."""
    window: Any = EventLoop.window
    finger = Finger(x / (window.width - 1.0), y / (window.height - 1.0))
    EventLoop.post_dispatch_input("begin", finger)
    EventLoop.post_dispatch_input("end", finger)
