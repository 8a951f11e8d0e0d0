"""A scanner for a person or a tape: codes become a keyboard's event bytes, and the real reader reads them."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import threading
import time
from collections.abc import Callable
from functools import partial

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
        self._sending = threading.Lock()
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
        """Raw event bytes, whole events or parts. Raises DeviceGone while unplugged, or if nobody started it."""
        with self._sending:  # two codes sent at once must not mix
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
    """Input devices without a kernel, each a socket pair while it is open. An Inputs (kiosk.hw.scanner_inputs)."""

    denied = False

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._plugged: dict[str, InputInfo] = {}
        self._cables: dict[str, _Cable] = {}
        self._changes: _Bell | None = None
        self._count = 0

    def plug(self, name: str, phys: str = "") -> str:
        """Plug a device in; its path, a new one each time, as the kernel gives them."""
        with self._moved:
            path = f"/dev/input/event{self._count}"
            self._count += 1
            self._plugged[path] = InputInfo(path, f"{name} (barcode scanner)", 0, 0, phys or name, _ALL_KEYS)
            self._ring()
        return path

    def unplug(self, path: str) -> None:
        """Pull it out."""
        with self._moved:
            del self._plugged[path]
            cable = self._cables.pop(path, None)
            if cable is not None:
                cable.pull()
            self._ring()

    def send(self, path: str, data: bytes) -> None:
        """What the device sends, once it is open. Raises DeviceGone if nobody reads it."""
        with self._moved:
            self._moved.wait_for(lambda: path in self._cables, _SEND_S)
            cable = self._cables.get(path)
        if cable is None:
            raise DeviceGone(M("The scanner is not plugged in."))
        try:
            cable.send(data)
        except OSError as error:
            raise DeviceGone(M("The scanner is not plugged in.")) from error

    def waiting(self, path: str) -> int:
        """Bytes that were sent, and of which the reader has not yet told what came of them."""
        with self._moved:
            cable = self._cables.get(path)
        return cable.sent - cable.done if cable is not None else 0

    def find(self) -> list[InputInfo]:
        with self._moved:
            return list(self._plugged.values())

    def open(self, info: InputInfo) -> InputSource:
        with self._moved:
            if info.path not in self._plugged:
                raise OSError(errno.ENODEV, "No such device")
            cable = self._cables[info.path] = _Cable(partial(self._let_go, info.path))
            self._moved.notify_all()
            return cable

    def _let_go(self, path: str) -> None:
        with self._moved:
            self._cables.pop(path, None)

    def changes(self) -> HotPlug:
        with self._moved:
            self._changes = _Bell(self)
            return self._changes

    def forget(self) -> None:
        """Nobody listens for changes any more."""
        with self._moved:
            self._changes = None

    def _ring(self) -> None:
        if self._changes is not None:
            self._changes.ring()


class _Cable:
    """A socket pair, from the scanner's end to the reader's. The reader's half is an InputSource.

    sent, done: bytes. What was read is done when the reader comes back for more: it has told of it by then.
    """

    def __init__(self, closed: Callable[[], None]) -> None:
        self._hand, self._end = socket.socketpair()
        self._hand.settimeout(_SEND_S)
        self._closed = closed
        self._taken = 0
        self.sent = 0
        self.done = 0

    def send(self, data: bytes) -> None:
        self.sent += len(data)
        self._hand.sendall(data)

    def pull(self) -> None:
        self._hand.close()

    def fileno(self) -> int:
        return self._end.fileno()

    def read(self) -> bytes:
        self.done = self._taken
        data = self._end.recv(64 * EVENT.size)
        self._taken += len(data)
        return data

    def grab(self) -> None:
        """It has no other reader."""

    def close(self) -> None:
        self._hand.close()
        self._end.close()
        self._closed()


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
