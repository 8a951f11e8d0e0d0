"""A stick for backups: a shop that trades leaves its copies on it, a new terminal is offered the newest."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backups import stick
from kiosk.backups.desk import BackupDesk
from kiosk.backups.files import BackupFiles, Kept, Offered
from kiosk.backups.restoring import take_restored
from kiosk.backups.stick import DAYS, attend
from kiosk.exc import StoreUnwritable
from kiosk.i18n import M
from kiosk.store.backup import backup
from kiosk.store.store import Store
from kiosk.updates.files import write_file
from tests.backups.shop import DAY, KEY, begun, copy_on, days, joined, origin, rename, sales, trading
from tests.store.shop import Clock

Usage = namedtuple("Usage", "free")


def test_the_newest_seven_of_a_terminal_are_kept_and_all_else_is_left_alone(tmp_path: Path, mount: Path) -> None:
    shop = trading(tmp_path / "old")
    series = f"zhanggui-S1-T1-{origin(shop, None)}"
    others = ("holiday.jpg", "zhanggui-S1-T2-ABCDEF-2026-01-01.db", f"{series}-B-2026-01-01.db", f"{series}.txt")
    for name in others:
        (mount / name).touch()
    for day in range(1, 11):
        assert attend(mount, shop, None, clock=Clock(), day=f"2026-11-{day:02}") == "copied"
    kept = {f"{series}-2026-11-{day:02}.db" for day in range(11 - DAYS, 11)}
    assert {path.name for path in mount.iterdir()} == kept | set(others)


def test_copies_of_a_clock_that_was_wrong_go_first(tmp_path: Path, mount: Path) -> None:
    shop = trading(tmp_path / "old")
    for day in range(1, 8):
        attend(mount, shop, None, clock=Clock(), day=f"2037-11-{day:02}")
    for day in ("2026-11-28", "2026-11-29", "2026-11-30"):
        attend(mount, shop, None, clock=Clock(), day=day)
    assert days(mount, "")[:3] == ["2026-11-28", "2026-11-29", "2026-11-30"]
    assert len(days(mount, "")) == DAYS


def test_a_full_stick_gives_its_oldest_copies_but_never_the_newest(
    tmp_path: Path, mount: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = trading(tmp_path / "old")
    for day in ("2026-11-01", "2026-11-02", "2026-11-03"):
        attend(mount, shop, None, clock=Clock(), day=day)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0))
    assert attend(mount, shop, None, clock=Clock(), day=DAY) == "space"
    assert days(mount, "") == ["2026-11-03"]
    assert BackupDesk(shop.parent).kept() == Kept(Clock()(), "space")


def test_a_copy_that_the_power_cut_off_makes_room(tmp_path: Path, mount: Path) -> None:
    shop = trading(tmp_path / "old")
    half = mount / f"zhanggui-S1-T1-{origin(shop, None)}-2026-11-01.db.new"
    half.touch()
    attend(mount, shop, None, clock=Clock(), day=DAY)
    assert not half.exists()


def test_a_copy_that_is_wanted_meanwhile_is_made(tmp_path: Path, mount: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shift is closed while the stick that was put in just before is written to."""
    shop = trading(tmp_path / "old")
    made: list[Path] = []

    def slowly(store: Store, path: Path, seal: bytes | None) -> Path:
        if not made:
            BackupDesk(shop.parent).want()
        made.append(path)
        return backup(store, path, seal=seal)

    monkeypatch.setattr(stick, "backup", slowly)
    assert attend(mount, shop, None, clock=Clock(), day=DAY) == "copied"
    assert len(made) == 2


def test_its_own_newest_copy_that_is_whole_is_offered(tmp_path: Path, mount: Path) -> None:
    own = trading(tmp_path / "old")
    for day in ("2026-11-01", "2026-11-02"):
        attend(mount, own, None, clock=Clock(), day=day)
    (newest,) = mount.glob("*-2026-11-02.db")
    newest.write_bytes(newest.read_bytes()[:5000])
    other = trading(tmp_path / "other")
    rename(other, "T2")
    attend(mount, other, None, clock=Clock(), day=DAY)
    new = begun(tmp_path / "new")
    assert attend(mount, new, None, clock=Clock(), day=DAY) == "offered"
    assert BackupDesk(new.parent).offered().terminal == "T1"
    BackupDesk(new.parent).restore(BackupDesk(new.parent).offered())
    assert take_restored(new, None, "T1", clock=Clock())
    assert sales(new) == sales(own)


def test_a_stick_that_can_not_be_written_is_told_and_the_last_good_one_stays_known(
    tmp_path: Path, mount: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = trading(tmp_path / "old")
    write_file(BackupFiles(shop.parent).kept, Kept(7))

    def fails(_store: Store, _path: Path, seal: bytes | None) -> Path:
        raise StoreUnwritable(M("Is the stick in?"))

    monkeypatch.setattr(stick, "backup", fails)
    assert attend(mount, shop, None, clock=Clock(), day=DAY) == "unwritable"
    assert BackupDesk(shop.parent).kept() == Kept(7, "unwritable")


def test_a_shop_with_an_office_neither_leaves_a_copy_nor_begins_from_one(tmp_path: Path, mount: Path) -> None:
    shop, new = trading(tmp_path / "old"), begun(tmp_path / "new")
    attend(mount, shop, None, clock=Clock(), day=DAY)
    joined(shop)
    assert attend(mount, shop, None, clock=Clock(), day="2026-12-01") == "office"
    assert BackupDesk(shop.parent).kept() == Kept(Clock()(), "office")
    shutil.copy(shop, copy_on(mount))
    assert attend(mount, new, None, clock=Clock(), day=DAY) == "office"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda path: path.unlink(), "none"),
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "damaged"),
        (lambda path: path.write_bytes(b"a photo"), "damaged"),
        (lambda path: path.write_bytes(b""), "damaged"),
    ],
)
def test_what_is_no_whole_copy_is_not_offered(tmp_path: Path, mount: Path, spoil, why: str) -> None:  # type: ignore[no-untyped-def]
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day=DAY)
    spoil(copy_on(mount))
    new = begun(tmp_path / "new")
    assert attend(mount, new, None, clock=Clock(), day=DAY) == why
    assert BackupDesk(new.parent).offered() == Offered(why=why)


def test_a_copy_under_another_key_is_not_offered(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old", KEY), KEY, clock=Clock(), day=DAY)
    assert attend(mount, begun(tmp_path / "new"), None, clock=Clock(), day=DAY) == "damaged"


def test_a_stick_that_is_pulled_out_at_once_leaves_no_offer_of_the_one_before(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day=DAY)
    new = begun(tmp_path / "new")
    assert attend(mount, new, None, clock=Clock(), day=DAY) == "offered"
    assert attend(mount / "gone", new, None, clock=Clock(), day=DAY) == "damaged"
    assert BackupDesk(new.parent).offered() == Offered(why="damaged")
    assert not BackupFiles(new.parent).offered_copy.exists()


def test_what_a_power_cut_left_of_one_that_was_looked_through_goes(tmp_path: Path, mount: Path) -> None:
    new = begun(tmp_path / "new")
    files = BackupFiles(new.parent)
    files.directory.mkdir()
    for name in ("looking.db", "looking.db-journal", "looking.db.new", "sealed.db", "sealed.db-wal", "sealed.db.new"):
        (files.directory / name).touch()
    assert attend(mount, new, None, clock=Clock(), day=DAY) == "none"
    assert [path.name for path in files.directory.iterdir()] == ["offered.json"]


def test_a_terminal_without_a_database_leaves_a_stick_alone(tmp_path: Path, mount: Path) -> None:
    assert attend(mount, tmp_path / "none" / "shop.db", None, clock=Clock(), day=DAY) == "no database"
    assert not (tmp_path / "none").exists()


@pytest.fixture(scope="module")
def copy_and_new(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path, Path]:
    """A good copy's bytes, a terminal at its first start, an empty stick."""
    folder = tmp_path_factory.mktemp("fuzz")
    mount = folder / "stick"
    mount.mkdir()
    attend(mount, trading(folder / "old"), None, clock=Clock(), day=DAY)
    return copy_on(mount).read_bytes(), begun(folder / "new"), mount


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_no_file_on_a_stick_does_any_harm(copy_and_new: tuple[bytes, Path, Path], data: st.DataObject) -> None:
    good, new, mount = copy_and_new
    at = data.draw(st.integers(0, len(good)))
    bad = good[:at] + data.draw(st.binary(min_size=1, max_size=5000)) + good[at + data.draw(st.integers(0, 5000)) :]
    copy_on(mount).write_bytes(data.draw(st.sampled_from((bad, bad[:at], bad[at:]))))
    said = attend(mount, new, None, clock=Clock(), day=DAY)
    assert said in ("damaged", "offered")  # where what was changed is used by nothing, it is as good as before
    assert (BackupDesk(new.parent).offered().why == "") is (said == "offered")
