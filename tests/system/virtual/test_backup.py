"""A shop without an office: its card is lost, and it comes back on a new one from the stick that its copies are on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tests.system.virtual.backing import BACKUPS, begins_anew, brings_back, dated, numbered
from tests.system.virtual.machines import BADGE
from tests.system.virtual.qemu import Machine
from tests.system.virtual.sticks import stick
from tests.system.virtual.trade import BREAD, WATER, sales, sells


def signs_in(machine: Machine) -> None:
    """Its scanner may not be heard yet when the screen stands."""
    before = machine.waits_until_still()
    for _ in range(5):
        machine.scan(BADGE)
        with suppress(TimeoutError):
            machine.waits_until_still(20, other_than=before)
            return
    raise AssertionError("nobody can sign in")


def test_a_shop_comes_back_from_its_stick(selling: Machine, tmp_path: Path) -> None:
    lost = numbered(sells(selling, WATER))
    backups = stick(tmp_path / "backups.img", "ZG-BACKUP", 256)
    selling.plug_stick(backups)
    dated(selling, "kept.json")
    selling.until("! mountpoint -q /run/kiosk-backup", 60)
    selling.unplug_stick()

    begins_anew(selling)
    selling.waits_until_still()
    assert sales(selling) == 0
    selling.plug_stick(backups)
    dated(selling, "offered.json")
    brings_back(selling)
    signs_in(selling)
    selling.look("back")
    new = numbered(sells(selling, BREAD))
    assert sales(selling) == 2
    assert new.split("-")[0] != lost.split("-")[0]  # a number that the lost card may have given is not given again

    dated(selling, "kept.json")  # and a copy of the new card is made at once
    selling.run(f"rm {BACKUPS}/kept.json; runuser -u kiosk -- touch {BACKUPS}/wanted")  # as a closed shift does
    dated(selling, "kept.json")
    selling.until("! mountpoint -q /run/kiosk-backup", 60)
    assert selling.run("systemctl --failed --no-legend") == ""
