"""A backup: a whole copy of the database while the till goes on selling, verified before it gets its name."""

from __future__ import annotations

from pathlib import Path

import peewee

from kiosk.exc import StoreDamaged, StoreUnwritable
from kiosk.i18n import M
from kiosk.store.database import SqliteFile, sync_directory
from kiosk.store.errors import translated
from kiosk.store.queries import Book
from kiosk.store.store import Store

_PAGES = 2000
"""Copied at a time: a sale waits for one such step at most, and a copy is of one moment all the same."""

_TIPS = "SELECT origin, seq, digest FROM origin ORDER BY origin"
"""Where each journal stands, and what its chain comes to: equal on a true copy."""


def backup(store: Store, path: Path) -> Path:
    """Copy the database to `path`, with its encryption, and check the copy. Returns `path`.

    An older file of that name stays until the copy is proved good. Raises StoreUnwritable, StoreDamaged.
    """
    source = store.book.db
    if not isinstance(source, SqliteFile):
        raise StoreUnwritable(M("A database on a server is backed up with the server's own tools, such as pg_dump."))
    making = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        making.unlink(missing_ok=True)
        making.touch(mode=0o600)
    except OSError as problem:
        raise StoreUnwritable(M("{file} can't be written. Is the stick in, and not full?", file=str(path))) from problem
    copy = SqliteFile(making, source.key)
    try:
        copy.connect()
        source.connection().backup(copy.connection(), pages=_PAGES)
        _verify(store, Book(copy), path)
        copy.execute_sql("PRAGMA journal_mode = delete")
    except peewee.PeeweeException as problem:
        raise translated(problem, making) from problem
    except _driver_error(source) as problem:
        raise translated(problem, making) from problem
    finally:
        copy.close()
    making.replace(path)
    sync_directory(path.parent)
    return path


def _verify(store: Store, copy: Book, path: Path) -> None:
    sound = copy.sql("PRAGMA quick_check") == [("ok",)]
    if not sound or copy.sql(_TIPS) != store.book.sql(_TIPS):
        raise StoreDamaged(M("The copy {file} is not what it should be. Use another stick.", file=path.name))


def _driver_error(db: SqliteFile) -> type[Exception]:
    error: type[Exception] = db.connection().Error
    return error
