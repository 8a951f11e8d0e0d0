"""What is done with a stick for backups, each time that it is put in and each time that a copy is wanted.

A shop that trades has its database copied to it: one file a day, the newest seven of its own; other files stay as they
are. A terminal where nobody works yet has the newest copy brought over and looked through instead, to be offered at its
first screen. A shop with an office has its copy there, and takes none from a stick: it would say again what the office
knows otherwise.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kiosk.backups.files import BackupFiles, Kept, Offered
from kiosk.exc import KioskError, StoreMissing, StoreUnwritable
from kiosk.store.backup import backup
from kiosk.store.doctor import diagnose
from kiosk.store.store import Store
from kiosk.updates.files import read_file, write_file
from kiosk.updates.stick import copy_whole, plain_files
from kiosk.wire.state import has_office

NAME = re.compile(r"zhanggui-[0-9A-Za-z_.-]{1,80}\.db")
DAYS = 7
"""So many files are kept of one terminal."""
LARGEST = 64 * 1024**3
WHOLE = {"file", "schema", "chain"}
"""What the doctor must find nothing wrong with, or it is no database of ours."""
_SPARE = 64 * 1024 * 1024


def attend(mount: Path, database: Path, key: bytes | None, *, clock: Callable[[], int], day: str) -> str:
    """Do what this stick is for. day: this machine's, ISO 8601. Returns in a word what was done, for the log."""
    files = BackupFiles(database.parent)
    try:
        store = Store.open(database, key, clock=clock)
    except StoreMissing:
        return "no database"
    with closing(store):
        if has_office(store):
            return "has an office"
        if store.people.users():
            kept = _copy_out(store, mount, read_file(files.kept, Kept), day)
            write_file(files.kept, kept)
            return kept.why or "copied"
    offered = _bring(mount, files, key, clock)
    write_file(files.offered, offered)
    return offered.why or "offered"


def _copy_out(store: Store, mount: Path, before: Kept, day: str) -> Kept:
    series = _plain(f"zhanggui-{store.store_id}-{store.terminal}-")
    at = store.clock()
    try:
        target = mount / f"{series}{day}.db"
        older = sorted(path for path in _copies(mount) if path.name.startswith(series) and path != target)
        for path in older[: max(0, len(older) - (DAYS - 1))]:
            path.unlink()
        older = older[-(DAYS - 1) :]
        while shutil.disk_usage(mount).free < store.path.stat().st_size + _SPARE:
            if len(older) < 2:  # the newest is never given for one that may not come about
                return Kept(before.at, "space")
            older.pop(0).unlink()
        backup(store, target)
    except StoreUnwritable:
        return Kept(before.at, "unwritable")
    except (KioskError, OSError):
        return Kept(before.at, "damaged")
    return Kept(at)


def _bring(mount: Path, files: BackupFiles, key: bytes | None, clock: Callable[[], int]) -> Offered:
    """The newest copy, brought over and looked through."""
    try:
        newest = max(_copies(mount), key=lambda path: path.stat().st_mtime, default=None)
        if newest is None:
            return Offered(why="none")
        files.directory.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(files.directory).free < newest.stat().st_size + _SPARE:
            return Offered(why="space")
        for end in ("-wal", "-shm", ""):
            Path(f"{files.offered_copy}{end}").unlink(missing_ok=True)
        copy_whole(newest, files.offered_copy, LARGEST)
        return _looked_through(files.offered_copy, key, clock)
    except OSError:
        return Offered(why="damaged")


def _looked_through(copy: Path, key: bytes | None, clock: Callable[[], int]) -> Offered:
    try:
        faults = {found.check for found in diagnose(copy, key, clock=clock) if found.severity == "fault"}
        if faults & WHOLE:  # with any other it is as good as the shop was
            return Offered(why="damaged")
        with closing(Store.open(copy, key, clock=clock)) as store:
            if has_office(store):
                return Offered(why="office")
            shop = store.settings.store()
            at = int(store.book.sql("SELECT max(at) FROM entry")[0][0] or 0)
            return Offered(at, store.store_id, shop.name_zh if shop else "", shop.name_en if shop else "")
    except KioskError:
        return Offered(why="damaged")


def _copies(mount: Path) -> list[Path]:
    return [path for path, plain in plain_files(mount) if plain and NAME.fullmatch(path.name)]


def _plain(name: str) -> str:
    """As every file system takes it."""
    return re.sub(r"[^0-9A-Za-z_.-]", "_", name)
