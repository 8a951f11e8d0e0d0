"""An update on a memory stick, from plugging it in to what runs after it: a good one stays, another gives way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.system.virtual import bundles
from tests.system.virtual.machines import BADGE, comes_up, drive, overlay, updating, woken
from tests.system.virtual.qemu import Machine, place
from tests.system.virtual.trade import BREAD, WATER, lines, scans, sells
from tests.system.virtual.updating import begins_update, brings_stick, standing, to_status, until_stage

PATIENT = "systemd.setenv=KIOSK_PATIENCE=240"
"""An update that never comes up is waited for ten minutes; here four, which is thirty times longer than on a Pi."""


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """Where a memory stick is made; it may be large."""
    path = tmp_path / "stick.img"
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def patient(selling: Machine) -> Machine:
    selling.run(
        f"mount -o remount,rw /boot/setup; grub-editenv /boot/setup/grub/grubenv set 'EXTRA={PATIENT}';"
        " mount -o remount,ro /boot/setup"
    )
    selling.until("systemctl is-active kiosk-good.service", 300)  # what runs has stood its minute
    return selling


def version(machine: Machine) -> str:
    """Of the program that runs."""
    return machine.run("/opt/kiosk/bin/kiosk version", 120).strip()


def update_by_stick(machine: Machine, bundle: Path, stick: Path) -> None:
    """All the way to the restart."""
    brings_stick(machine, bundle, stick)
    to_status(machine)
    begins_update(machine)
    until_stage(machine, "trial", 600)


def test_a_good_update_is_tried_and_stays_with_the_basket_and_the_shift(patient: Machine, stick: Path) -> None:
    scans(patient, WATER)
    before = version(patient)
    update_by_stick(patient, bundles.good("0.2.0"), stick)
    until_stage(patient, "done", 900)
    assert (before, version(patient)) != (before, before)
    assert version(patient) == "0.2.0"
    assert patient.run("/usr/lib/kiosk/slots tries B").strip() == "5"
    patient.goes_on(lambda: patient.scan(BADGE))
    assert lines(patient) == 1
    assert "天然饮用水" in sells(patient, BREAD)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (bundles.that_does_not_start, "unfit"),
        (bundles.that_falls_over, "screen"),
        (bundles.that_hangs, "screen"),
        (bundles.that_sees_no_scanner, "devices"),
    ],
)
def test_an_update_that_is_not_fit_to_sell_gives_way(
    patient: Machine, stick: Path, make: Callable[[str], Path], why: str
) -> None:
    before = version(patient)
    update_by_stick(patient, make("0.3.0"), stick)
    now = until_stage(patient, "failed", 1200)
    assert now["why"] == why
    assert version(patient) == before
    comes_up(patient, 300)
    patient.goes_on(lambda: patient.scan(BADGE))
    assert "天然饮用水" in sells(patient, WATER)


def test_a_forged_and_a_torn_update_on_a_stick_are_refused_in_words(selling: Machine, stick: Path) -> None:
    whole = bundles.good("0.2.0").read_bytes()
    torn = stick.with_name("torn.raucb")
    torn.write_bytes(whole[: len(whole) // 3])
    forged = stick.with_name("forged.raucb")
    forged.write_bytes(whole[:-2000] + bytes(b ^ 0x55 for b in whole[-2000:-100]) + whole[-100:])
    for bad in (torn, forged):
        selling.plug_stick(bundles.on_stick(bad, stick))
        selling.until("grep -q stick_why /var/lib/kiosk/updates/state.json", 180)
        assert standing(selling).get("stage", "") == ""
        assert standing(selling)["stick_why"] in ("damaged", "forged", "no_bundle")
        selling.unplug_stick()
        selling.run(
            "systemctl stop kiosk-replicate; rm /var/lib/kiosk/updates/state.json; systemctl start kiosk-replicate"
        )
    assert "天然饮用水" in sells(selling, WATER)


def test_an_update_that_is_cut_off_while_it_is_written_leaves_what_ran(tmp_path: Path) -> None:
    with closing(woken(updating(place()), tmp_path / "first")) as machine:
        begins_update(machine)
        machine.until("grep -q '\"percent\":[2-8]' /run/kiosk-update/said.json", 300)
    with closing(started_again(tmp_path)) as machine:
        comes_up(machine, 400)
        assert version(machine) == "0.1.0"
        until_stage(machine, "done", 1800)  # what was asked for is begun again, and comes about
        assert version(machine) == "0.2.0"


def test_an_update_whose_power_goes_on_its_trial_gives_way(tmp_path: Path) -> None:
    with closing(woken(updating(place()), tmp_path / "first")) as machine:
        begins_update(machine)
        machine.until('test "$(/opt/kiosk/bin/kiosk version)" = 0.2.0', 900)
        assert machine.run("systemctl is-active kiosk-good.service; true") != "active\n"
    with closing(started_again(tmp_path)) as machine:
        comes_up(machine, 400)
        assert version(machine) == "0.1.0"
        assert until_stage(machine, "failed", 300)["why"] == "unfit"
        machine.goes_on(lambda: machine.scan(BADGE))
        assert "天然饮用水" in sells(machine, WATER)


def started_again(folder: Path) -> Machine:
    """The card of the machine in `first`, whose power went, in a machine that is switched on."""
    again = folder / "again"
    again.mkdir()
    overlay(again / "disk.qcow2", folder / "first" / "disk.qcow2")
    return Machine(again, drive(again / "disk.qcow2"))
