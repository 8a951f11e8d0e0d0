"""The whole terminal, from power-on to a receipt: its kernel, its USB printer and scanner, its pins, its screen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hw.renderer import render
from tests.system.virtual.machines import BADGE, PRIMARY, comes_up, drive, installed, opens_shift, overlay
from tests.system.virtual.qemu import IMAGE, Machine

pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not IMAGE.exists(), reason="no image: make image"),
]

WATER, BREAD = "9521010000015", "9521030000019"
DRAWER = b"23 1\n"
EXACT = (0.563, 0.219)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = os.environ.get("KIOSK_MACHINES")
    return installed(Path(kept) if kept else tmp_path_factory.mktemp("machines"))


@pytest.fixture
def machine(disk: Path, tmp_path: Path) -> Iterator[Machine]:
    overlay(tmp_path / "disk.qcow2", disk)
    machine = Machine(tmp_path, drive(tmp_path / "disk.qcow2"))
    yield machine
    machine.close()


def test_a_sale_from_power_on_to_the_receipt(machine: Machine) -> None:
    comes_up(machine)
    opens_shift(machine)
    for code in (WATER, BREAD):
        machine.goes_on(lambda code=code: machine.scan(code))
    machine.goes_on(lambda: machine.touch(*PRIMARY))
    machine.printer.take()
    machine.pins.take()
    machine.touch(*EXACT)
    machine.pins.wait(lambda seen: DRAWER in seen, 60)
    printed = machine.printer.wait(lambda data: b"\x1dV" in data, 120)
    receipt = render(printed).text
    assert "11.90" in receipt
    assert "天然饮用水" in receipt
    assert machine.run("systemctl --failed --no-legend") == ""


def test_a_counter_that_is_killed_or_hangs_comes_back_with_its_basket(machine: Machine) -> None:
    comes_up(machine)
    opens_shift(machine)
    machine.goes_on(lambda: machine.scan(WATER))
    for fault in ("KILL", "STOP"):
        was = machine.run("systemctl show -P ActiveEnterTimestampMonotonic kiosk.service")
        machine.run(f"pkill -{fault} -f '[b]in/kiosk run'")
        again = 'test "$(systemctl show -P ActiveEnterTimestampMonotonic kiosk.service)" -gt ' + was.strip()
        machine.until(f"systemctl is-active kiosk.service && {again}", 300)
        machine.goes_on(lambda: machine.scan(BADGE))
        assert lines_kept(machine) == 1
    rows = machine.run("runuser -u kiosk -- /opt/kiosk/bin/kiosk doctor --config /etc/kiosk/kiosk.toml --json", 120)
    assert all(finding["severity"] != "fault" for finding in json.loads(rows))


def lines_kept(machine: Machine) -> int:
    """Lines of the open basket, as they are on the disk."""
    count = "SELECT count(*) FROM open_line"
    ask = f"import sqlite3; print(sqlite3.connect('/var/lib/kiosk/shop.db').execute('{count}').fetchone()[0])"
    return int(machine.run(f'/opt/kiosk/bin/python3 -c "{ask}"'))


def test_no_key_gets_out_of_the_kiosk(machine: Machine) -> None:
    comes_up(machine)
    before = machine.waits_until_still()
    boot = machine.run("cat /proc/sys/kernel/random/boot_id")
    for keys in (("ctrl", "alt", "f2"), ("ctrl", "alt", "delete"), ("alt", "sysrq", "b"), ("alt", "f4"), ("esc",)):
        machine.press(*keys, hold_ms=80)
    assert machine.waits_until_still() == before
    assert machine.run("cat /proc/sys/kernel/random/boot_id") == boot
    assert machine.run("cat /sys/class/tty/tty0/active") == "tty1\n"
