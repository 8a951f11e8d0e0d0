from __future__ import annotations

from typing import Any

import pytest

from kiosk.screens.gallery import example
from tests.screens.fingers import calls, key, write


@pytest.mark.parametrize(
    ("name", "call"),
    [("f12", ("pay",)), ("f5", ("act", "customer")), ("f11", ("act", "more"))],
)
def test_function_keys_mirror_the_buttons(stage: Any, name: str, call: tuple[str, ...]) -> None:
    stage.show(example("sell", "en"))
    key(stage, name)
    assert calls(stage) == [call]


def test_letters_typed_on_the_counter_go_to_the_search(stage: Any) -> None:
    stage.show(example("sell", "en"))
    write(stage, "茶")
    write(stage, "1")
    assert calls(stage) == [("search", "茶"), ("search", "茶1")]
    key(stage, "enter")
    assert calls(stage)[-1] == ("enter", "茶1")


def test_arrows_walk_through_the_basket(stage: Any) -> None:
    view = example("sell", "en")
    stage.show(view)
    key(stage, "up")
    assert calls(stage) == [("select", view.body.lines[-1].key)]  # type: ignore[attr-defined]


def test_escape_closes_the_sheet_before_the_screen(stage: Any) -> None:
    stage.show(example("confirm_void", "en"))
    key(stage, "escape")
    assert calls(stage) == [("cancel",)]


def test_tab_moves_a_ring_and_enter_presses_what_is_in_it(stage: Any) -> None:
    stage.show(example("more", "en"))
    key(stage, "tab")
    key(stage, "tab")
    here = stage.root.focus.widget
    key(stage, "enter")
    assert calls(stage) == [("act", here.tap_id)]


def test_danger_is_not_confirmed_by_a_stray_enter(stage: Any) -> None:
    stage.show(example("confirm_void", "en"))
    key(stage, "enter")
    assert calls(stage) == []


def test_a_pin_typed_on_a_keyboard_signs_in(stage: Any) -> None:
    stage.show(example("signin_pin", "en"))
    for digit in "1234":
        write(stage, digit)
    key(stage, "enter")
    assert calls(stage) == [("enter_pin", "1234")]


def test_function_keys_are_written_on_buttons_while_a_keyboard_is_there(stage: Any) -> None:
    from kiosk.screens.find import visible_texts

    stage.show(example("sell", "en"))
    assert "F12" not in [text for text, _w in visible_texts(stage.root)]
    stage.root.keyboard_present = True
    stage.frames(2)
    assert "F12" in [text for text, _w in visible_texts(stage.root)]
    stage.root.keyboard_present = False


def test_a_pin_begun_is_forgotten_when_somebody_else_is_chosen(stage: Any) -> None:
    stage.show(example("signin_pin", "en"))
    write(stage, "1")
    stage.show(example("signin", "en"))
    stage.show(example("signin_pin", "en"))
    write(stage, "2")
    key(stage, "enter")
    assert calls(stage) == [("enter_pin", "2")]
