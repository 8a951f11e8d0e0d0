"""Selling has stopped: what happened, and what to do."""

from __future__ import annotations

from kiosk.flows.views import BlockedView
from kiosk.screens import kv
from kiosk.screens.screen import Screen


class Blocked(Screen):
    """Draws BlockedView."""

    def draw(self, view: BlockedView, before: BlockedView | None) -> None:
        ids = self.ids
        ids.title.msg, ids.text.msg, ids.advice.msg = view.title, view.text, view.advice
        ids.technical.text = view.technical
        wrong = view.tone == "error"
        ids.icon.icon = "error" if wrong else "sync"
        ids.icon.ink, ids.card.edge = ("error.ink", "error.ink") if wrong else ("accent", "line")

    def key(self, name: str, text: str) -> bool:
        if name == "enter":
            self.post("retry")
            return True
        return False

    def back(self) -> None:
        """There is no way back from here."""


kv.load(__file__)
