"""Files that are there whole or not at all, after a power cut too: written beside, had on the disk, and renamed; and
whether there is room for them.

What rename promises: POSIX.1-2017, rename(), which a stick's FAT keeps unless the power goes in that very moment; that
the name itself lasts only once its directory was synced: fsync(2).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_SPARE = 64 * 1024 * 1024
"""Bytes to leave free on the disk: the counter goes on selling."""


def lacking(folder: Path, size: int) -> int:
    """How many bytes are not free there for a file of this size, with enough left for all else; 0 where there is room.
    Raises OSError.
    """
    return max(0, size + _SPARE - shutil.disk_usage(folder).free)


@contextmanager
def whole_file(path: Path, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file to be written, which gets its name as the block ends. Where the block raises, what was there before stays.

    mode: who may read it, whatever the umask says; without one, by the umask. Raises OSError.
    """
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)  # left by a power cut; or put there by somebody who wants to read along
    try:
        first = 0o666 if mode is None else 0o600
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, first), "wb") as file:  # noqa: PTH123
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        put_in_place(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def put_in_place(made: Path, path: Path) -> None:
    """Give a file that is on the disk its name, or that of the one it replaces; for good. Raises OSError."""
    made.rename(path)
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Have the names in a directory on the disk, so that a file made or renamed is there after a power cut."""
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
