"""One of a few, as large rows."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, ObjectProperty

from kiosk.flows.views import ChoiceView, Option
from kiosk.screens import kv
from kiosk.screens.sheets.base import Sheet
from kiosk.screens.widgets.tap import Tap


class OptionRow(Tap):
    """An option: its text, and a detail at the right."""

    item = ObjectProperty(None, allownone=True)

    def show(self, option: Option) -> None:
        """Stand for this option."""
        self.token, self.tap_id = option.id, f"option_{option.id}"
        self.ids.text.msg, self.ids.detail.msg, self.ids.icon.icon = option.text, option.detail, option.icon
        self.ids.detail.shown = option.detail is not None


class ChoiceSheet(Sheet):
    """Draws ChoiceView."""

    count = NumericProperty(1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids.options.make = self._row

    def draw(self, view: ChoiceView, before: ChoiceView | None) -> None:
        ids = self.ids
        ids.title.msg, ids.detail.msg = view.title, view.detail
        ids.detail.shown = view.detail is not None
        ids.options.items = view.options
        self.count = max(len(view.options), 1)
        if before is None:
            ids.options.at = 0

    def turn(self) -> None:
        """More options than fit: the next page, and round."""
        grid = self.ids.options
        grid.at = (grid.at + 1) % grid.pages

    def _row(self) -> OptionRow:
        row = OptionRow()
        row.bind(on_tap=lambda r: self.post("choose", r.token))
        return row


kv.load(__file__)
