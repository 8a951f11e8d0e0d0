"""Passes on what a scanner's thread read, and keeps the scanner's status."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from kiosk.hw.ports import DeviceState, DeviceStatus, OnScan, OnStatus, Scan
from kiosk.hw.scanner_code import Lost, Read
from kiosk.i18n import M

log = logging.getLogger(__name__)


def _nobody(_: object) -> None:
    pass


class Reporter:
    """Between one scanner thread and those who listen. A listener that fails is logged, and does not end the reading.

    A lost code is trouble until the next code that comes whole; each is told, so that each can be heard.
    """

    def __init__(self) -> None:
        self._on_scan: OnScan = _nobody
        self._on_status: OnStatus = _nobody
        self._state = DeviceStatus("scanner", DeviceState.ABSENT, M("No scanner is plugged in."))
        self.status = self._state
        self._told = False

    def to(self, on_scan: OnScan, on_status: OnStatus) -> None:
        """Who listens from now on."""
        self._on_scan, self._on_status = on_scan, on_status
        self._told = False

    def state(self, state: DeviceStatus) -> None:
        """How the device is; told if it changed."""
        if state != self._state or not self._told:
            self._state = state
            self._tell(state)

    def reads(self, reads: Iterable[Read]) -> None:
        """What was read, in its order."""
        for read in reads:
            if isinstance(read, Lost):
                log.warning("lost a code from %s: %s", read.device, read.loss.name)
                self._tell(DeviceStatus("scanner", DeviceState.TROUBLE, read.message))
            else:
                if self.status != self._state:
                    self._tell(self._state)
                self._scan(read)

    def _scan(self, scan: Scan) -> None:
        try:
            self._on_scan(scan)
        except Exception:
            log.exception("a scan was read and not taken")

    def _tell(self, status: DeviceStatus) -> None:
        self.status = status
        self._told = True
        try:
            self._on_status(status)
        except Exception:
            log.exception("a scanner's status was not taken")
