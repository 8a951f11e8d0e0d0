"""What a start takes, and what the counter takes while nothing happens: `python -m tests.system.virtual.boot`.

One disk, started twice: as it is, until the counter says that its screen stands; and bare, to multi-user without the
counter. Then at rest: memory, processor time, and how soon a counter that was stopped stands again. An emulated
processor is slower than a real one: how much is measured by the same sum here and in there. The report is JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.system.virtual.card import put_on, where
from tests.system.virtual.machines import comes_up, drive, installed, overlay
from tests.system.virtual.qemu import IMAGE, Machine, place
from tests.system.virtual.trade import began, up_again

RATIO, ROOT_BYTES, RESIDENT_MB, IDLE_PERCENT, AGAIN_S = 1.6, 700_000_000, 250.0, 3.0, 15.0
"""Limits. Idle: of a core as fast as this machine's. Again: emulated, with the patience of a real terminal."""

SUM = "import time; t = time.process_time(); sum(i * i % 7 for i in range(2_000_000)); print(time.process_time() - t)"

MEMORY = r"""
for p in $(cat /sys/fs/cgroup/system.slice/kiosk.service/cgroup.procs); do
    echo $(cat /proc/$p/comm) \
        $(awk '/^(Rss|Pss):/ {print $2} /^Private/ {own += $2} END {print own}' /proc/$p/smaps_rollup)
done"""

TIMES = r"""
cat /proc/uptime; for p in $(cat /sys/fs/cgroup/system.slice/kiosk.service/cgroup.procs); do
    sed 's/.*) //' /proc/$p/stat | awk -v name="$(cat /proc/$p/comm)" '{print name, $12 + $13}'
done"""


@dataclass
class Report:
    """Seconds from power-on, megabytes, and percent of a core.

    resident_mb: counter and supervisor, what they have in common counted once. again_s: from a counter's last sign of
    life to one that stands. again_here_s: if all but the wait were as fast as this machine.
    """

    ready_s: float = 0.0
    bare_s: float = 0.0
    ratio: float = 0.0
    root_bytes: int = 0
    resident_mb: float = 0.0
    proportional_mb: float = 0.0
    compositor_mb: float = 0.0
    guest_used_mb: float = 0.0
    idle_percent_emulated: float = 0.0
    idle_ms_each_second: float = 0.0
    slower: float = 0.0
    idle_percent: float = 0.0
    again_s: float = 0.0
    silence_s: float = 0.0
    again_here_s: float = 0.0

    @property
    def over(self) -> list[str]:
        """What is over its limit."""
        kept = {
            "ratio": self.ratio <= RATIO,
            "root_bytes": self.root_bytes <= ROOT_BYTES,
            "resident_mb": self.resident_mb <= RESIDENT_MB,
            "idle_percent": self.idle_percent <= IDLE_PERCENT,
            "again_s": self.again_s <= AGAIN_S,
        }
        return [name for name, well in kept.items() if not well]


def since_power_on(machine: Machine, unit: str) -> float:
    """When a unit became active, on our clock: its own time is the kernel's, which begins after firmware and loader."""
    ask = f"systemctl show -P ActiveEnterTimestampMonotonic {unit}; cut -d' ' -f1 /proc/uptime"
    active, uptime = machine.run(ask).split()
    return machine.age - (float(uptime) - int(active) / 1e6)


def bare(disk: Path, folder: Path, extra: str = "systemd.unit=multi-user.target") -> Path:
    """A copy of a disk whose loader starts no counter."""
    copy, block = folder / "bare.raw", folder / "grubenv"
    subprocess.run(["qemu-img", "convert", "-O", "raw", disk, copy], check=True)
    part = f"{copy}@@{where(copy, 'setup')[0]}"
    subprocess.run(["mcopy", "-n", "-o", "-i", part, "::grub/grubenv", block], check=True)
    subprocess.run(["grub-editenv", block, "set", f"EXTRA={extra}"], check=True)
    put_on(copy, "setup", "grub/grubenv", block.read_text(encoding="ascii"))
    return copy


def tell(what: str, value: float) -> None:
    """How far it is."""
    print(f"{what}: {value:.1f}", file=sys.stderr, flush=True)


def started(folder: Path, disk: str, unit: str) -> float:
    """Seconds from power-on until a unit is active."""
    machine = Machine(folder, disk)
    try:
        machine.until(f"systemctl is-active {unit}", 900)
        seconds = since_power_on(machine, unit)
        tell(unit, seconds)
        return seconds
    finally:
        machine.close()


def memory(machine: Machine, report: Report) -> None:
    """Resident, and in proportion where a page is shared."""
    for line in machine.run(MEMORY).splitlines():
        name, *sizes = line.split()
        resident, proportional, own = (int(kib) / 1024 for kib in sizes)
        if name.startswith("cage"):
            report.compositor_mb += resident
        else:
            report.resident_mb += own if name == "kiosk-supervise" else resident
            report.proportional_mb += proportional
    report.guest_used_mb = float(machine.run("free -m | awk '/^Mem/ {print $3}'"))


def processor(machine: Machine, seconds: int) -> float:
    """Percent of a core that screen and compositor take together."""

    def read() -> tuple[float, int]:
        uptime, *rest = machine.run(TIMES).splitlines()
        return float(uptime.split()[0]), sum(int(line.split()[-1]) for line in rest)

    began, before = read()
    time.sleep(seconds)
    ended, after = read()
    return (after - before) / 100 / (ended - began) * 100


def silence() -> float:
    """Seconds without a sign of life that a real terminal's counter is allowed: half of what systemd allows both."""
    unit = Path("systemd/kiosk.service").read_text(encoding="utf-8")
    return float(unit.split("\nWatchdogSec=")[1].split()[0]) / 2


def stands_again(machine: Machine) -> float:
    """Seconds from the moment when a counter that stopped is given up to one whose screen stands."""
    before = began(machine)
    machine.run("pkill -STOP -x kiosk-counter")
    up_again(machine, before, 400)
    said = machine.run("journalctl -b -u kiosk -o short-monotonic -g 'no sign of life'").splitlines()[-1]
    return began(machine) - float(said.split("]")[0].strip("[ "))


def starts(folder: Path, report: Report, times: int) -> None:
    """Both kinds of start, by turns; of each the quickest."""
    disk = installed(place())
    plain = bare(disk, folder)
    both = {
        "multi-user.target": f"if=none,id=disk,file={plain},format=raw,snapshot=on",
        "kiosk.service": drive(disk) + ",snapshot=on",
    }
    took: dict[str, list[float]] = {unit: [] for unit in both}
    for _ in range(times):
        for unit, words in both.items():
            took[unit].append(started(folder / unit, words, unit))
    plain.unlink()
    report.bare_s, report.ready_s = (min(seconds) for seconds in took.values())
    report.ratio = report.ready_s / report.bare_s


def at_rest(folder: Path, report: Report, idle_s: int) -> None:
    """Memory, processor, and a counter that hangs."""
    disk = folder / "rest.qcow2"
    disk.unlink(missing_ok=True)
    overlay(disk, installed(place()))
    machine = Machine(folder / "rest", drive(disk))
    try:
        comes_up(machine, 600)
        # The first minutes have the doctor, and an update's trial
        machine.until("systemctl is-active kiosk-good.service", 900)
        machine.waits_until_still()
        memory(machine, report)
        report.idle_percent_emulated = processor(machine, idle_s)
        report.idle_ms_each_second = report.idle_percent_emulated * 10
        here = subprocess.run([sys.executable, "-c", SUM], check=True, capture_output=True, text=True).stdout
        report.slower = float(machine.run(f'python3 -c "{SUM}"', 120)) / float(here)
        report.idle_percent = report.idle_percent_emulated / report.slower
        report.silence_s, start_s = silence(), stands_again(machine)
        report.again_s = report.silence_s + start_s
        report.again_here_s = report.silence_s + start_s / report.slower
    finally:
        machine.close()


def main() -> int:
    """Print the report; 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1, help="starts of each kind; the quickest counts")
    parser.add_argument("--idle", type=int, default=60, help="seconds of rest to look at; 0: the starts alone")
    said = parser.parse_args()
    folder = place() / "boot"
    folder.mkdir(exist_ok=True)
    report = Report(root_bytes=IMAGE.with_suffix(".root").stat().st_size)
    starts(folder, report, said.times)
    if said.idle:
        at_rest(folder, report, said.idle)
    shown = {name: round(value, 2) for name, value in asdict(report).items()}
    print(json.dumps({**shown, "over": report.over}, indent=2))
    return 1 if report.over else 0


if __name__ == "__main__":
    sys.exit(main())
