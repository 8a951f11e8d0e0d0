"""Fingers from SDL's own queue: the crosses are measured on the glass, and what they gave moves every touch, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flows.calibrating import CROSSES
from kiosk.screens.gallery import example
from tests.screens.fingers import calls

MIRRORED = (-1.0, 0.0, 1.0, 0.0, 1.0, 0.0)


def sdl(stage: Any, kind: str, x: float, y: float, finger: int = 1) -> None:
    """What SDL tells of a finger: shares of the panel, from its upper left."""
    from kivy.core.window.window_sdl2 import SDL2MotionEventProvider

    SDL2MotionEventProvider.q.appendleft((kind, finger, x, y, 1.0))


@pytest.fixture
def touchscreen(stage: Any) -> Any:
    from kivy.base import EventLoop
    from kivy.core.window.window_sdl2 import SDL2MotionEventProvider

    provider = SDL2MotionEventProvider("sdl", "")
    EventLoop.add_input_provider(provider)
    yield stage
    EventLoop.remove_input_provider(provider)
    stage.show(example("sell", "en"))


def settle(stage: Any) -> None:
    stage.root.gate._changed = float("-inf")


def pay(stage: Any) -> tuple[float, float]:
    """Where PAY stands: shares from the upper left."""
    from kiosk.screens.find import centre, find_tappable

    x, y = centre(find_tappable(stage.root, "pay"))
    return x / (stage.window.width - 1), 1 - y / (stage.window.height - 1)


@pytest.mark.parametrize("matrix", [None, MIRRORED, (0.8, 0.0, 0.05, 0.0, 1.1, -0.02)])
def test_a_press_lands_where_it_belongs_also_when_it_comes_and_goes_within_one_frame(
    touchscreen: Any, matrix: Any
) -> None:
    touchscreen.show(replace(example("sell", "en"), touch=matrix))
    settle(touchscreen)
    x, y = pay(touchscreen)
    if matrix is not None:
        a, b, c, d, e, f = matrix
        x, y = (x - c) / a, (y - f) / e
        assert b == d == 0
    sdl(touchscreen, "fingerdown", x, y)
    sdl(touchscreen, "fingermotion", x + 0.001, y)
    sdl(touchscreen, "fingerup", x + 0.001, y)
    touchscreen.frames(2)
    assert calls(touchscreen) == [("pay",)]
    sdl(touchscreen, "fingerdown", x, y)
    touchscreen.frames(1)
    sdl(touchscreen, "fingerup", x, y)
    touchscreen.frames(2)
    assert calls(touchscreen) == [("pay",)] * 2


def test_mirrored_a_press_does_not_land_where_the_glass_says(touchscreen: Any) -> None:
    touchscreen.show(replace(example("sell", "en"), touch=MIRRORED))
    settle(touchscreen)
    sdl(touchscreen, "fingerdown", *pay(touchscreen))
    sdl(touchscreen, "fingerup", *pay(touchscreen))
    touchscreen.frames(2)
    assert ("pay",) not in calls(touchscreen)


def test_a_cross_takes_every_touch_as_the_glass_says_it_whatever_was_set_before(touchscreen: Any) -> None:
    touchscreen.show(replace(example("calibrate", "en"), touch=MIRRORED))
    settle(touchscreen)
    for place in ((0.3, 0.4), (0.5, 0.01), (0.02, 0.99)):
        sdl(touchscreen, "fingerdown", *place)
        sdl(touchscreen, "fingerup", *place)
        touchscreen.frames(2)
    sent = calls(touchscreen)
    assert [call[0] for call in sent] == ["touched"] * 3
    assert [call[1] for call in sent] == [pytest.approx(p) for p in ((0.3, 0.4), (0.5, 0.01), (0.02, 0.99))]
    cross = touchscreen.root.screen.ids.cross
    assert {call[2] for call in sent} == {(cross.center_x / 1279, 1 - cross.center_y / 799)}


def test_the_cross_stands_where_it_says(touchscreen: Any) -> None:
    touchscreen.show(example("calibrate", "en"))
    cross = touchscreen.root.screen.ids.cross
    x, y = CROSSES[2]
    assert cross.center_x == pytest.approx(x * 1280)
    assert 800 - cross.center_y == pytest.approx(56 + y * 744), "below the bar"


def test_keep_and_again_are_buttons_as_all_others(touchscreen: Any) -> None:
    from tests.screens.fingers import tap

    touchscreen.show(example("calibrated", "en"))
    settle(touchscreen)
    tap(touchscreen, "keep")
    tap(touchscreen, "again")
    assert calls(touchscreen) == [("act", "keep"), ("act", "again")]


TURNED = """
import json, sys
from kiosk.screens.window import configure
rotation, matrix = int(sys.argv[1]), json.loads(sys.argv[2])
configure(800, 480, max_fps=0, rotation=rotation)
from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.core.window.window_sdl2 import SDL2MotionEventProvider
from kiosk.screens.root import Root
from kiosk.screens.stage import Recorder
from kiosk.screens.gallery import example
from kiosk.screens.find import centre, find_tappable
from kiosk.flows.calibrating import CROSSES
from kiosk.hw.calibration import fitted
from kiosk.screens.fingers import panel_place
from msgspec.structs import replace
EventLoop.ensure_window()
EventLoop.add_input_provider(SDL2MotionEventProvider("sdl", ""))
desk = Recorder()
root = Root(desk)
Window.add_widget(root)
def show(view):
    root.show(view)
    for _ in range(4):
        EventLoop.idle()
    root.gate._changed = float("-inf")
def press(seen):  # by a person who sees it there, on a glass with its own idea of where that is
    x, y = panel_place(*seen, rotation)
    a, b, c, d, e, f = matrix
    u, v, whole = x - c, y - f, a * e - b * d
    place = (e * u - b * v) / whole, (a * v - d * u) / whole
    for kind in ("fingerdown", "fingerup"):
        SDL2MotionEventProvider.q.appendleft((kind, 1, *place, 1.0))
        EventLoop.idle()
view = example("calibrate", "en")
for n, cross in enumerate(CROSSES):
    show(replace(view, body=replace(view.body, cross=cross, done=n)))
    x, y = root.screen.ids.cross.center
    press((x / (Window.width - 1), 1 - y / (Window.height - 1)))
found = fitted([(at, meant) for _flow, _method, (at, meant) in desk.posted])
desk.posted.clear()
show(replace(example("sell", "en"), touch=found))
x, y = centre(find_tappable(root, "pay"))
press((x / (Window.width - 1), 1 - y / (Window.height - 1)))
print(json.dumps({"found": found, "sent": [method for _flow, method, _args in desk.posted]}))
"""


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("glass", [MIRRORED, (0.0, 0.9, 0.04, -1.1, 0.03, 1.02)])
def test_whichever_way_the_screen_hangs_crosses_and_buttons_agree(rotation: int, glass: tuple[float, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TURNED, str(rotation), json.dumps(glass)], capture_output=True, text=True, check=False,
        env=os.environ | {"SDL_VIDEODRIVER": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["found"] == pytest.approx(glass, abs=0.01)
    assert found["sent"] == ["pay"]
