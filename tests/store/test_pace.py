"""Long transactions become shorter, short ones longer; whoever waits for the lock has it as soon as it is free."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from kiosk.exc import StoreError
from kiosk.store import pace as module
from kiosk.store.pace import MOST, Pace, at_once
from kiosk.store.store import Store
from tests.store.shop import Clock, new_store


class Disk:
    """Time that passes as a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(module.time, "perf_counter", lambda: self.now)

    def takes(self, pace: Pace, ms: float) -> None:
        with pace.measured(pace.size):
            self.now += ms / 1000


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_a_transaction_that_was_too_long_halves_the_next(disk: Disk) -> None:
    pace = Pace(8.0, size=16)
    disk.takes(pace, 9)
    assert pace.size == 8
    for _ in range(10):
        disk.takes(pace, 100)
    assert pace.size == 1


def test_short_ones_let_it_grow_to_a_bound(disk: Disk) -> None:
    pace = Pace(8.0, size=4)
    for _ in range(100):
        disk.takes(pace, 1)
    assert pace.size == MOST


def test_one_within_its_budget_stays(disk: Disk) -> None:
    pace = Pace(8.0, size=16)
    disk.takes(pace, 6)
    assert pace.size == 16


def test_a_disk_that_takes_a_millisecond_for_each_settles_within_the_budget(disk: Disk) -> None:
    pace = Pace(8.0, size=200)
    lengths = []
    for _ in range(50):
        lengths.append(float(pace.size))
        disk.takes(pace, pace.size)
    assert max(lengths[10:]) <= 8.0
    assert min(lengths[10:]) >= 4.0


def test_a_file_of_ones_own_is_filled_at_once(disk: Disk) -> None:
    pace = at_once(2000)
    disk.takes(pace, 5000)
    assert pace.size == 2000


def test_the_lock_is_had_as_soon_as_it_is_free(tmp_path: Path) -> None:
    one = new_store(tmp_path)
    two = Store.open(one.path, clock=Clock())
    held, free = threading.Event(), 0.0

    def hold() -> None:
        nonlocal free
        mine = Store.open(one.path, clock=Clock())
        with mine.book.transaction():
            held.set()
            time.sleep(0.03)
        free = time.perf_counter()
        mine.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    two.settings.put("a", "b")
    got = time.perf_counter()
    thread.join()
    assert got - free < 0.25
    assert one.settings.get("a") == "b"
    one.close()
    two.close()


def test_a_lock_that_is_never_free_is_given_up(tmp_path: Path) -> None:
    one = new_store(tmp_path)
    two = Store.open(one.path, clock=Clock(), busy_s=0.05)
    with one.book.transaction(), pytest.raises(StoreError):
        two.settings.put("a", "b")
    assert two.settings.get("a") == ""
    one.close()
    two.close()


def test_while_customers_are_served_transactions_are_short_and_rests_long(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(module.time, "sleep", rests.append)
    pace = Pace(8.0, size=16, pause_s=0.002)
    pace.selling(True)
    assert pace.size == 4
    disk.takes(pace, 3)
    assert pace.size == 2
    pace.rest()
    assert rests == [pytest.approx(0.009)]
    pace.selling(False)
    disk.takes(pace, 3)
    pace.rest()
    assert rests[1:] == [0.002]


def test_into_a_file_of_ones_own_nobody_is_waited_for(disk: Disk) -> None:
    pace = at_once(500)
    disk.takes(pace, 900)
    assert pace.size == 500
