"""What is done with a stick for backups, each time that it is put in and each time that a copy is wanted.

A shop that trades has its database copied to it: one file a day, the newest seven of its own; other files stay as they
are. A terminal where nobody works yet has the newest copy that is whole brought over instead, to be offered at its
first screen. A shop with an office has its copy there, and takes none from a stick: it would say again what the office
knows otherwise. Copies of an encrypted card are encrypted too, and come back on cards with the same key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kiosk.backups.card import PLAIN, Card
from kiosk.backups.files import OFFICE, BackupFiles, Kept, Offered
from kiosk.disk import lacking, put_in_place
from kiosk.exc import KioskError, StoreMissing, StoreUnwritable
from kiosk.store.backup import backup
from kiosk.store.database import remove_database
from kiosk.store.doctor import diagnose
from kiosk.store.sealing import reseal
from kiosk.store.store import Store
from kiosk.updates.files import read_file, write_file
from kiosk.updates.stick import copy_whole, plain_files
from kiosk.wire.state import has_office

_NAME = re.compile(r"(zhanggui-[0-9A-Za-z_.-]{1,80})-(\d{4}-\d\d-\d\d)(\.sealed)?\.db")
SEALED = ".sealed"
"""What the names of encrypted copies end in."""
DAYS = 7
"""So many files are kept of one terminal."""
TRIED = 7
"""So many copies are looked at by a new terminal, until one is whole."""
LARGEST = 64 * 1024**3
WHOLE = {"file", "schema", "chain"}
"""What the doctor must find nothing wrong with, or it is no database of ours."""


def attend(
    mount: Path, database: Path, key: bytes | None, *, clock: Callable[[], int], day: str, card: Card = PLAIN
) -> str:
    """Do what this stick is for; once more where a copy is wanted meanwhile. day: this machine's, ISO 8601.

    key: of the database. card: that it lies on. Returns in a word what was done, for the log.
    """
    files = BackupFiles(database.parent)
    while True:
        wanted = _changed(files.wanted)
        said = _attend(mount, files, database, key, clock, day, card)
        if _changed(files.wanted) == wanted:
            return said


def _attend(
    mount: Path, files: BackupFiles, database: Path, key: bytes | None, clock: Callable[[], int], day: str, card: Card
) -> str:
    try:
        store = Store.open(database, key, clock=clock)
    except StoreMissing:
        return "no database"
    with closing(store):
        office, trades = has_office(store), bool(store.people.users())
        if office or trades:
            files.forget_offer()
            before = read_file(files.kept, Kept)
            kept = Kept(before.at, OFFICE) if office else _copy_out(store, mount, before, day, card)
            write_file(files.kept, kept)
            return kept.why or "copied"
        own = _series(store.store_id, store.terminal, "")
    offered = _bring(mount, files, own, day, key, card, clock)
    write_file(files.offered, offered)
    return offered.why or "offered"


def _copy_out(store: Store, mount: Path, before: Kept, day: str, card: Card) -> Kept:
    if card.unknown:
        return Kept(before.at, "key")
    series, at = _series(store.store_id, store.terminal, store.origin), store.clock()
    target = mount / f"{series}-{day}{SEALED if card.key else ''}.db"
    try:
        for path, plain in plain_files(mount):
            if plain and path.name.startswith(f"{series}-") and ".db.new" in path.name:
                path.unlink()  # of a copy that the power cut off
        older = [path for path in _newest_first(mount, "", day) if _parts(path)[0] == series and path != target]
        while lacking(mount, store.path.stat().st_size):
            if len(older) < 2:  # the newest is never given for one that may not come about
                return Kept(before.at, "space")
            older.pop().unlink()
        backup(store, target, seal=card.key)
        for path in older[DAYS - 1 :]:
            path.unlink()
    except StoreUnwritable:
        return Kept(before.at, "unwritable")
    except (KioskError, OSError):
        return Kept(before.at, "damaged")
    return Kept(at)


def _bring(
    mount: Path, files: BackupFiles, own: str, day: str, key: bytes | None, card: Card, clock: Callable[[], int]
) -> Offered:
    """The newest copy that is whole and can be read here; of this terminal itself, if there are any. own: how their
    names begin. Where there is none, what is wrong with the newest.
    """
    files.forget_offer()
    write_file(files.offered, Offered(why="reading"))
    why = ""
    try:
        found = _newest_first(mount, own, day)
        readable = [path for path in found if card.key or not _is_sealed(path)]
        if found and found[0] not in readable:
            why = "locked"
        for path in readable[:TRIED]:
            sealed = _is_sealed(path)
            if lacking(files.directory, path.stat().st_size * (2 if sealed else 1)):
                why = why or "space"
                continue
            files.forget_looking()
            copy_whole(path, files.sealed if sealed else files.looking, LARGEST)
            offered = _looked_through(files, key, card.key if sealed else None, clock)
            if not offered.why:
                put_in_place(files.looking, files.offered_copy)
                return offered
            why = why or offered.why
    except OSError:
        why = "damaged"
    files.forget_looking()
    return Offered(why=why or "none")


def _looked_through(files: BackupFiles, key: bytes | None, seal: bytes | None, clock: Callable[[], int]) -> Offered:
    copy = files.looking
    try:
        if seal is not None:
            reseal(files.sealed, seal, copy, key)
            remove_database(files.sealed)
        faults = {found.check for found in diagnose(copy, key, clock=clock) if found.severity == "fault"}
        if faults & WHOLE:  # with any other it is as good as the shop was
            return Offered(why="damaged")
        with closing(Store.open(copy, key, clock=clock)) as store:
            if has_office(store):
                return Offered(why=OFFICE)
            shop = store.settings.store()
            at = int(store.book.sql("SELECT max(at) FROM entry")[0][0] or 0)
            zh, en = (shop.name_zh, shop.name_en) if shop else ("", "")
            return Offered(at, store.store_id, store.terminal, zh, en)
    except StoreUnwritable:
        return Offered(why="space")
    except KioskError:
        return Offered(why="damaged")


# --- names


def _series(store_id: str, terminal: str, origin: str) -> str:
    """How the names of a database's copies begin, and of no other's: two shops may have the same number."""
    return re.sub(r"[^0-9A-Za-z_.-]", "_", f"zhanggui-{store_id}-{terminal}-{origin}")


def _newest_first(mount: Path, own: str, day: str) -> list[Path]:
    """Copies on a stick. Those whose names begin with `own` come first; those of days to come were dated by a clock
    that was wrong, and come last.
    """

    def rank(path: Path) -> tuple[bool, bool, str, float]:
        series, dated = _parts(path)
        return series.startswith(own), dated <= day, dated, path.stat().st_mtime

    found = [path for path, plain in plain_files(mount) if plain and _NAME.fullmatch(path.name)]
    return sorted(found, key=rank, reverse=True)


def _is_sealed(path: Path) -> bool:
    return path.stem.endswith(SEALED)


def _parts(path: Path) -> tuple[str, str]:
    """Whose copy it is, and of which day."""
    found = _NAME.fullmatch(path.name)
    assert found is not None
    return found[1], found[2]


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
