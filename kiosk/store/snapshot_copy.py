"""The catalogue of a new snapshot, copied table by table from the office instead of posted entry by entry.

At the office the tables of master data are what posting the catalogue's feed leaves: edits that shops make are
proposals there, and touch none of them. So an empty shop's database gets the catalogue's entries and these tables as
they are; what its shop wrote is posted onto that. A million products take a minute less so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee

from kiosk.store import search_index
from kiosk.store.database import SqliteFile
from kiosk.store.feeds import CATALOGUE, Feeds
from kiosk.store.posting_masters import OFFICE
from kiosk.store.queries import Book, insert, key_names
from kiosk.store.tables import POSTED
from kiosk.store.tables_feeds import AnsweredRow
from kiosk.store.tables_goods import TABLES as GOODS
from kiosk.store.tables_goods import Master
from kiosk.store.tables_journal import ConflictRow, EntryRow, OriginRow
from kiosk.store.tables_sales import AuditRow

WORTH_IT = 2000
"""Entries from which on copying beats posting."""

MASTERS: tuple[type[peewee.Model], ...] = tuple(
    dict.fromkeys((*GOODS, *(m for m in POSTED if issubclass(m, Master)), AnsweredRow, ConflictRow))
)
"""Whatever is master data, by its class, so that no kind is left behind."""
assert set(MASTERS) < set(POSTED)

_ORIGINS = f"SELECT DISTINCT origin FROM {{0}}feed_item WHERE feed = '{CATALOGUE}'"
_WHERE: dict[type[peewee.Model], str] = {
    EntryRow: f" WHERE origin IN ({_ORIGINS})",
    OriginRow: f" WHERE origin IN ({_ORIGINS})",
    AuditRow: f" WHERE origin IN ({_ORIGINS})",
}


def copy_catalogue(feeds: Feeds, target: Book, lineage: str) -> bool:
    """Fill an empty shop's database with all of the catalogue; False, with nothing done, where posting must do it."""
    feed = feeds.get(CATALOGUE)
    if feed is None or feed.position < WORTH_IT or feed.oldest > 1:
        return False
    with _source(feeds.book, target) as (read, prefix):
        if not _is_plain(read, prefix):
            return False
        position, checksum = read.sql(f"SELECT position, checksum FROM {prefix}feed WHERE feed = '{CATALOGUE}'")[0]
        for model in (EntryRow, OriginRow, AuditRow, *MASTERS):
            _copy(read, prefix, target, model)
        search_index.copy(read, prefix, target)
        target.sql("INSERT INTO cursor VALUES (?, ?, ?, ?)", (CATALOGUE, position, bytes(checksum), lineage))
    return True


@contextmanager
def _source(office: Book, target: Book) -> Iterator[tuple[Book, str]]:
    """Where to read the office at one moment, and what stands before its tables' names; the target is written in one
    transaction. An office in a file is attached to the target, so that SQLite copies without Python's help.
    """
    if isinstance(office.db, SqliteFile):
        place = str(office.db.database).replace("'", "''")
        target.sql(f"ATTACH DATABASE '{place}' AS office")
        try:
            with target.transaction():
                yield target, "office."
        finally:
            target.sql("DETACH DATABASE office")
        return
    with office.transaction():
        office.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with target.transaction():
            yield office, ""


def _is_plain(read: Book, prefix: str) -> bool:
    """Whether the catalogue holds nothing but the office's own entries, all of them posted."""
    foreign = f"SELECT 1 FROM {prefix}feed_item WHERE feed = '{CATALOGUE}' AND store_id <> '{OFFICE}' LIMIT 1"
    aside = [
        f"SELECT 1 FROM {prefix}{t} WHERE store_id = '{OFFICE}' LIMIT 1" for t in ("pending", "quarantine", "fork")
    ]
    return not any(read.sql(question) for question in (foreign, *aside))


def _copy(read: Book, prefix: str, target: Book, model: Any) -> None:
    table, columns = model._meta.table_name, ", ".join(f'"{f.column_name}"' for f in model._meta.sorted_fields)
    where = _WHERE.get(model, "").format(prefix)
    key = ", ".join(f'"{name}"' for name in key_names(model))
    question = f'SELECT {columns} FROM {prefix}"{table}"{where} ORDER BY {key}'
    if prefix:
        target.sql(f'INSERT INTO main."{table}" ({columns}) {question}')
        return
    query = insert(model)
    for rows in read.in_parts(question):
        target.many(query, rows)
