"""How wide a text is, before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kivy.core.text import Label as CoreLabel

from kiosk.screens.fonts import TEXT

_CLOSING = "，。、；：！？）》」』】”’…％"
_OPENING = "（《「『【“‘"
_NEAR = 12
"""Pixels within which a line is measured as a whole."""


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, font: str = TEXT) -> int:
    """Pixels of one line."""
    return (
        int(CoreLabel(font_name=font, font_size=size, font_hinting="light", font_kerning=False).get_extents(text)[0])
        if text
        else 0
    )


def height_of(size: float) -> int:
    """Pixels of a line of this size of type, with its leading."""
    return round(size * 1.3)


def widest_step(text: str, room: float, steps: Sequence[int]) -> int:
    """The largest of the sizes of type in which a text takes one line of `room` pixels; the smallest if none."""
    return max((s for s in steps if width_of(text, s) <= room), default=min(steps))


def folded(text: str, size: float, room: float) -> list[str]:
    """The lines a text breaks into where there are `room` pixels: between words, and between Chinese characters."""
    lines, used = [""], 0
    for piece in _pieces(text):
        wide, bare = width_of(piece, size), piece.rstrip()
        end = used + width_of(bare, size)
        if end > room - _NEAR:  # whole pixels of many pieces come to less, or more, than those of their line
            end = width_of(lines[-1] + bare, size) + 1
        if lines[-1] and end > room:
            lines, used = [*lines, ""], 0
        lines[-1] += piece
        used += wide
    return lines


def broken(text: str, size: float, room: float) -> list[str]:
    """The same for a text that has lines of its own already, without the blanks at their ends."""
    return [piece.rstrip() for line in text.split("\n") for piece in folded(line, size, room)]


def clipped(text: str, size: float, room: float, most: int) -> str:
    """At most so many lines of it; an ellipsis ends what is longer."""
    lines = folded(text, size, room)
    if len(lines) <= most:
        return text
    last = lines[most - 1].rstrip()
    while last and width_of(last + "…", size) > room:
        last = last[:-1]
    return "".join(lines[: most - 1]) + last.rstrip() + "…"


def _pieces(text: str) -> list[str]:
    """No line begins with a mark that closes, or ends with one that opens (W3C, Chinese layout requirements, 3.1.2)."""
    pieces: list[str] = []
    for char in text:
        if pieces and (char in _CLOSING or pieces[-1][-1] in _OPENING or _one_word(pieces[-1], char)):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _one_word(piece: str, char: str) -> bool:
    return not piece.endswith(" ") and ord(char) < 0x2E80 and ord(piece[-1]) < 0x2E80
