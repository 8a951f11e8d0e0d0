"""Backups as the counter sees them: how old the newest is, that one is wanted, what a new terminal may begin from."""

from __future__ import annotations

from pathlib import Path

from kiosk.backups.files import BackupFiles, Kept, Offered
from kiosk.disk import put_in_place
from kiosk.exc import Refused
from kiosk.i18n import M
from kiosk.updates.files import read_file


class BackupDesk:
    """data: the directory of the database."""

    def __init__(self, data: Path) -> None:
        self._files = BackupFiles(data)

    def kept(self) -> Kept:
        """What came of the last one; one small file is read."""
        return read_file(self._files.kept, Kept)

    def offered(self) -> Offered:
        """What was on the last stick; one small file is read."""
        return read_file(self._files.offered, Offered)

    def want(self) -> None:
        """Have a copy made, if a stick is in. Raises OSError."""
        self._files.directory.mkdir(parents=True, exist_ok=True)
        self._files.wanted.touch()

    def forget_offer(self) -> None:
        """The shop begins anew. Raises OSError."""
        self._files.forget_offer()

    def restore(self, offered: Offered) -> None:
        """Begin from this copy, when the database is opened next. Raises OSError, Refused if it is another by now."""
        if offered.why or self.offered() != offered:
            raise Refused(M("Another stick was put in meanwhile. Choose again."))
        put_in_place(self._files.offered_copy, self._files.restore)
        self._files.offered.unlink(missing_ok=True)
