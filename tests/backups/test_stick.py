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
from kiosk.exc import Refused, StoreUnwritable
from kiosk.i18n import M
from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.store import schema
from kiosk.store.backup import backup
from kiosk.store.store import Store
from kiosk.updates.files import write_file
from tests.store.shop import Clock, new_store, open_shift, sale, stock_up

DAY = "2026-11-30"
KEY = bytes(range(32))
Usage = namedtuple("Usage", "free")


class Gone(BaseException):
    """The power."""


@pytest.fixture
def engine() -> str:
    """What is tested here is the file."""
    return "sqlite"


@pytest.fixture
def mount(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def trading(folder: Path, key: bytes | None = None) -> Path:
    """A shop that has sold once; its database."""
    folder.mkdir(exist_ok=True)
    store = new_store(folder, "S1", key=key)
    stock_up(store)
    store.journal.append(sale(open_shift(store)), actor="1001")
    store.close()
    return (folder / "S1.db").rename(folder / "shop.db")


def begun(folder: Path, key: bytes | None = None) -> Path:
    """A terminal at its first start."""
    folder.mkdir(exist_ok=True)
    Store.create(folder / "shop.db", "S1", "T1", key, clock=Clock()).close()
    return folder / "shop.db"


def sales(database: Path, key: bytes | None = None) -> list[str]:
    store = Store.open(database, key, clock=Clock())
    try:
        return [one.id for one in store.sales.recent()]
    finally:
        store.close()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_shop_comes_back_on_a_new_card(tmp_path: Path, mount: Path, key: bytes | None) -> None:
    old, new = trading(tmp_path / "old", key), begun(tmp_path / "new", key)
    assert attend(mount, old, key, clock=Clock(), day=DAY) == "copied"
    assert BackupDesk(old.parent).kept() == Kept(Clock()())
    assert copy_on(mount).name == f"zhanggui-S1-T1-{origin(old, key)}-{DAY}.db"
    sold = sales(old, key)

    assert attend(mount, new, key, clock=Clock(), day=DAY) == "offered"
    desk = BackupDesk(new.parent)
    offered = desk.offered()
    assert (offered.store_id, offered.terminal, offered.why) == ("S1", "T1", "")
    assert not take_restored(new, key, "T1", clock=Clock())  # nobody said so yet
    before = origin(new, key)
    desk.restore(offered)
    assert take_restored(new, key, "T1", clock=Clock())
    assert sales(new, key) == sold != []
    assert desk.offered() == Offered()
    assert BackupFiles(new.parent).wanted.exists()
    assert origin(new, key) not in (before, origin(old, key))  # no number of a lost sale is given again
    store = Store.open(new, key, clock=Clock())
    store.journal.append(sale(store.shifts.current("T1").id), actor="1001")  # type: ignore[union-attr]
    store.close()
    assert len(sales(new, key)) == 2
    assert new.with_name(f"shop.db.before-{before}").exists()


def origin(database: Path, key: bytes | None) -> str:
    store = Store.open(database, key, clock=Clock())
    store.close()
    return store.origin


def copy_on(mount: Path) -> Path:
    """The only one."""
    (found,) = mount.glob("zhanggui-*.db")
    return found


def days(mount: Path, series: str) -> list[str]:
    return sorted(path.stem[-10:] for path in mount.glob(f"{series}*.db"))


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

    def slowly(store: Store, path: Path) -> Path:
        if not made:
            BackupDesk(shop.parent).want()
        made.append(path)
        return backup(store, path)

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


def rename(database: Path, terminal: str) -> None:
    store = Store.open(database, clock=Clock())
    schema.set_meta(store.book, "terminal", terminal)
    store.close()


def test_another_stick_meanwhile_is_not_taken_for_the_one_that_was_agreed_to(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day=DAY)
    new = begun(tmp_path / "new")
    attend(mount, new, None, clock=Clock(), day=DAY)
    desk = BackupDesk(new.parent)
    agreed = desk.offered()
    write_file(BackupFiles(new.parent).offered, Offered(why="reading"))
    for offer in (agreed, desk.offered()):
        with pytest.raises(Refused):
            desk.restore(offer)
    assert not BackupFiles(new.parent).restore.exists()


def test_nothing_of_an_offer_stays_once_somebody_works_there(tmp_path: Path, mount: Path) -> None:
    attend(mount, trading(tmp_path / "old"), None, clock=Clock(), day=DAY)
    new = begun(tmp_path / "new")
    attend(mount, new, None, clock=Clock(), day=DAY)
    BackupDesk(new.parent).forget_offer()
    assert list((tmp_path / "new" / "backups").iterdir()) == []


def test_a_card_that_can_not_be_written_is_tried_again_at_the_next_start(
    tmp_path: Path, mount: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = trading(tmp_path / "old"), begun(tmp_path / "new")
    attend(mount, old, None, clock=Clock(), day=DAY)
    attend(mount, new, None, clock=Clock(), day=DAY)
    BackupDesk(new.parent).restore(BackupDesk(new.parent).offered())

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        assert not take_restored(new, None, "T1", clock=Clock())
    assert sales(new) == []
    assert take_restored(new, None, "T1", clock=Clock())
    assert sales(new) == sales(old)


def test_a_stick_that_can_not_be_written_is_told_and_the_last_good_one_stays_known(
    tmp_path: Path, mount: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = trading(tmp_path / "old")
    write_file(BackupFiles(shop.parent).kept, Kept(7))

    def fails(_store: Store, _path: Path) -> Path:
        raise StoreUnwritable(M("Is the stick in?"))

    monkeypatch.setattr(stick, "backup", fails)
    assert attend(mount, shop, None, clock=Clock(), day=DAY) == "unwritable"
    assert BackupDesk(shop.parent).kept() == Kept(7, "unwritable")


def test_a_shop_with_an_office_neither_leaves_a_copy_nor_begins_from_one(tmp_path: Path, mount: Path) -> None:
    shop, new = trading(tmp_path / "old"), begun(tmp_path / "new")
    attend(mount, shop, None, clock=Clock(), day=DAY)
    joined(shop)
    assert attend(mount, shop, None, clock=Clock(), day="2026-12-01") == "has an office"
    shutil.copy(shop, copy_on(mount))
    assert attend(mount, new, None, clock=Clock(), day=DAY) == "office"


def joined(database: Path) -> None:
    store = Store.open(database, clock=Clock())
    keep_membership(store, Membership("https://office:8443", "token", ""))
    store.close()


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


def test_a_terminal_without_a_database_leaves_a_stick_alone(tmp_path: Path, mount: Path) -> None:
    assert attend(mount, tmp_path / "none" / "shop.db", None, clock=Clock(), day=DAY) == "no database"
    assert not (tmp_path / "none").exists()


def test_a_database_where_somebody_works_is_never_replaced(tmp_path: Path, mount: Path) -> None:
    shop, other = trading(tmp_path / "old"), trading(tmp_path / "other")
    attend(mount, other, None, clock=Clock(), day=DAY)
    files = BackupFiles(shop.parent)
    files.directory.mkdir(exist_ok=True)
    shutil.copy(copy_on(mount), files.restore)
    sold = sales(shop)
    assert not take_restored(shop, None, "T1", clock=Clock())
    assert sales(shop) == sold
    assert not files.restore.exists()


@pytest.mark.parametrize("after", range(4))
def test_the_power_may_go_anywhere_in_it(
    tmp_path: Path, mount: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Between any two names that change; what comes next is done at the next start."""
    old, new = trading(tmp_path / "old"), begun(tmp_path / "new")
    attend(mount, old, None, clock=Clock(), day=DAY)
    attend(mount, new, None, clock=Clock(), day=DAY)
    BackupDesk(new.parent).restore(BackupDesk(new.parent).offered())
    Path(f"{new}-wal").touch()  # as a power cut before left them
    Path(f"{new}-shm").touch()
    renamed, rename = 0, Path.rename

    def cut(self: Path, target: Path) -> Path:
        nonlocal renamed
        if renamed == after:
            raise Gone
        renamed += 1
        return rename(self, target)

    with monkeypatch.context() as patch, pytest.raises(Gone):
        patch.setattr(Path, "rename", cut)
        take_restored(new, None, "T1", clock=Clock())
    take_restored(new, None, "T1", clock=Clock())
    assert sales(new) == sales(old)


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
