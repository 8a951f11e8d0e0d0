"""One row's characters as a printer wants them: Western code pages, or GB18030 in Chinese mode.

A run of text begins and ends outside Chinese mode and in code page 0, so that its bytes can be kept and used again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from kiosk.hw.print_rows import char_columns

ENTER_CHINESE = b"\x1c&"
LEAVE_CHINESE = b"\x1c."
PAGE = b"\x1bt"

_CHINESE = -1
_FIRST_PAGES = ("CP437", "CP850", "CP858", "CP1252")
"""Looked into before the profile's other code pages: most printers have them in the right place."""

_MULTIBYTE = frozenset(("CP932", "UNKNOWN"))


@lru_cache(maxsize=8)
def code_pages(profile: str) -> dict[int, str]:
    """Number (ESC t n) to the 128 characters above ASCII, of a python-escpos profile. `\\0` where there is none."""
    from escpos.capabilities import get_profile
    from escpos.codepages import CodePages

    pages: dict[int, str] = {}
    for number, name in get_profile(profile).codePages.items():
        if name.upper() in _MULTIBYTE:
            continue
        about = CodePages.get_encoding(name)
        if "data" in about:
            upper = "".join(about["data"]).replace(" ", "\0")
        elif "python_encode" in about:
            upper = bytes(range(128, 256)).decode(about["python_encode"], "replace")
            upper = upper.replace("\ufffd", "\0") if len(upper) == 128 else ""
        else:
            continue
        if len(upper) == 128:
            pages[int(number)] = upper
    return pages


@lru_cache(maxsize=8)
def _western(profile: str) -> dict[str, tuple[int, int]]:
    """Character to (code page, byte)."""
    from escpos.capabilities import get_profile

    names = {int(number): name.upper() for number, name in get_profile(profile).codePages.items()}

    def preference(number: int) -> tuple[int, int]:
        name = names[number]
        return (_FIRST_PAGES.index(name) if name in _FIRST_PAGES else len(_FIRST_PAGES), number)

    table: dict[str, tuple[int, int]] = {}
    pages = code_pages(profile)
    for number in sorted(pages, key=preference):
        for byte, char in enumerate(pages[number], 128):
            if char >= "\x80":
                table.setdefault(char, (number, byte))
    return table


@lru_cache(maxsize=8192)
def _encoded(char: str, profile: str, chinese: bool) -> tuple[int | None, bytes] | None:
    """(code page, Chinese or None for any, bytes), or None if this printer has no such character."""
    if char < "\x7f":
        return (None, char.encode()) if char >= " " else None
    if char_columns(char) == 2:
        data = char.encode("gb18030", "ignore") if chinese else b""
        # Four-byte codes are in the standard and in few printers
        return (_CHINESE, data) if len(data) == 2 else None
    found = _western(profile).get(char)
    return (found[0], bytes((found[1],))) if found else None


@lru_cache(maxsize=4096)
def encode_text(text: str, profile: str, chinese: bool) -> bytes | None:
    """The bytes that print `text`; None if the printer lacks one of its characters. Nothing turns into `?`."""
    if text.isascii() and text.isprintable():
        return text.encode()
    out = bytearray()
    mode = 0
    for char in text:
        encoded = _encoded(char, profile, chinese)
        if encoded is None:
            return None
        wanted, data = encoded
        if wanted is not None and wanted != mode:
            out += _switch(mode, wanted)
            mode = wanted
        out += data
    return bytes(out + _switch(mode, 0))


def _switch(mode: int, wanted: int) -> bytes:
    if mode == wanted:
        return b""
    if wanted == _CHINESE:
        return (PAGE + b"\0" if mode else b"") + ENTER_CHINESE
    left = LEAVE_CHINESE if mode == _CHINESE else b""
    return left + (PAGE + bytes((wanted,)) if wanted or mode != _CHINESE else b"")


ChineseText = Literal["gb18030", "raster"]
"""How a printer gets Chinese: as text in its own font, or drawn here and sent as dots."""
