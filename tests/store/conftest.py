from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.store import Store
from tests.postgres import Cluster, Kept
from tests.store.shop import Clock, new_store, stock_up


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine the test's store is on. Tests of what only a file has override this by `sqlite`."""
    return str(request.param)


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


@pytest.fixture(scope="session")
def on_server(cluster: Cluster) -> dict[str, Kept]:
    """The same on a server, put back as it was after each test. Filled as they are asked for."""
    return {}


def shop_on_server(cluster: Cluster, name: str) -> Kept:
    url = cluster.make()
    store = Store.create(url, "S01", clock=Clock())
    if name == "stocked":
        stock_up(store)
    store.close()
    return Kept(url)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty(engine: str, request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    yield from copy_of("empty", engine, request, tmp_path, clock)


@pytest.fixture
def store(engine: str, request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    yield from copy_of("stocked", engine, request, tmp_path, clock)


def copy_of(name: str, engine: str, request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    if engine == "postgresql":
        shops: dict[str, Kept] = request.getfixturevalue("on_server")
        kept = shops.get(name) or shop_on_server(request.getfixturevalue("cluster"), name)
        store = Store.open(kept.url, clock=clock)
        yield store
        store.close()
        shops.pop(name, None)
        if kept.put_back():
            shops[name] = kept
        return
    shutil.copy(request.getfixturevalue("templates") / name / "S01.db", tmp_path / "S01.db")
    store = Store.open(tmp_path / "S01.db", clock=clock)
    store.book.sql("PRAGMA synchronous = OFF")
    yield store
    store.close()
