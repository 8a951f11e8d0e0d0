"""What there is to do in the warehouse, as large buttons."""

from __future__ import annotations

from kiosk.flows.views import HomeView
from kiosk.screens import kv
from kiosk.screens.screen import Screen


class Home(Screen):
    """Draws HomeView."""

    def draw(self, view: HomeView, before: HomeView | None) -> None:
        self.ids.strip.strip = view.strip
        self.ids.tasks.actions = view.tasks
        self.ids.services.actions = view.services


kv.load(__file__)
