"""A window that nobody looks at, with a Root in it: for pictures, tests and measurements.

Needs a GL that draws off the screen (SDL_VIDEODRIVER=offscreen) unless somebody wants to watch.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from kiosk.flows.views import CounterView
from kiosk.screens.window import configure

SIZES = ((1280, 800), (800, 480))
"""A counter's two first-class sizes."""
WAREHOUSE_SIZES = ((480, 800), (800, 480))
"""A warehouse terminal's, upright first."""


class Recorder:
    """A Desk that runs nothing and remembers what was posted: (flow, method, args), the oldest first."""

    def __init__(self) -> None:
        self.posted: list[tuple[object, str, tuple[object, ...]]] = []
        self.stirred = 0

    def post(self, flow: object, method: str, *args: object) -> None:
        """Keep it."""
        self.posted.append((flow, method, args))

    def stir(self) -> None:
        """Count it."""
        self.stirred += 1


class Stage:
    """One window for the life of the process; `root` is drawn in it frame by frame, when asked."""

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
        configure(width, height, max_fps=0)  # no pause between frames
        from kivy.base import EventLoop
        from kivy.core.window import Window

        EventLoop.ensure_window()
        self._loop = EventLoop
        self.window: Any = Window
        self.desk = Recorder()
        self.root: Any = None
        self.fresh()
        self.resize(width, height)

    def fresh(self) -> Any:
        """Another Root in place of the one before."""
        from kiosk.screens.root import Root

        if self.root is not None:
            self.root.keys.unbind()
            self.window.remove_widget(self.root)
        self.desk = Recorder()
        self.root = Root(self.desk)
        self.root.settle_s = 0.0
        self.window.add_widget(self.root)
        self.frames(2)
        return self.root

    def resize(self, width: int, height: int) -> None:
        """Another size of screen."""
        if tuple(self.window.size) != (width, height):
            self.window.size = width, height
            self.frames(3)

    def show(self, view: CounterView, frames: int = 4) -> None:
        """Publish, and draw until everything has found its place."""
        self.root.show(view)
        self.frames(frames)

    def frames(self, count: int = 1) -> None:
        """Run so many turns of the main loop."""
        for _ in range(count):
            self._loop.idle()

    def finish(self) -> None:
        """Wait until what was drawn is in the picture: where there is no graphics card, threads are at it."""
        from kivy.graphics.opengl import glFinish

        glFinish()

    def save(self, path: Path) -> None:
        """What the window shows, as a PNG."""
        from kiosk.screens.picture import save

        self.frames()
        save(path)
