"""The strip of a line keeps to its own part of the screen."""

from __future__ import annotations

from typing import Any


def test_opening_a_line_changes_no_other_button(stage: Any) -> None:
    from kiosk.screens.gallery import example
    from kiosk.screens.widgets.tap import Tap

    view = example("sell_line", "en")
    stage.show(view)
    stage.frames(3)
    stage.root.screen.ids.basket.strip.fill(view.body.lines[0], view.body.line_actions)
    named = {w.token for w in stage.root.walk(restrict=True) if isinstance(w, Tap)}
    assert {action.id for action in view.body.actions} <= named
