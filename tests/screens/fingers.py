"""Fingers and keys for tests: what a person does to the window."""

from __future__ import annotations

from typing import Any


def finger(x: float, y: float) -> Any:
    """A touch at a place of the window, not yet down."""
    from kivy.tests.common import UnitTestTouch

    return UnitTestTouch(x, y)


def press(stage: Any, widget: Any) -> None:
    """Down and up in the middle of a widget."""
    from kiosk.screens.find import centre

    touch = finger(*centre(widget))
    touch.touch_down()
    touch.touch_up()
    stage.frames(1)


def tap(stage: Any, what: str) -> None:
    """Press what has this id or says this."""
    from kiosk.screens.find import find_tappable

    widget = find_tappable(stage.root, what)
    assert widget is not None, f"nothing to press: {what}"
    press(stage, widget)


def key(stage: Any, name: str) -> None:
    """A named key of the keyboard."""
    from kiosk.screens.keys import NAMES

    code = next(code for code, known in NAMES.items() if known == name)
    stage.window.dispatch("on_key_down", code, 0, None, [])
    stage.frames(1)


def write(stage: Any, text: str) -> None:
    """Text from a keyboard or an input method."""
    stage.window.dispatch("on_textinput", text)
    stage.frames(1)


def calls(stage: Any) -> list[tuple[object, ...]]:
    """What went to the flows so far: (method, argument, …)."""
    return [(method, *args) for _flow, method, args in stage.desk.posted]
