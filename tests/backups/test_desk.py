"""What the counter asks for, and what it is told of sticks for backups."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.backups.desk import BackupDesk
from kiosk.backups.files import BackupFiles, Offered
from kiosk.backups.stick import attend
from kiosk.exc import Refused
from kiosk.updates.files import write_file
from tests.backups.shop import DAY, begun, trading
from tests.store.shop import Clock


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
