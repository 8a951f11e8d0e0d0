"""Machines that were switched on once, and copies of them: a test begins with a counter that has its database, or in
the middle of a shift, woken from kept memory.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.system.virtual.card import Card
from tests.system.virtual.qemu import IMAGE, Machine, waking

BADGE = "ZGU-1004-DEMO1004"
PRIMARY = (0.842, 0.93)
"""Where the largest key is: it opens the shift, and goes to paying."""
CARD_SIZE = "3G"
"""Larger than the image, as a card is: the data partition grows at the first start."""


@dataclass(frozen=True)
class Frozen:
    """A machine that stands ready to sell: its card, and its memory."""

    disk: Path
    memory: Path


def place() -> Path:
    """Where machines of this image are kept, so that another run need not make them again."""
    made = IMAGE.stat()
    mark = hashlib.sha256(f"{made.st_size} {made.st_mtime_ns}".encode()).hexdigest()[:12]
    folder = Path(os.environ.get("KIOSK_MACHINES", "build/machines")) / mark
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def installed(folder: Path) -> Path:
    """A disk whose machine was started once and switched off in order."""
    disk = folder / "installed.qcow2"
    if disk.exists():
        return disk
    making = folder / "making.qcow2"
    making.unlink(missing_ok=True)
    overlay(making, IMAGE.absolute(), "raw", CARD_SIZE)
    machine = Machine(folder / "first", drive(making))
    try:
        comes_up(machine, 420)
        machine.run("systemctl --no-block poweroff")
        machine.ends(90)
    finally:
        machine.close()
    making.rename(disk)
    return disk


def frozen(folder: Path) -> Frozen:
    """The installed machine with a shift open, kept in that moment."""
    ready = Frozen(folder / "ready.raw", folder / "ready.ram")
    if not ready.memory.exists():
        subprocess.run(["qemu-img", "convert", "-O", "raw", installed(folder), ready.disk], check=True)
        card = Card(ready.disk)
        machine = Machine(folder / "ready", card.drive)
        try:
            comes_up(machine, 600)
            machine.waits_until_still()
            opens_shift(machine)
            machine.run("sync")
            machine.freeze(ready.memory.with_suffix(".new"))
        finally:
            machine.close()
            card.eject()
        ready.memory.with_suffix(".new").rename(ready.memory)
    return ready


def woken(ready: Frozen, folder: Path) -> Machine:
    """That machine again, on a disk of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    disk = folder / "disk.qcow2"
    overlay(disk, ready.disk.absolute(), "raw")
    machine = Machine(folder, drive(disk), extra=waking(ready.memory))
    machine.wake()
    return machine


def overlay(path: Path, base: Path, form: str = "qcow2", size: str = "") -> None:
    """A disk that has all of `base`, and keeps what is written to it to itself."""
    larger = (size,) if size else ()
    subprocess.run(
        ["qemu-img", "create", "-q", "-f", "qcow2", "-b", base.absolute(), "-F", form, path, *larger], check=True
    )


def drive(path: Path) -> str:
    """QEMU's words for a disk in a file."""
    return f"if=none,id=disk,file={path},format=qcow2"


def comes_up(machine: Machine, seconds: float = 300) -> float:
    """Until the counter says that its screen stands; seconds from power-on."""
    machine.until("systemctl is-active kiosk.service", seconds)
    return machine.age


def opens_shift(machine: Machine) -> None:
    """Signs in by badge and opens a shift without a float, by touch; when all else has started, for it is slow here."""
    machine.until("systemctl is-active kiosk.target", 400)
    machine.goes_on(lambda: machine.scan(BADGE))
    machine.goes_on(lambda: machine.touch(*PRIMARY))
