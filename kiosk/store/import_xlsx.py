"""XLSX, streamed by openpyxl, behind limits: a small file must not unpack into a large memory."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Generator, Iterable
from contextlib import closing
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.store.spreadsheet import EMPTY, MAX_COLUMNS, MAX_ROWS, Cell, CellKind, Row

MAX_FILE_BYTES = 128 * 1024 * 1024
MAX_SHEET_BYTES = 512 * 1024 * 1024
MAX_PART_BYTES = 128 * 1024 * 1024
"""Unpacked: sheets are streamed, every other part (the shared texts above all) is held in memory."""

MAX_RATIO = 200
"""How many bytes one packed byte may become. Real sheets stay below 50."""

MAX_PARTS = 2000


def read(path: Path) -> Generator[Row, None, None]:
    """The rows of the first visible sheet. Raises BadInput for a damaged, dangerous or too large file."""
    try:
        _check_package(path)
        with path.open("rb") as file:  # of a path, the library would look at the name
            yield from _rows(file, path.name)
    except BadInput:
        raise
    except Exception as error:  # the library lets whatever a damaged file provokes through, of a dozen types
        raise BadInput(M("{name} is damaged, or no XLSX file.", name=path.name)) from error


def _rows(file: IO[bytes], name: str) -> Generator[Row, None, None]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that don't matter to a list
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    with closing(book):
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        if not sheets:
            raise BadInput(M("{name} has no sheet with a list in it.", name=name))
        sheet: Any = sheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 1), 1):
            yield Row(number, _cells(cells))


def _check_package(path: Path) -> None:
    """Sizes as the package states them (which zipfile enforces while it unpacks), and no document type definitions."""
    too_large = BadInput(M("{name} is too large to import. Divide it.", name=path.name))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise too_large
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if len(parts) > MAX_PARTS:
            raise too_large
        for part in parts:
            is_sheet = part.filename.lower().startswith("xl/worksheets/")
            limit = MAX_SHEET_BYTES if is_sheet else MAX_PART_BYTES
            if part.file_size > limit or part.file_size > 1_000_000 + part.compress_size * MAX_RATIO:
                raise too_large
            with package.open(part) as file:
                _refuse_doctype(file, path.name)


class _RootSeen(Exception):
    pass


def _refuse_doctype(file: IO[bytes], name: str) -> None:
    """XLSX needs no DTD; one that has it wants entities to grow, or to fetch."""
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise BadInput(M("{name} is damaged, or no XLSX file.", name=name))

    def root(*_: object) -> None:
        raise _RootSeen

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        while chunk := file.read(4096):
            parser.Parse(chunk, False)
    except (_RootSeen, expat.ExpatError):  # a picture is no XML; XML that is damaged will be found so when it is read
        return


def _cells(cells: Iterable[Any]) -> tuple[Cell, ...]:
    found = [EMPTY if cell.value is None else _cell(cell) for cell in cells]
    while found and not found[-1].text:
        found.pop()
    return tuple(found)


def _cell(cell: Any) -> Cell:
    value = cell.value
    kind = cell.data_type
    if kind in {"s", "inlineStr", "str"} and isinstance(value, str):
        return Cell(value, CellKind.TEXT, typed=True)
    if kind == "f":
        return Cell(str(value), CellKind.FORMULA, typed=True)
    if kind == "e":
        return Cell(str(value), CellKind.ERROR, typed=True)
    if isinstance(value, bool):
        return Cell("yes" if value else "no", CellKind.TEXT, typed=True)
    if isinstance(value, int | float):
        return Cell(_number(cell, value), CellKind.NUMBER, typed=True)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Cell(str(value), CellKind.DATE, typed=True)
    return Cell(str(value), CellKind.TEXT, typed=True)


def _number(cell: Any, value: float) -> str:
    """15 significant digits, as Excel has: 36.3, not the 36.299999999999997 a sum left behind."""
    if isinstance(value, float) and "%" in (cell.number_format or ""):
        return f"{value * 100:.13g}%"
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    text = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0") if "e" in text and abs(value) < 1 else text
