"""Breaking a text into lines of fixed-width columns: at words, and between Chinese characters.

Closing punctuation never begins a line and opening punctuation never ends one (GB/T 15834, 5.1).
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.hw.print_rows import char_columns, columns_of, printable

_NOT_FIRST = frozenset("，。、；：？！）】》〉」』〕］｝”’％,.;:?!)]}%")
_NOT_LAST = frozenset("（【《〈「『〔［｛“‘([{￥¥$")


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most `columns` columns (2 or more), without blanks at their ends; at least one line.

    A line feed begins a new line. A word longer than a line is cut.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_line(printable(paragraph).rstrip(" \u3000"), max(columns, 2)))
    return lines


def _wrap_line(text: str, columns: int) -> list[str]:
    if columns_of(text) <= columns:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for unit in _units(text):
        width = columns_of(unit)
        if used + width > columns and not unit.isspace():
            if line.strip():
                lines.append(line.rstrip(" \u3000"))
                line, used = "", 0
            for piece in _cut(unit, columns - used if not line.strip() else columns):
                if line.strip():
                    lines.append(line.rstrip(" \u3000"))
                line, used = piece, columns_of(piece)
        elif used + width > columns or (not line and lines and unit.isspace()):
            continue  # blanks at a break belong to neither line
        else:
            line, used = line + unit, used + width
    if line.strip() or not lines:
        lines.append(line.rstrip(" \u3000"))
    return lines


def _units(text: str) -> Iterator[str]:
    """What stays together: a word, blanks, a wide character, each with the punctuation that clings to it."""
    unit = ""
    for char in text:
        if unit and _may_break(unit[-1], char):
            yield unit
            unit = ""
        unit += char
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() != after.isspace()
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return char_columns(before) == 2 or char_columns(after) == 2


def _cut(unit: str, columns: int) -> Iterator[str]:
    """Pieces of at most `columns` columns."""
    piece, used = "", 0
    for char in unit:
        width = char_columns(char)
        if piece and used + width > columns:
            yield piece
            piece, used = "", 0
        piece, used = piece + char, used + width
    if piece:
        yield piece
