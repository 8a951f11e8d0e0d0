"""Several scanners of different kinds as one."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from kiosk.hw.ports import DeviceState, DeviceStatus, OnScan, OnStatus, Scanner

_WORST_LAST = (DeviceState.OFF, DeviceState.READY, DeviceState.ABSENT, DeviceState.TROUBLE)


class ScannerGroup:
    """A Scanner (kiosk.hw.ports) made of others; of none, it is off.

    Its status is the worst of theirs; one of several that is absent is trouble, since the others still work.
    """

    def __init__(self, scanners: Sequence[Scanner]) -> None:
        self.scanners = tuple(scanners)
        self._lock = threading.Lock()
        self._statuses = [scanner.status for scanner in self.scanners]

    @property
    def status(self) -> DeviceStatus:
        """How they are, in one word."""
        with self._lock:
            return self._together()

    def start(self, on_scan: OnScan, on_status: OnStatus) -> None:
        """Begin with all."""
        if not self.scanners:
            on_status(self.status)
        for n, scanner in enumerate(self.scanners):
            scanner.start(on_scan, self._listener(n, on_status))

    def stop(self) -> None:
        """End all."""
        for scanner in self.scanners:
            scanner.stop()

    def _listener(self, n: int, on_status: OnStatus) -> OnStatus:
        def heard(status: DeviceStatus) -> None:
            with self._lock:
                self._statuses[n] = status
                together = self._together()
            on_status(together)

        return heard

    def _together(self) -> DeviceStatus:
        if not self._statuses:
            return DeviceStatus("scanner", DeviceState.OFF)
        worst = max(self._statuses, key=lambda status: _WORST_LAST.index(status.state))
        if worst.state is DeviceState.ABSENT and any(s.state is DeviceState.READY for s in self._statuses):
            return DeviceStatus("scanner", DeviceState.TROUBLE, worst.detail)
        return worst
