"""What a card gives away, and what an installer may do with it: encryption with a key on a stick, SSH with a key on the
card, the last words of a counter that broke down.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from kiosk.database import now_ms
from kiosk.store.store import Store
from tests.system.virtual.backing import begins_anew, brings_back, dated, numbered
from tests.system.virtual.card import DATA, Card, has, put_on, where
from tests.system.virtual.machines import comes_up, installed, opens_shift
from tests.system.virtual.qemu import Machine, place
from tests.system.virtual.ssh import new_key, opened, ssh
from tests.system.virtual.sticks import SETUP, new_card, on_stick, stick
from tests.system.virtual.trade import WATER, began, sales, sells, up_again

WORD = "天然饮用水".encode()
DATABASE = b"SQLite format 3"
OPENED = "/dev/mapper/kiosk-data"
LUKS = b"LUKS\xba\xbe"
LISTENING = "awk '$4 == \"0A\" {print $2}' /proc/net/tcp /proc/net/tcp6"


def seen(card: Path, words: tuple[bytes, ...]) -> list[bytes]:
    """Which of these stand in the data partition, to who reads it byte for byte."""
    start, size = where(card, DATA)
    found: set[bytes] = set()
    with card.open("rb") as file:
        file.seek(start)
        rest = b""
        for _ in range(size >> 20):
            block = rest + file.read(1 << 20)
            found |= {word for word in words if word in block}
            rest = block[-64:]
    return [word for word in words if word in found]


def test_a_card_is_encrypted_at_its_first_start_and_opens_with_its_stick_alone(tmp_path: Path) -> None:
    card, key = new_card(tmp_path / "card.raw", encrypt=""), stick(tmp_path / "key.img", "KIOSKKEY")
    disk = f"if=none,id=disk,file={card},format=raw"

    machine = Machine(tmp_path / "first", disk)
    try:
        asks(machine, "stick")
        machine.plug_stick(key)
        comes_up(machine, 600)
        assert machine.run("findmnt -no SOURCE /data") == f"{OPENED}\n"
        assert int(machine.run("df --output=size -m /data | tail -1")) > 800  # all of the card
        assert machine.run("mount | grep -c KIOSK; ls /run/kiosk-key* 2>/dev/null; true") == "0\n"
        off(machine)
    finally:
        machine.close()
    assert len(on_stick(key, "data.key")) == 64
    assert seen(card, (LUKS, WORD, DATABASE)) == [LUKS]

    machine = Machine(tmp_path / "again", disk)
    try:
        asks(machine, "stick")
        machine.plug_stick(stick(tmp_path / "other.img", "KIOSKKEY"), "other")
        asks(machine, "stick-without-key")
        machine.unplug_stick("other")
        machine.plug_stick(key, "key")
        comes_up(machine, 600)
        before = sales(machine)
        opens_shift(machine)
        receipt = sells(machine, WATER)
        assert WORD.decode() in receipt
        assert sales(machine) == before + 1
        machine.unplug_stick("key")
        copied(machine, tmp_path, on_stick(key, "data.key"), numbered(receipt))
        off(machine)
    finally:
        machine.close()
    assert seen(card, (WORD, DATABASE)) == []


def copied(machine: Machine, folder: Path, key: bytes, number: str) -> None:
    """Its copy on a stick is encrypted, too; whoever has the key of the card reads it, and so does a new terminal."""
    backups = stick(folder / "backups.img", "ZG-BACKUP", 256)
    machine.plug_stick(backups, "backups")
    dated(machine, "kept.json")
    machine.until("! mountpoint -q /run/kiosk-backup", 60)
    copy = folder / "copy.db"
    copy.write_bytes(on_stick(backups, "*.sealed.db"))
    assert WORD not in backups.read_bytes()
    store = Store.open(copy, hashlib.sha256(b"kiosk backup\n" + key).digest(), clock=now_ms)
    assert number in [sale.id for sale in store.sales.recent()]
    store.close()

    machine.unplug_stick("backups")
    begins_anew(machine)
    assert sales(machine) == 0
    machine.plug_stick(backups, "again")
    dated(machine, "offered.json")
    brings_back(machine)
    assert sales(machine) > 0
    assert machine.run("cat /run/credstore/kiosk-backup | wc -c") == "65\n"
    assert machine.run("runuser -u kiosk -- cat /run/credstore/kiosk-backup || echo no") == "no\n"


@pytest.mark.skipif(not shutil.which("nbdkit"), reason="no nbdkit")
def test_the_power_may_go_while_a_card_is_encrypted(tmp_path: Path) -> None:
    """One cut after another, as soon as it is begun and later; what was not flushed is gone each time."""
    disk, key = new_card(tmp_path / "card.raw", encrypt=""), stick(tmp_path / "key.img", "KIOSKKEY")
    caught = 0
    for number, wait_s in enumerate((0.0, 1.0, 2.5, 5.0)):
        card = Card(disk)
        machine = Machine(tmp_path / f"cut-{number}", card.drive)
        try:
            machine.plug_stick(key)
            machine.until("test -e /boot/setup/encrypting || test -e /dev/mapper/kiosk-data", 300)
            time.sleep(wait_s)
        finally:
            card.cut()
            machine.kill()
            machine.close()
        caught += has(disk, SETUP, "encrypting")
    assert caught, "none was in the midst of it"

    machine = Machine(tmp_path / "last", f"if=none,id=disk,file={disk},format=raw")
    try:
        machine.plug_stick(key)
        comes_up(machine, 600)
        assert machine.run("findmnt -no SOURCE /data; ls /boot/setup/encrypting 2>/dev/null || true") == f"{OPENED}\n"
        opens_shift(machine)
        assert WORD.decode() in sells(machine, WATER)
    finally:
        machine.close()


def test_without_encryption_all_can_be_read(tmp_path: Path) -> None:
    card = tmp_path / "plain.raw"
    subprocess.run(["qemu-img", "convert", "-O", "raw", installed(place()), card], check=True)
    assert seen(card, (LUKS, WORD, DATABASE)) == [WORD, DATABASE]


def asks(machine: Machine, what: str) -> None:
    """Until the screen asks for it, by the picture of that name; `what`.png in the machine's folder shows it."""
    machine.until(f"journalctl -b -u kiosk-unlock -o cat | grep -qx {what}", 600)
    time.sleep(2)
    machine.look(what)
    assert machine.run("systemctl is-active kiosk.service; true") != "active\n"


def off(machine: Machine) -> None:
    machine.run("systemctl --no-block poweroff")
    machine.ends(120)


def test_without_an_installers_key_nothing_listens_and_with_it_he_alone_comes_in(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    card = tmp_path / "card.raw"
    subprocess.run(["qemu-img", "convert", "-O", "raw", installed(place()), card], check=True)
    disk = f"if=none,id=disk,file={card},format=raw"

    machine = Machine(tmp_path / "closed", disk)
    try:
        comes_up(machine, 600)
        machine.until("systemctl is-active kiosk.target", 400)
        assert machine.run(LISTENING) == ""
        off(machine)
    finally:
        machine.close()

    put_on(card, SETUP, "authorized_keys", key)
    machine = Machine(tmp_path / "open", disk)
    try:
        machine.until("systemctl is-active kiosk-ssh.service", 900)
        comes_up(machine, 600)
        assert machine.run(LISTENING).split() == ["00000000:0016", "00000000000000000000000000000000:0016"]
        port = opened(machine)
        assert ssh(tmp_path, port, "service", "id -un; journalctl -u kiosk -n 1 -o cat | wc -l").split() == [
            "service",
            "1",
        ]
        assert ssh(tmp_path, port, "service", "cat /var/lib/kiosk/shop.db || sudo id || su -c id || echo no") == "no\n"
        ssh(tmp_path, port, "service", "systemctl start kiosk-doctor")
        assert ssh(tmp_path, port, "service", "systemctl stop kiosk || echo no") == "no\n"
        for user, words in (("root", ()), ("service", ("-o", "PubkeyAuthentication=no"))):
            with pytest.raises(subprocess.CalledProcessError):
                ssh(tmp_path, port, user, "true", *words)
    finally:
        machine.close()


def test_the_last_words_of_a_counter_are_on_the_card(selling: Machine) -> None:
    faults = (
        ("counter", "STOP -x kiosk-counter"),
        ("exit-code", "KILL -x kiosk-counter"),
        ("watchdog", "STOP -x kiosk-supervise"),
    )
    for how, fault in faults:
        was = began(selling)
        selling.run(f"pkill -{fault}")
        up_again(selling, was)
        selling.until(f"ls /data/kiosk/crashes/*-{how}.log", 120)
    assert "no sign of life" in selling.run("cat /data/kiosk/crashes/*-counter.log")
    kept = selling.run("cat /data/kiosk/crashes/*-watchdog.log")
    assert "Watchdog timeout" in kept
    assert len(kept.encode()) <= 65536
    for number in range(12):
        selling.run(f"touch /data/kiosk/crashes/20200101-0000{number:02}-signal.log")
    selling.run("systemctl start kiosk-crash@oom-kill.service", 120)
    names = selling.run("ls /data/kiosk/crashes").split()
    assert len(names) == 10
    assert sum("-watchdog" in name or "-oom-kill" in name for name in names) == 2
