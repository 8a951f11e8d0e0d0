"""Whether the file that is open is still the file that has its name.

A file that somebody deletes or replaces lives on without a name until the program ends, and what was sold into it goes
with it. SQLite in WAL mode does not notice. So each transaction asks first: two look-ups in a directory.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.store.handles import Identity, identity


class Place:
    """The names of an open database and of its WAL, and which files they stood for when it was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wal_path = path.with_name(path.name + "-wal")
        self._file: Identity | None = None
        self._wal: Identity | None = None

    def learn(self) -> None:
        """The first connection is open: these are our files. A WAL that is not there yet is learnt when it is."""
        self._file, self._wal = identity(self._path), identity(self._wal_path)

    def is_ours(self) -> bool:
        """Whether both names still stand for the files that are open."""
        if identity(self._path) != self._file:
            return False
        wal = identity(self._wal_path)
        if self._wal is None:
            self._wal = wal
        return wal == self._wal
