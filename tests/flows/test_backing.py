"""The screens tell how old the newest backup is, and a new terminal begins from one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.backups.desk import BackupDesk
from kiosk.backups.files import BackupFiles, Kept, Offered
from kiosk.config_own import OwnFile
from kiosk.flows.setting_up import SettingUp
from kiosk.flows.setup import Setup
from kiosk.flows.signin import SigningIn
from kiosk.flows.views import ConfirmView, PaperPage, StatusView
from kiosk.updates.files import write_file
from tests.flows.desk import count, error, more
from tests.flows.shop import Shop

DAY_MS = 24 * 3600_000


@pytest.fixture
def files(tmp_path: Path, shop: Shop) -> BackupFiles:
    """At a terminal whose shop is copied to a stick."""
    files = BackupFiles(tmp_path / "data")
    desk = BackupDesk(tmp_path / "data")
    shop.counter.backups = lambda: desk
    shop.counter.settings = msgspec.structs.replace(shop.counter.settings, office=False)
    return files


def keep(shop: Shop, files: BackupFiles, days_ago: int, why: str = "") -> None:
    write_file(files.kept, Kept(shop.counter.clock.now() - days_ago * DAY_MS, why))


def status(shop: Shop) -> str:
    more(shop, "status")
    assert isinstance(shop.body, StatusView)
    (row,) = (found for found in shop.body.update if str(found.name) == "Backup")
    return f"{row.state}: {row.text} {row.advice or ''}".strip()


def test_a_shop_without_a_backup_is_told_what_to_do(shop: Shop, files: BackupFiles) -> None:
    said = status(shop)
    assert said.startswith("warning: There is no backup of this shop.")
    assert "called ZG-BACKUP" in said


@pytest.mark.parametrize(
    ("days", "why", "said"),
    [
        (0, "", "ok: The shop was copied to the stick: 20"),
        (7, "", "ok: "),
        (-3, "", "warning: The clock was wrong at the last backup."),
        (8, "", "warning: The last backup is 8 days old. Put in a memory stick called"),
        (0, "space", "warning: The stick for backups is full. Delete what is not needed"),
        (0, "unwritable", "warning: The stick for backups can't be written."),
        (
            0,
            "key",
            "warning: This card is encrypted, and the key for its backups is not known. Start this terminal again",
        ),
        (0, "damaged", "warning: The backup did not come about"),
        (0, "something of tomorrow", "warning: The backup did not come about"),
    ],
)
def test_the_status_screen_tells_of_the_last_one(
    shop: Shop, files: BackupFiles, days: int, why: str, said: str
) -> None:
    keep(shop, files, days, why)
    assert status(shop).startswith(said)


def test_one_that_comes_about_while_somebody_looks_is_told(shop: Shop, files: BackupFiles) -> None:
    assert status(shop).startswith("warning")
    keep(shop, files, 0)
    shop.tick()
    assert isinstance(shop.body, StatusView)
    assert [row.state for row in shop.body.update] == ["ok"]


def test_a_shop_with_an_office_hears_nothing_of_backups(shop: Shop, files: BackupFiles) -> None:
    shop.counter.settings = msgspec.structs.replace(shop.counter.settings, office=True)
    more(shop, "status")
    assert isinstance(shop.body, StatusView)
    assert shop.body.update == ()


def test_a_shop_with_an_office_has_no_copy_made(shop: Shop, files: BackupFiles) -> None:
    shop.counter.settings = msgspec.structs.replace(shop.counter.settings, office=True)
    assert close_shift(shop) == "The shift is closed."
    assert not files.wanted.exists()


def test_a_shop_with_an_office_is_told_that_its_stick_is_not_needed(shop: Shop, files: BackupFiles) -> None:
    shop.counter.settings = msgspec.structs.replace(shop.counter.settings, office=True)
    keep(shop, files, 0, "office")
    assert status(shop).startswith("ok: The office has all of this shop.")


def test_what_an_office_had_is_forgotten_without_it(shop: Shop, files: BackupFiles) -> None:
    keep(shop, files, 20000, "office")
    assert status(shop).startswith("warning: The last backup is")


def close_shift(shop: Shop) -> str:
    more(shop, "close_shift")
    count(shop, shop.body.expected or 20000)
    shop.do("accept")
    assert isinstance(shop.body, PaperPage)
    return shop.strip


def test_a_closed_shift_is_copied(shop: Shop, files: BackupFiles) -> None:
    keep(shop, files, 1)
    assert close_shift(shop) == "The shift is closed."
    assert files.wanted.exists()


def test_who_closes_a_shift_hears_that_the_last_copy_is_old(shop: Shop, files: BackupFiles) -> None:
    keep(shop, files, 9)
    said = close_shift(shop)
    assert said.startswith("The shift is closed. The last backup is 9 days old. Put in")
    assert files.wanted.exists()


def test_a_full_card_keeps_no_shift_open(shop: Shop, files: BackupFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(shop, files, 1)

    def full(_desk: BackupDesk) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(BackupDesk, "want", full)
    assert close_shift(shop) == "The shift is closed."


# --- a new terminal


class New:
    """A terminal at its first start, where nobody works yet."""

    def __init__(self, shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shop = shop
        self.begun: list[str] = []
        monkeypatch.setattr(shop.counter.store.people, "users", lambda *_a, **_k: [])
        shop.counter.sign_out()
        shop.counter.setup = Setup(OwnFile(folder), first=True, again=lambda: self.begun.append("anew"))
        shop.counter.home(SettingUp(shop.counter, shop.counter.setup, then=SigningIn))
        shop.tick()

    def row(self) -> str:
        body: Any = self.shop.body
        return next((str(row.cells[1]) for row in body.rows if row.id == "restore"), "")


@pytest.fixture
def new(shop: Shop, files: BackupFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> New:
    return New(shop, tmp_path, monkeypatch)


def offer(files: BackupFiles, **fields: Any) -> None:
    write_file(files.offered, Offered(**{"terminal": "T1"} | fields))
    files.offered_copy.touch()


def test_a_new_terminal_begins_from_the_stick_s_copy(new: New, shop: Shop, files: BackupFiles) -> None:
    assert "put in its stick ZG-BACKUP" in new.row()
    offer(files, at=shop.counter.clock.now() - DAY_MS, store_id="S1", zh="街角", en="Corner shop")
    shop.tick()
    assert new.row().startswith("Corner shop · T1, 20")
    shop.do("choose", "restore")
    assert isinstance(shop.overlay, ConfirmView)
    assert "What was sold after that is not in it" in str(shop.overlay.detail)
    assert new.begun == []
    shop.do("confirm")
    assert new.begun == ["anew"]
    assert files.restore.exists()
    assert not files.offered_copy.exists()


def test_a_shop_without_a_name_is_called_by_its_number(new: New, shop: Shop, files: BackupFiles) -> None:
    offer(files, at=shop.counter.clock.now(), store_id="S7")
    shop.tick()
    assert new.row().startswith("S7 · T1, ")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("none", "no backup on this stick"),
        ("office", "join that"),
        ("locked", "same key stick"),
        ("damaged", "damaged"),
        ("?", "damaged"),
    ],
)
def test_what_can_not_be_taken_is_told(new: New, shop: Shop, files: BackupFiles, why: str, said: str) -> None:
    write_file(files.offered, Offered(why=why))
    shop.tick()
    assert said in new.row()
    shop.do("choose", "restore")
    assert "Put in the stick ZG-BACKUP" in shop.strip


def test_a_copy_that_has_gone_meanwhile_is_told(new: New, shop: Shop, files: BackupFiles) -> None:
    offer(files, at=shop.counter.clock.now(), store_id="S1")
    shop.do("choose", "restore")
    files.offered_copy.unlink()
    shop.do("confirm")
    assert new.begun == []
    assert "no longer here" in error(shop)


def test_where_somebody_works_nothing_is_brought_back(shop: Shop, files: BackupFiles, tmp_path: Path) -> None:
    offer(files, at=1, store_id="S1")
    shop.counter.sign_out()
    shop.counter.home(SettingUp(shop.counter, Setup(OwnFile(tmp_path), first=True), then=SigningIn))
    shop.tick()
    body: Any = shop.body
    assert "restore" not in [row.id for row in body.rows]
