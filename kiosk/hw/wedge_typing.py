"""From key events to characters: shift, caps lock, accents, Ctrl, Alt and keypad, as a scanner uses them.

Pure: no device, no clock.
"""

from __future__ import annotations

import unicodedata

from kiosk.hw.events import (
    CONTROL_KEYS,
    DOWN,
    FUNCTION_KEYS,
    KEY_CAPSLOCK,
    KEY_ENTER,
    KEY_KPENTER,
    KEY_LEFTALT,
    KEY_LEFTCTRL,
    KEY_LEFTMETA,
    KEY_LEFTSHIFT,
    KEY_NUMLOCK,
    KEY_RIGHTALT,
    KEY_RIGHTCTRL,
    KEY_RIGHTMETA,
    KEY_RIGHTSHIFT,
    KEY_SCROLLLOCK,
    KEY_TAB,
    KEYPAD_DIGITS,
    UP,
    keypad_char,
)
from kiosk.hw.layouts import DEAD, KEYPAD, LAYOUTS, Stroke

SHIFTS = {KEY_LEFTSHIFT, KEY_RIGHTSHIFT}
CTRLS = {KEY_LEFTCTRL, KEY_RIGHTCTRL}
MODIFIERS = SHIFTS | CTRLS | {KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTMETA, KEY_RIGHTMETA}
LOCKS = {KEY_CAPSLOCK, KEY_NUMLOCK, KEY_SCROLLLOCK}
GS = "\x1d"

_CONTROL_BY_KEY = {key: chr(char) for char, key in CONTROL_KEYS.items()}
_DIGIT_BY_KEY = {code: digit for digit, code in KEYPAD_DIGITS.items()}
_WHITE = {KEY_ENTER: "\r", KEY_KPENTER: "\r", KEY_TAB: "\t"}
_LONGEST_NUMBER = 8


class UnknownKey(Exception):
    """A key that says nothing in this layout: what was typed can't be trusted."""


class Typing:
    """What is held down now, and what that makes of the next key.

    gs_key: a function key (f1 to f12) by which the scanner sends GS; "" for none.
    """

    def __init__(self, layout: str = "us", gs_key: str = "") -> None:
        self._layout = LAYOUTS[layout]
        self._gs = FUNCTION_KEYS.get(gs_key)
        self._caps = False
        self._forget()

    def _forget(self) -> None:
        self._held: set[int] = set()
        self._number: str | None = None
        self._accent = ""

    def reset(self) -> None:
        """Events were lost: nothing is known to be held. Caps lock is kept, it rarely changes."""
        self._forget()

    def key(self, code: int, value: int) -> str:
        """The characters that this key event completes: as a rule one or none. Enter reads CR, Tab HT.

        Raises UnknownKey for a key, or a number on the keypad, that says nothing.
        """
        if code in MODIFIERS:
            return self._modifier(code, value)
        if value != DOWN:  # up, or the kernel's repeat of a held key
            return ""
        if code in LOCKS:
            self._caps ^= code == KEY_CAPSLOCK
            return ""
        if self._number is not None and code in _DIGIT_BY_KEY:
            self._number = (self._number + _DIGIT_BY_KEY[code])[:_LONGEST_NUMBER]
            return ""
        return self._join(*self._char(code))

    def pending(self) -> str:
        """An accent that still waits for its letter: the code ended, so it stands alone."""
        accent, self._accent = self._accent, ""
        return accent

    def _modifier(self, code: int, value: int) -> str:
        if value == DOWN:
            self._held.add(code)
            if code == KEY_LEFTALT:
                self._number = ""
        elif value == UP:
            self._held.discard(code)
            if code == KEY_LEFTALT:
                number, self._number = self._number, None
                return self._typed(number) if number else ""
        return ""

    def _typed(self, number: str) -> str:
        char = keypad_char(number)
        if char is None:
            raise UnknownKey(f"Alt+{number}")
        return self._join("\r" if char == "\n" else char, False)

    def _char(self, code: int) -> tuple[str, bool]:
        """What the key says with what is held, and whether it is an accent that waits."""
        if code in _WHITE:
            return _WHITE[code], False
        if code == self._gs:
            return GS, False
        if self._held & CTRLS and KEY_RIGHTALT not in self._held:
            return self._control(code), False
        if code in KEYPAD:
            return KEYPAD[code], False
        stroke = Stroke(code, bool(self._held & SHIFTS), KEY_RIGHTALT in self._held)
        char = self._layout.char(stroke)
        if char is None:
            raise UnknownKey(f"key {code}")
        if self._caps and char.isalpha() and len(char.swapcase()) == 1:
            char = char.swapcase()
        return char, stroke in self._layout.dead

    def _control(self, code: int) -> str:
        letter = self._layout.char(Stroke(code)) or ""
        if "a" <= letter <= "z":
            control = chr(ord(letter) - 0x60)
            return "\r" if control == "\n" else control
        if code in _CONTROL_BY_KEY:
            return _CONTROL_BY_KEY[code]
        raise UnknownKey(f"Ctrl+key {code}")

    def _join(self, char: str, is_accent: bool) -> str:
        before, self._accent = self._accent, ""
        if is_accent:
            self._accent = char
            return before
        if not before:
            return char
        if char == " ":
            return before
        joined = unicodedata.normalize("NFC", char + DEAD[before])
        return joined if len(joined) == 1 else before + char
