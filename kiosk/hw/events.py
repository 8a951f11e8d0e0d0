"""The kernel's input events as bytes, and the bytes that a scanner in keyboard mode sends for a code.

Source: Linux uapi input.h (struct input_event) and input-event-codes.h.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from kiosk.exc import BadInput
from kiosk.hw.layouts import LAYOUTS, SPACE, Layout, Stroke
from kiosk.i18n import M

EVENT = struct.Struct("@llHHi")
"""Seconds, microseconds, type, code, value."""

EV_SYN, EV_KEY, EV_MSC = 0, 1, 4
SYN_REPORT, SYN_DROPPED = 0, 3
MSC_SCAN = 4
UP, DOWN = 0, 1

KEY_TAB, KEY_ENTER, KEY_KPENTER = 15, 28, 96
KEY_LEFTCTRL, KEY_RIGHTCTRL = 29, 97
KEY_LEFTSHIFT, KEY_RIGHTSHIFT = 42, 54
KEY_LEFTALT, KEY_RIGHTALT = 56, 100
KEY_LEFTMETA, KEY_RIGHTMETA = 125, 126
KEY_CAPSLOCK, KEY_NUMLOCK, KEY_SCROLLLOCK = 58, 69, 70
FUNCTION_KEYS = {f"f{n}": code for n, code in enumerate((*range(59, 69), 87, 88), 1)}

SUFFIX_KEYS = {"enter": KEY_ENTER, "kpenter": KEY_KPENTER, "tab": KEY_TAB, "any": KEY_ENTER}
"""The key that ends a code, by the name of the setting; `none` sends no key."""

KEYPAD_DIGITS = {"0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73}
CONTROL_KEYS = {27: 26, 28: 43, 29: 27, 30: 7, 31: 12}
"""ESC, FS, GS, RS, US: the key held with Ctrl, by place: [ \\ ] 6 - of the US keyboard."""

_USB_KEYBOARD_PAGE = 0x70000


class Event(msgspec.Struct, frozen=True):
    """One event. at: seconds, of the clock that the device was opened with."""

    type: int
    code: int
    value: int
    at: float = 0.0

    def pack(self) -> bytes:
        """As the kernel writes it."""
        seconds, micros = divmod(round(self.at * 1_000_000), 1_000_000)
        return EVENT.pack(seconds, micros, self.type, self.code, self.value)


def unpack(data: bytes) -> Iterator[Event]:
    """The events in `data`, whose length must be a multiple of EVENT.size."""
    for seconds, micros, kind, code, value in EVENT.iter_unpack(data):
        yield Event(kind, code, value, seconds + micros / 1_000_000)


def key_events(
    text: str, layout: str = "us", suffix: str = "enter", at: float = 0.0, *, step: float = 0.001, gs_key: str = ""
) -> bytes:
    """What a scanner set to `layout` sends for `text`: each key down and up, as USB HID reports it, from `at` on.

    A character that the layout has no key for is sent by Alt and the keypad; GS by Ctrl and `]`, or by `gs_key`
    (f1 to f12). step: seconds between key events. suffix: a name in SUFFIX_KEYS, or `none`. Raises BadInput for what no
    keyboard can send.
    """
    keys: list[tuple[int, int]] = []
    board = LAYOUTS[layout]
    for char in text:
        if char == "\x1d" and gs_key:
            keys += _press(FUNCTION_KEYS[gs_key])
        else:
            keys += _strokes(char, board)
    if suffix != "none":
        keys += _press(SUFFIX_KEYS[suffix])
    return b"".join(_report(code, value, at + n * step) for n, (code, value) in enumerate(keys))


def _report(code: int, value: int, at: float) -> bytes:
    return (
        Event(EV_MSC, MSC_SCAN, _USB_KEYBOARD_PAGE + code, at).pack()
        + Event(EV_KEY, code, value, at).pack()
        + Event(EV_SYN, SYN_REPORT, 0, at).pack()
    )


def _press(code: int, *held: int) -> list[tuple[int, int]]:
    return [*((key, DOWN) for key in held), (code, DOWN), (code, UP), *((key, UP) for key in reversed(held))]


def _strokes(char: str, board: Layout) -> list[tuple[int, int]]:
    if char == "\t":
        return _press(KEY_TAB)
    if char == "\n":
        return _press(KEY_ENTER)
    stroke = board.strokes.get(char)
    if stroke:
        accent = _press(SPACE) if stroke in board.dead else []  # the space says that no letter will come
        return _press(stroke.code, *_held(stroke)) + accent
    if ord(char) in CONTROL_KEYS:
        return _press(CONTROL_KEYS[ord(char)], KEY_LEFTCTRL)
    if "\x01" <= char <= "\x1a":
        return _press(board.strokes[chr(ord(char) + 0x60)].code, KEY_LEFTCTRL)
    return _by_keypad(char)


def _held(stroke: Stroke) -> tuple[int, ...]:
    return (KEY_LEFTSHIFT,) * stroke.shift + (KEY_RIGHTALT,) * stroke.altgr


def _by_keypad(char: str) -> list[tuple[int, int]]:
    """Alt+0163: the Windows code page below 256, Unicode above."""
    number = _keypad_number(char)
    if number is None:
        raise BadInput(M("A scanner can't send the character {code}.", code=f"U+{ord(char):04X}"))
    pressed = [event for digit in number for event in _press(KEYPAD_DIGITS[digit])]
    return [(KEY_LEFTALT, DOWN), *pressed, (KEY_LEFTALT, UP)]


def _keypad_number(char: str) -> str | None:
    try:
        return f"0{char.encode('cp1252')[0]}" if char != "\0" else None
    except UnicodeEncodeError:
        unicode_above = ord(char) > 255 and not 0xD800 <= ord(char) < 0xE000
        return str(ord(char)) if unicode_above else None


def keypad_char(number: str) -> str | None:
    """The character of an Alt+keypad number as Windows reads it: 0… the Windows code page, else the PC's; above 255
    Unicode. None if there is none.
    """
    if not number:
        return None
    value = int(number)
    if value > 255:
        return chr(value) if value <= 0x10FFFF and not 0xD800 <= value < 0xE000 else None
    if value < 32:
        return chr(value) if value else None
    return bytes((value,)).decode("cp1252" if number[0] == "0" else "cp437", errors="ignore") or None
