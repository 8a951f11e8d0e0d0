"""The same terminal on the processor that a Pi has: another kernel, another firmware, the same root's recipe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.virtual.machines import CARD_SIZE, comes_up, drive, opens_shift, overlay
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import BREAD, WATER, sells

ARM = Path("build/image/zhanggui-virtual-arm64.img")


@pytest.mark.skipif(not ARM.exists(), reason="no image for arm64: image/build virtual arm64")
def test_an_arm_sells_from_its_first_power_on(tmp_path: Path) -> None:
    disk = tmp_path / "disk.qcow2"
    overlay(disk, ARM.absolute(), "raw", CARD_SIZE)
    machine = Machine(tmp_path, drive(disk), image=ARM)
    try:
        comes_up(machine, 900)
        assert machine.run("uname -m") == "aarch64\n"
        opens_shift(machine)
        receipt = sells(machine, WATER, BREAD)
        assert "11.90" in receipt
        assert "天然饮用水" in receipt
        assert machine.run("systemctl --failed --no-legend") == ""
    finally:
        machine.close()
