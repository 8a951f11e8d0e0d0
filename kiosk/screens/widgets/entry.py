"""A line of text that can be typed into, by the keys on the screen, a keyboard, or an input method."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.measure import width_of
from kiosk.screens.widgets.tap import Tap

MOST = 120
"""Characters that are taken; longer than any name, short enough for any list."""


class Entry(Tap):
    """text: what is typed so far. prompt: shown while it is empty. active: takes the keys. secret: shows dots.

    It is pressed to become active; whoever owns it decides. `on_typed` follows each change made by a person.
    """

    text = StringProperty("")
    prompt = ObjectProperty(None, allownone=True)
    active = BooleanProperty(False)
    icon = StringProperty("")
    secret = BooleanProperty(False)
    caret_x = NumericProperty(0)
    digits = BooleanProperty(False)

    __events__ = ("on_typed",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("text", "size", "pos", "prompt", "secret", "active"):
            self.fbind(name, self._show)
        look.watch(self._show, "language")
        look.watch(self._show, "sizes")
        self.kind = "sunken"
        self._show()

    def on_typed(self) -> None:
        """A person changed the text."""

    def type(self, text: str) -> None:
        """Add what was typed; control characters are no text."""
        clean = "".join(c for c in text if c.isprintable() and (not self.digits or c in "0123456789."))
        if clean and len(self.text) < MOST:
            self.text = (self.text + clean)[:MOST]
            self.dispatch("on_typed")

    def erase(self) -> None:
        """Take the last character away."""
        if self.text:
            self.text = self.text[:-1]
            self.dispatch("on_typed")

    def clear(self) -> None:
        """Take everything away."""
        if self.text:
            self.text = ""
            self.dispatch("on_typed")

    def _show(self, *_: Any) -> None:
        if "words" not in self.ids:
            return
        words = self.ids.words
        shown = "●" * len(self.text) if self.secret else self.text
        room = self.width - (52 if self.icon else 16) - 16
        size = look.sizes.body
        while shown and width_of(shown, size) > room:
            shown = shown[1:]  # the end is what is being typed
        words.ink = "ink" if self.text else "muted"
        words.text = shown if self.text else look.say(self.prompt)
        self.caret_x = (52 if self.icon else 16) + width_of(shown, size) + 2
        self.edge = "accent" if self.active else "edge"
        self.fill = "surface" if self.active else "sunken"

    def _dress(self, *_: Any) -> None:
        super()._dress()
        self._show()


kv.load(__file__)
