"""How long a small write takes until it is safe on the card: each line and each sale waits for one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host
from kiosk.i18n import M

WRITES = 15
BLOCK = bytes(4096)

SLOW_MS, TOO_SLOW_MS = 60.0, 350.0
"""Half of the writes take longer. A card of class A1 does 500 such writes a second (SD Association, Part 1, 4.x):
2 ms. Above 60 ms a scan is felt to hang; above 350 ms a queue forms behind it."""

_BETTER = M("Take a card marked A1 or A2, or a disk on USB. Move it as the manual says: nothing is lost.")


def durable_write_ms(directory: Path, writes: int = WRITES) -> float:
    """The median of some, in milliseconds. Raises OSError where nothing can be written."""
    path = directory / ".speed"
    took = []
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for n in range(writes):
            begin = time.perf_counter()
            os.pwrite(handle, BLOCK, n * len(BLOCK))
            os.fdatasync(handle)
            took.append((time.perf_counter() - begin) * 1000)
    finally:
        os.close(handle)
        path.unlink(missing_ok=True)
    return sorted(took)[writes // 2]


def check(host: Host, config: Config) -> Iterator[Finding]:
    """A fault means: no shift should be opened on it."""
    del config
    try:
        yield judged(durable_write_ms(host.data))
    except OSError:
        yield Finding(
            "speed", "fault", M("Nothing can be written to the card."), M("Look whether it is full or locked.")
        )


def judged(ms: float) -> Finding:
    """What such a figure means."""
    shown = f"{ms:.0f}" if ms >= 10 else f"{ms:.1f}"
    if ms > TOO_SLOW_MS:
        return Finding("speed", "fault", M("The card is too slow to sell on: {ms} ms for a write.", ms=shown), _BETTER)
    if ms > SLOW_MS:
        return Finding("speed", "warning", M("The card is slow: {ms} ms for a write.", ms=shown), _BETTER)
    return Finding("speed", "ok", M("A write is safe on the card in {ms} ms.", ms=shown))
