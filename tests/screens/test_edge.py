from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flows.views import Edge
from kiosk.screens.gallery import example


def lit(stage: Any) -> str:
    light = stage.root.ids.edge
    return str(light.tone) if light.shown else ""


def shown(stage: Any, edge: Edge | None) -> None:
    view = example("warehouse_task", dark=True)
    stage.show(replace(view, body=replace(view.body, edge=edge)))


@pytest.fixture
def lasting(stage: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A stage whose light does not go out by itself, however long a busy machine takes over a frame."""
    monkeypatch.setattr(stage.root.ids.edge._out, "timeout", 600)
    return stage


def test_a_new_light_is_seen_and_the_same_one_is_not_lit_again(lasting: Any) -> None:
    stage = lasting
    shown(stage, Edge("ok", 1))
    assert lit(stage) == "ok"
    stage.root.ids.edge._dark(0)
    shown(stage, Edge("ok", 1))
    assert lit(stage) == ""
    shown(stage, Edge("error", 2))
    assert lit(stage) == "error"


def test_a_screen_without_lights_stays_dark(stage: Any) -> None:
    stage.show(example("sell"))
    assert lit(stage) == ""


def test_what_is_wrong_is_broader_too(stage: Any) -> None:
    from kiosk.screens.widgets.edge import LIT_S, THICK

    assert THICK["ok"] < THICK["warn"] < THICK["error"]
    assert LIT_S == 0.5


def test_a_touch_goes_through_the_light(stage: Any) -> None:
    from tests.screens.fingers import calls, tap

    shown(stage, Edge("ok", 1))
    stage.root.gate._changed = float("-inf")
    tap(stage, "done")
    assert calls(stage) == [("act", "done")]


def test_the_card_in_hand_makes_room_again_when_rows_come_back(stage: Any) -> None:
    stage.resize(480, 800)
    stage.show(example("warehouse_task", dark=True))
    stage.show(example("warehouse_task_wrong", dark=True))
    stage.show(example("warehouse_task", dark=True))
    assert stage.root.screen.ids.rows.height > 68
