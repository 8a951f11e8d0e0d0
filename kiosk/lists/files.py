"""Which files of a stick are lists, and where they lie once they were copied to the terminal.

    found.json     the reader of memory sticks: what was on the last one
    products.csv   and its like: a copy of it
    work           a folder: lists that are being imported

All of it in a directory of its own beside the database.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from kiosk.lists import FOLDER, WORK
from kiosk.store.imports import ListKind

SUFFIXES = (".csv", ".xlsx")
_NAMES: dict[ListKind, tuple[str, ...]] = {
    "products": ("products", "商品"),
    "customers": ("customers", "客户", "会员"),
    "suppliers": ("suppliers", "供应商"),
    "terms": ("terms", "供货"),
}


class FoundList(msgspec.Struct, frozen=True):
    """A list that lay on a stick. name: its file's. size: bytes. at: UTC milliseconds of when it was last changed."""

    kind: ListKind
    name: str
    size: int
    at: int


class FoundLists(msgspec.Struct, frozen=True):
    """Of the last stick that had any. why: a code of what kept one from being copied, "" for nothing."""

    lists: tuple[FoundList, ...] = ()
    why: str = ""


class ListFiles:
    """data: the directory of the database."""

    def __init__(self, data: Path) -> None:
        self.directory = data / FOLDER
        self.found = self.directory / "found.json"
        self.work = self.directory / WORK

    def copy(self, found: FoundList) -> Path:
        """Where its copy lies."""
        return self.directory / f"{found.kind}{Path(found.name).suffix.lower()}"


def kind_of_file(name: str) -> ListKind | None:
    """By how its name begins: products.xlsx, 商品 11月.csv. None for any other file."""
    path = Path(name)
    if path.suffix.lower() not in SUFFIXES:
        return None
    return next((kind for kind, words in _NAMES.items() if path.stem.lower().startswith(words)), None)
