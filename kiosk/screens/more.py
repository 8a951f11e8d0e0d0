"""Everything else, as a grid of named acts."""

from __future__ import annotations

from kiosk.flows.views import MoreView
from kiosk.screens import kv
from kiosk.screens.screen import Screen


class More(Screen):
    """Draws MoreView."""

    def draw(self, view: MoreView, before: MoreView | None) -> None:
        self.ids.strip.strip = view.strip
        self.ids.actions.actions = view.actions


kv.load(__file__)
