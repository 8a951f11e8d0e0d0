"""Which database files this process has open, so that none of its other handles drops SQLite's locks on them.

POSIX gives advisory locks to a process, not to a handle: closing any handle on a file ends all locks that the process
has on it (sqlite.org/howtocorrupt.html, 2.2). Another process that closes the database then takes itself for the last
one, and removes the WAL beneath a till that goes on selling. So a file that is open here is not read beside SQLite, and
one that was read ahead keeps its handle.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path

Identity = tuple[int, int]
"""Device and inode."""

guard = threading.RLock()
"""Held while a file is read beside SQLite, and while a connection is made."""

_open: Counter[Identity] = Counter()
_kept: dict[Identity, int] = {}


def identity(path: Path) -> Identity | None:
    """Which file has this name; None for no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def opened(path: Path) -> Identity | None:
    """A connection to `path` was made; what to tell `closed` of it."""
    with guard:
        found = identity(path)
        if found is not None:
            _open[found] += 1
        return found


def closed(file: Identity | None) -> None:
    """A connection was closed; with the last one go the handles that were kept for its sake."""
    with guard:
        if file is None:
            return
        _open[file] -= 1
        if _open[file] > 0:
            return
        del _open[file]
        if (handle := _kept.pop(file, None)) is not None:
            os.close(handle)


def head(path: Path, size: int) -> bytes | None:
    """The first bytes of a file that no connection of this process has open; None where one has, which saw them.

    Raises OSError.
    """
    with guard:
        if identity(path) in _open:
            return None
        with path.open("rb") as file:
            return file.read(size)


def keep(path: Path) -> int:
    """A handle to read `path` by, kept for as long as a connection is open. Raises OSError.

    Who gets one gives it to `done`.
    """
    handle = os.open(path, os.O_RDONLY)
    found = os.fstat(handle)
    with guard:
        _kept.setdefault((found.st_dev, found.st_ino), handle)
    return handle


def done(handle: int) -> None:
    """Reading is over: close the handle, unless SQLite's locks hang on it."""
    with guard:
        found = os.fstat(handle)
        file = (found.st_dev, found.st_ino)
        if file in _open and _kept.get(file) == handle:
            return
        if _kept.get(file) == handle:
            del _kept[file]
        os.close(handle)
