"""Rows as they stand on paper: the layout makes them, the encoder sends, the renderer reads, the raster draws."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from kiosk.hw.paper import Symbology

CELL = 12
"""Dots of one column: ESC/POS font A is 12 × 24, a Chinese character 24 × 24."""


class Run(msgspec.Struct, frozen=True):
    """Characters in one style. wide, tall: doubled. inverse: white on black."""

    text: str
    bold: bool = False
    wide: bool = False
    tall: bool = False
    inverse: bool = False

    @property
    def columns(self) -> int:
        return columns_of(self.text) * (2 if self.wide else 1)

    def like(self, other: Run) -> bool:
        """Whether the other is in the same style."""
        return (self.bold, self.wide, self.tall, self.inverse) == (
            other.bold,
            other.wide,
            other.tall,
            other.inverse,
        )


class TextRow(msgspec.Struct, frozen=True):
    """One printed line with its padding; nothing follows the last visible character but inverse blanks."""

    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def columns(self) -> int:
        return sum(run.columns for run in self.runs)


class BarcodeRow(msgspec.Struct, frozen=True):
    """Bars, in the middle. module: dots of the narrowest bar. height: dots of the bars."""

    data: str
    symbology: Symbology | str
    readable: bool = True
    module: int = 2
    height: int = 64

    @property
    def text(self) -> str:
        return f"[{self.symbology} {self.data}]"


class QrRow(msgspec.Struct, frozen=True):
    """A QR code, in the middle. module: dots of one square."""

    data: str
    module: int = 5

    @property
    def text(self) -> str:
        return f"[qr {self.data}]"


class ImageRow(msgspec.Struct, frozen=True):
    """Dots, eight to a byte from the left, 1 is black; a line begins a byte. left: dots before it."""

    width: int
    height: int
    bits: bytes
    left: int = 0

    @property
    def text(self) -> str:
        return f"[image {self.width}x{self.height}]"


Row = TextRow | BarcodeRow | QrRow | ImageRow


def rows_text(rows: tuple[Row, ...] | list[Row]) -> str:
    """Rows in words, one a line; codes and images in brackets."""
    return "\n".join(row.text.rstrip() for row in rows)


@lru_cache(maxsize=8192)
def char_columns(char: str) -> int:
    """Columns a character takes on paper: 2 if wide or full-width (UAX #11), otherwise 1.

    Ambiguous ones (×, °, é, €) count 1: they are printed from a Western code page, not as Chinese.
    """
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns_of(text: str) -> int:
    """Columns a text takes on paper."""
    return len(text) if text.isascii() else sum(map(char_columns, text))


# Characters of which none is a control, a loose mark, a blank of its own kind, or composed of others
_PLAIN = re.compile(
    "[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u20ac\u3001-\u3029\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\uffe5]*"
)


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """`text` without what a printer would obey or can't place: controls become blanks, loose marks go.

    A product's name with an ESC in it must not command the printer.
    """
    if _PLAIN.fullmatch(text):
        return text
    out = []
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        if kind in ("Cc", "Zs", "Zl", "Zp"):
            out.append("\u3000" if char == "\u3000" else " ")
        elif kind == "Cs":
            out.append("\ufffd")
        elif kind not in ("Mn", "Me", "Cf"):
            out.append(char)
    return "".join(out)
