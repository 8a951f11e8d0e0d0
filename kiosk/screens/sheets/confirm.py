"""Before what can't be undone: the act by its name, and the way out."""

from __future__ import annotations

from kivy.properties import NumericProperty

from kiosk.flows.views import ConfirmView
from kiosk.screens import kv
from kiosk.screens.sheets.base import Sheet


class ConfirmSheet(Sheet):
    """Draws ConfirmView. lines: of its detail, where it is a list."""

    lines = NumericProperty(1)

    def draw(self, view: ConfirmView, before: ConfirmView | None) -> None:
        ids = self.ids
        ids.title.msg, ids.detail.msg, ids.confirm.msg = view.title, view.detail, view.confirm
        ids.confirm.kind = "stop" if view.danger else "primary"
        ids.icon.icon = "warn" if view.danger else "info"
        self.lines = str(view.detail).count("\n") + 1
        ids.icon.ink = "warn.ink" if view.danger else "accent"

    def key(self, name: str, text: str) -> bool:
        if name == "enter" and not self.view.danger:
            self.post("confirm")
            return True
        return False


kv.load(__file__)
