"""Export of the same lists that are imported: what is written here and imported again changes nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kiosk.disk import whole_file
from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.store.documents import Document
from kiosk.store.import_fields import Field
from kiosk.store.import_guard import guard
from kiosk.store.import_kinds import kind_of
from kiosk.store.import_known import Directory, Known
from kiosk.store.imports import PROGRESS_EVERY, ListKind, Progress
from kiosk.store.spreadsheet import MAX_ROWS

if TYPE_CHECKING:
    from kiosk.store.store import Store

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML can't hold (XML 1.0, 2.2)."""

_AT_RISK = re.compile(r"[=#0]|\d{6}")
"""What Excel would take for something else when somebody edits the cell, or the library when it writes it."""


def export_list(
    kind: ListKind, path: Path, store: Store | Known, *, language: str = "zh_CN", progress: Progress | None = None
) -> int:
    """Write all products, customers or suppliers to a `.csv` (UTF-8 with its mark) or `.xlsx` file; how many.

    Column titles are in `language`. The file appears whole or not at all. Raises BadInput for another file type, or
    where the file can't be written.
    """
    from kiosk.store.import_store import known_of

    writer = {".csv": _write_csv, ".xlsx": _write_xlsx}.get(path.suffix.lower())
    if writer is None:
        raise BadInput(M("{name} should end in .csv or .xlsx.", name=path.name))
    directory = Directory(known_of(store))
    fields = kind_of(kind, directory).fields
    titles = [field.title.in_(language) for field in fields]
    rows = (_row(fields, document, directory) for document in kind_of(kind, directory).rows())
    try:
        with whole_file(path) as file:
            return writer(file, titles, _watched(rows, progress))
    except OSError as error:
        raise BadInput(M("{name} can't be written: {why}", name=path.name, why=error.strerror or "")) from error


def _row(fields: Sequence[Field], document: Document, directory: Directory) -> list[str]:
    return [_written(field, document, directory) for field in fields]


def _written(field: Field, document: Document, directory: Directory) -> str:
    return field.write(getattr(document, field.name), directory)


def _watched(rows: Iterator[list[str]], progress: Progress | None) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        yield row
        if progress and number % PROGRESS_EVERY == 0:
            progress(number)


def _write_csv(file: BinaryIO, titles: list[str], rows: Iterator[list[str]]) -> int:
    """With the mark by which Excel knows UTF-8."""
    count = 0
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", errors="replace")
    out = csv.writer(text)
    out.writerow(titles)
    for row in rows:
        out.writerow([guard(cell.replace("\0", "")) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _write_xlsx(file: BinaryIO, titles: list[str], rows: Iterator[list[str]]) -> int:
    """Every cell a text: so that no barcode is ever taken for a number, and no name for a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    sheet.freeze_panes = "A2"

    as_text = WriteOnlyCell(sheet)
    as_text.number_format = "@"

    def cell(text: str) -> Any:
        text = _ILLEGAL.sub("", guard(text, typed=True))[:32767]
        if not _AT_RISK.match(text):
            return text
        made = WriteOnlyCell(sheet)
        made.value = text
        made.data_type = "s"
        made._style = as_text._style
        return made

    sheet.append([cell(title) for title in titles])
    count = 0
    for row in rows:
        if count + 2 > MAX_ROWS:
            raise BadInput(M("A sheet has room for {count} rows. Export to CSV.", count=MAX_ROWS))
        sheet.append([cell(text) if text else None for text in row])
        count += 1
    book.save(file)
    return count
