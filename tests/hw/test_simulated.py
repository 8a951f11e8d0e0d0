"""Devices in a program: as good as real ones, and in a person's hands."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import Scanner as Settings
from kiosk.exc import BadInput, DeviceGone
from kiosk.hw.events import key_events
from kiosk.hw.ports import DeviceState, Drawer, Lights, Scale, Scanner, Signal, Weight
from kiosk.hw.simulated import SimulatedDrawer, SimulatedLights, SimulatedScale, SimulatedScanner
from tests.hw.listening import Listener

EAN = "6901234567892"


@pytest.fixture
def heard() -> Listener:
    return Listener()


@pytest.fixture
def scanner(heard: Listener) -> Iterator[SimulatedScanner]:
    device = SimulatedScanner(Settings(driver="simulated", name="counter"))
    device.start(heard.scans.put, heard.statuses.put)
    heard.state(DeviceState.READY)
    yield device
    device.stop()


def test_they_are_what_the_program_expects_of_devices() -> None:
    scanner: Scanner = SimulatedScanner()
    drawer: Drawer = SimulatedDrawer()
    lights: Lights = SimulatedLights()
    scale: Scale = SimulatedScale()
    assert scanner.status.name == "scanner"
    for device in (drawer, lights, scale):
        device.close()


def test_a_code_goes_through_the_real_reader(scanner: SimulatedScanner, heard: Listener) -> None:
    scanner.scan(EAN)
    scanner.scan("0106901234567892\x1d10AB", "C1")
    first, second = heard.scan(), heard.scan()
    assert (first.data, first.symbology, first.device) == (EAN, "", "counter")
    assert (second.data, second.symbology) == ("0106901234567892\x1d10AB", "C1")
    assert 0 < first.at <= second.at


@pytest.mark.parametrize(
    ("layout", "suffix", "gs_key"), [("de", "tab", "f8"), ("fr", "enter", ""), ("uk", "none", "f1")]
)
def test_it_sends_as_it_is_set(layout: str, suffix: str, gs_key: str, heard: Listener) -> None:
    config = Settings(layout=layout, suffix=suffix, gs_key=gs_key, timeout_ms=20 if suffix == "none" else 0)  # type: ignore[arg-type]
    device = SimulatedScanner(config)
    device.start(heard.scans.put, heard.statuses.put)
    device.scan("zY@\x1d1")
    assert heard.scan().data == "zY@\x1d1"
    device.stop()


def test_raw_bytes_are_sent_as_they_are(scanner: SimulatedScanner, heard: Listener) -> None:
    data = key_events(EAN, at=1.0)
    scanner.send(data[:777])
    scanner.send(data[777:])
    assert heard.scan().data == EAN


def test_it_is_drained_when_all_that_it_sent_has_been_told(heard: Listener) -> None:
    told: list[str] = []
    device = SimulatedScanner()
    device.start(lambda scan: told.append(scan.data), heard.statuses.put)
    for n in range(20):
        device.scan(str(n))
        while not device.drained:
            os.sched_yield()
        assert told[-1] == str(n)
    device.stop()
    assert device.drained


def test_a_very_long_code_does_not_block_it(scanner: SimulatedScanner, heard: Listener) -> None:
    scanner.scan("1" * 4000)
    assert heard.scan().data == "1" * 4000


def test_a_scanner_that_nobody_started_is_read_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.hw.simulated_scanner._SEND_S", 0.0)
    with pytest.raises(DeviceGone):
        SimulatedScanner().scan(EAN)


def test_unplugged_within_a_code_it_leaves_nothing_behind(scanner: SimulatedScanner, heard: Listener) -> None:
    scanner.send(key_events(EAN, suffix="none", at=1.0))
    scanner.unplug()
    heard.state(DeviceState.ABSENT)
    assert not scanner.plugged
    with pytest.raises(DeviceGone):
        scanner.scan(EAN)
    scanner.plug()
    heard.state(DeviceState.READY)
    scanner.scan("4006381333931")
    assert heard.scan().data == "4006381333931"


def test_what_no_scanner_can_send_is_refused(scanner: SimulatedScanner) -> None:
    with pytest.raises(BadInput):
        scanner.scan("\0")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("0123456789ABCabc-@/\x1d中", min_size=1, max_size=12), min_size=1, max_size=5))
def test_every_scan_arrives_once_and_in_order(codes: list[str]) -> None:
    heard, device = Listener(), SimulatedScanner()
    device.start(heard.scans.put, heard.statuses.put)
    for code in codes:
        device.scan(code)
    assert heard.codes(len(codes)) == codes
    device.stop()
    assert heard.scans.empty()


def test_a_pulse_opens_the_drawer_and_a_hand_closes_it() -> None:
    drawer = SimulatedDrawer()
    moved: list[bool] = []
    seen: list[int] = []
    drawer.watch(moved.append)
    end = drawer.observe(lambda: seen.append(drawer.pulses))
    drawer.open()
    drawer.open()
    assert (drawer.pulses, drawer.is_open(), moved) == (2, True, [True])
    drawer.close_by_hand()
    drawer.open_by_hand()
    assert (drawer.pulses, moved) == (2, [True, False, True])
    assert seen == [1, 2, 2, 2]
    end()
    drawer.close_by_hand()
    assert len(seen) == 4


def test_a_drawer_without_its_cable_neither_opens_nor_tells(heard: Listener) -> None:
    drawer = SimulatedDrawer()
    drawer.start(heard.statuses.put)
    drawer.unplug()
    with pytest.raises(DeviceGone):
        drawer.open()
    assert (drawer.pulses, drawer.is_open()) == (0, None)
    drawer.plug()
    assert [heard.statuses.get_nowait().state.value for _ in range(3)] == ["ready", "absent", "ready"]


def test_lights_can_be_looked_at_as_time_goes_by() -> None:
    now = [0.0]
    lights = SimulatedLights(lambda: now[0])
    told: list[Signal] = []
    lights.observe(lambda: told.append(lights.signals[-1]))
    assert (lights.frame.colour, lights.frame.buzzer) == ("green", False)
    lights.show(Signal.UNKNOWN)
    assert (lights.frame.colour, lights.frame.buzzer) == ("red", True)
    now[0] = 0.15
    assert (lights.frame.colour, lights.frame.buzzer) == ("red", False)
    now[0] = 5.0
    assert lights.frame.colour == "green"
    assert lights.signals == (Signal.UNKNOWN,)
    assert told == [Signal.UNKNOWN]
    lights.unplug()
    assert lights.frame.colour == ""


def test_the_scale_weighs_what_is_put_on_it(heard: Listener) -> None:
    scale = SimulatedScale()
    scale.start(heard.statuses.put)
    assert scale.read() == Weight(0, True)
    scale.put(1235, stable=False)
    assert scale.read() == Weight(1235, False)
    scale.unplug()
    with pytest.raises(DeviceGone, match="scale"):
        scale.read()
    assert heard.state(DeviceState.ABSENT).name == "scale"
