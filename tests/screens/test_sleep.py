"""A till left alone goes dark. What wakes it presses nothing: nobody can mean what he can't see."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.screens.gallery import example
from tests.screens.fingers import calls, finger, key, press, tap, write


@pytest.fixture
def dark(stage: Any) -> Any:
    stage.show(example("sell_empty", "en"))
    stage.show(replace(example("sell_empty", "en"), asleep=True))
    stage.root.gate._changed = float("-inf")
    return stage


def tile(stage: Any) -> Any:
    from kiosk.screens.find import tappables

    return next(w for w in tappables(stage.root) if w.tap_id.startswith("tile_"))


def wake(stage: Any) -> None:
    stage.show(example("sell_empty", "en"))


def colours(stage: Any) -> set[Any]:
    from kiosk.screens.picture import grab

    stage.frames(2)
    return {colour for _count, colour in grab().convert("RGB").getcolors(1 << 20)}


def test_it_is_truly_black(dark: Any) -> None:
    assert colours(dark) == {(0, 0, 0)}
    wake(dark)
    assert len(colours(dark)) > 10


def test_the_touch_that_wakes_it_presses_nothing_neither_down_nor_lifted(dark: Any) -> None:
    from kiosk.screens.find import centre

    touch = finger(*centre(tile(dark)))
    touch.touch_down()
    assert dark.desk.stirred == 1
    wake(dark)
    dark.root.gate._changed = float("-inf")
    touch.touch_move(touch.x + 2, touch.y)
    touch.touch_up()
    dark.frames(2)
    assert calls(dark) == []


def test_nor_does_a_second_finger_that_was_already_on_its_way(dark: Any) -> None:
    place = tile(dark)
    press(dark, place)
    press(dark, place)
    wake(dark)
    press(dark, place)
    assert calls(dark) == []
    assert dark.desk.stirred == 2


def test_the_next_touch_is_meant(dark: Any) -> None:
    place = tile(dark)
    press(dark, place)
    wake(dark)
    dark.root.gate._changed = float("-inf")
    press(dark, place)
    assert len(calls(dark)) == 1


def test_a_key_wakes_it_and_types_nothing(dark: Any) -> None:
    key(dark, "f3")
    write(dark, "9")
    assert dark.desk.stirred == 2
    assert calls(dark) == []


def test_what_changes_meanwhile_is_drawn_when_it_wakes(dark: Any) -> None:
    dark.show(replace(example("pay", "en"), asleep=True))
    assert colours(dark) == {(0, 0, 0)}
    dark.show(example("pay", "en"))
    assert type(dark.root.screen).__name__ == "Pay"


def test_asleep_it_makes_no_more_turns_than_it_must_and_awake_all_of_them(dark: Any) -> None:
    import time

    def turns() -> int:
        end, count = time.monotonic() + 0.5, 0
        while time.monotonic() < end:
            dark.frames(1)
            count += 1
        return count

    assert turns() <= 10  # five, and whatever wakes the loop before its time
    wake(dark)
    assert turns() > 20


def test_while_somebody_touches_it_that_is_told_about_once_a_second(stage: Any) -> None:
    moment = [100.0]
    stage.root._now = lambda: moment[0]
    stage.show(example("pay", "en"))
    stage.root.gate._changed = float("-inf")
    for _ in range(5):
        tap(stage, "ask_cash")
    assert stage.desk.stirred == 1
    moment[0] += 1.5
    tap(stage, "ask_cash")
    assert stage.desk.stirred == 2
