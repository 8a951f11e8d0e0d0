"""An update at the virtual terminal: from the stick to what the program says of it."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

from tests.system.virtual.bundles import on_stick
from tests.system.virtual.qemu import Machine
from tests.system.virtual.wires import SLOW

STATE = "cat /var/lib/kiosk/updates/state.json 2>/dev/null || echo {}"
STATUS_TILE = (0.699, 0.608)
UPDATE_NOW = (0.753, 0.924)
AGREE = (0.664, 0.676)


def standing(machine: Machine) -> dict[str, object]:
    """How far the update is. A machine that goes down while it is asked says nothing."""
    found: dict[str, object] = json.loads(machine.run(STATE, 20))
    return found


def until_stage(machine: Machine, stage: str, seconds: float) -> dict[str, object]:
    """Wait for it, also over a restart of the machine."""
    end, seen = time.monotonic() + seconds * SLOW, None
    while time.monotonic() < end:
        with suppress(RuntimeError, TimeoutError, ValueError):
            seen = standing(machine)
        if seen is not None and seen.get("stage") == stage:
            return seen
        time.sleep(2)
    raise TimeoutError(f"{stage} is not reached: {seen}")


def brings_stick(machine: Machine, bundle: Path, stick: Path) -> None:
    """Put it in, until the terminal has a copy and says so; then pull it out."""
    machine.plug_stick(on_stick(bundle, stick, {"holiday.jpg": b"\xff\xd8"}))
    until_stage(machine, "ready", 300)
    machine.unplug_stick()


def to_status(machine: Machine) -> None:
    """The screen that offers it."""
    machine.goes_on(lambda: machine.scan("ZGC-MORE"))
    machine.goes_on(lambda: machine.touch(*STATUS_TILE))


def begins_update(machine: Machine) -> None:
    """At the status screen: now, although a shift is open."""
    machine.goes_on(lambda: machine.touch(*UPDATE_NOW))
    machine.touch(*AGREE)
