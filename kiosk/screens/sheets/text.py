"""Words: typed on the keys of the screen or a keyboard, or one of the likely answers."""

from __future__ import annotations

from typing import Any

from kiosk.flows.views import Strip, TextView
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.sheets.base import Sheet, fill_buttons, redraw_with
from kiosk.screens.widgets.tap import Push


class TextSheet(Sheet):
    """Draws TextView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids.board.entry = self.ids.entry
        redraw_with(self)

    def draw(self, view: TextView, before: TextView | None) -> None:
        ids = self.ids
        ids.title.msg = view.title
        ids.strip.strip = Strip("error", view.error) if view.error else None
        if before is None:
            ids.entry.text = view.start
        buttons = fill_buttons(ids.suggestions, len(view.suggestions), self._suggested)
        for button, text in zip(buttons, view.suggestions, strict=True):
            button.msg, button.token, button.tap_id = text, look.say(text), f"suggestion_{look.say(text)}"
        ids.suggestions.shown = bool(view.suggestions)

    def enter(self) -> None:
        """The text is whole."""
        self.post("answer_text", self.ids.entry.text)

    def key(self, name: str, text: str) -> bool:
        if text:
            self.ids.entry.type(text)
        elif name == "backspace":
            self.ids.entry.erase()
        elif name == "enter":
            self.enter()
        else:
            return False
        return True

    def _suggested(self, button: Push) -> None:
        self.post("answer_text", look.say(button.msg))


kv.load(__file__)
