from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.screens.gallery import example
from tests.screens.fingers import calls, finger, press, tap


@pytest.fixture
def selling(stage: Any) -> Any:
    stage.show(example("sell", "en"))
    settle(stage)
    return stage


def settle(stage: Any) -> None:
    stage.root.gate._changed = float("-inf")


def test_a_button_acts_when_the_finger_is_lifted_inside_it(selling: Any) -> None:
    tap(selling, "pay")
    assert calls(selling) == [("pay",)]


def test_a_button_shows_at_once_that_it_is_touched(selling: Any) -> None:
    from kiosk.screens.find import centre, find_tappable

    pay = find_tappable(selling.root, "pay")
    touch = finger(*centre(pay))
    touch.touch_down()
    assert pay.pressed
    touch.touch_up()
    assert not pay.pressed


def test_a_finger_that_slides_off_presses_nothing(selling: Any) -> None:
    from kiosk.screens.find import centre, find_tappable

    touch = finger(*centre(find_tappable(selling.root, "pay")))
    touch.touch_down()
    touch.touch_move(5, 5)
    touch.touch_up()
    assert calls(selling) == []


def test_a_sheet_that_has_just_appeared_is_not_pressed_by_a_finger_on_its_way(selling: Any) -> None:
    selling.show(example("confirm_void", "en"))
    tap(selling, "confirm")
    assert calls(selling) == []
    settle(selling)
    tap(selling, "confirm")
    assert calls(selling) == [("confirm",)]


def test_a_touch_from_before_the_screen_changed_presses_nothing(selling: Any) -> None:
    from kiosk.screens.find import centre, find_tappable

    touch = finger(*centre(find_tappable(selling.root, "pay")))
    touch.touch_down()
    selling.show(example("pay", "en"))
    settle(selling)
    touch.touch_up()
    assert calls(selling) == []


def test_a_tile_that_became_another_product_under_the_finger_is_not_added(selling: Any) -> None:
    from kiosk.screens.find import centre, tappables

    view = example("sell", "en")
    tile = next(w for w in tappables(selling.root) if w.tap_id.startswith("tile_"))
    touch = finger(*centre(tile))
    touch.touch_down()
    selling.show(replace(view, body=replace(view.body, tiles=view.body.tiles[1:])))
    touch.touch_up()
    assert calls(selling) == []


def test_what_lies_below_a_sheet_cannot_be_pressed(selling: Any) -> None:
    from kiosk.screens.find import find_tappable

    pay = find_tappable(selling.root, "pay")
    selling.show(example("confirm_void", "en"))
    settle(selling)
    assert find_tappable(selling.root, "pay") is None
    press(selling, pay)
    assert ("pay",) not in calls(selling)


def test_a_list_dragged_by_a_finger_scrolls_and_chooses_nothing(stage: Any) -> None:
    stage.show(example("history", "en"))
    settle(stage)
    rows = stage.root.screen.ids.list.ids.list
    before = rows.scroll
    touch = finger(*rows.center)
    touch.touch_down()
    touch.touch_move(rows.center_x, rows.center_y + 120)
    touch.touch_up()
    assert rows.furthest > 0
    assert rows.scroll > before
    assert calls(stage) == []
