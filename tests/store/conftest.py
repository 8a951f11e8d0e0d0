from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, stock_up


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = new_store(tmp_path, clock=clock)
    yield store
    store.close()


@pytest.fixture
def store(empty: Store) -> Store:
    stock_up(empty)
    return empty
