"""Spreadsheets as rows of cells, whatever the file: CSV or XLSX, streamed, so that a huge file needs little memory.

What a file *is* is read from its first bytes, not from its name. Rows keep the numbers a spreadsheet program shows, so
that a message about row 17 is found at row 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from kiosk.exc import BadInput
from kiosk.i18n import M

MAX_ROWS = 1_048_576
"""As many as a worksheet has."""

MAX_COLUMNS = 64
"""Cells further right are not looked at: no list of ours is that wide."""

HEADER_ROWS = 10
"""Among so many rows the column titles are looked for: a heading or a note may stand above them."""


class CellKind(Enum):
    """What a spreadsheet says about a cell. CSV knows only text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"


class Cell(NamedTuple):
    """A cell's text, as it is; of a number its shortest exact writing (0.15 shown as a percentage reads `15%`).

    typed: the file itself tells texts from numbers, as XLSX does. A text in it was meant to be one.
    """

    text: str
    kind: CellKind = CellKind.TEXT
    typed: bool = False


class Row(NamedTuple):
    """number: counted from 1, as the spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]

    def blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells)


EMPTY = Cell("")


def read_rows(path: Path) -> Iterator[Row]:
    """All rows of a CSV or XLSX file, in order, blank ones too.

    Raises BadInput for a file that is neither, is damaged, too large, or can't be opened.
    """
    from kiosk.store import import_csv, import_xlsx

    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise BadInput(M("The file {name} can't be opened: {why}", name=path.name, why=error.strerror or "")) from error
    if head.startswith(b"PK\x03\x04"):
        rows = import_xlsx.read(path)
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise BadInput(
            M(
                "{name} is an old Excel file or has a password. Save it as .xlsx without a password, or as CSV.",
                name=path.name,
            )
        )
    else:
        rows = import_csv.read(path)
    with closing(rows):
        for row in rows:
            if row.number > MAX_ROWS:
                raise BadInput(M("The file has more than {count} rows. Divide it.", count=MAX_ROWS))
            yield row
