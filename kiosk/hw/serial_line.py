"""A serial line that is opened, read and opened again by one thread: the base of serial scanners and scales."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import select
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

log = logging.getLogger(__name__)

AGAIN_S = 2.0
"""How long until a line that could not be opened, or broke, is tried again."""
_USB_ID = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)


class LineUser(Protocol):
    """What is done with a line. All of it runs on the line's thread."""

    def opened(self, now: float) -> None: ...

    def received(self, data: bytes, now: float) -> None: ...

    def due(self) -> float | None:
        """When `wake` is to be called if nothing comes."""

    def wake(self, now: float) -> bytes:
        """It is due. What it returns is sent."""

    def closed(self, reason: str) -> None:
        """The line could not be opened, or broke."""


def open_port(device: str, baud: int) -> Any:
    """A pyserial port for a path, or for the USB device `vendor:product`. Raises OSError."""
    import serial
    from serial.tools import list_ports

    usb = _USB_ID.fullmatch(device)
    if usb:
        wanted = (int(usb[1], 16), int(usb[2], 16))
        found = [port.device for port in list_ports.comports() if (port.vid, port.pid) == wanted]
        if not found:
            raise FileNotFoundError(f"no serial device {device}")
        device = found[0]
    return serial.Serial(device, baud, timeout=0, write_timeout=1.0, exclusive=True)


class SerialLine:
    """Keeps a line open on a thread of its own, from `start` to `stop`."""

    def __init__(
        self,
        device: str,
        baud: int,
        user: LineUser,
        *,
        clock: Callable[[], float] = time.monotonic,
        open_port: Callable[[str, int], Any] = open_port,
    ) -> None:
        self._device, self._baud, self._user = device, baud, user
        self._clock, self._open_port = clock, open_port
        self._thread: threading.Thread | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin; returns at once."""
        self._stopping = False
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._thread = threading.Thread(target=self._run, name=f"serial {self._device}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; the line is free when this returns."""
        if self._thread is None:
            return
        self._stopping = True
        os.eventfd_write(self._wake, 1)
        self._thread.join()
        self._thread = None
        os.close(self._wake)

    def _run(self) -> None:
        while not self._stopping:
            try:
                port = self._open_port(self._device, self._baud)
            except (OSError, ValueError) as error:  # pyserial's own error is an OSError
                self._user.closed(str(error))
            else:
                self._serve(port)
            select.select([self._wake], [], [], AGAIN_S)

    def _serve(self, port: Any) -> None:
        try:
            self._user.opened(self._clock())
            while not self._stopping:
                self._turn(port)
        except OSError as error:
            log.info("%s is gone: %s", self._device, error)
            self._user.closed(str(error))
        finally:
            with contextlib.suppress(OSError):
                port.close()

    def _turn(self, port: Any) -> None:
        """Wait for bytes or for the time that is due, and hand on what came of it."""
        due = self._user.due()
        timeout = None if due is None else max(0.0, due - self._clock() + 0.001)
        ready, _, _ = select.select([self._wake, port.fileno()], [], [], timeout)
        if port.fileno() in ready:
            data = port.read(4096)
            if not data:
                raise OSError("the line hung up")
            self._user.received(data, self._clock())
        due = self._user.due()
        if due is not None and self._clock() >= due and (answer := self._user.wake(self._clock())):
            port.write(answer)
