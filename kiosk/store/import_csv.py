"""CSV as shops have it: any of the encodings and separators that spreadsheet programs write."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO

from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.store.spreadsheet import HEADER_ROWS, MAX_COLUMNS, Cell, Row

MAX_BYTES = 512 * 1024 * 1024
CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ",;\t"


def read(path: Path) -> Generator[Row, None, None]:
    """The rows of a CSV file. Raises BadInput where it is no text, too large, or its quotation marks don't match."""
    number = 0
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(M("{name} is too large to import. Divide it.", name=path.name))
        encoding = detect_encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            separator, skip = _detect_separator([file.readline(CHUNK) for _ in range(HEADER_ROWS)])
            file.seek(0)
            for _ in range(skip):
                file.readline(CHUNK)
            for number, record in enumerate(csv.reader(file, delimiter=separator, strict=True), 1):
                yield Row(number, tuple(Cell(text) for text in record[:MAX_COLUMNS]))
    except csv.Error as error:
        raise BadInput(
            M("Row {row} can't be read: a quotation mark is missing, or a cell is too long.", row=number + 1)
        ) from error
    except OSError as error:
        raise BadInput(M("The file {name} can't be opened: {why}", name=path.name, why=error.strerror or "")) from error


def detect_encoding(path: Path) -> str:
    """The encoding of a text file: UTF-8, UTF-16 (with or without its mark) or GB18030, which contains GBK and GB 2312.

    The whole file must be valid in it. Raises BadInput when it is none of them: it is no text then.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, encoding in _BOMS:
            if head.startswith(mark):
                candidates = [encoding]
                break
        else:
            candidates = _by_zeros(head) or ["utf-8", "gb18030"]
        for encoding in candidates:
            file.seek(0)
            if _valid(file, encoding):
                return encoding
    raise BadInput(M("{name} is no CSV or XLSX file.", name=path.name))


def _by_zeros(head: bytes) -> list[str]:
    """ASCII letters in UTF-16 are every second byte zero; a text in any other encoding here has no zero bytes."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not even and not odd:
        return []
    return ["utf-16-le", "utf-16-be"] if odd > even else ["utf-16-be", "utf-16-le"]


def _valid(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _detect_separator(lines: list[str]) -> tuple[str, int]:
    """The separator, and how many lines to leave out: Excel may write `sep=;` before all, and never shows it.

    A heading may stand above the column titles, so the line with the most separators decides.
    """
    first = lines[0].strip("\r\n")
    if first.lower().startswith("sep=") and len(first) == 5 and first[4] in _SEPARATORS:
        return first[4], 1
    return max(_SEPARATORS, key=lambda mark: max(_outside_quotes(line, mark) for line in lines)), 0


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])
