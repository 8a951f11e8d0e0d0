"""A Pi's card, as it is written for a Pi 4, in a plain ARM machine: all of it but the Pi's own devices and firmware."""

from __future__ import annotations

import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from kiosk.database import now_ms
from kiosk.store.store import Store
from tests.system.virtual.card import files_of, put_on
from tests.system.virtual.pi import loaded
from tests.system.virtual.qemu import Machine
from tests.system.virtual.ssh import new_key, opened, ssh
from tests.system.virtual.trade import WATER
from tests.system.virtual.wires import SLOW

CARD = Path("build/image/zhanggui-rpi-arm64.img")
SHOP = """
[store]
id = "S1"
name = "城南店"

[scanner]
id = "0627:0001"

[printer]
driver = "none"

[screen]
idle_lock_s = 0
blank_s = 0
"""
DONE, NEXT, FOUR = (0.75, 0.93), (0.842, 0.926), (0.352, 0.457)
"""Keys of the list, and of the form's keyboard."""
PAGE = 100
"""A page of the counter is paper, all before is dark. Of 255."""


def until(folder: Path, port: int, what: str, seconds: float) -> str:
    """Again and again, as the installer, until it succeeds."""
    end = time.monotonic() + seconds * SLOW
    while True:
        try:
            return ssh(folder, port, "service", what)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            if time.monotonic() > end:
                raise
            time.sleep(2)


def names_who_runs_the_shop(machine: Machine) -> None:
    """The name that is suggested, and a PIN twice; from the list of the first start to the sign-in screen."""
    machine.goes_on(lambda: machine.touch(*DONE), 200)
    for _ in range(2):
        machine.goes_on(lambda: machine.touch(*NEXT), 200)
        for _ in range(4):
            machine.goes_on(lambda: machine.touch(*FOUR), 200)
    machine.goes_on(lambda: machine.touch(*NEXT), 200)
    machine.goes_on(lambda: machine.touch(*DONE), 200)


@pytest.mark.skipif(not CARD.exists(), reason="no card for a Pi: image/build rpi arm64")
def test_a_pis_card_comes_up_from_the_partition_that_its_loader_took_and_is_set_up(tmp_path: Path) -> None:
    card = tmp_path / "card.raw"
    subprocess.run(["cp", "--sparse=always", CARD, card], check=True)
    subprocess.run(["truncate", "-s", "4G", card], check=True)
    put_on(card, "setup", "kiosk.toml", SHOP)
    put_on(card, "setup", "authorized_keys", new_key(tmp_path))
    disk = f"if=none,id=disk,file={card},format=raw"
    machine = Machine(tmp_path, disk, image=CARD, extra=loaded(card, tmp_path))
    try:
        port = opened(machine)
        until(tmp_path, port, "systemctl is-active kiosk.service", 1500)
        assert ssh(tmp_path, port, "service", "uname -m") == "aarch64\n"
        root = ssh(
            tmp_path,
            port,
            "service",
            "/usr/lib/kiosk/slots get-current; findmnt -no FSTYPE /; df --output=size -m /data",
        )
        slot, kind, _size, megabytes = root.split()
        assert (slot, kind) == ("A", "squashfs")
        assert int(megabytes) > 1900  # all of the card
        machine.waits_until_still(200)
        with Image.open(machine.look("first")) as file:
            assert ImageStat.Stat(file.convert("L")).mean[0] > PAGE
        machine.goes_on(lambda: machine.scan(WATER), 200)
        machine.look("scanned")
        names_who_runs_the_shop(machine)
        machine.look("signin")
        until(tmp_path, port, "systemctl is-active kiosk-good.service", 600)
        assert ssh(tmp_path, port, "service", "systemctl --failed --no-legend") == ""
    finally:
        machine.close()
    files_of(card, tmp_path / "after", ("shop.db", "shop.db-wal"))
    with closing(Store.open(tmp_path / "after/shop.db", clock=now_ms)) as store:
        assert [user.role.id for user in store.people.users()] == ["manager"]
