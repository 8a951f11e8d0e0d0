"""Opening and making the database file: SQLite from sqlcipher3's bundled library, plain or encrypted.

WAL with synchronous=FULL: a commit is on the disk when it returns. No mmap: a sector that can't be read then is an
error that can be shown, not the end of the process.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import peewee
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.disk import sync_directory
from kiosk.exc import StoreDamaged, StoreLost, StoreMissing, StoreUnwritable
from kiosk.i18n import M
from kiosk.store import handles
from kiosk.store.errors import translated
from kiosk.store.place import Place

APPLICATION_ID = 0x5A474D31
"""ZGM1 in the file's header: a database of ours."""

BUSY_S = 3.0
"""How long to wait for another program's write to end. Longer, and the cashier thinks that the till is dead."""

LOOK_AGAIN_S = 0.0005
"""Between two looks whether the write lock is free."""

MAGIC = b"SQLite format 3\x00"
_PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("cache_size", -32_768),
    ("journal_size_limit", 16 * 1024 * 1024),
    ("mmap_size", 0),
    ("temp_store", 2),
)


_AS_PEEWEE: Any = vars(peewee)["__exception_wrapper__"]


class SqliteFile(peewee.SqliteDatabase):
    """A file of SQLite. key: 32 bytes of SQLCipher's raw key, or None for a plain file."""

    server_version = sqlcipher.sqlite_version_info

    def __init__(self, path: Path, key: bytes | None = None, *, busy_s: float = BUSY_S) -> None:
        self.key = key
        self.busy_s = busy_s
        self.rescued: Path | None = None
        self.rescues = True
        """Whether this connection may be the last that knows what was sold."""
        self._place = Place(path)
        self._open = 0
        super().__init__(str(path), pragmas=_PRAGMAS, timeout=busy_s, autoconnect=True)

    def _connect(self) -> Any:
        connection = connect(Path(self.database), self.key, self.busy_s)
        try:
            self._add_conn_hooks(connection)  # type: ignore[attr-defined]  # peewee's own, unlisted in its stubs
            # From here on _patiently looks for itself: SQLite would sleep ten milliseconds and more between two looks
            connection.execute("PRAGMA busy_timeout = 0")
        except BaseException:
            connection.close()
            raise
        if not self._open:
            self._place.learn()
        self._open += 1
        return connection

    def _close(self, conn: Any) -> None:
        self._open -= 1
        conn.close()

    def flush(self) -> None:
        """Have on the disk what lightly written commits left in the WAL, without the write lock: else the counter's
        next sale, which waits for the disk, waits for all of this too. What can't be done is left to that sale.
        """
        with suppress(OSError):
            wal = os.open(f"{self.database}-wal", os.O_RDWR)  # nothing is ever locked on this file: closing it is safe
            try:
                os.fdatasync(wal)
            finally:
                os.close(wal)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """As peewee's own, which spends as long on its way to the driver as SQLite on a look-up."""
        connection = self._state.conn  # type: ignore[attr-defined]  # this thread's
        if connection is None:
            self.connect()
            connection = self._state.conn  # type: ignore[attr-defined]
        if sql == "BEGIN IMMEDIATE":
            self.check_place()
        try:
            return connection.execute(sql, params or ())
        except sqlcipher.Error as problem:
            with _AS_PEEWEE:
                if _is_busy(problem) and not connection.in_transaction:
                    return self._patiently(connection, sql, params or ())
                raise

    def _patiently(self, connection: Any, sql: str, params: Any) -> Any:
        """Again and again until another program's write ends, or the wait is over."""
        until = time.monotonic() + self.busy_s
        while True:
            time.sleep(LOOK_AGAIN_S)
            try:
                return connection.execute(sql, params)
            except sqlcipher.OperationalError as problem:
                if not _is_busy(problem) or time.monotonic() >= until:
                    raise

    def in_place(self) -> bool:
        """Whether the file that this thread has open is still the one that has its name."""
        return self._state.conn is None or self._place.is_ours()  # type: ignore[attr-defined]

    def check_place(self) -> None:
        """Raises StoreLost if the open file was deleted or replaced; all that it holds is copied out before.

        What this thread's connection sees is still whole, wherever the names went.
        """
        if self.in_place():
            return
        if not self.rescues:
            raise StoreLost(M("{file} was replaced.", file=Path(self.database).name))
        if self.rescued is None:
            self.rescued = self._rescue()
        name = Path(self.database).name
        raise StoreLost(
            M("{file} was taken away or replaced while the till was running. All that was sold is kept in {rescued}.",
              file=name, rescued=str(self.rescued))
        )  # fmt: skip

    def _rescue(self) -> Path:
        """Copy the open database to a name of its own beside the old one. Raises StoreLost if that can't be done."""
        path = Path(self.database)
        when = time.strftime("%Y%m%d-%H%M%S")
        copy = path.with_name(f"{path.name}.rescued-{when}")
        try:
            copy.touch(mode=0o600, exist_ok=False)
            target = SqliteFile(copy, self.key)
            try:
                with _AS_PEEWEE:
                    self.connection().backup(target.connection())
                target.execute_sql("PRAGMA journal_mode = delete")
            finally:
                target.close()
            sync_directory(copy.parent)
        except (OSError, peewee.PeeweeException) as problem:
            copy.unlink(missing_ok=True)
            raise StoreLost(
                M("{file} was taken away or replaced while the till was running, and can't be copied from memory. "
                  "Do not switch off: put the card back, or free some space, then try again.", file=path.name)
            ) from problem  # fmt: skip
        return copy


class _Connection(sqlcipher.Connection):
    """Known to `handles` for as long as it is open."""

    file: handles.Identity | None = None

    def close(self) -> None:
        super().close()
        file, self.file = self.file, None
        handles.closed(file)


def connect(path: Path, key: bytes | None, busy_s: float) -> Any:
    """A bare connection to an existing file. Raises the driver's errors."""
    with handles.guard:
        connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=busy_s,
            isolation_level=None,
            cached_statements=256,
            factory=_Connection,
        )
        connection.file = handles.opened(path)
    try:
        if key is not None:
            # A raw key opens in a millisecond; deriving one from a passphrase takes eighty
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_busy(problem: Exception) -> bool:
    return isinstance(problem, sqlcipher.OperationalError) and "locked" in str(problem)


def open_database(path: Path, *, key: bytes | None = None, busy_s: float = BUSY_S) -> SqliteFile:
    """Open an existing file, checked: it is one of ours, whole at a glance, and can be written.

    Raises StoreMissing, StoreDamaged, StoreUnwritable. Never makes a file.
    """
    _look(path, key)
    db = SqliteFile(path, key, busy_s=busy_s)
    try:
        db.connect()
        owner = db.application_id
    except peewee.PeeweeException as problem:
        db.close()
        raise translated(problem, path) from problem
    if owner != APPLICATION_ID:
        db.close()
        raise StoreDamaged(M("{file} is a database, but not one of this till.", file=path.name))
    return db


def make_database(path: Path, *, key: bytes | None = None) -> SqliteFile:
    """Make a new, empty file and open it. Raises StoreUnwritable where there is one already, or none can be made."""
    if key is not None and len(key) != 32:
        raise ValueError("a raw key has 32 bytes")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError as problem:
        raise StoreUnwritable(M("{file} is there already; it is not overwritten.", file=path.name)) from problem
    except OSError as problem:
        raise StoreUnwritable(
            M("{file} can't be made here. Check the card and its rights.", file=path.name)
        ) from problem
    db = SqliteFile(path, key)
    try:
        db.connect()
        db.application_id = APPLICATION_ID
    except peewee.PeeweeException as problem:
        db.close()
        raise translated(problem, path) from problem
    return db


_PARTS = ("-journal", "-wal", "-shm", "")
"""In this order: what was left beside another database would be read into it."""


def remove_database(path: Path) -> None:
    """With what SQLite has beside it. Raises OSError."""
    for end in _PARTS:
        Path(f"{path}{end}").unlink(missing_ok=True)


def move_database(path: Path, to: Path) -> None:
    """To another name, with what SQLite has beside it. Raises OSError; may be called again after a power cut."""
    for end in _PARTS:
        with suppress(FileNotFoundError):
            Path(f"{path}{end}").rename(f"{to}{end}")


def _look(path: Path, key: bytes | None) -> None:
    """What can be seen before SQLite touches the file, which would set a damaged one's WAL in motion."""
    if not path.exists():
        copies = sorted(path.parent.glob(f"{path.name}.rescued-*"))
        if copies:
            raise StoreMissing(
                M("There is no database at {file}, but {rescued} holds all that was in it. Give it the old name.",
                  file=str(path), rescued=copies[-1].name)
            )  # fmt: skip
        raise StoreMissing(
            M("There is no database at {file}. If this till had one, its card may be loose: do not make a new one.",
              file=str(path))
        )  # fmt: skip
    try:
        size = path.stat().st_size
        head = handles.head(path, 100)
    except OSError as problem:
        raise StoreUnwritable(M("{file} can't be read. Check the card and its rights.", file=path.name)) from problem
    if size < 512:
        raise StoreDamaged(M("{file} is empty or cut off. Restore the last backup.", file=path.name))
    if head is None:
        pass
    elif key is None:
        _look_plain(path, head, size)
    elif head.startswith(MAGIC):
        raise StoreDamaged(M("{file} is not encrypted, though a key is set for it.", file=path.name))
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise StoreUnwritable(M("{file} can only be read, not written. Check the card and its rights.", file=path.name))


def _look_plain(path: Path, head: bytes, size: int) -> None:
    if not head.startswith(MAGIC):
        raise StoreDamaged(M("{file} is not a database, or it is encrypted and no key is set.", file=path.name))
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big")
    journal = path.with_name(path.name + "-wal")
    if page and size < page * pages and not (journal.exists() and journal.stat().st_size):
        raise StoreDamaged(M("{file} is cut off: its end is missing. Restore the last backup.", file=path.name))
