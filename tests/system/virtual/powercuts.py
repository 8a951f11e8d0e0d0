"""Power cuts while the terminal works: `python -m tests.system.virtual.powercuts --cuts 200 --seed 1 --during trading`.

Each begins with the same machine in the same moment, woken from its frozen memory, and sells through its scanner and
its screen until the power goes: QEMU is killed, and the card's cache with it. Then, from the card: the file system
mends itself, the doctor finds nothing wrong, and every receipt that came out of the printer is one sale, once. Then
the card is put into a machine that is switched on: some into an emulated one, which takes long, the others into Linux
as a program (`usermode`), where Debian's package user-mode-linux is.

`--during office`: while it replicates to a head office; what the office has is on the card, to the byte. `--during
update`: while an update is written beside what runs; each card is switched on again. `--lying`: the control, a file
system that does not flush.
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
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kiosk.exc import KioskError
from kiosk.hw.renderer import render
from tests.system.virtual.card import Card, Found, look_at
from tests.system.virtual.head_office import HeadOffice
from tests.system.virtual.machines import Frozen, comes_up, frozen, joined, updating
from tests.system.virtual.qemu import Machine, place, waking
from tests.system.virtual.trade import BREAD, CUT, DRAWER, EXACT, WATER
from tests.system.virtual.updating import begins_update
from tests.system.virtual.usermode import available, comes_up_here
from tests.system.virtual.wires import SLOW

NUMBER = re.compile(r"\b[0-9A-Z]{6}-\d+\b")
SHORTEST_S, LONGEST_S = 6.0, 45.0
"""Of trading before a cut: none to some sales. An emulated machine takes ten seconds and more over each."""
UPDATE_S = 90.0
"""About as long as it takes to write an update, and a little more."""


@dataclass
class Report:
    """What came of it. ahead: entries that only the office has. boot_s: seconds from power-on to the counter, of the
    cards that an emulated machine started again; versions: of the program that then ran. here_s: of those that another
    kind of machine did."""

    seed: int
    during: str
    lying: bool
    cuts: int = 0
    sales: int = 0
    receipts: int = 0
    pulses: int = 0
    sent: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    boot_s: list[float] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    here_s: list[float] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        """Nothing that was seen is missing, and every card was whole."""
        return not (self.lost or self.doubled or self.ahead or self.damaged)


@dataclass(frozen=True)
class Start:
    """Where every cut begins. sales: that the card has by then."""

    ready: Frozen
    office: HeadOffice | None
    sales: int


def begin(folder: Path, during: str) -> Start:
    """The machine that is woken each time, made where it is not there yet."""
    ready, office = joined(place()) if during == "office" else (frozen(place()), None)
    if during == "update":
        ready = updating(place())
    return Start(ready, office, len(look_at(ready.disk, folder / "before").sales))


def sell(machine: Machine, until: float) -> None:
    """One sale after another, until then."""
    while True:
        before = len(machine.printer.data)
        for code in (WATER, BREAD, "ZGC-PAY"):
            machine.scan(code)
        patience = time.monotonic() + 40
        while CUT not in machine.printer.data[before:]:
            if time.monotonic() > min(until, patience):
                break
            machine.touch(*EXACT)
            time.sleep(1)
        if time.monotonic() > until:
            return


def cut_once(start: Start, folder: Path, after_s: float, report: Report, *, boot: bool) -> None:
    """Work for so long, cut, and look at what the card has."""
    disk = folder / "cut.raw"
    subprocess.run(["cp", "--sparse=always", start.ready.disk, disk], check=True)
    office = start.office.copy(folder / "office") if start.office else None
    if office is not None:
        office.start()
    card = Card(disk)
    machine = Machine(folder / "cut", card.drive, extra=waking(start.ready.memory))
    machine.wake()
    if report.lying:
        machine.run("mount -o remount,barrier=0 /data")
    power = threading.Timer(after_s, lambda: (card.cut(), machine.kill()))
    power.start()
    # The machine goes in the midst of whatever is done to it
    with suppress(OSError, ValueError, RuntimeError, TimeoutError):
        if report.during == "update":
            begins_update(machine)
        sell(machine, time.monotonic() + after_s + 60)
    power.join()
    if office is not None:
        office.stop()
    printed, pulses = machine.printer.data, machine.pins.data.count(DRAWER)
    machine.close()
    report.cuts += 1
    report.pulses += pulses
    try:
        kept = look_at(disk, folder / "after")
    except (AssertionError, subprocess.CalledProcessError, KioskError) as problem:
        report.damaged.append(f"cut {report.cuts}: {problem}")
        return
    compare(report, start, kept, printed, pulses)
    if office is not None:
        has = office.entries()
        report.sent += len(has)
        report.ahead += [f"{o}-{s}" for (o, s), digest in has.items() if kept.entries.get((o, s)) != digest]
    if boot or report.during == "update":
        switch_on(disk, folder, report)
    elif available():
        switch_on_here(disk, folder, kept, report)


def compare(report: Report, start: Start, kept: Found, printed: bytes, pulses: int) -> None:
    """What was seen from outside with what the card has."""
    whole = [render(part + CUT + b"\x00").text for part in printed.split(CUT)[:-1]]
    receipts = [found.group() for text in whole if (found := NUMBER.search(text))]
    sold = len(kept.sales) - start.sales
    report.receipts += len(receipts)
    report.sales += sold
    report.lost += [number for number in receipts if number not in kept.sales]
    report.lost += ["a drawer opened"] * max(0, pulses - sold)
    report.doubled += [number for number, times in Counter(receipts).items() if times > 1]


def switch_on(disk: Path, folder: Path, report: Report) -> None:
    """The card in a machine: it comes up by itself."""
    machine = Machine(folder / "again", f"if=none,id=disk,file={disk},format=raw")
    try:
        report.boot_s.append(round(comes_up(machine, 600), 1))
        report.versions.append(machine.run("/opt/kiosk/bin/kiosk version", 120).strip())
    except (RuntimeError, TimeoutError) as problem:
        report.damaged.append(f"cut {report.cuts} does not come up: {problem}")
    finally:
        machine.close()


def switch_on_here(disk: Path, folder: Path, kept: Found, report: Report) -> None:
    """The card in a machine of another kind: it comes up by itself, and what was on it still is when the power goes."""
    try:
        report.here_s.append(round(comes_up_here(disk, folder / "here"), 1))
        assert kept.entries.items() <= look_at(disk, folder / "after").entries.items(), "it came up with less"
    except (AssertionError, TimeoutError, subprocess.CalledProcessError, KioskError) as problem:
        report.damaged.append(f"cut {report.cuts} does not come up here: {problem}")


def run(
    folder: Path,
    cuts: int,
    seed: int,
    boots: int,
    *,
    during: str = "trading",
    lying: bool = False,
    minutes: float = 1e6,
) -> Report:
    """All of them; as many as go into the minutes. boots: every so manieth card is put into a machine again."""
    report, chance = Report(seed, during, lying), random.Random(seed)
    longest = UPDATE_S if during == "update" else LONGEST_S
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # another run would write to the same card
        start, end = begin(folder, during), time.monotonic() + minutes * 60
        while report.cuts < cuts and time.monotonic() < end:
            after_s = chance.uniform(SHORTEST_S, longest) * SLOW
            cut_once(start, folder, after_s, report, boot=boots > 0 and report.cuts % boots == 0)
            print(json.dumps(asdict(report)), file=sys.stderr, flush=True)
    return report


def main() -> int:
    """Print the report; 1 if a sale was lost or doubled, or a card damaged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--during", choices=("trading", "office", "update"), default="trading")
    parser.add_argument("--boots", type=int, default=10, help="start a machine from every so manieth card")
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--lying", action="store_true", help="the control: a file system that does not flush")
    parser.add_argument("--folder", type=Path, default=Path("build/powercuts"))
    said = parser.parse_args()
    report = run(
        said.folder, said.cuts, said.seed, said.boots, during=said.during, lying=said.lying, minutes=said.minutes
    )
    print(json.dumps(asdict(report), indent=2))
    return 0 if report.fine else 1


if __name__ == "__main__":
    sys.exit(main())
