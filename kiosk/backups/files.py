"""Where it is written what was copied to a stick, and what was found on one: files in the data directory.

kept.json     the unit that looks at the stick: what came of the last copy
wanted        the counter: touched when a copy is wanted
offered.json  that unit: a copy that a new terminal may begin from; offered.db is that copy, looked through
restore.db    the counter: what it begins from as soon as it opens the database
"""

from __future__ import annotations

from pathlib import Path

import msgspec


class Kept(msgspec.Struct, frozen=True):
    """The copies of this terminal. at: UTC milliseconds of the newest on a stick, 0 for none. why: a code of what went
    wrong at the last try, "" for nothing.
    """

    at: int = 0
    why: str = ""


class Offered(msgspec.Struct, frozen=True):
    """A copy on a stick. at: UTC milliseconds of its last entry. zh, en: the shop's name. why: a code of what is wrong
    with the newest one, "" for nothing.
    """

    at: int = 0
    store_id: str = ""
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
        self.restore = self.directory / "restore.db"
