"""A document on A4, as a PDF: for what a receipt's roll is too narrow for, and what is sent as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from kiosk.disk import whole_file
from kiosk.exc import BadInput
from kiosk.hw.raster import font_path
from kiosk.i18n import M

MARGIN = 16
"""Millimetres, as are all lengths here."""
LINE = 6.5


class Column(msgspec.Struct, frozen=True):
    """A column of the table. share: of the page's width, in proportion to the others'."""

    title: str
    share: int
    align: Literal["left", "right"] = "left"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the paper, in words already.

    banner: across the head, for what is not valid. sender: the first line large. facts: label and value, two a row.
    rows: one text a column; a line feed begins another line in its cell. sums: label and amount below the table, the
    last one large. notes: below those. signatures: what stands before each line to sign on. page: `{n}` and `{all}`.
    """

    title: str
    sender: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    banner: str = ""
    page: str = "{n} / {all}"


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Write the PDF; the file appears whole or not at all. Raises BadInput where it can't be written."""
    data = render_sheet(sheet)
    try:
        with whole_file(path) as file:
            file.write(data)
    except OSError as error:
        raise BadInput(M("{name} can't be written: {why}", name=path.name, why=error.strerror or "")) from error


def render_sheet(sheet: Sheet) -> bytes:
    """The PDF. The table's head is repeated on each page. Raises ConfigError without a Chinese font."""
    from fpdf import FPDF  # a second of loading, which no counter's start should pay

    class Pages(FPDF):  # type: ignore[misc, unused-ignore]
        def footer(self) -> None:
            self.set_y(-MARGIN + 2)
            self.set_font("text", size=8)
            self.set_text_color(110)
            self.cell(0, 5, sheet.page.format(n=self.page_no(), all="{nb}"), align="C")

    pdf: Any = Pages(format="A4")
    pdf.set_title(sheet.title)
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN + 4)
    pdf.add_font("text", fname=str(font_path()))
    pdf.add_page()
    _head(pdf, sheet)
    _table(pdf, sheet)
    _foot(pdf, sheet)
    return bytes(pdf.output())


def _head(pdf: Any, sheet: Sheet) -> None:
    if sheet.banner:
        with pdf.local_context(fill_color=40, text_color=255):
            pdf.set_font("text", size=13)
            _line(pdf, sheet.banner, 10, align="C", fill=True)
        pdf.ln(3)
    pdf.set_text_color(0)
    for number, text in enumerate(sheet.sender):
        pdf.set_font("text", size=9 if number else 13)
        _line(pdf, text, 4.6 if number else 7)
    pdf.ln(3)
    pdf.set_font("text", size=20)
    _line(pdf, sheet.title, 12, align="C")
    pdf.ln(2)
    pdf.set_font("text", size=10)
    half = pdf.epw / 2
    for at in range(0, len(sheet.facts), 2):
        for label, value in sheet.facts[at : at + 2]:
            pdf.set_text_color(110)
            pdf.cell(26, LINE, label)
            pdf.set_text_color(0)
            pdf.cell(half - 26, LINE, value)
        pdf.ln(LINE)
    pdf.ln(3)


def _table(pdf: Any, sheet: Sheet) -> None:
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    pdf.set_font("text", size=9.5)
    pdf.set_draw_color(170)
    with pdf.table(
        col_widths=tuple(c.share for c in sheet.columns),
        text_align=tuple("RIGHT" if c.align == "right" else "LEFT" for c in sheet.columns),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="", color=(90, 90, 90)),
        line_height=LINE - 1,
        padding=(1, 1.2),
    ) as table:
        table.row([c.title for c in sheet.columns])
        for cells in sheet.rows:
            table.row(list(cells))
    pdf.ln(2)


def _foot(pdf: Any, sheet: Sheet) -> None:
    for number, (label, amount) in enumerate(sheet.sums, start=1):
        last = number == len(sheet.sums)
        pdf.set_font("text", size=14 if last else 10)
        high = 9 if last else LINE
        pdf.cell(pdf.epw - 45, high, label, align="R")
        pdf.cell(45, high, amount, align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("text", size=10)
    for note in sheet.notes:
        pdf.ln(2)
        pdf.multi_cell(0, LINE - 1, note, new_x="LMARGIN", new_y="NEXT")
    if sheet.signatures:
        if pdf.will_page_break(24):
            pdf.add_page()
        pdf.ln(14)
        wide = pdf.epw / len(sheet.signatures)
        for label in sheet.signatures:
            left, top = pdf.get_x(), pdf.get_y()
            pdf.cell(wide, LINE, label)
            start = left + pdf.get_string_width(label) + 4
            pdf.line(start, top + LINE - 1, left + wide - 6, top + LINE - 1)


def _line(pdf: Any, text: str, high: float, *, align: str = "L", fill: bool = False) -> None:
    pdf.multi_cell(0, high, text, align=align, fill=fill, new_x="LMARGIN", new_y="NEXT")
