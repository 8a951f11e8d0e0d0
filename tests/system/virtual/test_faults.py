"""The machine runs out of something. What was said to be done is done; when there is room again, the shop goes on."""

from __future__ import annotations

import json

from tests.system.virtual.machines import BADGE
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import BREAD, WATER, began, lines, sales, scans, sells, up_again

AGAIN = (0.5, 0.89)
"""The only key of the screen that says why nothing can be sold."""
EATER = "import time; held = [b'x' * 40_000_000 for _ in range(60)]; time.sleep(60)"


def test_memory_that_something_else_eats_up_does_not_take_the_counter_along(selling: Machine) -> None:
    scans(selling, WATER)
    was = began(selling)
    selling.run(f'systemd-run --wait --quiet python3 -c "{EATER}" >/dev/null 2>&1; true', 120)
    assert "Killed process" in selling.run("journalctl -b -k -o cat", 60)
    assert began(selling) == was
    assert "11.90" in sells(selling, BREAD)


def test_a_counter_whose_own_memory_runs_out_comes_back_with_its_basket(selling: Machine) -> None:
    scans(selling, WATER)
    was = began(selling)
    selling.run("echo 100M > /sys/fs/cgroup/system.slice/kiosk.service/memory.max", 120)
    up_again(selling, was)
    selling.goes_on(lambda: selling.scan(BADGE))
    assert lines(selling) == 1
    assert "天然饮用水" in sells(selling, BREAD)


def test_a_full_card_refuses_in_words_and_takes_again_when_there_is_room(selling: Machine) -> None:
    scans(selling, WATER)
    before = sales(selling)
    selling.run(
        "dd if=/dev/zero of=/data/filler bs=64K 2>/dev/null; dd if=/dev/zero of=/data/rest bs=1 2>/dev/null; true", 300
    )
    for _ in range(3):
        selling.scan(BREAD)
    selling.waits_until_still()
    assert sales(selling) == before
    selling.run("rm /data/filler /data/rest; sync", 120)
    selling.goes_on(lambda: selling.touch(*AGAIN))
    receipt = sells(selling, BREAD)
    assert sales(selling) == before + 1
    assert "天然饮用水" in receipt
    rows = selling.run(
        "runuser -u kiosk -- /opt/kiosk/bin/kiosk doctor --books --config /etc/kiosk/kiosk.toml --json", 120
    )
    assert all(finding["severity"] != "fault" for finding in json.loads(rows))
