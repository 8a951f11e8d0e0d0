"""The kernel's input devices: found, described, opened and held exclusively. The seam under the scanner's thread."""

from __future__ import annotations

import ctypes
import fcntl
import os
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from kiosk.hw.events import EVENT
from kiosk.hw.hotplug import HotPlug, udev_hotplug
from kiosk.hw.scanner_find import InputInfo

_SET_CLOCK = 0x400445A0
"""EVIOCSCLOCKID: _IOW('E', 0xa0, int)."""
_SET_MASK = 0x40104593
"""EVIOCSMASK: _IOW('E', 0x93, struct input_mask), which is type, size and address of a bit map (linux/input.h)."""
_EV_SYN, _EV_KEY, _EV_REL, _EV_ABS, _BTN_LEFT = 0, 1, 2, 3, 0x110
_READ = 64 * EVENT.size


class InputSource(Protocol):
    """An open device."""

    def fileno(self) -> int: ...

    def read(self) -> bytes:
        """Events that wait. BlockingIOError if none; b"" or another OSError if the device is gone."""

    def grab(self) -> None:
        """Take it for this program alone. OSError if another has."""

    def close(self) -> None: ...


class Inputs(Protocol):
    """All input devices of a machine."""

    @property
    def denied(self) -> bool:
        """Whether `find` met devices that this program may not read."""

    def find(self) -> list[InputInfo]:
        """What is plugged in now."""

    def open(self, info: InputInfo) -> InputSource:
        """Open one; its events are stamped in monotonic time. OSError if it can't be."""

    def changes(self) -> HotPlug | None:
        """Says when something comes or goes; None where nothing says so."""


def _event_nodes() -> list[str]:
    return sorted(str(path) for path in Path("/dev/input").glob("event*"))


def _open_device(path: str) -> Any:
    """An evdev InputDevice whose clock does not jump when the time of day is set."""
    import evdev

    device = evdev.InputDevice(path)
    try:
        fcntl.ioctl(device.fd, _SET_CLOCK, struct.pack("i", time.CLOCK_MONOTONIC))
    except OSError:
        device.close()
        raise
    with suppress(OSError):  # from Linux 4.4 on
        _keys_alone(device.fd)
    return device


def _keys_alone(handle: int) -> None:
    """Have the kernel keep keys and their ends for us, and nothing else.

    It keeps 64 events of a keyboard until they are read, and each third tells what nobody asked. Without those, an
    EAN-13 and its Enter fit in (56 events), however late their reader is.
    """
    kinds = ctypes.c_uint64(1 << _EV_SYN | 1 << _EV_KEY)
    fcntl.ioctl(handle, _SET_MASK, struct.pack("IIQ", _EV_SYN, ctypes.sizeof(kinds), ctypes.addressof(kinds)))


class EvdevInputs:
    """/dev/input through python-evdev. A device is opened to be described only once, not at every look around."""

    def __init__(
        self,
        nodes: Callable[[], Iterable[str]] = _event_nodes,
        open_device: Callable[[str], Any] = _open_device,
        changes: Callable[[], HotPlug | None] = udev_hotplug,
    ) -> None:
        self._nodes = nodes
        self._open_device = open_device
        self._changes = changes
        self._known: dict[tuple[str, int, int], InputInfo | None] = {}

    @property
    def denied(self) -> bool:
        """Whether there are devices that this program may not read."""
        return any(info is None for info in self._known.values())

    def find(self) -> list[InputInfo]:
        """What is plugged in now."""
        known: dict[tuple[str, int, int], InputInfo | None] = {}
        for path in self._nodes():
            try:
                node = os.stat(path)  # noqa: PTH116  (paths of devices are plain text here)
                key = (path, node.st_ino, node.st_ctime_ns)  # made anew at each plugging in
                known[key] = self._known[key] if key in self._known else self._describe(path)
            except PermissionError:
                known[path, 0, 0] = None
            except OSError:  # it went while we looked
                continue
        self._known = known
        return [info for info in known.values() if info is not None]

    def open(self, info: InputInfo) -> InputSource:
        """Open one of those found."""
        return EvdevSource(self._open_device(info.path))

    def changes(self) -> HotPlug | None:
        """udev's word."""
        return self._changes()

    def _describe(self, path: str) -> InputInfo:
        device = self._open_device(path)
        try:
            return describe(device)
        finally:
            device.close()


def describe(device: Any) -> InputInfo:
    """What an evdev InputDevice says of itself."""
    abilities = device.capabilities(absinfo=False)
    keys = frozenset(abilities.get(_EV_KEY, ()))
    return InputInfo(
        path=str(device.path),
        name=device.name,
        vendor=device.info.vendor,
        product=device.info.product,
        phys=device.phys,
        keys=keys,
        pointer=_EV_REL in abilities or _EV_ABS in abilities or _BTN_LEFT in keys,
    )


class EvdevSource:
    """An open evdev InputDevice, read as bytes."""

    def __init__(self, device: Any) -> None:
        self._device = device

    def fileno(self) -> int:
        return int(self._device.fd)

    def read(self) -> bytes:
        return os.read(self._device.fd, _READ)

    def grab(self) -> None:
        self._device.grab()

    def close(self) -> None:
        self._device.close()  # closing gives the grab back
