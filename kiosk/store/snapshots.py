"""A shop's database, ready for a new terminal: the office posts the shop's feeds into a file, the terminal adopts it.

The file is made by the very code that a terminal reads its feeds with, so it can't say anything else than they do; only
a large catalogue is copied first (`snapshot_copy`). It is kept, so that the next one costs only what came since.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.disk import put_in_place, sync_directory
from kiosk.exc import StoreDamaged
from kiosk.i18n import M
from kiosk.store import schema
from kiosk.store.database import open_database, remove_database
from kiosk.store.entry import new_origin
from kiosk.store.feeds import CATALOGUE, Feeds, store_feed
from kiosk.store.pace import at_once
from kiosk.store.queries import Book
from kiosk.store.sealing import is_plain, reseal
from kiosk.store.snapshot_copy import copy_catalogue
from kiosk.store.store import Store

PAGE = 2000


def build_snapshot(
    feeds: Feeds,
    lineage: str,
    store_id: str,
    path: Path,
    *,
    clock: Callable[[], int],
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> dict[str, int]:
    """Make the file at `path`, or bring the one that is there up to date; the feed positions that it stands for.

    feeds, lineage: the office's. progress: entries done, and all there are. A file of another lineage is made anew.
    """
    names = (CATALOGUE, store_feed(store_id))
    store = _known(path, lineage, names, clock)
    making = path.with_name(path.name + ".making")
    if store is None:
        for remains in making.parent.glob(making.name + "*"):
            remains.unlink()
        store = _copied(Store.create(making, store_id, "snapshot", clock=clock), feeds, lineage)
    try:
        heads = {name: feed.position if (feed := feeds.get(name)) else 0 for name in names}
        every = sum(heads.values())
        done = sum(store.cursors.get(name).position for name in names)
        for name in names:
            while (after := store.cursors.get(name).position) < heads[name]:
                items, checksum = feeds.page(name, after, min(PAGE, heads[name] - after))
                store.cursors.take(name, items, checksum, lineage, pace=at_once(PAGE))
                done += len(items)
                progress(done, every)
            if heads[name] == 0:
                store.cursors.move(name, 0, b"", lineage)
        store.book.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        at = {name: store.cursors.get(name).position for name in names}
    finally:
        store.close()
    if making.exists():
        put_in_place(making, path)
    return at


def _copied(store: Store, feeds: Feeds, lineage: str) -> Store:
    """A new database with the catalogue in it, where that can be copied."""
    store.book.sql("PRAGMA synchronous = OFF")
    store.book.sql("PRAGMA cache_size = -262144")
    copy_catalogue(feeds, store.book, lineage)
    path, clock = store.path, store.clock
    store.close()  # flushed from now on; and SQLite's search reads its index anew
    return Store.open(path, clock=clock)


def adopt_snapshot(path: Path, *, origin: str, terminal: str, store_id: str, key: bytes | None = None) -> None:
    """Make the file a terminal's own: its origin, its name, a lineage of its own; encrypted, where a key is given.

    Raises StoreDamaged for a file that is none of ours, or of another shop. May be called again after a power cut.
    """
    if key is not None:
        _encrypt(path, key)
    db = open_database(path, key=key)
    book = Book(db)
    try:
        with book.transaction():
            if schema.meta(book, "store_id") != store_id:
                raise StoreDamaged(M("The copy is of another shop."))
            for name, value in (("origin", origin), ("terminal", terminal), ("lineage", new_origin())):
                schema.set_meta(book, name, value)
    finally:
        db.close()
    sync_directory(path.parent)


def _known(path: Path, lineage: str, names: tuple[str, ...], clock: Callable[[], int]) -> Store | None:
    """What was made before, to be brought up to date; None where there is none, or of another history."""
    if not path.exists():
        return None
    store = Store.open(path, clock=clock)
    if {store.cursors.get(name).lineage for name in names} == {lineage}:
        return store
    store.close()
    remove_database(path)
    return None


def _encrypt(path: Path, key: bytes) -> None:
    """Replace the plain file by an encrypted one, unless that is done."""
    if not is_plain(path):
        return
    sealed = path.with_name(path.name + ".sealed")
    reseal(path, None, sealed, key)
    put_in_place(sealed, path)
    for remains in (Path(f"{path}-wal"), Path(f"{path}-shm")):
        remains.unlink(missing_ok=True)
