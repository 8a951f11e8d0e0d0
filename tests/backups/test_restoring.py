"""A new terminal begins from a copy, wherever that is cut off."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.backups.desk import BackupDesk
from kiosk.backups.files import BackupFiles, Kept, Offered
from kiosk.backups.restoring import take_restored
from kiosk.backups.stick import attend
from kiosk.store.store import Store
from tests.backups.shop import DAY, KEY, begun, copy_on, origin, sales, trading
from tests.store.shop import Clock, sale


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


class Gone(BaseException):
    """The power."""


@pytest.mark.parametrize("after", range(5))
def test_the_power_may_go_anywhere_in_it(
    tmp_path: Path, mount: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Between any two names that change; what comes next is done at the next start."""
    old, new = trading(tmp_path / "old"), begun(tmp_path / "new")
    attend(mount, old, None, clock=Clock(), day=DAY)
    attend(mount, new, None, clock=Clock(), day=DAY)
    BackupDesk(new.parent).restore(BackupDesk(new.parent).offered())
    Path(f"{new}-journal").touch()  # as a power cut before left them
    Path(f"{new}-wal").touch()
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
