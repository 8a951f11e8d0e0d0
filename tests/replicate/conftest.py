from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.replicate.replicator import Replicator
from kiosk.store.store import Store
from tests.replicate.memory import MemoryOffice, Served
from tests.replicate.real import program
from tests.store.shop import Clock, new_store, stock_up

CATALOGUE = "catalogue"

__all__ = ["program"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[MemoryOffice]:
    """With a small catalogue that the office wrote."""
    head = new_store(tmp_path / "head", "HQ")
    stock_up(head)
    origin = head.feeds.ensure(CATALOGUE).origin
    yield MemoryOffice(feeds={CATALOGUE: head.journal.entries(origin)})
    head.close()


@pytest.fixture
def till(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = new_store(tmp_path / "one", clock=clock)
    yield store
    store.close()


@pytest.fixture
def neighbour(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = new_store(tmp_path / "two", clock=clock)
    yield store
    store.close()


@pytest.fixture
def replicator(till: Store, clock: Clock) -> Replicator:
    return Replicator(till, clock=clock)


@pytest.fixture
def served(office: MemoryOffice) -> Iterator[Served]:
    server = Served(office)
    yield server
    server.close()
