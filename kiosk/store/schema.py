"""The tables' making and changing: which version a file has, and the steps from one version to the next.

A step may only do what the program of the version before can live with (add tables, add columns that have a default,
add indexes), because an update can be rolled back while its data stay. A step that can't keep to that says from which
version on programs can read the result; older ones then refuse the file instead of misreading it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import peewee

from kiosk.exc import StoreDamaged
from kiosk.i18n import M
from kiosk.store import below, search_index
from kiosk.store.postgres import PostgresServer
from kiosk.store.queries import Book, Query, arg, put
from kiosk.store.tables import ALL
from kiosk.store.tables_journal import MetaRow

VERSION = 14
"""Of the tables as the models describe them."""


OLDER_WROTE = "older_wrote"
"""A fact of a database that an older program opened since: its version. That does not keep up tables that it does not
know; when the newer program is back, it takes a fresh copy from the office."""


class Step(msgspec.Struct, frozen=True):
    """From the version before to `version`. readable_from: the oldest program's version that can read the result."""

    version: int
    readable_from: int
    run: Callable[[Book], None]


def _date_rows(book: Book) -> None:
    """Each row of a growing table tells its time, by which a server parts it."""
    if book.shared:
        return  # no server's database is older
    for table, dated in (("tender", "sale"), ("feed_item", "entry")):
        book.sql(f'ALTER TABLE {table} ADD COLUMN "at" INTEGER NOT NULL DEFAULT 0')
        book.sql(
            f'UPDATE {table} SET "at" = (SELECT d."at" FROM {dated} d WHERE d.store_id = {table}.store_id '
            f"AND d.origin = {table}.origin AND d.seq = {table}.seq)"
        )


def _add_tables(book: Book) -> None:
    """Tables of the models that are not there yet: those of warehouse and purchasing."""
    there = set(book.db.get_tables())
    for model in ALL:
        if model._meta.table_name not in there:
            _create_table(book, model)


def _add_places(book: Book) -> None:
    """Movements tell the bin or shelf; what lies where, and deliveries, have tables."""
    if "location" not in {column.name for column in book.db.get_columns("stock_movement")}:
        book.sql("ALTER TABLE stock_movement ADD COLUMN location TEXT NOT NULL DEFAULT ''")
    _add_tables(book)
    # Batches were kept before there were places
    book.sql(
        "INSERT INTO stock_bin (store_id, product_id, location, batch, expiry, quantity) "
        "SELECT store_id, product_id, '', batch, expiry, SUM(quantity) FROM stock_movement "
        "WHERE batch <> '' OR expiry <> '' GROUP BY store_id, product_id, batch, expiry"
    )


def _add_undoings(book: Book) -> None:
    """An adjustment tells which one it takes back."""
    if "undoes" not in {column.name for column in book.db.get_columns("adjustment")}:
        book.sql("ALTER TABLE adjustment ADD COLUMN undoes TEXT NOT NULL DEFAULT ''")


def _add_supplier_sums(book: Book) -> None:
    """What each supplier delivered is added up from the deliveries of before."""
    _add_tables(book)
    book.sql(
        "INSERT INTO supplier_sum (store_id, product_id, supplier_id, came, went_back) "
        "SELECT r.store_id, m.product_id, r.supplier_id, SUM(m.quantity), 0 FROM receipt r JOIN stock_movement m "
        "ON m.store_id = r.store_id AND m.at = r.at AND m.origin = r.origin AND m.seq = r.seq "
        "GROUP BY r.store_id, m.product_id, r.supplier_id"
    )


STEPS: tuple[Step, ...] = (
    Step(2, 1, _date_rows),
    Step(3, 1, _add_tables),
    Step(4, 1, _add_places),
    Step(5, 1, _add_tables),
    Step(6, 1, _add_tables),
    Step(7, 1, _add_tables),
    Step(8, 1, _add_undoings),
    Step(9, 1, _add_tables),
    Step(10, 1, _add_tables),
    Step(11, 1, _add_supplier_sums),
    Step(12, 1, _add_tables),
    Step(13, 1, _add_tables),
    Step(14, 1, below.create),
)
"""In order. Tables are made at the newest version, by `create`."""

_GET = Query(MetaRow.select(MetaRow.value).where(MetaRow.key == arg(0)))
_PUT = put(MetaRow)
_DROP = Query(MetaRow.delete().where(MetaRow.key == arg(0)))


def meta(book: Book, key: str) -> str | None:
    """A fact about this database."""
    value = book.value(_GET, key)
    return None if value is None else str(value)


def set_meta(book: Book, key: str, value: str) -> None:
    """Put down a fact about this database."""
    book.run(_PUT, key, value)


def drop_meta(book: Book, key: str) -> None:
    """A fact that is none any more."""
    book.run(_DROP, key)


def create(book: Book) -> None:
    """Make all tables, at the newest version."""
    for model in ALL:
        _create_table(book, model)
    search_index.create(book)
    below.create(book)
    set_meta(book, "schema_version", str(VERSION))
    set_meta(book, "readable_from", "1")


def _create_table(book: Book, model: type[peewee.Model]) -> None:
    if isinstance(book.db, PostgresServer):
        from kiosk.store import partitions

        partitions.create(book.db, model)
        return
    # One tree a table instead of two, where the engine has that; rows of the trade are read by their keys
    model._meta.without_rowid = getattr(model._meta, "clustered", False)
    try:
        peewee.SchemaManager(model, book.db).create_all(safe=False)
    finally:
        model._meta.without_rowid = False


def version(book: Book) -> int:
    """The file's version. Raises StoreDamaged when there is none to read."""
    try:
        return int(meta(book, "schema_version") or "")
    except ValueError as problem:
        raise StoreDamaged(M("The database does not say its version. Restore the last backup.")) from problem


def migrate(book: Book, *, steps: Sequence[Step] = STEPS, newest: int = VERSION) -> None:
    """Bring the tables to this program's version, all or nothing. A newer file is left alone if it can be read.

    Raises StoreDamaged for a file that only newer programs can read.
    """
    found = version(book)
    if found > newest:
        if int(meta(book, "readable_from") or found) > newest:
            raise StoreDamaged(
                M("The database was made by a newer program (version {found}); this one reads up to {newest}. "
                  "Update the program.", found=found, newest=newest)
            )  # fmt: skip
        if meta(book, OLDER_WROTE) is None:
            set_meta(book, OLDER_WROTE, str(newest))
        return
    todo = [s for s in steps if found < s.version <= newest]
    if not todo:
        return
    with book.transaction():
        for step in todo:
            step.run(book)
            set_meta(book, "schema_version", str(step.version))
            # What one step made unreadable, the next does not make readable again
            oldest = max(step.readable_from, int(meta(book, "readable_from") or 1))
            set_meta(book, "readable_from", str(oldest))
