"""Somebody who listens to a device's thread, and waits for what must come (never for time to pass)."""

from __future__ import annotations

import queue
from collections.abc import Callable

from kiosk.hw.ports import DeviceState, DeviceStatus, Scan

PATIENCE_S = 10.0


class Listener:
    """Collects scans and statuses."""

    def __init__(self) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.statuses: queue.Queue[DeviceStatus] = queue.Queue()

    def scan(self) -> Scan:
        return self.scans.get(timeout=PATIENCE_S)

    def codes(self, count: int) -> list[str]:
        return [self.scan().data for _ in range(count)]

    def until(self, right: Callable[[DeviceStatus], bool]) -> DeviceStatus:
        while True:
            status = self.statuses.get(timeout=PATIENCE_S)
            if right(status):
                return status

    def state(self, state: DeviceState) -> DeviceStatus:
        return self.until(lambda status: status.state is state)
