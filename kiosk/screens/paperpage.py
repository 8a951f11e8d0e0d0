"""A paper on the screen: X or Z report, receipt."""

from __future__ import annotations

from kiosk.flows.views import PaperPage
from kiosk.screens import kv
from kiosk.screens.screen import Screen


class PaperScreen(Screen):
    """Draws PaperPage. The last action leads on."""

    def draw(self, view: PaperPage, before: PaperPage | None) -> None:
        ids = self.ids
        ids.head.msg = view.title
        ids.strip.strip = view.strip
        ids.paper.picture = view.paper
        ids.actions.actions = view.actions
        ids.actions.shown = bool(view.actions)

    def key(self, name: str, text: str) -> bool:
        if name in {"up", "pageup"}:
            self.ids.paper.page(-1)
        elif name in {"down", "pagedown"}:
            self.ids.paper.page(1)
        else:
            return False
        return True


kv.load(__file__)
