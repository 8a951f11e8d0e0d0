"""The keypad: the same wherever numbers are typed, by touch or by a keyboard's digits, Backspace and Enter."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.i18n import M, plain
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Shown
from kiosk.screens.widgets.tap import Push

FACES = (("1", "2", "3", "⌫"), ("4", "5", "6"), ("7", "8", "9"), (".", "0", "00"))
GAP = 8
MOST = 12
"""Digits that are taken."""


class Keypad(Shown):
    """typed: the digits as they stand, "." for the decimal mark. point: whether there is one.

    plain: a PIN or code, any zero of it counts. dead: nothing is taken (waiting after wrong PINs).
    `on_typed` follows each key, `on_enter` the largest.
    """

    typed = StringProperty("")
    point = BooleanProperty(True)
    plain = BooleanProperty(False)
    dead = BooleanProperty(False)
    enter_msg = ObjectProperty(M("OK"))

    __events__ = ("on_typed", "on_enter")

    def __init__(self, **kwargs: Any) -> None:
        self._later = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        self._keys = [[self._key(face) for face in row] for row in FACES]
        self._enter = Push(kind="primary", tap_id="ok")
        self._enter.bind(on_tap=lambda _b: self.dispatch("on_enter"))
        self.add_widget(self._enter)
        self._keys[0][3].msg, self._keys[0][3].icon = None, "backspace"
        for name in ("pos", "size", "point", "plain", "enter_msg", "dead"):
            self.fbind(name, self._later)
        look.watch(self._later, "sizes")
        self._later()

    def on_typed(self, *_args: Any) -> None:
        """The digits changed."""

    def on_enter(self) -> None:
        """Enter was pressed."""

    @staticmethod
    def wanted() -> int:
        """Pixels of height for keys of this class of screen."""
        return 4 * look.sizes.key + 3 * GAP

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
        elif len(self.typed) + len(face) <= MOST:
            self.typed = (
                self.typed + face
                if self.plain
                else (self.typed.lstrip("0") if "." not in self.typed else self.typed) + face
            )
            if not self.plain and set(self.typed) == {"0"}:
                self.typed = "0"
        self.dispatch("on_typed")

    def _key(self, face: str) -> Push:
        key = Push(tap_id=f"key_{'backspace' if face == '⌫' else face}", token=face, msg=plain(face))
        key.bind(on_tap=lambda k: self.press(k.token))
        self.add_widget(key)
        return key

    def _place(self, _dt: float) -> None:
        wide = (round(self.width) - 3 * GAP) // 4
        high = (round(self.height) - 3 * GAP) // 4
        for at, row in enumerate(self._keys):
            for place, key in enumerate(row):
                key.pos = round(self.x) + place * (wide + GAP), round(self.y + (3 - at) * (high + GAP))
                key.size = round(wide), round(high)
                key.step = look.sizes.title
                key.enabled = not self.dead
        self._keys[3][0].shown = self.point
        self._keys[3][2].shown = not self.plain
        self._enter.pos = round(self.x) + 3 * (wide + GAP), round(self.y)
        self._enter.size = round(wide), round(3 * high + 2 * GAP)
        self._enter.msg, self._enter.enabled = self.enter_msg, not self.dead
