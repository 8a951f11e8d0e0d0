"""The office's time at a terminal whose own clock is wrong: a Pi has no battery, and starts in the year it was made.

What is kept is the difference between the office's clock and this machine's time since it was switched on, which nobody
sets. So it stays right when the clock is set afterwards, and means nothing after the next start.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kiosk.wire.state import CLOCK_WARN_MS, State

EARLIEST, LATEST = 1_735_689_600_000, 4_102_444_800_000
"""2025 and 2100: an office that says another year has a wrong clock itself, and is not followed."""


@cache
def boot_id() -> str:
    """Which start of the machine this is; "" where the system does not say. A unit that can't see /proc/sys is told."""
    told = os.environ.get("KIOSK_BOOT", "")
    if not told:
        try:
            told = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        except OSError:
            return ""
    return told.strip().replace("-", "")


def since_boot_ms() -> int:
    """Milliseconds since the machine was switched on, sleep included."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


class OfficeClock:
    """UTC milliseconds: the machine's, or the office's where the two are more than two minutes apart.

    machine, since_boot, boot: of this machine; a test brings others.
    """

    def __init__(
        self,
        machine: Callable[[], int],
        *,
        since_boot: Callable[[], int] = since_boot_ms,
        boot: Callable[[], str] = boot_id,
    ) -> None:
        self._machine = machine
        self._since_boot = since_boot
        self._boot = boot
        self._difference: int | None = None

    def learn(self, state: State) -> None:
        """What the replicating process measured last. From another start of the machine it says nothing."""
        self._difference = state.office_less_boot_ms if state.boot and state.boot == self._boot() else None

    def __call__(self) -> int:
        """Now."""
        machine = self._machine()
        if self._difference is None:
            return machine
        office = self._since_boot() + self._difference
        if abs(office - machine) <= CLOCK_WARN_MS or not EARLIEST <= office < LATEST:
            return machine
        return office
