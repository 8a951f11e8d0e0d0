"""Queries written once with peewee, turned to SQL once, run many times.

Building a query costs peewee some 100 µs, running its SQL 8: so a query is a constant of its module, with numbered
places for its values, and a `Book` keeps its SQL for the database it belongs to, SQLite or PostgreSQL. Models are bound
to no database, so that several can be open at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
import peewee

from kiosk.exc import StoreError
from kiosk.store.database import SqliteFile
from kiosk.store.errors import translated
from kiosk.store.gathering import Gathered, Row, Shape
from kiosk.store.postgres import PostgresServer, complaint, in_bulk

MANY = 8
"""Rows from which on a server is better served in bulk."""

_AS_PEEWEE: Any = vars(peewee)["__exception_wrapper__"]
"""Turns any driver's exceptions into peewee's, as `execute_sql` does."""


def next_id(book: Book, last: Query, prefix: str) -> str:
    """The next of the numbers that carry a terminal's prefix: unique without asking anybody.

    last: of the ids between its two arguments the greatest.
    """
    found = book.value(last, prefix, f"{prefix}\uffff")
    return f"{prefix}{int(str(found)[len(prefix) :]) + 1 if found else 1:06d}"


class _Place:
    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


def arg(index: int) -> peewee.Value:
    """The place of the value number `index`, from 0."""
    return peewee.Value(_Place(index), converter=False)


class Query:
    """A peewee query with `arg(0)`, `arg(1)` … where its values go. shape: of one that writes whole rows."""

    __slots__ = ("node", "shape")

    def __init__(self, node: Any, shape: Shape | None = None) -> None:
        self.node = node
        self.shape = shape


def insert(model: type[peewee.Model]) -> Query:
    """Insert a whole row; values in the order of the model's fields."""
    return Query(model.insert({f: arg(i) for i, f in enumerate(model._meta.sorted_fields)}), Shape("insert", model))


def insert_once(model: type[peewee.Model]) -> Query:
    """Insert a whole row unless its key is there."""
    return Query(model.insert({f: arg(i) for i, f in enumerate(model._meta.sorted_fields)}).on_conflict_ignore())


def put(model: type[peewee.Model]) -> Query:
    """Insert a whole row, or replace the one with its key; values in the order of the model's fields."""
    fields = model._meta.sorted_fields
    keys = _keys(model)
    names = key_names(model)  # by name: fields compared make SQL, not an answer
    row = model.insert({f: arg(i) for i, f in enumerate(fields)})
    kept = [f for f in fields if f.name not in names]
    return Query(row.on_conflict(conflict_target=keys, preserve=kept), Shape("put", model, _places(model, names)))


def add(model: type[peewee.Model], *sums: Any) -> Query:
    """Insert a whole row, or add its `sums` to the row with its key; the rest stays as it was."""
    row = model.insert({f: arg(i) for i, f in enumerate(model._meta.sorted_fields)})
    shape = Shape("add", model, _places(model, key_names(model)), _places(model, [f.name for f in sums]))
    return Query(row.on_conflict(conflict_target=_keys(model), update={f: f + _excluded(f) for f in sums}), shape)


def key_names(model: type[peewee.Model]) -> list[str]:
    """The names of the fields of a table's key, in order."""
    key: Any = model._meta.primary_key
    return list(key.field_names) if isinstance(key, peewee.CompositeKey) else [key.name]


def _places(model: type[peewee.Model], names: Sequence[str]) -> tuple[int, ...]:
    return tuple(i for i, f in enumerate(model._meta.sorted_fields) if f.name in names)


def _keys(model: type[peewee.Model]) -> list[Any]:
    return [model._meta.fields[name] for name in key_names(model)]


def _excluded(field: Any) -> Any:
    return getattr(peewee.EXCLUDED, field.column_name)


class Book:
    """A database with the SQL of every query that was run on it. Raises StoreError's kinds, never the driver's own."""

    def __init__(self, db: peewee.Database) -> None:
        self.db = db
        self.home = ""
        """The store whose database this is: at the office, `HQ`, what shops say of master data is a proposal."""
        self.shared = isinstance(db, PostgresServer)
        """On a server, where others may write at the same time; SQLite lets one write, the rest wait."""
        self._begin = "BEGIN" if self.shared else "BEGIN IMMEDIATE"
        self._depth = 0
        self._gathered: Gathered | None = None
        self._known: dict[Query, tuple[str, tuple[tuple[bool, Any], ...] | None]] = {}

    def flush(self) -> None:
        """Have on the disk what was written lightly, while nobody waits for it. A server sees to that itself."""
        if isinstance(self.db, SqliteFile):
            self.db.flush()

    def run(self, query: Query, *values: Any) -> Any:
        """Run it; the driver's cursor."""
        if self._gathered:
            self._write_gathered()
        return self.peek(query, *values)

    def peek(self, query: Query, *values: Any) -> Any:
        """As `run`, past what is gathered: for a question whose answer nothing gathered can change."""
        sql, shape = self._known.get(query) or self._render(query)
        if shape is not None:
            values = tuple(values[v] if placed else v for placed, v in shape)
        try:
            return self.db.execute_sql(sql, values)
        except peewee.PeeweeException as problem:
            raise self._said(problem) from problem

    def sql_of(self, query: Query) -> str:
        """Its SQL on this database."""
        return (self._known.get(query) or self._render(query))[0]

    def many(self, query: Query, rows: Sequence[Row]) -> None:
        """Run it once for each row of values."""
        if self._gathered:
            self._write_gathered()
        self._write_many(query, rows)

    def later(self, query: Query, *values: Any) -> None:
        """Write a whole row, at the latest before something is read."""
        if self._gathered is None:
            self.peek(query, *values)
        else:
            assert query.shape is not None
            self._gathered.add(query, query.shape, (values,))

    def later_many(self, query: Query, rows: Sequence[Row]) -> None:
        """Write whole rows, at the latest before something is read."""
        if self._gathered is None:
            self._write_many(query, rows)
        else:
            assert query.shape is not None
            self._gathered.add(query, query.shape, rows)

    @property
    def memory(self) -> dict[Any, Any] | None:
        """While rows are gathered: a place for what posting found out. It is emptied when something is undone."""
        return None if self._gathered is None else self._gathered.memory

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Within a transaction: gather what is to be written `later`, and write it at the end."""
        assert self._depth
        assert self._gathered is None
        self._gathered = Gathered()
        try:
            yield
            self._write_gathered()
        finally:
            self._gathered = None

    def _write_gathered(self) -> None:
        if self._gathered:
            self._gathered.write(self._write_many)

    def _write_many(self, query: Query, rows: Sequence[Row]) -> None:
        if self.shared and query.shape is not None and len(rows) >= MANY:
            try:
                in_bulk(self.db, query.shape, self.sql_of(query), rows)
            except peewee.PeeweeException as problem:
                raise self._said(problem) from problem
            return
        sql, shape = self._known.get(query) or self._render(query)
        if shape is not None:
            rows = [tuple(row[v] if placed else v for placed, v in shape) for row in rows]
        self._many(sql, rows)

    def sql_many(self, text: str, rows: Sequence[Row]) -> None:
        """Run plain SQL once for each row of values."""
        self._write_gathered()
        self._many(self._written(text), rows)

    def _many(self, text: str, rows: Sequence[Row]) -> None:
        try:
            with _AS_PEEWEE:
                self.db.cursor().executemany(text, rows)
        except peewee.PeeweeException as problem:
            raise self._said(problem) from problem

    def one(self, query: Query, *values: Any) -> Row | None:
        """The first row."""
        return self._fetch(self.run(query, *values).fetchone)

    def all(self, query: Query, *values: Any) -> list[Row]:
        """All rows."""
        return self._fetch(self.run(query, *values).fetchall)

    def value(self, query: Query, *values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.one(query, *values)
        return None if row is None else row[0]

    def each(self, query: Query, *values: Any) -> Iterator[Row]:
        """Rows one by one, for answers too long to hold."""
        cursor = self.run(query, *values)
        while rows := self._fetch(lambda: cursor.fetchmany(500)):
            yield from rows

    def sql(self, text: str, values: Iterable[Any] = ()) -> list[Row]:
        """Run plain SQL, where peewee has no words for it."""
        self._write_gathered()
        try:
            cursor = self.db.execute_sql(self._written(text), tuple(values))
            with _AS_PEEWEE:
                return list(cursor.fetchall()) if cursor.description else []
        except peewee.PeeweeException as problem:
            raise self._said(problem) from problem

    def one_of(self, texts: Iterable[str]) -> tuple[str, Any]:
        """Plain SQL to follow a column, true where it is one of these, and its value: one statement however many."""
        if self.shared:
            return "= ANY(?)", list(texts)
        return "IN (SELECT value FROM json_each(?))", msgspec.json.encode(list(texts)).decode()

    def in_parts(self, text: str, count: int = 5000) -> Iterator[list[Row]]:
        """A server's answer that is too long to hold, `count` rows at a time; within a transaction."""
        self.sql(f"DECLARE parts NO SCROLL CURSOR FOR {text}")
        while rows := self.sql(f"FETCH {count} FROM parts"):
            yield rows
        self.sql("CLOSE parts")

    def expect(self, times: Iterable[int]) -> None:
        """Entries of these times (UTC milliseconds) are about to be written: a server parts its tables by month."""
        if isinstance(self.db, PostgresServer):
            from kiosk.store import partitions

            partitions.ensure(self.db, times)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. SQLite takes the write lock at once, so that it can't be lost halfway; may be nested."""
        depth = self._depth
        self._write_gathered()
        self._tell(f"SAVEPOINT s{depth}" if depth else self._begin)
        self._depth = depth + 1
        try:
            yield
            self._write_gathered()
            self._tell(f"RELEASE SAVEPOINT s{depth}" if depth else "COMMIT")
        except BaseException:
            self._undo(depth)
            raise
        finally:
            self._depth = depth

    def _undo(self, depth: int) -> None:
        """Back to where it began. SQLite has undone all by itself where the disk was full or failed."""
        if self._gathered is not None:
            self._gathered.forget()
        if isinstance(self.db, PostgresServer):
            self.db.days.clear()
        with suppress(StoreError):
            if depth:
                self._tell(f"ROLLBACK TO SAVEPOINT s{depth}")
                self._tell(f"RELEASE SAVEPOINT s{depth}")
            else:
                self._tell("ROLLBACK")

    def _tell(self, command: str) -> None:
        try:
            self.db.execute_sql(command)
        except peewee.PeeweeException as problem:
            raise self._said(problem) from problem

    def _written(self, text: str) -> str:
        """Plain SQL with `?` where its values go, as this database's driver wants it."""
        return text.replace("%", "%%").replace("?", "%s") if self.shared else text

    def _said(self, problem: Exception) -> StoreError:
        return complaint(problem) if self.shared else translated(problem, self.db.database)

    def _fetch(self, fetch: Any) -> Any:
        try:
            with _AS_PEEWEE:
                return fetch()
        except peewee.PeeweeException as problem:
            raise self._said(problem) from problem

    def _render(self, query: Query) -> tuple[str, tuple[tuple[bool, Any], ...] | None]:
        sql, values = self.db.get_sql_context().sql(query.node).query()
        shape = tuple((True, v.index) if isinstance(v, _Place) else (False, v) for v in values)
        plain = shape == tuple((True, i) for i in range(len(shape)))
        known = (sql, None if plain else shape)
        self._known[query] = known
        return known
