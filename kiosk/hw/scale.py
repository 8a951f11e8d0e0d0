"""A scale on a serial line: its newest weight, always at hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from kiosk.config import Scale as ScaleSettings
from kiosk.exc import DeviceError, DeviceGone
from kiosk.hw.ports import DeviceState, DeviceStatus, OnStatus, Weight
from kiosk.hw.scale_formats import FORMATS, Format, silent
from kiosk.hw.serial_line import SerialLine, open_port

ASK_S = 0.25
"""How often a scale that must be asked is asked."""
FRESH_S = 1.5
"""A weight older than this is not what lies on the scale."""
_LONGEST = 256


class ScaleLines:
    """Bytes to the newest weight. Pure: time is passed in, monotonic seconds."""

    def __init__(self, format: Format) -> None:  # noqa: A002  (the setting's name)
        self._format = format
        self._part = b""
        self._newest: Weight | DeviceError | None = None
        self._at = float("-inf")

    def feed(self, data: bytes, at: float) -> None:
        """What a read gave. The last whole line counts; a line without end is thrown away."""
        *lines, self._part = (self._part + data).split(self._format.ends)
        self._part = self._part[-_LONGEST:]
        for line in lines:
            if not line.strip():
                continue
            try:
                weight = self._format.read(line)
            except DeviceError as error:
                self._newest, self._at = error, at
            else:
                if weight is not None:
                    self._newest, self._at = weight, at

    def cut(self) -> None:
        """The line broke, or was opened anew: what is there is half, or old."""
        self._part = b""
        self._newest = None

    def weight(self, now: float) -> Weight:
        """What lies on the scale. Raises DeviceError: overloaded, unreadable, silent."""
        newest = self._newest
        if newest is None or now - self._at > FRESH_S:
            raise DeviceGone(silent())
        if isinstance(newest, DeviceError):
            raise DeviceError(newest.message)
        return newest


class SerialScale:
    """A Scale (kiosk.hw.ports). `read` never waits: a thread of its own listens, and asks where the format needs it."""

    def __init__(
        self,
        settings: ScaleSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        open_port: Callable[[str, int], Any] = open_port,
    ) -> None:
        self._format = FORMATS[settings.format]
        self._lines = ScaleLines(self._format)
        self._clock = clock
        self._lock = threading.Lock()
        self._asks_at = 0.0
        self._on_status: OnStatus = lambda _status: None
        self.status = DeviceStatus("scale", DeviceState.ABSENT, silent())
        self._line = SerialLine(settings.device, settings.baud, self, clock=clock, open_port=open_port)

    def start(self, on_status: OnStatus) -> None:
        """Begin to listen; returns at once."""
        self._on_status = on_status
        self._line.start()

    def read(self) -> Weight:
        """The newest weight. Raises DeviceError if there is none of the last moment."""
        with self._lock:
            return self._lines.weight(self._clock())

    def close(self) -> None:
        """Give the line back."""
        self._line.stop()

    # What the line calls, on its thread

    def opened(self, now: float) -> None:
        """The line is there; whether the scale is, its first word tells."""
        with self._lock:
            self._lines.cut()
        self._asks_at = now

    def received(self, data: bytes, now: float) -> None:
        """Bytes came."""
        with self._lock:
            self._lines.feed(data, now)
        self._look()

    def due(self) -> float | None:
        """When to ask next; scales that send by themselves are looked after all the same."""
        return self._asks_at

    def wake(self, now: float) -> bytes:
        """Ask again, and notice a scale that fell silent."""
        self._asks_at = now + ASK_S
        self._look()
        return self._format.ask

    def closed(self, reason: str) -> None:
        """The line is not there, or no more."""
        with self._lock:
            self._lines.cut()
        self._tell(DeviceStatus("scale", DeviceState.ABSENT, silent()))

    def _look(self) -> None:
        try:
            self.read()
        except DeviceGone as error:
            self._tell(DeviceStatus("scale", DeviceState.ABSENT, error.message))
        except DeviceError as error:
            self._tell(DeviceStatus("scale", DeviceState.TROUBLE, error.message))
        else:
            self._tell(DeviceStatus("scale", DeviceState.READY))

    def _tell(self, status: DeviceStatus) -> None:
        if status != self.status:
            self.status = status
            self._on_status(status)
