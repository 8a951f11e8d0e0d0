"""Copies of an encrypted card: nobody reads them without its key, and a card with the same key begins from them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.backups.card import PLAIN, Card
from kiosk.backups.desk import BackupDesk
from kiosk.backups.files import BackupFiles, Kept, Offered
from kiosk.backups.restoring import take_restored
from kiosk.backups.stick import TRIED, attend
from kiosk.store.sealing import is_plain
from tests.backups.shop import DAY, KEY, begun, copy_on, sales, trading
from tests.store.shop import Clock

CARD = Card(encrypted=True, key=bytes(range(100, 132)))
OTHER = Card(encrypted=True, key=bytes(range(132, 164)))


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_shop_comes_back_on_a_card_with_the_same_key(tmp_path: Path, mount: Path, key: bytes | None) -> None:
    old, new = trading(tmp_path / "old", key), begun(tmp_path / "new", None)
    assert attend(mount, old, key, clock=Clock(), day=DAY, card=CARD) == "copied"
    copy = copy_on(mount)
    assert copy.name.endswith(f"-{DAY}.sealed.db")
    assert not is_plain(copy)
    assert "可口可乐".encode() in old.read_bytes() or key
    assert "可口可乐".encode() not in copy.read_bytes()

    assert attend(mount, new, None, clock=Clock(), day=DAY, card=CARD) == "offered"
    BackupDesk(new.parent).restore(BackupDesk(new.parent).offered())
    assert take_restored(new, None, "T1", clock=Clock())
    assert sales(new) == sales(old, key) != []
    assert not BackupFiles(new.parent).sealed.exists()


@pytest.mark.parametrize(("card", "why"), [(PLAIN, "locked"), (Card(encrypted=True), "locked"), (OTHER, "damaged")])
def test_any_other_card_is_told_so(tmp_path: Path, mount: Path, card: Card, why: str) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day=DAY, card=CARD)
    new = begun(tmp_path / "new")
    assert attend(mount, new, None, clock=Clock(), day=DAY, card=card) == why
    assert BackupDesk(new.parent).offered() == Offered(why=why)
    assert {path.name for path in BackupFiles(new.parent).directory.iterdir()} == {"offered.json"}


def test_nothing_of_an_encrypted_card_is_copied_where_its_key_is_not_known(tmp_path: Path, mount: Path) -> None:
    shop = trading(tmp_path / "old")
    assert attend(mount, shop, None, clock=Clock(), day=DAY, card=Card(encrypted=True)) == "key"
    assert list(mount.iterdir()) == []
    assert BackupDesk(shop.parent).kept() == Kept(0, "key")


def test_a_plain_copy_may_come_to_an_encrypted_card(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day=DAY)
    new = begun(tmp_path / "new")
    assert attend(mount, new, None, clock=Clock(), day=DAY, card=CARD) == "offered"


def test_one_that_can_be_read_is_taken_before_newer_ones_that_can_not(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day="2026-11-01")
    attend(mount, trading(tmp_path / "other"), None, clock=Clock(), day=DAY, card=CARD)
    for number in range(TRIED):
        copy_sealed(mount, f"2026-11-1{number}")
    new = begun(tmp_path / "new")
    assert attend(mount, new, None, clock=Clock(), day=DAY) == "offered"


def test_what_is_wrong_with_the_newest_is_told(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day="2026-11-01")
    copy_on(mount).write_bytes(b"a photo")
    attend(mount, trading(tmp_path / "other"), None, clock=Clock(), day=DAY, card=CARD)
    assert attend(mount, begun(tmp_path / "new"), None, clock=Clock(), day=DAY) == "locked"


def copy_sealed(mount: Path, day: str) -> None:
    (first,) = mount.glob(f"*{DAY}.sealed.db")
    shutil.copy(first, mount / first.name.replace(DAY, day))


def test_the_newest_seven_of_them_are_kept_too(tmp_path: Path, mount: Path) -> None:
    shop = trading(tmp_path / "old")
    for day in range(1, 10):
        attend(mount, shop, None, clock=Clock(), day=f"2026-11-{day:02}", card=CARD)
    assert sorted(path.name[-20:-10] for path in mount.iterdir()) == [f"2026-11-{day:02}" for day in range(3, 10)]


def test_half_of_one_is_not_offered(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day=DAY, card=CARD)
    copy = copy_on(mount)
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    new = begun(tmp_path / "new")
    assert attend(mount, new, None, clock=Clock(), day=DAY, card=CARD) == "damaged"
    assert not BackupFiles(new.parent).sealed.exists()
