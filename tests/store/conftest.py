from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, stock_up


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty shop and a stocked one, made once; each test trades in a copy of its own."""
    path = tmp_path_factory.mktemp("templates")
    for name in ("empty", "stocked"):
        store = new_store(path / name)
        if name == "stocked":
            stock_up(store)
        store.close()
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty(templates: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    yield from copy_of(templates / "empty", tmp_path, clock)


@pytest.fixture
def store(templates: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    yield from copy_of(templates / "stocked", tmp_path, clock)


def copy_of(template: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    shutil.copy(template / "S01.db", tmp_path / "S01.db")
    store = Store.open(tmp_path / "S01.db", clock=clock)
    store.book.sql("PRAGMA synchronous = OFF")
    yield store
    store.close()
