"""ESC/POS bytes back to what is on the paper: its rows, its words, its picture.

For the simulated printer, the tests and whoever wants to see what a printer was sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.hw.print_rows import BarcodeRow, ImageRow, QrRow, Row, rows_text

if TYPE_CHECKING:
    from PIL.Image import Image

MARGIN = 24


class RenderedPaper(msgspec.Struct, frozen=True):
    """One paper, from one cut to the next."""

    rows: tuple[Row, ...]
    columns: int = 48

    @property
    def text(self) -> str:
        """The words, a row a line, without the blank lines at the end."""
        return rows_text(self.rows).rstrip("\n")

    @property
    def barcodes(self) -> tuple[str, ...]:
        """What bars and QR codes say, from the top."""
        return tuple(row.data for row in self.rows if isinstance(row, BarcodeRow | QrRow))

    @property
    def images(self) -> tuple[ImageRow, ...]:
        return tuple(row for row in self.rows if isinstance(row, ImageRow))

    def picture(self) -> Image:
        """8-bit grey, with a margin around, as the paper looks."""
        from kiosk.hw.raster import draw_rows

        return draw_rows(self.rows, self.columns, MARGIN)


class Rendered(msgspec.Struct, frozen=True):
    """All that came out. The last paper may not be cut yet. unknown: names of commands passed over."""

    papers: tuple[RenderedPaper, ...]
    kicks: int
    cuts: int
    unknown: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """The papers' words, a blank line between them."""
        return "\n\n".join(paper.text for paper in self.papers)

    def picture(self) -> Image:
        """The papers below each other."""
        from PIL import Image

        pictures = [paper.picture() for paper in self.papers] or [RenderedPaper(()).picture()]
        whole = Image.new("L", (max(p.width for p in pictures), sum(p.height + 8 for p in pictures) - 8), 200)
        top = 0
        for picture in pictures:
            whole.paste(picture, (0, top))
            top += picture.height + 8
        return whole


def render(data: bytes, columns: int = 48, profile: str = "default") -> Rendered:
    """What a printer makes of `data`."""
    from kiosk.hw.renderer_machine import Renderer

    renderer = Renderer(columns, profile)
    renderer.feed(data)
    return renderer.rendered()
