"""A virtual terminal at work, and cards as they are when the power goes at some moments of it.

A run's last moment is its end: QEMU is killed, and the card's cache with it. At those before, its card is copied as the
cut would have left it, and it goes on.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.system.virtual.card import Card
from tests.system.virtual.head_office import HeadOffice
from tests.system.virtual.machines import Frozen, frozen, joined, updating
from tests.system.virtual.qemu import Machine, place, waking
from tests.system.virtual.trade import BREAD, CUT, DRAWER, EXACT, WATER
from tests.system.virtual.updating import begins_update


@dataclass(frozen=True)
class Start:
    """Where every run begins."""

    ready: Frozen
    office: HeadOffice | None


@dataclass(frozen=True)
class Cut:
    """A card, and what was seen from outside when the power went: bytes of the printer, pulses of the drawer, entries
    at the office (None: there is no office).
    """

    disk: Path
    printed: bytes
    pulses: int
    sent: dict[tuple[str, int], bytes] | None


def begin(during: str) -> Start:
    """The machine that is woken each time, made where it is not there yet."""
    if during == "office":
        return Start(*joined(place()))
    return Start(updating(place()) if during == "update" else frozen(place()), None)


def work(start: Start, folder: Path, waits_s: Sequence[float], during: str, *, lying: bool) -> list[Cut]:
    """Work, with a cut after each of these waits."""
    disk = folder / "cut.raw"
    subprocess.run(["cp", "--sparse=always", start.ready.disk, disk], check=True)
    office = start.office.copy(folder / "office") if start.office else None
    if office is not None:
        office.start()
    card = Card(disk)
    machine = Machine(folder / "cut", card.drive, extra=waking(start.ready.memory))
    machine.wake()
    if lying:
        machine.run("mount -o remount,barrier=0 /data")
    cuts: list[Cut] = []
    gone = threading.Event()

    def seen(left: Path) -> Cut:
        """Before the card is looked at: what came out later may not be on it."""
        sent = office.entries() if office is not None else None
        return Cut(left, machine.printer.data, machine.pins.data.count(DRAWER), sent)

    def power() -> None:
        try:
            for number, wait_s in enumerate(waits_s[:-1]):
                time.sleep(wait_s)
                now = seen(folder / f"left-{number}.raw")
                card.copy_as_cut(now.disk)
                cuts.append(now)
            time.sleep(waits_s[-1])
        finally:
            gone.set()
            card.cut()
            machine.kill()
            if office is not None:
                office.stop()
        cuts.append(seen(disk))

    with ThreadPoolExecutor(1) as pool:
        cutting = pool.submit(power)
        # The machine goes in the midst of whatever is done to it
        with suppress(OSError, ValueError, RuntimeError, TimeoutError):
            if during == "update":
                begins_update(machine)
            _sell(machine, gone.is_set)
    machine.close()
    cutting.result()
    return cuts


def _sell(machine: Machine, ends: Callable[[], bool]) -> None:
    """One sale after another."""
    while not ends():
        before = len(machine.printer.data)
        for code in (WATER, BREAD, "ZGC-PAY"):
            machine.scan(code)
        patience = time.monotonic() + 40
        while CUT not in machine.printer.data[before:] and time.monotonic() < patience and not ends():
            machine.touch(*EXACT)
            time.sleep(1)
