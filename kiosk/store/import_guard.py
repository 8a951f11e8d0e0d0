"""Texts that a spreadsheet program would take for a formula when it opens our file.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break is written with an apostrophe before it (OWASP, "CSV
injection"), which the import takes off again. A text that has such an apostrophe of its own gets one more.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guard(text: str, *, typed: bool = False) -> str:
    """The text as it may stand in a file. typed: the file says which cells are texts, so only what `unguard` would
    change is guarded."""
    return "'" + text if (_GUARDED if typed else _RISKY).match(text) else text


def unguard(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
