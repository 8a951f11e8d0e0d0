"""The whole terminal, from power-on to a receipt: its kernel, its USB printer and scanner, its pins, its screen."""

from __future__ import annotations

import json

from tests.system.virtual.machines import BADGE, comes_up, opens_shift
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import BREAD, WATER, began, lines, scans, sells, up_again


def test_a_sale_from_power_on_to_the_receipt(machine: Machine) -> None:
    comes_up(machine)
    opens_shift(machine)
    receipt = sells(machine, WATER, BREAD)
    assert "11.90" in receipt
    assert "天然饮用水" in receipt
    assert machine.run("systemctl --failed --no-legend") == ""


def test_a_counter_that_is_killed_or_hangs_comes_back_with_its_basket(selling: Machine) -> None:
    """By its supervisor; the second time by systemd, since it did not stay up; so do supervisor and compositor."""
    scans(selling, WATER)
    for fault in ("STOP -x kiosk-counter", "KILL -x kiosk-counter", "STOP -x kiosk-supervise", "KILL -x cage"):
        was = began(selling)
        selling.run(f"pkill -{fault}")
        up_again(selling, was)
        selling.goes_on(lambda: selling.scan(BADGE))
        assert lines(selling) == 1
    assert "天然饮用水" in sells(selling, BREAD), "it feels a finger"
    rows = selling.run("runuser -u kiosk -- /opt/kiosk/bin/kiosk doctor --config /etc/kiosk/kiosk.toml --json", 120)
    assert all(finding["severity"] != "fault" for finding in json.loads(rows))


def test_no_key_gets_out_of_the_kiosk(selling: Machine) -> None:
    was, boot = began(selling), selling.run("cat /proc/sys/kernel/random/boot_id")
    for keys in (("ctrl", "alt", "f2"), ("ctrl", "alt", "delete"), ("alt", "sysrq", "b"), ("alt", "f4"), ("esc",)):
        selling.press(*keys, hold_ms=80)
    selling.waits_until_still()
    assert selling.run("cat /proc/sys/kernel/random/boot_id") == boot
    assert selling.run("cat /sys/class/tty/tty0/active") == "tty1\n"
    assert began(selling) == was
    assert "天然饮用水" in sells(selling, WATER)
