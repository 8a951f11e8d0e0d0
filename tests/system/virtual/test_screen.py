"""The screen's cable: not in when the terminal is switched on, or pulled while it sells. The kernel is told that none
is plugged in, as it finds out by itself on a Pi.
"""

from __future__ import annotations

from tests.system.virtual.machines import BADGE
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import BREAD, WATER, began, lines, scans, sells, up_again

CONNECTOR = "/sys/class/drm/card0-Virtual-1/status"


def cable(machine: Machine, *, there: bool) -> None:
    machine.run(f"echo {'on' if there else 'off'} > {CONNECTOR}")


def test_a_screen_that_is_pulled_and_put_in_again_shows_the_same_basket(selling: Machine) -> None:
    scans(selling, WATER)
    cable(selling, there=False)
    selling.until(f"grep -qx disconnected {CONNECTOR}", 30)
    cable(selling, there=True)
    selling.until("systemctl is-active kiosk.service", 300)
    if lines(selling) == 0:
        raise AssertionError("the basket is gone")
    selling.waits_until_still()
    assert "天然饮用水" in sells(selling, BREAD)


def test_a_counter_that_starts_without_a_screen_waits_for_one(selling: Machine) -> None:
    scans(selling, WATER)
    was = began(selling)
    cable(selling, there=False)
    selling.run("systemctl --no-block restart kiosk.service")
    selling.until("journalctl -u kiosk.service -b -o cat | tail -5 | grep -q screen", 120)
    cable(selling, there=True)
    up_again(selling, was)
    selling.goes_on(lambda: selling.scan(BADGE))
    assert lines(selling) == 1
    assert "天然饮用水" in sells(selling, BREAD)
