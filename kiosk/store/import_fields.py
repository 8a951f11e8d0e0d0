"""The columns of an import: what they are called in either language, how a cell is read and written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.exc import BadInput
from kiosk.i18n import M, Names
from kiosk.store.import_cells import flag_of, identifier_of, money_of, text_of, whole_of
from kiosk.store.import_known import Directory
from kiosk.store.spreadsheet import HEADER_ROWS, Cell, Row
from kiosk.trade.money import CNY, format_money

_IN_BRACKETS = re.compile(r"[(\[【（].*?[)\]】）]")
_LEFT_OUT = re.compile(r"[\s_\-*＊:：./]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A column. name: the document's own; default: what an empty cell means."""

    name: str
    title: Names
    aliases: tuple[str, ...]
    read: Callable[[Cell, Directory], Any]
    write: Callable[[Any, Directory], str]
    default: Any = ""
    required: bool = False


def text(name: str, title: Names, *aliases: str, required: bool = False) -> Field:
    return Field(name, title, aliases, lambda cell, _: text_of(cell), lambda value, _: value, required=required)


def identifier(name: str, title: Names, *aliases: str) -> Field:
    return Field(name, title, aliases, lambda cell, _: identifier_of(cell), lambda value, _: value)


def money(name: str, title: Names, *aliases: str, default: int | None = None) -> Field:
    return Field(name, title, aliases, lambda cell, _: money_of(cell), write_money, default)


def flag(name: str, title: Names, *aliases: str, default: bool) -> Field:
    return Field(name, title, aliases, lambda cell, _: flag_of(cell), lambda v, _: "yes" if v else "no", default)


def whole(name: str, title: Names, *aliases: str) -> Field:
    return Field(name, title, aliases, lambda cell, _: whole_of(cell), lambda v, _: str(v) if v else "", 0)


def write_money(value: int | None, _: Directory) -> str:
    return "" if value is None else format_money(value, CNY)


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column of a file is; titles as the file writes them. ignored: columns we know nothing of."""

    row: int
    columns: tuple[tuple[Field, int], ...]
    titles: tuple[str, ...]
    ignored: tuple[str, ...]

    def has(self, name: str) -> bool:
        return any(field.name == name for field, _ in self.columns)


def normal(title: str) -> str:
    """A title as compared: `售价（元）*` is `售价`, `Name_ZH` is `namezh`."""
    plain = _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", title))
    return _LEFT_OUT.sub("", plain).casefold()


def find_header(rows: Iterable[Row], fields: Sequence[Field]) -> Header:
    """The first row that has at least two of the columns (or all its cells, being one). Reads no further.

    Raises BadInput when there is none among the first rows, or a column stands twice.
    """
    known = {normal(alias): field for field in fields for alias in _called(field)}
    for row in rows:
        found = [known.get(normal(cell.text)) for cell in row.cells]
        count = sum(field is not None for field in found)
        if count >= 2 or (count == 1 and sum(bool(cell.text.strip()) for cell in row.cells) == 1):
            return _header(row, found)
        if row.number >= HEADER_ROWS:
            break
    raise BadInput(
        M("No column titles were found. The first row should read for example: {titles}.", titles=_example(fields))
    )


def _called(field: Field) -> tuple[str, ...]:
    return (field.name, field.title.zh, field.title.en, *field.aliases)


def _example(fields: Sequence[Field]) -> Names:
    return Names("、".join(f.title.zh for f in fields[:6]), ", ".join(f.title.en for f in fields[:6]))


def _header(row: Row, found: list[Field | None]) -> Header:
    columns: dict[str, tuple[Field, int]] = {}
    for index, field in enumerate(found):
        if field is None:
            continue
        if field.name in columns:
            raise BadInput(M("The column {title} stands here twice.", title=row.cells[index].text.strip()))
        columns[field.name] = (field, index)
    titles = tuple(cell.text.strip() for cell in row.cells)
    ignored = tuple(title for title, field in zip(titles, found, strict=True) if field is None and title)
    return Header(row.number, tuple(columns.values()), titles, ignored)
