"""Several scanners of different kinds as one."""

from __future__ import annotations

import pytest

from kiosk.hw.ports import DeviceState, DeviceStatus, OnScan, OnStatus, Scan
from kiosk.hw.scanner_group import ScannerGroup
from tests.hw.listening import Listener


class Part:
    def __init__(self, state: DeviceState = DeviceState.ABSENT) -> None:
        self.status = DeviceStatus("scanner", state)
        self.running = False

    def start(self, on_scan: OnScan, on_status: OnStatus) -> None:
        self.running, self.on_scan, self.on_status = True, on_scan, on_status

    def stop(self) -> None:
        self.running = False


READY, ABSENT, TROUBLE, OFF = DeviceState.READY, DeviceState.ABSENT, DeviceState.TROUBLE, DeviceState.OFF


@pytest.mark.parametrize(
    ("states", "together"),
    [
        ([], OFF), ([READY], READY), ([ABSENT], ABSENT), ([READY, READY], READY), ([ABSENT, ABSENT], ABSENT),
        ([READY, ABSENT], TROUBLE), ([READY, TROUBLE], TROUBLE),
    ],
)  # fmt: skip
def test_together_they_are_as_the_worst_of_them(states: list[DeviceState], together: DeviceState) -> None:
    assert ScannerGroup([Part(state) for state in states]).status.state is together


def test_codes_of_all_are_passed_on_and_statuses_joined() -> None:
    heard, one, two = Listener(), Part(), Part()
    group = ScannerGroup([one, two])
    group.start(heard.scans.put, heard.statuses.put)
    one.on_scan(Scan("1"))
    two.on_scan(Scan("2"))
    assert heard.codes(2) == ["1", "2"]
    one.on_status(DeviceStatus("scanner", READY))
    assert heard.statuses.get_nowait().state is TROUBLE
    two.on_status(DeviceStatus("scanner", READY))
    assert heard.statuses.get_nowait().state is READY
    group.stop()
    assert not one.running
    assert not two.running


def test_a_counter_without_scanners_says_so_once_started() -> None:
    heard = Listener()
    ScannerGroup([]).start(heard.scans.put, heard.statuses.put)
    assert heard.state(OFF).name == "scanner"
