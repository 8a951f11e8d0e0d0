"""Bars and squares: what a printer or a picture needs to know of Code 128, EAN-13 and QR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

QUIET = 10
"""Modules left white on either side of the bars (ISO/IEC 15417, 4.2)."""


def code128_data(data: str) -> str | None:
    """The data if Code 128 set B can hold it: 1 to 60 printable ASCII characters; otherwise None."""
    return data if 0 < len(data) <= 60 and data.isascii() and data.isprintable() else None


def ean13_data(data: str) -> str | None:
    """The 13 digits, the check digit added to 12; None for anything else, a wrong check digit too."""
    if not re.fullmatch(r"[0-9]{12,13}", data, re.ASCII):
        return None
    weighted = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(data[:12]))
    whole = data[:12] + str(-weighted % 10)
    return whole if whole.startswith(data) else None


def code128_parts(data: str) -> Iterator[tuple[str, str]]:
    """(set, characters): set C for pairs in runs of four or more digits, else B (ISO/IEC 15417, annex E)."""
    at = 0
    for match in re.finditer(r"[0-9]{4,}", data):
        start = match.start() + (match.end() - match.start()) % 2
        if start > at:
            yield "B", data[at:start]
        yield "C", data[start : match.end()]
        at = match.end()
    if at < len(data):
        yield "B", data[at:]


def bars_width(data: str, symbology: str) -> int:
    """Modules of the whole symbol with its quiet zones."""
    if symbology == "ean13":
        return 95 + 2 * QUIET
    symbols = sum(1 + (len(part) // 2 if chosen == "C" else len(part)) for chosen, part in code128_parts(data))
    return 11 * (symbols + 1) + 13 + 2 * QUIET


@lru_cache(maxsize=64)
def bars(data: str, symbology: str) -> str:
    """The modules from left to right, `1` black, without quiet zones; empty if there are no such bars."""
    import barcode
    from barcode.errors import BarcodeError

    try:
        symbol = barcode.get_barcode_class(symbology)(data)
        built: list[str] = symbol.build()
    except (BarcodeError, KeyError, ValueError, IndexError, TypeError):
        return ""
    return built[0].replace("G", "1")


@lru_cache(maxsize=64)
def squares(data: str) -> tuple[tuple[bool, ...], ...]:
    """A QR code's modules, four white ones around, error correction M; empty if there is too much data."""
    import qrcode
    from qrcode.exceptions import DataOverflowError

    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    try:
        code.add_data(data.encode("utf-8", "replace"))
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return ()
    return tuple(tuple(bool(module) for module in line) for line in code.get_matrix())
