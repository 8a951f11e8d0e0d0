"""A new terminal begins from a copy: it takes the place of the database that was made at the first start.

The copy is given an origin of its own. What was sold after it was made is lost with the old card, but not its papers:
a number that stands on one of them is never given again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kiosk.backups.files import BackupFiles
from kiosk.disk import put_in_place
from kiosk.exc import KioskError, StoreDamaged, StoreUnwritable
from kiosk.store.database import move_database, remove_database
from kiosk.store.entry import new_origin
from kiosk.store.snapshots import adopt_snapshot
from kiosk.store.store import Store

log = logging.getLogger(__name__)


def take_restored(database: Path, key: bytes | None, terminal: str, *, clock: Callable[[], int]) -> bool:
    """Put a copy that somebody wants in the database's place; whether there was one. Nobody may have the database open.

    terminal: this one's name. A database where somebody works is never replaced, and one that is replaced is put aside.
    May be cut off anywhere and be called again. A copy that proves damaged is thrown away; one that can't be taken now
    is tried again at the next start.
    """
    files = BackupFiles(database.parent)
    copy = files.restore
    if not copy.exists():
        return False
    try:
        origin = _origin_of_new(database, key, clock)
        if origin is None:
            remove_database(copy)
            return False
        with closing(Store.open(copy, key, clock=clock)) as store:
            store_id = store.store_id
        adopt_snapshot(copy, origin=new_origin(), terminal=terminal, store_id=store_id, key=key)
        move_database(database, Path(f"{database}.before-{origin}"))
        put_in_place(copy, database)
        files.wanted.touch()  # the stick is still in: it has one of this card, too, from the beginning
    except StoreDamaged:
        log.exception("the backup is damaged")
        remove_database(copy)
        return False
    except (KioskError, OSError):
        log.exception("the backup can't be taken now")
        return False
    log.warning("the shop was brought back from a backup")
    return True


def _origin_of_new(database: Path, key: bytes | None, clock: Callable[[], int]) -> str | None:
    """What to call the database that is there, if nobody works in it; None where somebody does. Raises StoreError,
    StoreUnwritable where it is damaged: it may be a shop's, and the copy is not to blame.
    """
    if not database.exists():
        return "none"
    try:
        with closing(Store.open(database, key, clock=clock)) as store:
            return None if store.people.users() else store.origin
    except StoreDamaged as problem:
        raise StoreUnwritable(problem.message) from problem
