from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flows.views import Edge
from kiosk.screens.gallery import example
from kiosk.screens.widgets import edge as module


def lit(stage: Any) -> str:
    light = stage.root.ids.edge
    return str(light.tone) if light.shown else ""


def shown(stage: Any, edge: Edge | None) -> None:
    view = example("warehouse_task", dark=True)
    stage.show(replace(view, body=replace(view.body, edge=edge)))


@pytest.fixture
def long_lit(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a busy machine takes over a frame."""
    monkeypatch.setattr(module, "LIT_S", 600)


@pytest.mark.usefixtures("long_lit")
def test_a_new_light_is_seen_and_the_same_one_is_not_lit_again(stage: Any) -> None:
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


def test_what_is_wrong_is_broader_too() -> None:
    assert module.THICK["ok"] < module.THICK["warn"] < module.THICK["error"]
    assert module.LIT_S == 0.5


@pytest.mark.usefixtures("long_lit")
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
