"""The kernel's devices through the real python-evdev, but for the ioctls that need a kernel device."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from pathlib import Path

import evdev
import pytest

from kiosk.config import Scanner as Settings
from kiosk.hw.events import key_events
from kiosk.hw.hotplug import UdevHotPlug, udev_hotplug
from kiosk.hw.ports import DeviceState
from kiosk.hw.scanner import EvdevScanner
from kiosk.hw.scanner_inputs import EvdevInputs, EvdevSource, describe
from tests.hw.listening import Listener


class PipeDevice(evdev.InputDevice):
    """python-evdev's own device on a named pipe: what its __init__ asks the kernel is said here."""

    opened = 0

    def __init__(self, path: str) -> None:
        type(self).opened += 1
        self.path = path
        self.fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self.info = evdev.device.DeviceInfo(3, 0x05E0, 0x1200, 0x110)
        self.name, self.phys, self.uniq, self.version = "DS2208", f"usb-{Path(path).name}/input0", "", 65537
        self._rawcapabilities = {0: [0, 1, 4], 1: list(range(1, 120)), 4: [4]}
        self.ff_effects_count = 0

    def grab(self) -> None:
        pass


@pytest.fixture
def node(tmp_path: Path) -> str:
    os.mkfifo(tmp_path / "event0")
    return str(tmp_path / "event0")


def inputs(*nodes: str) -> EvdevInputs:
    return EvdevInputs(lambda: nodes, PipeDevice, lambda: None)


def test_a_device_is_described_by_what_it_says_of_itself(node: str) -> None:
    device = PipeDevice(node)
    info = describe(device)
    assert (info.path, info.name, info.vendor, info.product) == (node, "DS2208", 0x05E0, 0x1200)
    assert {2, 11, 28} <= info.keys
    assert not info.pointer
    device._rawcapabilities[2] = [0, 1]
    assert describe(device).pointer
    device.close()


def test_a_device_is_opened_once_to_be_described_and_again_only_when_it_was_plugged_in_anew(node: str) -> None:
    machine = inputs(node)
    before = PipeDevice.opened
    assert len(machine.find()) == len(machine.find()) == 1
    assert PipeDevice.opened == before + 1
    Path(node).unlink()
    assert machine.find() == []
    os.mkfifo(node)
    assert len(machine.find()) == 1
    assert PipeDevice.opened == before + 2


def test_the_kernel_is_asked_to_keep_keys_and_their_ends_alone(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[int, bytes] = {}

    def ioctl(_handle: int, request: int, said: bytes) -> None:
        if request == 0x40104593:
            kind, size, address = struct.unpack("IIQ", said)
            said = bytes([kind]) + ctypes.string_at(address, size)
        asked[request] = said

    monkeypatch.setattr("fcntl.ioctl", ioctl)
    monkeypatch.setattr("evdev.InputDevice", PipeDevice)
    EvdevInputs(lambda: [node], changes=lambda: None).find()
    assert asked[0x40104593] == b"\x00" + (1 << evdev.ecodes.EV_SYN | 1 << evdev.ecodes.EV_KEY).to_bytes(8, "little")


def test_a_device_that_may_not_be_read_is_noticed(node: str) -> None:
    def refuse(path: str) -> PipeDevice:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    machine = EvdevInputs(lambda: [node], refuse, lambda: None)
    assert machine.find() == []
    assert machine.denied


def test_bytes_of_a_kernel_device_become_a_scan(node: str) -> None:
    heard = Listener()
    scanner = EvdevScanner((Settings(id="05e0:1200"),), inputs(node), settle_s=0.0)
    scanner.start(heard.scans.put, heard.statuses.put)
    heard.state(DeviceState.READY)
    with Path(node).open("wb", buffering=0) as pipe:
        pipe.write(key_events("]E06901234567892", at=1.0))
    scan = heard.scan()
    assert (scan.data, scan.symbology, scan.device) == ("6901234567892", "E0", "usb-event0/input0")
    scanner.stop()


def test_evdev_and_ours_read_the_same_events(node: str) -> None:
    device, data = PipeDevice(node), key_events("7", at=2.5)
    with Path(node).open("wb", buffering=0) as pipe:
        pipe.write(data)
        theirs = [(e.type, e.code, e.value) for e in device.read()]
        pipe.write(data)
        from kiosk.hw.events import unpack

        ours = [(e.type, e.code, e.value) for e in unpack(EvdevSource(device).read())]
    assert theirs == ours
    device.close()


def test_without_input_devices_there_is_nothing_and_no_error() -> None:
    assert EvdevInputs(lambda: ["/dev/input/event987654"], PipeDevice, lambda: None).find() == []


class Monitor:
    """pyudev's monitor with two events waiting."""

    left = 2

    def fileno(self) -> int:
        return 5

    def poll(self, timeout: float) -> object | None:
        assert timeout == 0
        self.left -= 1
        return object() if self.left >= 0 else None


def test_all_that_udev_said_is_taken_at_once() -> None:
    monitor = Monitor()
    plugs = UdevHotPlug(monitor)
    plugs.drain()
    assert monitor.left < 0
    assert plugs.fileno() == 5


def test_udev_is_asked_if_it_is_there_and_done_without_if_not(monkeypatch: pytest.MonkeyPatch) -> None:
    plugs = udev_hotplug()
    if plugs is not None:
        assert plugs.fileno() >= 0
        plugs.drain()
        plugs.close()
    import pyudev

    def absent() -> None:
        raise ImportError("no libudev")

    monkeypatch.setattr(pyudev, "Context", absent)
    assert udev_hotplug() is None


def test_on_this_very_machine_scanners_are_looked_for_without_an_error() -> None:
    heard = Listener()
    scanner = EvdevScanner((Settings(id="no such scanner"),), EvdevInputs())
    scanner.start(heard.scans.put, heard.statuses.put)
    assert heard.until(lambda _status: True).state in (DeviceState.ABSENT, DeviceState.TROUBLE)
    scanner.stop()
