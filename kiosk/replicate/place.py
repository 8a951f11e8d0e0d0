"""Where a terminal's database is to be, and what lies beside it until it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

AGREED = "joining.json"
COPY = "joining.db"
MENDED = "mended.db"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database is to be. key: as of Store.open."""

    database: Path
    key: bytes | None
    clock: Callable[[], int]

    @property
    def agreed_file(self) -> Path:
        """What office and terminal agreed on."""
        return self.database.with_name(AGREED)

    @property
    def copy(self) -> Path:
        """The shop's copy before it has its name."""
        return self.database.with_name(COPY)
