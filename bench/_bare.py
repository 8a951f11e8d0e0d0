"""The bound of what is taken in from elsewhere: the rows it left in the tables, written by the bare driver."""

from __future__ import annotations

import time
from typing import Any

from kiosk.store.queries import Query, insert
from kiosk.store.store import Store
from kiosk.store.tables import ALL


def now() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


def bare(source: Store, target: Store, transactions: int, *, without: tuple[str, ...]) -> float:
    """Seconds for the source's rows into an empty target by `executemany`, or by COPY on a server.

    transactions: as many as the program took, with the same flushes. without: tables that every database has rows in.
    """
    book = target.book
    db: Any = book.db
    work = []
    for model in ALL:
        rows = source.book.all(Query(model.select(*model._meta.sorted_fields)))
        if model._meta.table_name not in without and rows:
            work.append((model, book.sql_of(insert(model)), rows))
    if book.shared:
        book.expect(at for (at,) in source.book.sql('SELECT DISTINCT "at" FROM entry'))
    begin = time.perf_counter()
    for part in range(transactions):
        db.execute_sql("BEGIN" if book.shared else "BEGIN IMMEDIATE")
        for model, sql, rows in work:
            some = rows[part::transactions]
            if book.shared:
                db.copy_in(model._meta.table_name, [f.column_name for f in model._meta.sorted_fields], some)
            else:
                db.connection().executemany(sql, some)
        db.execute_sql("COMMIT")
    return time.perf_counter() - begin
