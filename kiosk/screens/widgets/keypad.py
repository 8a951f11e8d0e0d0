"""The keypad: the same wherever numbers are typed, by touch or by a keyboard's digits, Backspace and Enter."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.i18n import M, plain
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Pane
from kiosk.screens.widgets.tap import Push

FACES = ("123", "456", "789", ".0⌫")
GAP = 8
MOST = 12
"""Digits that are taken."""


class Keypad(Pane):
    """typed: the digits as they stand, "." for the decimal mark. point: whether there is one.

    `on_typed` follows each key, `on_enter` the largest. dead: nothing is taken (waiting after wrong PINs).
    """

    typed = StringProperty("")
    point = BooleanProperty(True)
    dead = BooleanProperty(False)
    enter = ObjectProperty(M("OK"))

    __events__ = ("on_typed", "on_enter")

    def __init__(self, **kwargs: Any) -> None:
        self._later = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        self._keys = [[self._key(face) for face in row] for row in FACES]
        self._enter = Push(kind="primary", tap_id="ok")
        self._enter.bind(on_tap=lambda _b: self.dispatch("on_enter"))
        self.add_widget(self._enter)
        self._keys[3][2].msg, self._keys[3][2].icon = None, "backspace"
        for name in ("pos", "size", "point", "enter", "dead"):
            self.fbind(name, self._later)
        look.fbind("sizes", self._later)
        self._later()

    def on_typed(self) -> None:
        """The digits changed."""

    def on_enter(self) -> None:
        """Enter was pressed."""

    @staticmethod
    def wanted() -> int:
        """Pixels of height for keys of this class of screen."""
        return 5 * look.sizes.key + 4 * GAP

    def key(self, name: str, text: str) -> bool:
        """A keyboard's key; True if it is one of ours."""
        if text and text in "0123456789.":
            self.press(text)
        elif name == "backspace":
            self.press("⌫")
        elif name == "enter":
            if not self.dead:
                self.dispatch("on_enter")
        else:
            return False
        return True

    def press(self, face: str) -> None:
        """One key."""
        if self.dead:
            return
        if face == "⌫":
            self.typed = self.typed[:-1]
        elif face == ".":
            if not self.point or "." in self.typed:
                return
            self.typed = (self.typed or "0") + "."
        elif len(self.typed) < MOST:
            self.typed = face if self.typed == "0" and self.point else self.typed + face
        self.dispatch("on_typed")

    def _key(self, face: str) -> Push:
        key = Push(tap_id=f"key_{'backspace' if face == '⌫' else face}", token=face, msg=plain(face))
        key.bind(on_tap=lambda k: self.press(k.token))
        self.add_widget(key)
        return key

    def _place(self, _dt: float) -> None:
        wide = (self.width - 2 * GAP) / 3
        high = (self.height - 4 * GAP) / 5
        for at, row in enumerate(self._keys):
            for place, key in enumerate(row):
                key.pos = round(self.x + place * (wide + GAP)), round(self.y + (4 - at) * (high + GAP))
                key.size = round(wide), round(high)
                key.step = look.sizes.title
                key.enabled = not self.dead
        self._keys[3][0].shown = self.point
        self._enter.pos, self._enter.size = self.pos, (self.width, round(high))
        self._enter.msg, self._enter.enabled = self.enter, not self.dead
