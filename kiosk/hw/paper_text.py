"""Laying a paper out to a printer's columns: every row's words, blanks and style are decided here alone."""

from __future__ import annotations

from functools import singledispatch

from kiosk.hw.paper import (
    Align,
    Banner,
    Barcode,
    Blank,
    Columns,
    Goods,
    Item,
    Pair,
    Paper,
    Qr,
    Rule,
    Size,
    Text,
)
from kiosk.hw.paper_wrap import wrap
from kiosk.hw.print_barcodes import bars_width, code128_data, ean13_data
from kiosk.hw.print_rows import CELL, BarcodeRow, QrRow, Row, Run, TextRow, columns_of, printable, rows_text

AMOUNT_COLUMNS = 10
"""At least so many columns for amounts, so that quantities stand below each other."""


def lay_out(paper: Paper, columns: int) -> list[Row]:
    """The paper's rows, `columns` (16 or more; usually 32, 42 or 48) wide."""
    rows: list[Row] = []
    for item in paper.items:
        rows.extend(_rows(item, columns))
    return rows


def to_text(paper: Paper, columns: int) -> str:
    """The paper in words, as it is laid out."""
    return rows_text(lay_out(paper, columns))


@singledispatch
def _rows(item: Item, columns: int) -> list[Row]:
    raise TypeError(f"no layout for {item!r}")


@_rows.register
def _text(item: Text, columns: int) -> list[Row]:
    scale = _scale(item.size)
    lines = wrap(item.line, columns // scale)
    return [_row(line, _indent(line, columns, scale, item.align), item.bold, item.size) for line in lines]


@_rows.register
def _pair(item: Pair, columns: int) -> list[Row]:
    scale = _scale(item.size)
    right = printable(item.right).strip()
    room = columns // scale - columns_of(right) - 1
    if room < min(columns_of(printable(item.left)), columns // scale // 3):
        return [
            *_text(Text(item.left, bold=item.bold, size=item.size), columns),
            *_text(Text(item.right, align="right", bold=item.bold, size=item.size), columns),
        ]
    *above, last = wrap(item.left, max(room, 2))
    gap = columns - scale * (columns_of(last) + columns_of(right))
    rows: list[Row] = [_row(line, 0, item.bold, item.size) for line in above]
    wide, tall = item.size == "double", item.size != "normal"
    runs = (Run(last, item.bold, wide, tall), Run(" " * gap), Run(right, item.bold, wide, tall))
    rows.append(TextRow(_joined(runs)))
    return rows


@_rows.register
def _goods(item: Goods, columns: int) -> list[Row]:
    name, detail, amount = printable(item.name), printable(item.detail), printable(item.amount)
    field = max(AMOUNT_COLUMNS, columns_of(amount) + 1)
    room = columns - field - columns_of(detail) - 2
    if "\n" not in item.name and columns_of(name) <= room:
        middle = " " * (columns - field - columns_of(name) - columns_of(detail)) + detail
        end = " " * (field - columns_of(amount)) + amount
        return [_row(name + middle + end)]
    rows: list[Row] = [_row(line) for line in wrap(item.name, columns)]
    return rows + _pair(Pair("  " + detail, amount), columns)


@_rows.register
def _columns(item: Columns, columns: int) -> list[Row]:
    if not item.cells:
        return []
    total = sum(max(cell.share, 1) for cell in item.cells)
    room = columns - (len(item.cells) - 1)
    widths = [max(room * max(cell.share, 1) // total, 2) for cell in item.cells]
    widths[0] = max(widths[0] + room - sum(widths), 2)
    if sum(widths) > room:  # more cells than the paper has columns for: below each other
        return [row for cell in item.cells for row in _text(Text(cell.text, bold=item.bold), columns)]
    blocks = [wrap(cell.text, width) for cell, width in zip(item.cells, widths, strict=True)]
    rows: list[Row] = []
    for at in range(max(map(len, blocks))):
        parts = []
        for cell, width, block in zip(item.cells, widths, blocks, strict=True):
            line = block[at] if at < len(block) else ""
            indent = _indent(line, width, 1, cell.align)
            parts.append(" " * indent + line + " " * (width - indent - columns_of(line)))
        rows.append(_row(" ".join(parts).rstrip(" "), 0, item.bold))
    return rows


@_rows.register
def _rule(item: Rule, columns: int) -> list[Row]:
    return [_row(("=" if item.double else "-") * columns)]


@_rows.register
def _blank(item: Blank, columns: int) -> list[Row]:
    return [TextRow()] * min(max(item.lines, 0), 50)


@_rows.register
def _barcode(item: Barcode, columns: int) -> list[Row]:
    width = columns * CELL
    data = ean13_data(item.data) if item.symbology == "ean13" else code128_data(item.data)
    if data is None:  # what can't be bars is still to be read by eye
        return [*_text(Text(item.data, align="center"), columns)]
    for module in (3, 2):
        if bars_width(data, item.symbology) * module <= width:
            return [BarcodeRow(data, item.symbology, item.readable, module)]
    code: list[Row] = [QrRow(data)]
    return code + (_text(Text(data, align="center"), columns) if item.readable else [])


@_rows.register
def _qr(item: Qr, columns: int) -> list[Row]:
    return [QrRow(item.data)] if 0 < len(item.data.encode("utf-8", "replace")) <= 700 else []


@_rows.register
def _banner(item: Banner, columns: int) -> list[Row]:
    text = printable(item.text).strip()
    wide = columns_of(text) * 2 <= columns - 4
    rows: list[Row] = []
    for line in wrap(text, columns - 2):
        used = columns_of(line) * (2 if wide else 1)
        left = (columns - used) // 2
        blank = [Run(" " * n, tall=True, inverse=True) for n in (left, columns - used - left)]
        rows.append(TextRow(_joined((blank[0], Run(line, True, wide, True, True), blank[1]))))
    return rows


def _scale(size: Size) -> int:
    return 2 if size == "double" else 1


def _indent(line: str, columns: int, scale: int, align: Align) -> int:
    spare = columns - scale * columns_of(line)
    return {"left": 0, "center": spare // 2, "right": spare}[align] if line else 0


def _row(line: str, indent: int = 0, bold: bool = False, size: Size = "normal") -> TextRow:
    return TextRow(_joined((Run(" " * indent), Run(line, bold, size == "double", size != "normal"))))


def _joined(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs without empty ones; neighbours in the same style become one."""
    out: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = out[-1] if out else None
        if last and last.like(run):
            out[-1] = Run(last.text + run.text, run.bold, run.wide, run.tall, run.inverse)
        else:
            out.append(run)
    return tuple(out)
