"""The thread that reads scanners: found, held for us alone, read without loss, gone and back."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kiosk.config import Scanner as Settings
from kiosk.hw.events import EVENT, key_events
from kiosk.hw.hotplug import HotPlug
from kiosk.hw.ports import DeviceState, Scan
from kiosk.hw.scanner import EvdevScanner
from kiosk.hw.scanner_find import InputInfo
from kiosk.hw.scanner_inputs import InputSource
from tests.hw.listening import Listener

EAN, OTHER = "6901234567892", "4006381333931"
LEFT = InputInfo("/dev/input/event1", "Scanner", 1, 2, "usb-1.1", frozenset(range(1, 60)))
RIGHT = InputInfo("/dev/input/event2", "Scanner", 1, 2, "usb-1.2", frozenset(range(1, 60)))


@dataclass
class Plug:
    """A device on a pipe, with the kernel's manners: ENODEV when it is gone, EBUSY when somebody else holds it."""

    info: InputInfo
    busy: bool = False
    grabbed: int = 0
    closed: int = 0
    ends: tuple[int, int] = field(default_factory=os.pipe)

    def fileno(self) -> int:
        return self.ends[0]

    def read(self) -> bytes:
        data = os.read(self.ends[0], 64 * EVENT.size)
        if not data:
            raise OSError(errno.ENODEV, "No such device")
        return data

    def grab(self) -> None:
        if self.busy:
            raise OSError(errno.EBUSY, "Device or resource busy")
        self.grabbed += 1

    def close(self) -> None:
        self.closed += 1

    def send(self, data: bytes) -> None:
        os.write(self.ends[1], data)

    def pull(self) -> None:
        os.close(self.ends[1])


class Bell:
    """udev's part."""

    def __init__(self) -> None:
        self.ends = os.pipe()
        os.set_blocking(self.ends[0], False)
        self.closed = threading.Event()

    def fileno(self) -> int:
        return self.ends[0]

    def ring(self) -> None:
        os.write(self.ends[1], b"x")

    def drain(self) -> None:
        os.read(self.ends[0], 100)

    def close(self) -> None:
        self.closed.set()


class Machine:
    """The input devices of a machine."""

    def __init__(self, *plugs: Plug, denied: bool = False) -> None:
        self.plugs = {plug.info.path: plug for plug in plugs}
        self.denied = denied
        self.bell = Bell()

    def find(self) -> list[InputInfo]:
        return [plug.info for plug in self.plugs.values()]

    def open(self, info: InputInfo) -> InputSource:
        return self.plugs[info.path]

    def changes(self) -> HotPlug:
        return self.bell

    def plug(self, plug: Plug) -> None:
        self.plugs[plug.info.path] = plug
        self.bell.ring()

    def pull(self, info: InputInfo) -> None:
        self.plugs.pop(info.path).pull()


@contextmanager
def reading(machine: Machine, *settings: Settings) -> Iterator[Listener]:
    heard = Listener()
    scanner = EvdevScanner(settings or (Settings(),), machine, settle_s=0.0)
    scanner.start(heard.scans.put, heard.statuses.put)
    try:
        yield heard
    finally:
        scanner.stop()


def test_a_scan_longer_than_one_read_arrives_whole_and_the_device_is_held_for_us_alone() -> None:
    plug = Plug(LEFT)
    with reading(Machine(plug)) as heard:
        heard.state(DeviceState.READY)
        plug.send(key_events(EAN, at=3.0, step=0.0))
        assert heard.scan() == Scan(EAN, "", "usb-1.1", 3.0)
        assert plug.grabbed == 1
    assert plug.closed == 1


def test_scans_that_come_while_the_thread_is_busy_are_all_read_in_order() -> None:
    plug = Plug(LEFT)
    codes = [str(1000 + n) for n in range(30)]
    plug.send(b"".join(key_events(code, at=1.0) for code in codes))
    with reading(Machine(plug)) as heard:
        assert heard.codes(30) == codes


def test_two_scanners_at_once_each_under_its_own_name() -> None:
    left, right = Plug(LEFT), Plug(RIGHT)
    settings = (Settings(name="left", id="usb-1.1"), Settings(name="right", id="usb-1.2", layout="de"))
    with reading(Machine(left, right), *settings) as heard:
        heard.state(DeviceState.READY)
        a, b = key_events("zy", at=1.0), key_events("zy", "de", at=1.0)
        left.send(a[:100])
        right.send(b[:100])
        left.send(a[100:])
        right.send(b[100:])
        assert {(s.device, s.data) for s in (heard.scan(), heard.scan())} == {("left", "zy"), ("right", "zy")}


def test_a_scanner_pulled_within_a_code_says_so_and_the_next_code_stands_alone() -> None:
    machine = Machine(Plug(LEFT))
    with reading(machine) as heard:
        heard.state(DeviceState.READY)
        machine.plugs[LEFT.path].send(key_events(EAN, at=1.0)[:500])
        machine.pull(LEFT)
        assert "unplugged" in str(heard.state(DeviceState.TROUBLE).detail)
        heard.state(DeviceState.ABSENT)
        back = Plug(LEFT)
        machine.plug(back)
        heard.state(DeviceState.READY)
        back.send(key_events(OTHER, at=2.0))
        assert heard.scan().data == OTHER


def test_a_scanner_plugged_in_later_is_read() -> None:
    machine = Machine()
    with reading(machine) as heard:
        heard.state(DeviceState.ABSENT)
        late = Plug(RIGHT)
        machine.plug(late)
        heard.state(DeviceState.READY)
        late.send(key_events(EAN, at=1.0))
        assert heard.scan().data == EAN
    assert machine.bell.closed.is_set()


def test_a_scanner_that_another_program_holds_is_not_read_and_that_is_said() -> None:
    machine = Machine(Plug(LEFT, busy=True))
    with reading(machine) as heard:
        assert "Another program" in str(heard.state(DeviceState.TROUBLE).detail)
        machine.plugs[LEFT.path].busy = False
        machine.bell.ring()
        heard.state(DeviceState.READY)


def test_one_of_two_missing_is_trouble_and_the_other_goes_on() -> None:
    left = Plug(LEFT)
    with reading(Machine(left), Settings(id="usb-1.1"), Settings(name="hand", id="usb-1.2")) as heard:
        assert "hand" in str(heard.state(DeviceState.TROUBLE).detail)
        left.send(key_events(EAN, at=1.0))
        assert heard.scan().data == EAN


def test_missing_rights_are_said_to_be_missing() -> None:
    with reading(Machine(denied=True)) as heard:
        assert "group input" in str(heard.state(DeviceState.TROUBLE).detail)


def test_a_lost_code_is_trouble_until_the_next_whole_one() -> None:
    plug = Plug(LEFT)
    with reading(Machine(plug)) as heard:
        heard.state(DeviceState.READY)
        plug.send(key_events("1", suffix="none", at=1.0) + key_events(EAN, at=5.0))
        heard.state(DeviceState.TROUBLE)
        plug.send(key_events(EAN, at=6.0))
        heard.state(DeviceState.READY)
        assert heard.scan().data == EAN


def test_a_code_that_silence_must_end_is_ended_though_nothing_more_comes() -> None:
    plug = Plug(LEFT)
    with reading(Machine(plug), Settings(suffix="none", timeout_ms=20)) as heard:
        plug.send(key_events(EAN, suffix="none", at=1.0))
        assert heard.scan().data == EAN


def test_a_listener_that_fails_does_not_end_the_reading() -> None:
    plug, heard = Plug(LEFT), Listener()

    def fails_once(scan: Scan) -> None:
        if scan.data == "1":
            raise RuntimeError("on purpose")
        heard.scans.put(scan)

    scanner = EvdevScanner((Settings(),), Machine(plug), settle_s=0.0)
    scanner.start(fails_once, heard.statuses.put)
    plug.send(key_events("1", at=1.0) + key_events("2", at=1.0))
    assert heard.scan().data == "2"
    scanner.stop()


def test_it_can_be_stopped_and_started_again() -> None:
    plug, heard = Plug(LEFT), Listener()
    scanner = EvdevScanner((Settings(),), Machine(plug), settle_s=0.0)
    for code in (EAN, OTHER):
        scanner.start(heard.scans.put, heard.statuses.put)
        plug.send(key_events(code, at=1.0))
        assert heard.scan().data == code
        scanner.stop()
        scanner.stop()
