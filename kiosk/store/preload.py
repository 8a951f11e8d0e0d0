"""Reading a database file ahead, so that the first customer's scans don't each wait for the card.

After a start no page of the file is in memory. A scan then reads its leaf from the card, a search a hundred of them.
In the quiet before the first customer the whole file is read once into the system's page cache, from where it may be
pushed out again by whatever needs the memory more.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.store import handles

PART = 4 * 1024 * 1024
"""Bytes read at a time: a tenth of a second of a slow card, after which whoever waits for it has a turn."""

SHARE = 2
"""At most one part in so many of the memory that is free is filled."""


def preload(path: Path, *, rest: Callable[[], object] = lambda: None, memory: int | None = None) -> int:
    """Read the file at `path` into the page cache; how many bytes. On a thread of its own, for it takes seconds.

    rest: called after each part; memory: bytes free, asked of the system if None. A file that can't be read is left
    alone: who opens it says so better.
    """
    allowed = (available_memory() if memory is None else memory) // SHARE
    done = 0
    try:
        file = handles.keep(path)
    except OSError:
        return 0
    try:
        size = min(os.fstat(file).st_size, allowed)
        while done < size:
            part = min(PART, size - done)
            os.posix_fadvise(file, done, part, os.POSIX_FADV_WILLNEED)
            done += part
            rest()
    except OSError:
        return done
    finally:
        handles.done(file)
    return done


def available_memory() -> int:
    """Bytes that could be had without pushing anything out that is in use; 0 where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    for line in lines:
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024
    return 0
