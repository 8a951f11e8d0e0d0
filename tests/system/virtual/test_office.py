"""A terminal and its head office, with a network between that comes and goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.virtual.head_office import HeadOffice
from tests.system.virtual.machines import joined, woken
from tests.system.virtual.qemu import Machine, place
from tests.system.virtual.trade import BREAD, WATER, number, scans, sells
from tests.system.virtual.wires import SLOW


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[tuple[Machine, HeadOffice]]:
    """A new terminal that joined by the office's code, read with its own scanner; and the office, which runs."""
    ready, office = joined(place())
    office = office.copy(tmp_path / "office")
    office.start()
    machine = woken(ready, tmp_path / "machine")
    yield machine, office
    machine.close()
    office.stop()


def arrived(office: HeadOffice, entries: int, seconds: float = 240) -> None:
    """Until the office has that many of the shop's entries."""
    end = time.monotonic() + seconds * SLOW
    while len(office.entries()) < entries:
        assert time.monotonic() < end, f"the office has {len(office.entries())} of {entries} entries"
        time.sleep(2)


def own_entries(machine: Machine) -> int:
    return number(machine, "SELECT count(*) FROM entry WHERE store_id = 'S1'")


def test_a_terminal_joins_by_the_code_and_what_it_sells_is_at_the_office(chain: tuple[Machine, HeadOffice]) -> None:
    machine, office = chain
    receipt = sells(machine, WATER, BREAD)
    assert "S1 店" in receipt
    assert "11.90" in receipt
    arrived(office, own_entries(machine))


def test_it_sells_without_a_network_and_sends_what_it_sold_when_there_is_one(
    chain: tuple[Machine, HeadOffice],
) -> None:
    machine, office = chain
    machine.command("set_link", name="net", up=False)
    sells(machine, WATER)
    scans(machine, BREAD)
    sells(machine, WATER)
    had, has = len(office.entries()), own_entries(machine)
    assert had < has
    machine.command("set_link", name="net", up=True)
    arrived(office, has)
