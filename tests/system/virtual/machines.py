"""A machine that was switched on once, and copies of it: each test begins with a counter that has its database."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.system.virtual.qemu import IMAGE, Machine

BADGE = "ZGU-1004-DEMO1004"
PRIMARY = (0.842, 0.93)
"""Where the largest key is: it opens the shift, and goes to paying."""


def installed(folder: Path) -> Path:
    """A disk whose machine was started once and switched off in order."""
    disk = folder / "installed.qcow2"
    if disk.exists():
        return disk
    making = folder / "making.qcow2"
    overlay(making, IMAGE.absolute(), "raw")
    machine = Machine(folder / "first", drive(making))
    try:
        comes_up(machine, 420)
        machine.run("systemctl stop kiosk; sync")
        machine.command("system_powerdown")
    finally:
        machine.close()
    making.rename(disk)
    return disk


def overlay(path: Path, base: Path, form: str = "qcow2") -> None:
    """A disk that has all of `base`, and keeps what is written to it to itself."""
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", form, path], check=True)


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
