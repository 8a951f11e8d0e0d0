"""What a cashier does at the virtual terminal, and what is to be seen of it inside."""

from __future__ import annotations

import time

from kiosk.hw.renderer import render
from tests.system.virtual.machines import PRIMARY, number
from tests.system.virtual.qemu import Machine
from tests.system.virtual.wires import SLOW

WATER, BREAD = "9521010000015", "9521030000019"
DRAWER = b"23 1\n"
EXACT = (0.563, 0.219)
CUT = b"\x1dV"


def to_paying(machine: Machine, *codes: str) -> None:
    """These goods, and the page where one pays."""
    for code in codes:
        scans(machine, code)
    machine.goes_on(lambda: machine.touch(*PRIMARY))


def scans(machine: Machine, code: str, seconds: float = 90) -> None:
    """A code, until its line is in the basket. The screen alone won't do: an older line's mark may fade meanwhile.

    Where the counter says that keys were lost on the way, as an emulated one does, it is scanned again.
    """
    before, end, lost = lines(machine), time.monotonic() + seconds * SLOW, codes_lost(machine)
    machine.scan(code)
    while lines(machine) == before:
        assert time.monotonic() < end, f"{code} did not become a line"
        if codes_lost(machine) > lost:
            lost = codes_lost(machine)
            machine.scan(code)
    machine.waits_until_still()


def sells(machine: Machine, *codes: str) -> str:
    """Goods, paid in cash to the cent; the receipt as it came out."""
    to_paying(machine, *codes)
    machine.printer.take()
    machine.pins.take()
    machine.touch(*EXACT)
    machine.pins.wait(lambda seen: DRAWER in seen, 90)
    return paper(machine)


def paper(machine: Machine, seconds: float = 150) -> str:
    """The next paper that the printer cuts off."""
    return render(machine.printer.wait(lambda data: CUT in data, seconds)).text


def sales(machine: Machine) -> int:
    """Sales in the journal."""
    return number(machine, "SELECT count(*) FROM entry WHERE kind = 'sale.completed'")


def codes_lost(machine: Machine) -> int:
    """How many times the counter told that a code did not come whole."""
    return int(machine.run("journalctl -b -u kiosk -o cat | grep -c 'lost a code'; true"))


def lines(machine: Machine) -> int:
    """Lines of the open basket."""
    return number(machine, "SELECT count(*) FROM open_line")


def began(machine: Machine) -> float:
    """When the counter that is there now stood, seconds of the machine's own clock; 0 while none does.

    Its supervisor says so: it may have begun it anew without systemd.
    """
    said = machine.run("systemctl show -P StatusText kiosk.service")
    return float(said.split("since ")[1].split(",")[0]) if "since" in said else 0.0


def up_again(machine: Machine, after: float, seconds: float = 300) -> None:
    """Until a counter is up that stood later than that."""
    text = "systemctl show -P StatusText kiosk.service | sed -n 's/.*since \\([0-9]*\\).*/\\1/p'"
    machine.until(f'systemctl is-active kiosk.service && test "$({text})" -gt {after:.0f}', seconds)
