"""Everything else, as a grid of named acts."""

from __future__ import annotations

from kiosk.flows.views import MoreView
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen


class More(Screen):
    """Draws MoreView."""

    def draw(self, view: MoreView, before: MoreView | None) -> None:
        self.ids.strip.strip = view.strip
        # Five rows are what a small screen has room for
        self.ids.actions.cols = 5 if len(view.actions) > 20 and not look.sizes.portrait else 4
        self.ids.actions.actions = view.actions


kv.load(__file__)
