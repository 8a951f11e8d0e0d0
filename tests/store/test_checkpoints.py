"""The WAL goes back into the file beside the sales, not within them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kiosk.store import checkpoints
from kiosk.store.checkpoints import Checkpoints
from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, open_shift, sale, stock_up


@pytest.fixture
def till(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    stock_up(store)
    store.leave_checkpoints()
    return store


def in_wal(store: Store) -> int:
    """Pages that are not in the file yet."""
    _busy, logged, back = store.book.sql("PRAGMA wal_checkpoint(NOOP)")[0]
    return int(logged - back)


def sell_until(store: Store, pages: int) -> None:
    shift = open_shift(store)
    while in_wal(store) < pages:
        store.journal.append(sale(shift), actor="1001")


def test_no_sale_brings_the_wal_back_by_itself(till: Store) -> None:
    sell_until(till, 1200)
    assert in_wal(till) >= 1200


def test_what_has_grown_is_brought_back_while_the_till_is_open(till: Store) -> None:
    beside = till.checkpoints()
    sell_until(till, checkpoints.PAGES)
    assert beside.look() >= checkpoints.PAGES
    assert in_wal(till) == 0


def test_a_short_wal_is_left_alone_and_not_looked_at_twice(till: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    till.checkpoints().look()
    sell_until(till, 20)
    beside = till.checkpoints()
    assert beside.look() == 0
    assert in_wal(till) >= 20
    monkeypatch.setattr(checkpoints, "connect", lambda *_: pytest.fail("nothing was written since"))
    assert beside.look() == 0


def test_an_encrypted_file_is_brought_back_too(tmp_path: Path) -> None:
    key = bytes(range(32))
    store = Store.create(tmp_path / "till.db", "S01", key=key, clock=Clock())
    stock_up(store)
    store.leave_checkpoints()
    sell_until(store, checkpoints.PAGES)
    assert Checkpoints(store.path, key).look() >= checkpoints.PAGES
    store.close()


def test_trouble_is_left_to_the_counter_that_can_say_it(till: Store, caplog: pytest.LogCaptureFixture) -> None:
    beside = Checkpoints(till.path, bytes(range(32)))  # the wrong key
    sell_until(till, 20)
    assert beside.look() == 0
    assert "stays as it is" in caplog.text


def test_a_file_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert Checkpoints(tmp_path / "gone.db").look() == 0


def test_the_thread_looks_by_itself_until_it_is_stopped(till: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "LOOK_S", 0.01)
    sell_until(till, checkpoints.PAGES)
    beside = till.checkpoints()
    beside.start()
    until = time.monotonic() + 10
    while in_wal(till) and time.monotonic() < until:
        time.sleep(0.01)
    beside.stop()
    assert in_wal(till) == 0
