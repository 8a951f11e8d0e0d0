"""Power cuts while the terminal works: `python -m tests.system.virtual.powercuts --cuts 200 --seed 1 --during trading`.

Each run begins with the same machine in the same moment, woken from its frozen memory, and sells through its scanner
and its screen while the power goes, at one moment or at several (`--each`). Then, from each card: the file system
mends itself, the doctor finds nothing wrong, and every receipt that came out of the printer is one sale, once. Then the
card is put into a machine that is switched on: some into an emulated one, which takes long, the others into Linux as a
program (`usermode`), where Debian's package user-mode-linux is, two at a time.

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
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kiosk.exc import KioskError
from kiosk.hw.renderer import render
from tests.system.virtual.card import Found, look_at
from tests.system.virtual.cutting import Cut, begin, work
from tests.system.virtual.machines import comes_up
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import CUT
from tests.system.virtual.usermode import available, comes_up_here
from tests.system.virtual.wires import SLOW

NUMBER = re.compile(r"\b[0-9A-Z]{6}-\d+\b")
SHORTEST_S, LONGEST_S = 6.0, 45.0
"""Of trading before a run's first cut: none to some sales. An emulated machine takes ten seconds and more over each."""
NEXT_S = 3.0, 12.0
"""From one cut of a run to the next."""
UPDATE_S = 90.0
"""About as long as it takes to write an update, and a little more."""


@dataclass
class Report:
    """What came of it. sales, receipts, pulses, sent: at the end of each run, together. ahead: entries that only the
    office has. boot_s: seconds from power-on to the counter, of the cards that an emulated machine started again;
    versions: of the program that then ran. here_s: of those that another kind of machine did."""

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


def check(report: Report, number: int, cut: Cut, folder: Path, sold_before: int, *, last: bool) -> Found | None:
    """What was seen from outside with what the card has. last: of its run."""
    try:
        kept = look_at(cut.disk, folder / "after")
    except (AssertionError, subprocess.CalledProcessError, KioskError) as problem:
        report.damaged.append(f"cut {number}: {problem}")
        return None
    whole = [render(part + CUT + b"\x00").text for part in cut.printed.split(CUT)[:-1]]
    receipts = [found.group() for text in whole if (found := NUMBER.search(text))]
    sold = len(kept.sales) - sold_before
    sent = cut.sent or {}
    report.lost += [one for one in receipts if one not in kept.sales]
    report.lost += ["a drawer opened"] * max(0, cut.pulses - sold)
    report.doubled += [one for one, times in Counter(receipts).items() if times > 1]
    report.ahead += [f"{o}-{s}" for (o, s), digest in sent.items() if kept.entries.get((o, s)) != digest]
    if last:
        report.receipts += len(receipts)
        report.sales += sold
        report.pulses += cut.pulses
        report.sent += len(sent)
    return kept


def switch_on(number: int, disk: Path, folder: Path, report: Report) -> None:
    """The card in a machine: it comes up by itself."""
    machine = Machine(folder / "again", f"if=none,id=disk,file={disk},format=raw")
    try:
        report.boot_s.append(round(comes_up(machine, 600), 1))
        report.versions.append(machine.run("/opt/kiosk/bin/kiosk version", 120).strip())
    except (RuntimeError, TimeoutError) as problem:
        report.damaged.append(f"cut {number} does not come up: {problem}")
    finally:
        machine.close()


def switch_on_here(number: int, disk: Path, folder: Path, kept: Found, report: Report) -> None:
    """The card in a machine of another kind: it comes up by itself, and what was on it still is when the power goes."""
    try:
        report.here_s.append(round(comes_up_here(disk, folder), 1))
        assert kept.entries.items() <= look_at(disk, folder).entries.items(), "it came up with less"
    except (AssertionError, TimeoutError, subprocess.CalledProcessError, KioskError) as problem:
        report.damaged.append(f"cut {number} does not come up here: {problem}")


def run(
    folder: Path,
    cuts: int,
    seed: int,
    boots: int,
    *,
    during: str = "trading",
    lying: bool = False,
    each: int = 1,
    minutes: float = 1e6,
) -> Report:
    """All of them; as many as go into the minutes. boots: every so manieth card is put into an emulated machine again,
    and each whose update was cut. each: cuts of one run."""
    report, chance = Report(seed, during, lying), random.Random(seed)
    longest = UPDATE_S if during == "update" else LONGEST_S
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock, ThreadPoolExecutor(2) as pool:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # another run would write to the same card
        start, end = begin(during), time.monotonic() + minutes * 60
        sold_before = len(look_at(start.ready.disk, folder / "before").sales)
        while report.cuts < cuts and time.monotonic() < end:
            within = [(SHORTEST_S, longest)] + [NEXT_S] * (min(each, cuts - report.cuts) - 1)
            waits = [chance.uniform(*one) * SLOW for one in within]
            whole: list[tuple[int, Cut, Found]] = []
            for cut in (left := work(start, folder, waits, during, lying=lying)):
                report.cuts += 1
                if kept := check(report, report.cuts, cut, folder, sold_before, last=cut is left[-1]):
                    whole.append((report.cuts, cut, kept))
            here = []
            for number, cut, kept in whole:
                if (boots > 0 and number % boots == 1 % boots) or during == "update":
                    switch_on(number, cut.disk, folder, report)
                elif available():
                    place = folder / f"here-{number % each}"
                    here.append(pool.submit(switch_on_here, number, cut.disk, place, kept, report))
            for one in here:
                one.result()
            print(json.dumps(asdict(report)), file=sys.stderr, flush=True)
    return report


def main() -> int:
    """Print the report; 1 if a sale was lost or doubled, or a card damaged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--during", choices=("trading", "office", "update"), default="trading")
    parser.add_argument("--each", type=int, default=1, help="cuts of one run of the machine")
    parser.add_argument("--boots", type=int, default=10, help="start a machine from every so manieth card")
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--lying", action="store_true", help="the control: a file system that does not flush")
    parser.add_argument("--folder", type=Path, default=Path("build/powercuts"))
    said = parser.parse_args()
    report = run(
        said.folder, said.cuts, said.seed, said.boots,
        during=said.during, lying=said.lying, each=said.each, minutes=said.minutes,
    )  # fmt: skip
    print(json.dumps(asdict(report), indent=2))
    return 0 if report.fine else 1


if __name__ == "__main__":
    sys.exit(main())
