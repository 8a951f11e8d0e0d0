"""Rows to dots: for printers without Chinese characters, for the simulator's paper, for the screen's preview.

A column is 12 dots wide, a line 24 dots high with 6 below it, as ESC/POS font A is on the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.exc import ConfigError
from kiosk.hw.paper import Paper
from kiosk.hw.paper_text import lay_out
from kiosk.hw.print_barcodes import QUIET, bars, squares
from kiosk.hw.print_rows import CELL, BarcodeRow, ImageRow, QrRow, Row, Run, TextRow, char_columns
from kiosk.i18n import M

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

LINE = 30
"""Dots from one line to the next."""

_GLYPH = 24
_BASELINE = 21
_BOX = 28
"""A glyph's dots with what hangs below its 24, into the blank between lines."""

_LATIN = 20
"""Height at which the font's monospaced Latin letters are one column wide."""

FONTS = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
)
"""Where a font with Chinese characters is looked for, first one first."""


def font_path(fonts: Iterable[Path] = FONTS) -> Path:
    """The first of `fonts` that is there. Raises ConfigError."""
    for path in fonts:
        if path.is_file():
            return path
    raise ConfigError(M("No Chinese font is installed. Install the package fonts-wqy-microhei."))


def draw_paper(paper: Paper, columns: int, margin: int = 24) -> Image:
    """A paper as it will look, in 8-bit grey: the preview, without a detour over a printer's bytes."""
    return draw_rows(lay_out(paper, columns), columns, margin)


def draw_rows(rows: Sequence[Row], columns: int, margin: int = 0) -> Image:
    """The rows as 8-bit grey, `columns` × 12 dots wide, with `margin` white dots on every side."""
    from PIL import Image

    width = columns * CELL
    heights = [row_height(row) for row in rows]
    picture = Image.new("L", (width + 2 * margin, max(sum(heights), 1) + 2 * margin), 255)
    top = margin
    for row, height in zip(rows, heights, strict=True):
        if isinstance(row, TextRow):
            _draw_text(picture, row, margin, top, width)
        elif isinstance(row, ImageRow):
            picture.paste(from_bits(row), (margin + row.left, top))
        else:
            code = _bars_picture(row) if isinstance(row, BarcodeRow) else _squares_picture(row)
            picture.paste(code, (margin + max((width - code.width) // 2, 0), top))
        top += height
    return picture


def row_height(row: Row) -> int:
    """Dots from this row's top to the next one's."""
    if isinstance(row, TextRow):
        return LINE + _GLYPH if any(run.tall for run in row.runs) else LINE
    if isinstance(row, ImageRow):
        return row.height
    if isinstance(row, BarcodeRow):
        return row.height + (LINE if row.readable else 6)
    return len(squares(row.data)) * row.module


def to_bits(picture: Image) -> ImageRow:
    """Black and white dots, of a picture in grey; the width is filled up to whole bytes."""
    from PIL import Image

    width = (picture.width + 7) // 8 * 8
    ink = Image.new("1", (width, picture.height), 0)
    ink.paste(picture.point(_INK, "1"), (0, 0))
    return ImageRow(width, picture.height, ink.tobytes())


def from_bits(row: ImageRow) -> Image:
    """The picture of dots."""
    from PIL import Image

    stride = (row.width + 7) // 8
    if not row.width or not row.height:
        return Image.new("L", (1, 1), 255)
    bits = row.bits[: stride * row.height].ljust(stride * row.height, b"\0")
    return Image.frombytes("1", (row.width, row.height), bits).convert("L").point(_NEGATIVE)


_INK = [255 if grey < 150 else 0 for grey in range(256)]
_NEGATIVE = [255 - grey for grey in range(256)]


def _draw_text(picture: Image, row: TextRow, left: int, top: int, width: int) -> None:
    tallest = LINE + _GLYPH if any(run.tall for run in row.runs) else LINE
    at = left
    for run in row.runs:
        height = _GLYPH * (2 if run.tall else 1)
        if run.inverse:
            picture.paste(0, (at, top, min(at + run.columns * CELL, left + width), top + tallest))
        for char in run.text:
            step = CELL * char_columns(char) * (2 if run.wide else 1)
            if char not in " \u3000":
                mask = _glyph(char, run.bold, run.wide, run.tall)
                # Letters of every size stand on one base line; in a banner they stand in its middle
                low = top + ((tallest - height) // 2 if run.inverse else tallest - 6 - height)
                picture.paste(255 if run.inverse else 0, (at, low), mask)
            at += step


@lru_cache(maxsize=4096)
def _glyph(char: str, bold: bool, wide: bool, tall: bool) -> Image:
    """A character's ink: 255 where it is."""
    from PIL import Image, ImageDraw

    columns = char_columns(char)
    scale = 2 if wide or tall else 1
    width, height = CELL * columns, _BOX
    ink = Image.new("L", (width * scale, height * scale), 0)
    font = _font((_GLYPH if columns == 2 else _LATIN) * scale)
    ImageDraw.Draw(ink).text(
        (width * scale / 2, _BASELINE * scale), char, 255, font, anchor="ms", stroke_width=0.6 if bold else 0
    )
    size = (width * (2 if wide else 1), height * (2 if tall else 1))
    return ink if ink.size == size else ink.resize(size, Image.Resampling.BOX)


@lru_cache(maxsize=8)
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    path = str(font_path())
    try:
        return ImageFont.truetype(path, size, index=1)  # the collection's monospaced face
    except OSError:
        return ImageFont.truetype(path, size)


def _bars_picture(row: BarcodeRow) -> Image:
    from PIL import Image

    modules = bars(row.data, str(row.symbology))
    width = (len(modules) + 2 * QUIET) * row.module
    picture = Image.new("L", (width, row_height(row)), 255)
    for at, module in enumerate(modules, QUIET):
        if module == "1":
            picture.paste(0, (at * row.module, 0, (at + 1) * row.module, row.height))
    if row.readable:
        readable = TextRow((Run(row.data),))
        _draw_text(picture, readable, max((width - readable.columns * CELL) // 2, 0), row.height + 2, width)
    return picture


def _squares_picture(row: QrRow) -> Image:
    from PIL import Image

    modules = squares(row.data)
    side = max(len(modules), 1)
    picture = Image.new("L", (side, side), 255)
    for y, line in enumerate(modules):
        for x, black in enumerate(line):
            if black:
                picture.putpixel((x, y), 0)
    return picture.resize((side * row.module, side * row.module), Image.Resampling.NEAREST)
