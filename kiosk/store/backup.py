"""A backup: a whole copy of the database while the till goes on selling, verified before it gets its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from kiosk.disk import put_in_place
from kiosk.exc import StoreDamaged, StoreUnwritable
from kiosk.i18n import M
from kiosk.store.database import SqliteFile
from kiosk.store.errors import translated
from kiosk.store.queries import Book
from kiosk.store.sealing import exporting
from kiosk.store.store import Store

_PAGES = 2000
"""Copied at a time; between two, a sale by the same connection has its turn."""

_TIPS = "SELECT origin, seq, digest FROM origin ORDER BY origin"
"""Where each journal stands, and what its chain comes to: equal on a true copy."""


def backup(store: Store, path: Path, *, seal: bytes | None = None) -> Path:
    """Copy the database to `path`, with its encryption, and check the copy. Returns `path`.

    seal: the copy's key instead of the database's own. An older file of that name stays until the copy is proved good.
    Raises StoreUnwritable, StoreDamaged.
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
    copy = SqliteFile(making, seal or source.key)
    try:
        tips = _sealed(source, making, seal) if seal else _alike(source, copy)
        _have_on_disk(making)
        copy.connect()
        _verify(tips, Book(copy), path)
        copy.execute_sql("PRAGMA journal_mode = delete")  # one file, and not two, is what is carried away
    except peewee.PeeweeException as problem:
        raise translated(problem, making) from problem
    except _driver_error(source) as problem:
        raise translated(problem, making) from problem
    finally:
        copy.close()
    put_in_place(making, path)
    return path


def _alike(source: SqliteFile, copy: SqliteFile) -> list[tuple[Any, ...]]:
    with _one_moment(source) as tips:
        copy.connect()
        copy.execute_sql("PRAGMA journal_mode = off")  # one that is cut off never gets its name
        source.connection().backup(copy.connection(), pages=_PAGES)
        copy.close()
    return tips


def _sealed(source: SqliteFile, making: Path, seal: bytes) -> list[tuple[Any, ...]]:
    with exporting(source, making, seal) as export, _one_moment(source) as tips:
        export()
    return tips


@contextmanager
def _one_moment(source: SqliteFile) -> Iterator[list[tuple[Any, ...]]]:
    """Where the journals stand then, whatever other programs write meanwhile: else SQLite begins a copy anew with each
    of their sales, and on a slow stick comes to no end; and the copy would be held against a shop that has gone on.
    """
    source.execute_sql("BEGIN")
    try:
        yield source.execute_sql(_TIPS).fetchall()  # the moment is that of the first look
    except BaseException:
        if source.connection().in_transaction:  # a full disk has ended it already
            source.execute_sql("ROLLBACK")
        raise
    source.execute_sql("COMMIT")


def _have_on_disk(path: Path) -> None:
    """All of it, and out of memory: what is checked is to be what the stick has kept."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _verify(tips: list[tuple[Any, ...]], copy: Book, path: Path) -> None:
    sound = copy.sql("PRAGMA quick_check") == [("ok",)]
    if not sound or copy.sql(_TIPS) != tips:
        raise StoreDamaged(M("The copy {file} is not what it should be. Use another stick.", file=path.name))


def _driver_error(db: SqliteFile) -> type[Exception]:
    error: type[Exception] = db.connection().Error
    return error
