"""Scanners on a serial line, USB-CDC ones included: bytes in, codes out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kiosk.config import Scanner as ScannerSettings
from kiosk.hw.ports import DeviceState, DeviceStatus, OnScan, OnStatus, Scan
from kiosk.hw.scanner_code import Collector, Loss, Lost, Read
from kiosk.hw.scanner_report import Reporter
from kiosk.hw.serial_line import SerialLine, open_port
from kiosk.i18n import M

_FRAME = b"\x02\x03"
"""STX and ETX: put around a code by some scanners, never part of it."""


class SerialCodes:
    """Bytes to codes. Pure. Text is UTF-8, else GB18030; bytes that are neither are a lost code.

    suffix: any (CR, LF or HT), enter (CR or LF), tab, none. timeout: seconds of silence that end a code.
    """

    def __init__(self, device: str = "", suffix: str = "any", timeout: float = 0.0) -> None:
        self._device = device
        self._codes = Collector(device, suffix, timeout)

    @property
    def deadline(self) -> float | None:
        """When `expire` is due."""
        return self._codes.deadline

    def feed(self, data: bytes, at: float) -> list[Read]:
        """What a read gave, at monotonic second `at`."""
        text = data.translate(None, _FRAME).decode("latin-1")
        return [self._text(read) for char in text for read in self._codes.add(char, at)]

    def expire(self, now: float) -> list[Read]:
        """Time has passed with nothing more to read."""
        return [self._text(read) for read in self._codes.expire(now)]

    def unplugged(self) -> list[Read]:
        """The line broke; half a code goes with it."""
        return self._codes.unplugged()

    def _text(self, read: Read) -> Read:
        if isinstance(read, Lost):
            return read
        raw = read.data.encode("latin-1")
        for encoding in ("utf-8", "gb18030"):
            try:
                return Scan(raw.decode(encoding), read.symbology, read.device, read.at)
            except UnicodeDecodeError:
                continue
        return Lost(Loss.UNREADABLE, self._device)


class SerialScanner:
    """A Scanner (kiosk.hw.ports) on a serial line."""

    def __init__(
        self,
        settings: ScannerSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        open_port: Callable[[str, int], Any] = open_port,
    ) -> None:
        self._name = settings.name or settings.device
        self._codes = SerialCodes(self._name, settings.suffix, settings.timeout_ms / 1000)
        self._report = Reporter()
        self._line = SerialLine(settings.device, settings.baud, self, clock=clock, open_port=open_port)

    @property
    def status(self) -> DeviceStatus:
        """How it is now."""
        return self._report.status

    def start(self, on_scan: OnScan, on_status: OnStatus) -> None:
        """Begin on a thread of its own."""
        self._report.to(on_scan, on_status)
        self._line.start()

    def stop(self) -> None:
        """End; the line is free when this returns."""
        self._line.stop()

    # What the line calls, on its thread

    def opened(self, now: float) -> None:
        """The line is there."""
        self._report.state(DeviceStatus("scanner", DeviceState.READY))

    def received(self, data: bytes, now: float) -> None:
        """Bytes came."""
        self._report.reads(self._codes.feed(data, now))

    def due(self) -> float | None:
        """A code that waits for its end."""
        return self._codes.deadline

    def wake(self, now: float) -> bytes:
        """It waited long enough. Nothing is ever sent to a scanner."""
        self._report.reads(self._codes.expire(now))
        return b""

    def closed(self, reason: str) -> None:
        """The line is not there, or no more."""
        self._report.reads(self._codes.unplugged())
        detail = M("The scanner {name} is not plugged in.", name=self._name)
        self._report.state(DeviceStatus("scanner", DeviceState.ABSENT, detail))
