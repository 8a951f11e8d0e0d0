"""A shop without an office, as tests handle its copies."""

from __future__ import annotations

from tests.system.virtual.powercuts import NUMBER
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import began, up_again
from tests.system.virtual.updating import AGREE

BACKUPS = "/var/lib/kiosk/backups"
_RESTORE = (0.4, 0.55)
"""That row of the first start's list."""
_NEW_CARD = (
    "systemctl stop kiosk.service kiosk-replicate.service; rm -rf /var/lib/kiosk/shop.db* {backups}/*;"
    " runuser -u kiosk -- /opt/kiosk/bin/kiosk init --config /etc/kiosk/kiosk.toml;"
    " systemctl start kiosk.service kiosk-replicate.service"
)


def dated(machine: Machine, file: str) -> None:
    """Until a file of the backups says of when something is."""
    machine.until(f"""grep -q '"at":[1-9]' {BACKUPS}/{file}""", 300)


def numbered(receipt: str) -> str:
    """Which sale it is of."""
    found = NUMBER.search(receipt)
    assert found is not None, receipt
    return found.group()


def begins_anew(machine: Machine) -> None:
    """As on a card that nobody has used."""
    before = began(machine)
    machine.run(_NEW_CARD.format(backups=BACKUPS), 300)
    up_again(machine, before)


def brings_back(machine: Machine) -> None:
    """What is offered, by touch; `offered.png` and `asked.png` in the machine's folder show it."""
    machine.waits_until_still()
    machine.look("offered")
    before = began(machine)
    machine.goes_on(lambda: machine.touch(*_RESTORE))
    machine.look("asked")
    machine.touch(*AGREE)
    up_again(machine, before)
