"""Power cuts while the terminal sells: `python -m tests.system.virtual.powercuts --cuts 200 --seed 1`.

Each begins with the same machine in the same moment, woken from its frozen memory, and sells through its scanner and
its screen until the power goes: QEMU is killed, and the card's cache with it. Then, from the card: the file system
mends itself, the doctor finds nothing wrong, and every receipt that came out of the printer is one sale, once. Some
of the cards are put into a machine that is switched on. `--lying`: the control, a file system that does not flush.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kiosk.exc import KioskError
from kiosk.hw.renderer import render
from kiosk.store.doctor import diagnose
from kiosk.store.store import Store
from tests.system.virtual.card import Card, files_of
from tests.system.virtual.machines import comes_up, installed, opens_shift
from tests.system.virtual.qemu import SLOW, Machine, waking

CODES = ("9521010000015", "9521030000019")
EXACT = (0.563, 0.219)
DRAWER = b"23 1\n"
CUT = b"\x1dV"
NUMBER = re.compile(r"\b[0-9A-Z]{6}-\d+\b")
SHORTEST_S, LONGEST_S = 6.0, 45.0
"""Of trading before a cut: none to some sales. An emulated machine takes ten seconds and more over each."""

_SALES = "SELECT origin, seq FROM entry WHERE kind = 'sale.completed'"


def now() -> int:
    return time.time_ns() // 1_000_000


@dataclass
class Report:
    """What came of it. boot_s: seconds from power-on to the counter, of the cards that were started again."""

    seed: int
    lying: bool
    cuts: int = 0
    sales: int = 0
    receipts: int = 0
    pulses: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    boot_s: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Frozen:
    """A machine that stands ready to sell: its card, its memory, and the sales it has."""

    disk: Path
    memory: Path
    sales: int


def freeze(folder: Path) -> Frozen:
    """Start a machine, open a shift, and keep it at that moment."""
    disk, memory = folder / "ready.raw", folder / "ready.ram"
    if not memory.exists():
        subprocess.run(["qemu-img", "convert", "-O", "raw", installed(folder), disk], check=True)
        card = Card(disk)
        machine = Machine(folder / "ready", card.drive)
        try:
            comes_up(machine, 600)
            machine.waits_until_still()
            opens_shift(machine)
            machine.run("sync")
            machine.freeze(memory.with_suffix(".new"))
        finally:
            machine.close()
            card.eject()
        memory.with_suffix(".new").rename(memory)
    return Frozen(disk, memory, len(sales_on(disk, folder / "before")))


def sales_on(disk: Path, into: Path) -> list[str]:
    """Numbers of the sales in the journal on a card. Raises AssertionError where the doctor finds a fault."""
    files_of(disk, into, ("shop.db", "shop.db-wal"))
    (into / "shop.db-shm").unlink(missing_ok=True)
    findings = diagnose(into / "shop.db", clock=now)
    faults = [str(f.message.in_("en")) for f in findings if f.severity == "fault"]
    assert not faults, faults
    with closing(Store.open(into / "shop.db", clock=now)) as store:
        return [f"{origin}-{seq}" for origin, seq in store.book.sql(_SALES)]


def sell(machine: Machine, until: float) -> None:
    """One sale after another, until then."""
    while True:
        before = len(machine.printer.data)
        for code in (*CODES, "ZGC-PAY"):
            machine.scan(code)
        patience = time.monotonic() + 40
        while CUT not in machine.printer.data[before:]:
            if time.monotonic() > min(until, patience):
                break
            machine.touch(*EXACT)
            time.sleep(1)
        if time.monotonic() > until:
            return


def cut_once(frozen: Frozen, folder: Path, after_s: float, report: Report, *, boot: bool) -> None:
    """Sell for so long, cut, and look at what the card has."""
    disk = folder / "cut.raw"
    subprocess.run(["cp", "--sparse=always", frozen.disk, disk], check=True)
    card = Card(disk)
    machine = Machine(folder / "cut", card.drive, extra=waking(frozen.memory))
    machine.wake()
    if report.lying:
        machine.run("mount -o remount,barrier=0 /data")
    power = threading.Timer(after_s, lambda: (card.cut(), machine.kill()))
    power.start()
    # The machine goes in the midst of whatever is done to it
    with suppress(OSError, ValueError, RuntimeError):
        sell(machine, time.monotonic() + after_s + 60)
    power.join()
    printed, pulses = machine.printer.data, machine.pins.data.count(DRAWER)
    machine.close()
    whole = [render(part + CUT + b"\x00").text for part in printed.split(CUT)[:-1]]
    receipts = [found.group() for text in whole if (found := NUMBER.search(text))]
    report.cuts += 1
    report.receipts += len(receipts)
    report.pulses += pulses
    try:
        kept = sales_on(disk, folder / "after")
    except (AssertionError, subprocess.CalledProcessError, KioskError) as problem:
        report.damaged.append(f"cut {report.cuts}: {problem}")
        return
    report.sales += len(kept) - frozen.sales
    report.lost += [number for number in receipts if number not in kept]
    report.lost += ["a drawer opened"] * max(0, pulses - (len(kept) - frozen.sales))
    report.doubled += [number for number, times in Counter(receipts).items() if times > 1]
    if boot:
        machine = Machine(folder / "again", f"if=none,id=disk,file={disk},format=raw")
        try:
            report.boot_s.append(round(comes_up(machine, 600), 1))
        finally:
            machine.close()


def run(folder: Path, cuts: int, seed: int, boots: int, *, lying: bool = False, minutes: float = 1e6) -> Report:
    """All of them; as many as go into the minutes. boots: every so manieth card is put into a machine again."""
    report, chance, end = Report(seed, lying), random.Random(seed), time.monotonic() + minutes * 60
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # another run would write to the same card
        frozen = freeze(folder)
        while report.cuts < cuts and time.monotonic() < end:
            after_s = chance.uniform(SHORTEST_S, LONGEST_S) * SLOW
            cut_once(frozen, folder, after_s, report, boot=boots > 0 and report.cuts % boots == 0)
            print(json.dumps(asdict(report)), file=sys.stderr, flush=True)
    return report


def main() -> int:
    """Print the report; 1 if a sale was lost or doubled, or a card damaged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--boots", type=int, default=10, help="start a machine from every so manieth card")
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--lying", action="store_true", help="the control: a file system that does not flush")
    parser.add_argument("--folder", type=Path, default=Path("build/powercuts"))
    said = parser.parse_args()
    said.folder.mkdir(parents=True, exist_ok=True)
    report = run(said.folder, said.cuts, said.seed, said.boots, lying=said.lying, minutes=said.minutes)
    print(json.dumps(asdict(report), indent=2))
    return 1 if report.lost or report.doubled or report.damaged else 0


if __name__ == "__main__":
    sys.exit(main())
