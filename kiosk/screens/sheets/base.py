"""What sheets share: they lie above the screen, ask one thing, and go away by Cancel or Esc."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock

from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.basic import Card
from kiosk.screens.widgets.tap import Push


class Sheet(Screen):
    """Root of sheets. A flow that answers with a reason leaves the sheet, and what was typed, as they are."""

    def back(self) -> None:
        self.post("cancel")


class SheetCard(Card):
    """The sheet's ground: in the middle, as large as it must be."""


def redraw_with(sheet: Screen, *names: str) -> None:
    """Draw the sheet anew when the language or another property of the look changes."""
    later = Clock.create_trigger(sheet.redraw, -1)
    for name in names or ("language",):
        look.watch(later, name)


def fill_buttons(box: Any, count: int, pressed: Any, **how: Any) -> list[Push]:
    """So many buttons in a box, made or dropped only when their number changes."""
    while len(box.children) > count:
        box.remove_widget(box.children[0])
    while len(box.children) < count:
        button = Push(**how)
        button.bind(on_tap=pressed)
        box.add_widget(button)
    return list(reversed(box.children))


kv.load(__file__)
