"""A display that hangs turned: what is seen stands upright, and a finger presses what it points at."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
from kiosk.screens.window import configure
rotation = int(sys.argv[1])
configure(400, 240, max_fps=0, rotation=rotation)
from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.graphics import Color, Rectangle
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
from kiosk.play.finger import Finger
from kivy.uix.widget import Widget
touched = []
class Root(Widget):
    def on_touch_down(self, touch):
        touched.append([round(touch.x), round(touch.y)])
        return True
root = Root(size=(400, 240))
with root.canvas:
    Color(1, 0, 0, 1)
    Rectangle(pos=(0, 200), size=(80, 40))  # what the reader sees at the top left
EventLoop.ensure_window()
Window.add_widget(root)
EventLoop.idle(); EventLoop.idle()
width, height = Window.system_size
pixels = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
red = [(i // 4 % width, i // 4 // width) for i in range(0, len(pixels), 4) if pixels[i] > 200 and pixels[i + 1] < 50]
x, y = sum(p[0] for p in red) / len(red), sum(p[1] for p in red) / len(red)
finger = Finger(x / width, y / height)
EventLoop.post_dispatch_input("begin", finger)
print(json.dumps({"size": [Window.width, Window.height], "window": [width, height], "red": [x, y], "touched": touched}))
"""


def turned(rotation: int) -> dict[str, list[float]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(rotation)], capture_output=True, text=True, check=False,
        env=os.environ | {"SDL_VIDEODRIVER": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    "rotation, window, corner",
    [
        (0, [400, 240], (0.1, 0.9)),
        (90, [240, 400], (0.1, 0.1)),  # turned clockwise: its left edge is up, so what is seen up is drawn at its left
        (180, [400, 240], (0.9, 0.1)),
        (270, [240, 400], (0.9, 0.9)),
    ],
)
def test_what_is_seen_at_the_top_left_is_drawn_there_and_pressed_there(
    rotation: int, window: list[int], corner: tuple[float, float]
) -> None:
    found = turned(rotation)
    assert found["window"] == window
    assert found["size"] == [400, 240]
    share = (found["red"][0] / window[0], found["red"][1] / window[1])
    assert share == pytest.approx(corner, abs=0.02)
    assert found["touched"] == [pytest.approx([40, 220], abs=2)], "a finger where it is drawn presses it"
