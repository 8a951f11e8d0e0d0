"""The strip of a line, and the ring of the keys, keep to their own part of the screen."""

from kiosk.screens.gallery import example
from kiosk.screens.widgets.tap import Tap


def _tokens(widget: Any) -> list[object]:
    return [w.token for w in widget.walk(restrict=True) if isinstance(w, Tap)]


def test_opening_a_line_changes_no_other_button(stage: Any) -> None:
    view = example("sell_line", "en")
    stage.show(view)
    stage.frames(3)
    basket = stage.root.screen.ids.basket
    actions = [a.id for a in view.body.actions]
    basket.strip.fill(view.body.lines[0], view.body.line_actions)
    named = [t for t in _tokens(stage.root) if isinstance(t, str)]
    assert set(actions) <= set(named)
