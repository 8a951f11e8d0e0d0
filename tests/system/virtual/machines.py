"""Machines that were switched on once, and copies of them: a test begins with a counter that has its database, or in
the middle of a shift, woken from kept memory.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.system.virtual.bundles import good
from tests.system.virtual.card import Card, put_on
from tests.system.virtual.head_office import HeadOffice
from tests.system.virtual.qemu import IMAGE, Machine, waking
from tests.system.virtual.updating import brings_stick, to_status

BADGE = "ZGU-1004-DEMO1004"
PRIMARY = (0.842, 0.93)
"""Where the largest key is: it opens the shift, and goes to paying."""
WITHOUT_SHOP = "[scanner]" + Path("image/virtual/kiosk.toml").read_text(encoding="utf-8").partition("[scanner]")[2]
"""Its devices, and no shop: the terminal waits to join one."""
CARD_SIZE = "3G"
"""Larger than the image, as a card is: the data partition grows at the first start."""


_ASK = (
    "import sqlite3; book = sqlite3.connect('file:/var/lib/kiosk/shop.db?mode=ro', uri=True);"
    ' print(book.execute(\\"{}\\").fetchone()[0])'
)


@dataclass(frozen=True)
class Frozen:
    """A machine that stands ready to sell: its card, and its memory."""

    disk: Path
    memory: Path


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
    """A machine at its first start with a shift open, kept in that moment."""
    ready = Frozen(folder / "ready.raw", folder / "ready.ram")
    if not ready.memory.exists():
        card(ready.disk)
        _keep(ready, folder / "ready", _comes_up_and_opens)
    return ready


def _comes_up_and_opens(machine: Machine) -> None:
    comes_up(machine, 600)
    machine.waits_until_still()
    opens_shift(machine)


def _keep(ready: Frozen, folder: Path, bring: Callable[[Machine], object], *, extra: tuple[str, ...] = ()) -> None:
    """Start a machine from that card, bring it to where it is wanted, and keep its memory beside the card."""
    card = Card(ready.disk)
    machine = Machine(folder, card.drive, extra=extra)
    try:
        if extra:
            machine.wake()
        bring(machine)
        machine.run("sync")
        machine.freeze(ready.memory.with_suffix(".new"))
    finally:
        machine.close()
        card.eject()
    ready.memory.with_suffix(".new").rename(ready.memory)


def new(folder: Path, settings: str) -> Path:
    """A card with the image and these settings, as an installer makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    disk = folder / "new.raw"
    card(disk)
    put_on(disk, "setup", "kiosk.toml", settings)
    return disk


def card(path: Path) -> None:
    """The image, written to a card that is larger."""
    subprocess.run(["cp", "--sparse=always", IMAGE, path], check=True)
    subprocess.run(["truncate", "-s", CARD_SIZE, path], check=True)


def joined(folder: Path) -> tuple[Frozen, HeadOffice]:
    """A terminal of a head office with a shift open, and that office at the same moment; neither of them runs."""
    ready, office = Frozen(folder / "joined.raw", folder / "joined.ram"), HeadOffice.kept(folder / "office")
    if not ready.memory.exists() or office is None:
        ready.memory.unlink(missing_ok=True)
        office = HeadOffice.made(folder / "office")
        new(folder / "joining", WITHOUT_SHOP).rename(ready.disk)
        office.start()
        try:
            _keep(ready, folder / "joining", lambda machine: _joins_and_opens(machine, office))
        finally:
            office.stop()
    return ready, office


def updating(folder: Path) -> Frozen:
    """A terminal with a shift open that has an update from a stick, and shows it; kept in that moment."""
    ready = Frozen(folder / "updating.raw", folder / "updating.ram")
    if not ready.memory.exists():
        selling = frozen(folder)
        subprocess.run(["cp", "--sparse=always", selling.disk, ready.disk], check=True)
        _keep(ready, folder / "updating", lambda machine: _is_offered(machine, folder), extra=waking(selling.memory))
    return ready


def _is_offered(machine: Machine, folder: Path) -> None:
    brings_stick(machine, good("0.2.0"), folder / "stick.img")
    to_status(machine)


def _joins_and_opens(machine: Machine, office: HeadOffice) -> None:
    comes_up(machine, 600)
    joins(machine, office)
    opens_shift(machine)


def joins(machine: Machine, office: HeadOffice) -> None:
    """By the code that the office shows, read with the terminal's own scanner."""
    machine.waits_until_still()
    machine.scan(office.invitation())
    machine.until("test -e /var/lib/kiosk/shop.db", 300)
    machine.waits_until_still()


def woken(ready: Frozen, folder: Path) -> Machine:
    """That machine again, on a disk of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    disk = folder / "disk.qcow2"
    overlay(disk, ready.disk.absolute(), "raw")
    machine = Machine(folder, drive(disk), extra=waking(ready.memory))
    machine.wake()
    machine.waits_until_still()  # an emulator that has just begun is at its slowest
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
    machine.until("systemctl is-active kiosk.target kiosk-good.service", 600)
    opened = "SELECT count(*) FROM entry WHERE kind = 'shift.opened'"
    before = number(machine, opened)
    for _ in range(5):  # keys may get lost on an emulated bus; the counter says so, and somebody scans again
        machine.goes_on(lambda: machine.scan(BADGE))
        machine.touch(*PRIMARY)
        machine.waits_until_still()
        if number(machine, opened) > before:
            return
    raise AssertionError("no shift is opened")


def number(machine: Machine, query: str) -> int:
    """One figure out of the database, as it is on the disk."""
    return int(machine.run(f'/opt/kiosk/bin/python3 -c "{_ASK.format(query)}"'))
