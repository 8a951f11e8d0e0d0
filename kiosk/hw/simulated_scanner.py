"""A scanner for a person or a tape: codes become a keyboard's event bytes, and the real reader reads them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import sys
import termios
import threading
import time

from kiosk.config import Scanner as ScannerSettings
from kiosk.exc import DeviceGone
from kiosk.hw.events import EVENT, KEY_ENTER, key_events
from kiosk.hw.hotplug import HotPlug
from kiosk.hw.ports import DeviceStatus, OnScan, OnStatus
from kiosk.hw.scanner import EvdevScanner
from kiosk.hw.scanner_find import InputInfo
from kiosk.hw.scanner_inputs import InputSource
from kiosk.i18n import M

_ALL_KEYS = frozenset(range(1, KEY_ENTER + 1))
_SEND_S = 5.0


class SimulatedScanner:
    """A Scanner (kiosk.hw.ports) whose socket, cable and codes are in your hands. Plugged in to begin with.

    It sends as its settings say: layout, suffix, GS key. Its methods may be called from any thread.
    """

    def __init__(self, settings: ScannerSettings | None = None) -> None:
        self.settings = settings or ScannerSettings(driver="simulated")
        self.name = self.settings.name or "simulated scanner"
        self._inputs = SimulatedInputs()
        self._reader = EvdevScanner((self.settings,), self._inputs, settle_s=0.0)
        self.plug()

    def start(self, on_scan: OnScan, on_status: OnStatus) -> None:
        """Begin to read."""
        self._reader.start(on_scan, on_status)

    def stop(self) -> None:
        """End reading, and pull its cable out."""
        self._reader.stop()
        self.unplug()

    @property
    def status(self) -> DeviceStatus:
        """How it is now."""
        return self._reader.status

    @property
    def plugged(self) -> bool:
        """Whether its cable is in."""
        return bool(self._inputs.find())

    def scan(self, code: str, symbology: str = "") -> None:
        """Read one code. symbology: AIM identifier to be sent before it. Raises DeviceGone while unplugged, BadInput
        for characters that no keyboard can send.
        """
        text = f"]{symbology}{code}" if symbology else code
        of = self.settings
        self.send(key_events(text, of.layout, of.suffix, at=time.monotonic(), step=0.0, gs_key=of.gs_key))

    def send(self, data: bytes) -> None:
        """Raw event bytes, whole events or parts. Raises DeviceGone while unplugged."""
        self._inputs.send(self._path(), data)

    @property
    def drained(self) -> bool:
        """Whether all that was sent has been read."""
        return all(self._inputs.waiting(info.path) == 0 for info in self._inputs.find())

    def plug(self) -> None:
        """Put the cable in."""
        if not self.plugged:
            self._inputs.plug(self.name, self.settings.id)

    def unplug(self) -> None:
        """Pull the cable; what is half sent stays half."""
        for info in self._inputs.find():
            self._inputs.unplug(info.path)

    def _path(self) -> str:
        found = self._inputs.find()
        if not found:
            raise DeviceGone(M("The scanner is not plugged in."))
        return found[0].path


class SimulatedInputs:
    """Input devices without a kernel: each is one end of a socket pair. An Inputs (kiosk.hw.scanner_inputs)."""

    denied = False

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plugged: dict[str, tuple[InputInfo, socket.socket, socket.socket]] = {}
        self._changes: _Bell | None = None
        self._count = 0

    def plug(self, name: str, phys: str = "") -> str:
        """Plug a device in; its path, a new one each time, as the kernel gives them."""
        with self._lock:
            path = f"/dev/input/event{self._count}"
            self._count += 1
            hand, plug = socket.socketpair()
            hand.settimeout(_SEND_S)
            info = InputInfo(path, f"{name} (barcode scanner)", 0, 0, phys or name, _ALL_KEYS)
            self._plugged[path] = (info, hand, plug)
            self._ring()
        return path

    def unplug(self, path: str) -> None:
        """Pull it out."""
        with self._lock:
            _, hand, plug = self._plugged.pop(path)
            hand.close()
            plug.close()
            self._ring()

    def send(self, path: str, data: bytes) -> None:
        """What the device sends. Raises DeviceGone if nobody reads it in time."""
        with self._lock:
            hand = self._plugged[path][1]
            try:
                hand.sendall(data)
            except OSError as error:
                raise DeviceGone(M("The scanner is not plugged in.")) from error

    def waiting(self, path: str) -> int:
        """Bytes that were sent and not read yet."""
        with self._lock:
            known = self._plugged.get(path)
            if known is None:
                return 0
            count = fcntl.ioctl(known[2].fileno(), termios.FIONREAD, b"\0" * 4)
        return int.from_bytes(count, sys.byteorder)

    def find(self) -> list[InputInfo]:
        with self._lock:
            return [info for info, _, _ in self._plugged.values()]

    def open(self, info: InputInfo) -> InputSource:
        with self._lock:
            return _Source(self._plugged[info.path][2].dup())

    def changes(self) -> HotPlug:
        with self._lock:
            self._changes = _Bell(self)
            return self._changes

    def forget(self) -> None:
        """Nobody listens for changes any more."""
        with self._lock:
            self._changes = None

    def _ring(self) -> None:
        if self._changes is not None:
            self._changes.ring()


class _Source:
    """The reader's end of the socket pair."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def fileno(self) -> int:
        return self._end.fileno()

    def read(self) -> bytes:
        return self._end.recv(64 * EVENT.size)

    def grab(self) -> None:
        """It has no other reader."""

    def close(self) -> None:
        self._end.close()


class _Bell:
    """Readable when a plug was moved."""

    def __init__(self, inputs: SimulatedInputs) -> None:
        self._inputs = inputs
        self._fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def fileno(self) -> int:
        return self._fd

    def ring(self) -> None:
        os.eventfd_write(self._fd, 1)

    def drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._fd)

    def close(self) -> None:
        self._inputs.forget()
        os.close(self._fd)
