"""The process as it runs: woken by a sale, back by itself when the office is, whole again after kill -9."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.replicate.backoff import Backoff, Line
from kiosk.replicate.membership import keep_membership, membership_of
from kiosk.replicate.office import Membership
from kiosk.replicate.process import Process, only_one
from kiosk.replicate.replicator import Replicator
from kiosk.store.store import Store
from kiosk.wire.messages import Push, Pushed
from kiosk.wire.state import has_office, read_state
from tests.replicate.memory import MemoryOffice, Served
from tests.store.shop import Clock, open_shift, own_entries, sale

RUN = """
import sys, time
from pathlib import Path
from kiosk.replicate.process import Process, run_process
from kiosk.store.store import Store
clock = lambda: time.time_ns() // 1_000_000
run_process(Process(lambda: Store.open(Path(sys.argv[1]), clock=clock), clock, wait_s=1))
"""


def joined(store: Store, office: MemoryOffice, address: str, clock: Clock) -> str:
    """A terminal with the office's catalogue and an open shift."""
    Replicator(store, clock=clock).pull_all(office)
    keep_membership(store, Membership(address, "secret", "", "HQ"))
    return open_shift(store)


def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def running(store: Store, clock: Clock) -> Iterator[Process]:
    process = Process(lambda: Store.open(store.path, clock=clock), clock, chance=lambda: 0.1, wait_s=1)
    thread = threading.Thread(target=process.run)
    thread.start()
    try:
        yield process
    finally:
        process.stop()
        thread.join(15)
        assert not thread.is_alive()


def test_a_terminal_knows_the_office_that_it_joined(till: Store) -> None:
    assert membership_of(till) is None
    assert not has_office(till)
    keep_membership(till, Membership("https://office:8443", "secret", "PEM", "HQ"))
    assert membership_of(till) == Membership("https://office:8443", "secret", "PEM", "HQ")
    assert has_office(till)


def test_a_sale_is_at_the_neighbours_within_a_second(
    till: Store, neighbour: Store, office: MemoryOffice, served: Served, clock: Clock
) -> None:
    shift = joined(till, office, served.address, clock)
    joined(neighbour, office, served.address, clock)
    with running(till, clock), running(neighbour, clock):
        until(lambda: till.journal.waiting() == 0 and neighbour.journal.waiting() == 0)
        begun = time.monotonic()
        entry = till.journal.append(sale(shift), actor="1001")
        until(lambda: neighbour.journal.get(entry.id) is not None)
        assert time.monotonic() - begun < 5  # on a machine that is shared; `bench.push` has the figure


def test_when_the_office_is_back_nothing_need_be_restarted(
    till: Store, office: MemoryOffice, served: Served, clock: Clock
) -> None:
    shift = joined(till, office, served.address, clock)
    served.strange = (200, "text/html", b"<html>sign in to this Wi-Fi</html>")
    with running(till, clock):
        until(lambda: read_state(till).trouble == "stranger")
        till.journal.append(sale(shift), actor="1001")
        assert office.pushes == 0
        served.strange = None
        until(lambda: till.journal.waiting() == 0)
        until(lambda: read_state(till).trouble == "")
    assert office.journals[till.origin] == own_entries(till)


def test_kill_9_at_any_moment_loses_and_doubles_nothing(
    till: Store, office: MemoryOffice, served: Served, clock: Clock
) -> None:
    shift = joined(till, office, served.address, clock)
    chance = random.Random(7)
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(till.path)], cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 0.5 + chance.random()
        while time.monotonic() < end:
            till.journal.append(sale(shift), actor="1001")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with running(till, clock):
        until(lambda: till.journal.waiting() == 0)
    assert office.journals[till.origin] == own_entries(till)
    assert office.feeds["store/S01"] == own_entries(till)
    assert office.forks == []


def test_another_file_in_the_databases_place_is_gone_on_with(
    till: Store, neighbour: Store, office: MemoryOffice, served: Served, clock: Clock
) -> None:
    joined(till, office, served.address, clock)
    joined(neighbour, office, served.address, clock)
    neighbour.book.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with running(till, clock):
        until(lambda: till.journal.waiting() == 0)
        path, origin = till.path, neighbour.origin
        till.close()
        for end in ("", "-wal", "-shm"):
            file = Path(f"{path}{end}")
            if file.exists():
                file.rename(f"{path}.aside{end}")
        neighbour.close()
        neighbour.path.rename(path)
        until(lambda: bool(office.journals.get(origin)))


def test_a_file_replaced_while_the_office_answered_is_not_waited_with(
    till: Store, neighbour: Store, office: MemoryOffice, served: Served, clock: Clock
) -> None:
    joined(till, office, served.address, clock)
    neighbour.close()
    answer = office.push

    def push(request: Push) -> Pushed:
        neighbour.path.replace(till.path)
        return answer(request)

    office.push = push  # type: ignore[method-assign]
    process = Process(lambda: till, clock)
    threading.Timer(20, process.line.stop).start()
    process._push(till, Replicator(till, clock=clock), office)
    assert not process.line.stopping.is_set()
    process.line.stop()


def test_it_ends_when_told_to(till: Store, office: MemoryOffice, served: Served, clock: Clock) -> None:
    joined(till, office, served.address, clock)
    process = subprocess.Popen([sys.executable, "-c", RUN, str(till.path)], cwd=Path(__file__).parents[2])
    until(lambda: till.journal.waiting() == 0)
    process.terminate()
    assert process.wait(10) == 0


def test_only_one_replicates_a_database(tmp_path: Path) -> None:
    with only_one(tmp_path) as first:
        assert first
        with only_one(tmp_path) as second:
            assert not second
    with only_one(tmp_path) as third:
        assert third


# --- when to try again


def test_waiting_doubles_up_to_five_minutes_and_starts_anew_when_it_works() -> None:
    backoff = Backoff(Line(lambda: ""), lambda: 1.0)
    assert [backoff.next_s() for _ in range(10)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    backoff.reset()
    assert backoff.next_s() == 1
    assert backoff.next_s(at_least=30) == 30


def test_waiting_ends_when_the_machine_has_another_route() -> None:
    seen = iter(["none", "none", "wifi", "wifi"])
    begun = time.monotonic()
    Line(lambda: next(seen)).wait(300)
    assert time.monotonic() - begun < 5


def test_waiting_ends_when_it_works_for_another_thread() -> None:
    line = Line(lambda: "")
    threading.Timer(0.05, line.works).start()
    begun = time.monotonic()
    line.wait(300)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(("minutes_off", "kept"), [(0, 1), (3, 3)])
def test_old_entries_are_left_to_the_office_unless_its_clock_says_otherwise(
    till: Store, office: MemoryOffice, served: Served, clock: Clock, minutes_off: int, kept: int
) -> None:
    shift = joined(till, office, served.address, clock)
    till.journal.append(sale(shift), actor="1001")
    Replicator(till, clock=clock).push_all(office)
    clock.now += 100 * 86_400_000
    office.now = lambda: clock.now + minutes_off * 60_000
    last = till.journal.append(sale(shift), actor="1001")  # nobody asked the office since the clock is as it is
    process = Process(lambda: Store.open(till.path, clock=clock), clock)
    process.line.stop()  # one round, and no waiting for the next
    process._prune(till, Replicator(till, clock=clock), office)
    assert own_entries(till)[-1] == last
    assert len(own_entries(till)) == kept
