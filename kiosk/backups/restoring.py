"""A new terminal begins from a copy: it takes the place of the database that was made at the first start.

The copy is given an origin of its own. What was sold after it was made is lost with the old card, but not its papers:
a number that stands on one of them is never given again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from kiosk.backups.files import BackupFiles
from kiosk.exc import KioskError, StoreError
from kiosk.store.database import sync_directory
from kiosk.store.entry import new_origin
from kiosk.store.snapshots import adopt_snapshot
from kiosk.store.store import Store

log = logging.getLogger(__name__)

_PARTS = ("-wal", "-shm", "")


def take_restored(database: Path, key: bytes | None, terminal: str, *, clock: Callable[[], int]) -> bool:
    """Put a copy that somebody wants in the database's place; whether there was one. Nobody may have the database open.

    terminal: this one's name. A database where somebody works is never replaced, and one that is replaced is put aside.
    May be cut off anywhere and be called again. A copy that can't be taken is thrown away.
    """
    copy = BackupFiles(database.parent).restore
    if not copy.exists():
        return False
    origin = _origin_of_new(database, key, clock)
    if origin is None:
        return _throw_away(copy)
    try:
        with closing(Store.open(copy, key, clock=clock)) as store:
            store_id = store.store_id
        adopt_snapshot(copy, origin=new_origin(), terminal=terminal, store_id=store_id, key=key)
    except KioskError:
        log.exception("the backup could not be taken")
        return _throw_away(copy)
    for end in _PARTS:
        with suppress(FileNotFoundError):
            Path(f"{database}{end}").rename(f"{database}.before-{origin}{end}")
    copy.rename(database)
    sync_directory(database.parent)
    log.warning("the shop was brought back from a backup")
    return True


def _origin_of_new(database: Path, key: bytes | None, clock: Callable[[], int]) -> str | None:
    """What to call the database that is there, if nobody works in it; None where somebody does, or it does not say."""
    if not database.exists():
        return "none"
    try:
        with closing(Store.open(database, key, clock=clock)) as store:
            return None if store.people.users() else store.origin
    except StoreError:
        return None


def _throw_away(copy: Path) -> bool:
    for end in _PARTS:
        Path(f"{copy}{end}").unlink(missing_ok=True)
    return False
