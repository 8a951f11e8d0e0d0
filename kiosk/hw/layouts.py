"""What the keys of a keyboard say, country by country: Linux key codes to characters and back.

A scanner in keyboard mode sends the places of keys, as a person's keyboard does; the same place is `@` in one country
and `"` in another. Places are those of ISO/IEC 9995-2, characters those that Windows gives them, since that is what
scanners are made for.
"""

from __future__ import annotations

import msgspec

from kiosk.hw import layout_tables as tables

NO_CHAR = "\0"
DEAD = {"^": "\u0302", "´": "\u0301", "`": "\u0300", "¨": "\u0308", "~": "\u0303"}
"""Accents that wait for their letter, and the combining character that joins them to it."""

PLACES = (41, *range(2, 14), *range(16, 28), 43, *range(30, 41), 86, *range(44, 54))
"""Key codes of the character keys, row by row (linux/input-event-codes.h)."""

SPACE = 57
KEYPAD = {
    71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 78: "+", 79: "1", 80: "2", 81: "3", 82: "0",
    83: ".", 55: "*", 98: "/", 117: "=", 121: ",",
}  # fmt: skip
"""The keypad says the same in every layout (NumLock on)."""

TEST_CODE = 'KIOSK-QAZWMY"1234'
"""Printed as a barcode, it reads differently in every layout of ours, and each of its keys is on every keyboard."""


class Stroke(msgspec.Struct, frozen=True):
    """One key and what is held with it."""

    code: int
    shift: bool = False
    altgr: bool = False


class Layout(msgspec.Struct, frozen=True):
    """A country's keyboard. dead: strokes that say nothing until the next one."""

    name: str
    chars: dict[Stroke, str]
    dead: frozenset[Stroke]
    strokes: dict[str, Stroke] = msgspec.field(default_factory=dict)

    def char(self, stroke: Stroke) -> str | None:
        """What a stroke says; None if nothing. An accent key says its accent."""
        return self.chars.get(stroke)


def _layout(name: str, table: tables.Table) -> Layout:
    chars: dict[Stroke, str] = {Stroke(SPACE): " ", Stroke(SPACE, shift=True): " "}
    for row, shift in ((table.plain, False), (table.shifted, True)):
        chars.update({Stroke(c, shift): char for c, char in zip(PLACES, row, strict=True) if char != NO_CHAR})
    chars.update({Stroke(code, altgr=True): char for code, char in table.altgr.items()})
    dead = frozenset(stroke for stroke, char in chars.items() if char in DEAD and char in table.dead)
    strokes: dict[str, Stroke] = {}
    for stroke, char in chars.items():
        if char not in strokes or strokes[char] in dead:  # a key that says it at once is the better way
            strokes[char] = stroke
    return Layout(name, chars, dead, strokes)


LAYOUTS = {name: _layout(name, table) for name, table in tables.TABLES.items()}
"""By name: us, uk, de, fr."""


def deduce_layout(read: str, layout: str = "us") -> str | None:
    """The layout a scanner is set to, from what TEST_CODE read as while `layout` was configured.

    None if no layout of ours, or more than one, explains it: then the code read was not the test code.
    """
    found = [name for name in LAYOUTS if _reads_as(name, layout) == read.strip()]
    return found[0] if len(found) == 1 else None


def _reads_as(sent: str, read: str) -> str:
    """What TEST_CODE reads as in one layout, sent in another."""
    strokes = (LAYOUTS[sent].strokes[char] for char in TEST_CODE)
    return "".join(LAYOUTS[read].char(stroke) or "" for stroke in strokes)
