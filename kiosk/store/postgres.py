"""PostgreSQL as the office's engine, by psycopg 3: the same queries, the same posting, on a server.

psycopg is loaded when a server is first connected to: a terminal has no use for it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any, ClassVar

import peewee

from kiosk.exc import StoreDamaged, StoreError, StoreUnwritable
from kiosk.i18n import M
from kiosk.store.gathering import Row, Shape

PREFIXES = ("postgresql://", "postgres://")
"""What the address of a server begins with (libpq's connection URIs)."""

CONNECT_S = 5

_AS_PEEWEE: Any = vars(peewee)["__exception_wrapper__"]


def psycopg() -> Any:
    """The driver, brought out of hiding (see the package's `__init__`). Raises StoreUnwritable where there is none."""
    if sys.modules.get("psycopg", sys) is None:
        del sys.modules["psycopg"]
    try:
        return importlib.import_module("psycopg")
    except ImportError as problem:
        raise StoreUnwritable(
            M("PostgreSQL needs a library that is not installed here: pip install “zhanggui[postgresql]”.")
        ) from problem


def is_server(place: object) -> bool:
    """Whether this is the address of a server, not the name of a file."""
    return str(place).startswith(PREFIXES)


class PostgresServer(peewee.PostgresqlDatabase):
    """A database on a server. url: `postgresql://user:password@host/name`.

    days: those since 1970 that the growing tables have partitions for, as far as this connection knows.
    """

    # Texts are compared byte by byte, as SQLite does and as the order of keys wants it, whatever the server's language
    field_types: ClassVar[dict[str, str]] = {  # type: ignore[misc]  # so it is in peewee; its stubs say otherwise
        **peewee.PostgresqlDatabase.field_types,
        "TEXT": 'TEXT COLLATE "C"',
    }
    index_value_literals = True

    def __init__(self, url: str) -> None:
        self.url = url
        self.days: set[int] = set()
        super().__init__(url, autoconnect=True)

    @property
    def name(self) -> str:
        """Of the database, without the server's address and what lets one in."""
        return str(self.connection().info.dbname)

    def _connect(self) -> Any:
        driver = psycopg()
        from psycopg.types.numeric import Int8BinaryDumper, NumericBinaryLoader

        class Whole(NumericBinaryLoader):
            """Sums of whole numbers are `numeric` there; they are whole numbers all the same."""

            def load(self, data: Any) -> Any:
                return int(super().load(data))

        connection = driver.connect(
            self.url, autocommit=True, client_encoding="utf8", application_name="zhanggui", connect_timeout=CONNECT_S
        )
        # One type for all whole numbers: else each size of a number prepares the statement anew
        connection.adapters.register_dumper(int, Int8BinaryDumper)
        connection.adapters.register_loader("numeric", Whole)
        return connection

    def _set_server_version(self, conn: Any) -> None:
        self.server_version = conn.info.server_version

    def is_connection_usable(self) -> bool:
        """Whether something can be asked now."""
        connection = self._state.conn  # type: ignore[attr-defined]  # peewee's own, unlisted in its stubs
        return connection is not None and not connection.closed

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """As peewee's own, with statements prepared at once and answers in binary. A lost connection is made anew."""
        if sql == "BEGIN" and not self.is_connection_usable():
            self.close()
        connection = self.connection()
        with _AS_PEEWEE:
            return connection.execute(sql, params or None, prepare=bool(params), binary=True)

    def copy_in(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Many new rows by COPY (PostgreSQL, part VI, COPY)."""
        names = ", ".join(f'"{column}"' for column in columns)
        with (
            _AS_PEEWEE,
            self.connection().cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)


def in_bulk(db: Any, shape: Shape, sql: str, rows: Sequence[Row]) -> None:
    """Many rows at once: new ones by COPY, others by their query, told its values as one array a column."""
    fields = shape.model._meta.sorted_fields
    if shape.kind == "insert":
        db.copy_in(shape.model._meta.table_name, [f.column_name for f in fields], rows)
        return
    columns = ", ".join(f"%b::{_TYPES[f.field_type]}[]" for f in fields)
    values = ", ".join(["%s"] * len(fields))
    assert f"VALUES ({values})" in sql, sql
    arrays = [list(column) for column in zip(*rows, strict=True)]
    db.execute_sql(sql.replace(f"VALUES ({values})", f"SELECT * FROM unnest({columns})"), arrays)


_TYPES = {"TEXT": "text", "BIGINT": "bigint", "INT": "integer", "BLOB": "bytea", "BOOL": "boolean"}


def open_server(url: str) -> PostgresServer:
    """Connect to a server. Raises StoreError, which says what to do."""
    psycopg()
    db = PostgresServer(url)
    try:
        db.connect()
    except peewee.PeeweeException as problem:
        raise complaint(problem) from problem
    return db


def complaint(problem: Exception) -> StoreError:
    """The StoreError for what a server complains about, by its SQLSTATE (PostgreSQL, appendix A)."""
    state = _state(problem)
    match state[:2]:
        case "" if isinstance(problem, peewee.OperationalError):
            what = str(problem).splitlines()[0]  # libpq tells no state of a connection that was not made
            return StoreUnwritable(M("The database server does not let this program in: {what}", what=what))
        case "08" | "57":
            return StoreUnwritable(M("The connection to the database server broke off."))
        case "40" | "55":
            return StoreUnwritable(M("The database is busy with something else. It is tried again."))
        case "53":
            return StoreUnwritable(M("The database server is short of space, memory or connections."))
        case "25" | "42" if state in ("25006", "42501"):
            return StoreUnwritable(M("The database server lets nothing be written here."))
        case _:
            return StoreDamaged(M("The database on the server does not hold what it should. Run “kiosk doctor”."))


def _state(problem: BaseException | None) -> str:
    while problem is not None:
        state = getattr(problem, "sqlstate", None)
        if state:
            return str(state)
        problem = getattr(problem, "orig", None) or problem.__cause__
    return ""
