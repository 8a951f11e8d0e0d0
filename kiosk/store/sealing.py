"""A database once more, under another key or none (SQLCipher's sqlcipher_export())."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import peewee

from kiosk.store.database import APPLICATION_ID, MAGIC, SqliteFile, open_database
from kiosk.store.errors import translated


def is_plain(path: Path) -> bool:
    """Whether a file begins as a database that is not encrypted does. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def exporting(db: SqliteFile, path: Path, key: bytes | None) -> Iterator[Callable[[], None]]:
    """What exports all of an open database to an empty file, which is whole when the block ends; a transaction may be
    begun and committed within. What was cut off is to be thrown away: there is no journal. Raises the driver's errors.
    """
    words = "''" if key is None else f"\"x'{key.hex()}'\""
    db.execute_sql(f"ATTACH DATABASE ? AS sealed KEY {words}", (str(path),))

    def export() -> None:
        db.execute_sql("SELECT sqlcipher_export('sealed')").fetchall()
        db.execute_sql(f"PRAGMA sealed.application_id = {APPLICATION_ID}")

    try:
        db.execute_sql("PRAGMA sealed.journal_mode = off")
        yield export
    except BaseException:
        with suppress(peewee.PeeweeException):  # it is half a file, and complains of that
            db.execute_sql("DETACH DATABASE sealed")
        raise
    db.execute_sql("DETACH DATABASE sealed")


def reseal(path: Path, key: bytes | None, to: Path, to_key: bytes | None) -> None:
    """A database file once more as `to`, on the disk. Nobody has it open. Raises StoreError, OSError."""
    to.unlink(missing_ok=True)
    to.touch(mode=0o600)
    db = open_database(path, key=key)
    try:
        with exporting(db, to, to_key) as export, db.atomic():
            export()
    except peewee.PeeweeException as problem:
        raise translated(problem, path) from problem
    finally:
        db.close()
