"""A shop without an office, as tests handle its copies."""

from __future__ import annotations

from tests.system.virtual.powercuts import NUMBER
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import began, up_again

BACKUPS = "/var/lib/kiosk/backups"
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
