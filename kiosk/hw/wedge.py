"""A scanner in keyboard mode: raw event bytes in, codes out. Pure: no device, no clock but the events' own."""

from __future__ import annotations

from kiosk.hw.events import DOWN, EV_KEY, EV_SYN, EVENT, SYN_DROPPED, SYN_REPORT
from kiosk.hw.scanner_code import Collector, Loss, Read
from kiosk.hw.wedge_typing import Typing, UnknownKey


class Wedge:
    """One scanner's events, put together.

    layout, gs_key: see Typing. suffix, timeout (seconds): see Collector. deaf_until: a code that begins before this
    time may have begun before the device was opened, and is given up.
    """

    def __init__(
        self,
        device: str = "",
        *,
        layout: str = "us",
        suffix: str = "any",
        timeout: float = 0.0,
        gs_key: str = "",
        deaf_until: float = float("-inf"),
    ) -> None:
        self._typing = Typing(layout, gs_key)
        self._codes = Collector(device, suffix, timeout)
        self._deaf_until = deaf_until
        self._part = b""
        self._overrun = False

    @property
    def deadline(self) -> float | None:
        """When `expire` is due, in the events' clock; None while nothing waits."""
        return self._codes.deadline

    @property
    def patience(self) -> float | None:
        """Seconds without an event after which `silence` is due; None while nothing waits."""
        return self._codes.patience

    def feed(self, data: bytes) -> list[Read]:
        """Whatever a read gave: any number of events, of codes, and parts of them."""
        data = self._part + data
        whole = len(data) - len(data) % EVENT.size
        self._part = data[whole:]
        reads: list[Read] = []
        for seconds, micros, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == EV_KEY and not self._overrun:
                reads += self._key(code, value, seconds + micros / 1_000_000)
            elif kind == EV_SYN:
                reads += self._sync(code, seconds + micros / 1_000_000)
        return reads

    def silence(self) -> list[Read]:
        """Nothing came for as long as patience lasts, by whatever clock."""
        return self.expire(float("inf"))

    def expire(self, now: float) -> list[Read]:
        """It is `now`, in the events' clock, and nothing more was to be read."""
        deadline = self._codes.deadline
        if deadline is None or now <= deadline:
            return []
        return self._add(self._typing.pending(), deadline) + self._codes.expire(now)

    def unplugged(self) -> list[Read]:
        """The device is gone; half a code goes with it."""
        self._part = b""
        self._overrun = False
        self._typing.reset()
        return self._codes.unplugged()

    def _key(self, code: int, value: int, at: float) -> list[Read]:
        before = self.expire(at)
        if value == DOWN and at < self._deaf_until:
            before += self._codes.lose(Loss.JOINED, at)
        try:
            chars = self._typing.key(code, value)
        except UnknownKey:
            return before + self._codes.lose(Loss.UNKNOWN_KEY, at)
        return before + self._add(chars, at) if chars else before

    def _sync(self, code: int, at: float) -> list[Read]:
        """After SYN_DROPPED the kernel's queue ran over: all up to the next SYN_REPORT is to be ignored."""
        if code == SYN_DROPPED:
            self._overrun = True
            self._typing.reset()
            return self._codes.lose(Loss.DROPPED, at)
        if code == SYN_REPORT:
            self._overrun = False
        return []

    def _add(self, chars: str, at: float) -> list[Read]:
        return [read for char in chars for read in self._codes.add(char, at)]
