"""Where it is written what was copied to a stick, and what was found on one: files in the data directory.

    kept.json     the unit that looks at the stick: what came of the last copy
    wanted        the counter: touched when a copy is wanted
    offered.json  that unit: a copy that a new terminal may begin from; offered.db is that copy, looked through
    looking.db    that unit: one that it looks through now; sealed.db is that copy as it came from the stick
    restore.db    the counter: what it begins from as soon as it opens the database

Each is written by one program alone.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from kiosk.store.database import remove_database

OFFICE = "office"
"""Why nothing was copied: another has it all."""


class Kept(msgspec.Struct, frozen=True):
    """The copies of this terminal. at: UTC milliseconds of the newest on a stick, 0 for none. why: a code of what went
    wrong at the last try, "" for nothing.
    """

    at: int = 0
    why: str = ""


class Offered(msgspec.Struct, frozen=True):
    """A copy on a stick. at: UTC milliseconds of its last entry. zh, en: the shop's name. why: a code of what is wrong
    with those that are there, "reading" while one is looked through, "" for nothing.
    """

    at: int = 0
    store_id: str = ""
    terminal: str = ""
    zh: str = ""
    en: str = ""
    why: str = ""


class BackupFiles:
    """data: the directory of the database."""

    def __init__(self, data: Path) -> None:
        self.directory = data / "backups"
        self.kept = self.directory / "kept.json"
        self.wanted = self.directory / "wanted"
        self.offered = self.directory / "offered.json"
        self.offered_copy = self.directory / "offered.db"
        self.looking = self.directory / "looking.db"
        self.sealed = self.directory / "sealed.db"
        self.restore = self.directory / "restore.db"

    def forget_offer(self) -> None:
        """There is none any more. Raises OSError."""
        self.offered.unlink(missing_ok=True)
        remove_database(self.offered_copy)
        self.forget_looking()

    def forget_looking(self) -> None:
        """None is looked through; what a power cut left of one goes. Raises OSError."""
        for path in (self.looking, self.sealed):
            remove_database(path)
            path.with_name(path.name + ".new").unlink(missing_ok=True)
