"""The strip of a line keeps to its own part of the screen."""

from __future__ import annotations

from typing import Any


def test_opening_a_line_changes_no_other_button(stage: Any) -> None:
    from kiosk.screens.gallery import example
    from kiosk.screens.widgets.tap import Tap

    view = example("sell_line", "en")
    stage.show(view)
    stage.frames(3)
    strip = stage.root.screen.ids.basket.strip
    strip.fill(view.body.lines[0], view.body.line_actions)
    own = set(strip.walk(restrict=True))
    others = [w for w in stage.root.walk(restrict=True) if isinstance(w, Tap) and w not in own]
    assert others
    assert not [w.tap_id for w in others if isinstance(w.token, tuple)]
