"""On PostgreSQL the growing tables are parted by month, and each month by shop (PostgreSQL, 5.11, declarative).

A month of a table is made when the first entry of that month comes, and taken away whole when nobody wants it any
more. What is dated outside all reason goes to a partition of its own, so that a clock in the wrong year makes none.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import peewee

from kiosk.store.postgres import PostgresServer
from kiosk.store.tables_feeds import FeedItemRow
from kiosk.store.tables_journal import EntryRow
from kiosk.store.tables_sales import AuditRow, CashRow, SaleLineRow, SaleRow, TenderRow
from kiosk.store.tables_stock import CustomerMovementRow, MovementRow

PARTED: tuple[type[peewee.Model], ...] = (
    EntryRow, FeedItemRow, SaleRow, SaleLineRow, TenderRow, CashRow, AuditRow, MovementRow, CustomerMovementRow,
)  # fmt: skip
"""Tables that grow with each sale. Each has `store_id` and `at`."""

SHOPS = 4
"""Parts of a month, each with the shops of one remainder."""

FIRST = "2020_01"
DAY_MS = 86_400_000
AHEAD_MS = 40 * DAY_MS
"""How far in the future a month is taken for real."""

_LOCK = 0x5A474D31


def create(db: PostgresServer, model: type[peewee.Model]) -> None:
    """Make a table; a growing one's key holds what it is parted by, which PostgreSQL asks of every unique index."""
    manager: Any = peewee.SchemaManager(model, db)
    if model not in PARTED:
        manager.create_all(safe=False)
        return
    key: Any = model._meta.primary_key
    names = list(key.field_names)
    model._meta.primary_key = peewee.CompositeKey(*dict.fromkeys((*names, "store_id", "at")))
    try:
        sql, _ = manager._create_table(safe=False).query()
    finally:
        model._meta.primary_key = key
    db.execute_sql(f'{sql} PARTITION BY RANGE ("at")')
    manager.create_indexes(safe=False)
    table = model._meta.table_name
    db.execute_sql(f'CREATE TABLE "{table}_other" PARTITION OF "{table}" DEFAULT')


def ensure(db: PostgresServer, times: Iterable[int]) -> None:
    """Have a partition for each of these times (UTC milliseconds), in the transaction that is open."""
    days = {at // DAY_MS for at in times} - db.days
    if not days:
        return
    latest = month_of(int(time.time() * 1000) + AHEAD_MS)
    for month in sorted({month_of(day * DAY_MS) for day in days}):
        if FIRST <= month <= latest:
            _make(db, month)
    db.days |= days


def month_of(at: int) -> str:
    """`2026_11`; "" for a time no calendar has."""
    try:
        return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y_%m")
    except (ValueError, OverflowError, OSError):
        return ""


def _make(db: PostgresServer, month: str) -> None:
    # One process of the office makes it, the others find it made
    db.execute_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    if db.execute_sql("SELECT to_regclass(%s)", (f"{EntryRow._meta.table_name}_{month}",)).fetchone()[0] is not None:
        return
    first, last = _bounds(month)
    for model in PARTED:
        table = model._meta.table_name
        part = f"{table}_{month}"
        db.execute_sql(f'CREATE TABLE "{part}" (LIKE "{table}" INCLUDING DEFAULTS) PARTITION BY HASH (store_id)')
        for shops in range(SHOPS):
            db.execute_sql(
                f'CREATE TABLE "{part}_{shops}" PARTITION OF "{part}" '
                f"FOR VALUES WITH (MODULUS {SHOPS}, REMAINDER {shops})"
            )
        # What was dated in this month when it was still far away
        db.execute_sql(
            f'WITH early AS (DELETE FROM "{table}_other" WHERE "at" >= {first} AND "at" < {last} RETURNING *) '
            f'INSERT INTO "{part}" SELECT * FROM early'
        )
        db.execute_sql(f'ALTER TABLE "{table}" ATTACH PARTITION "{part}" FOR VALUES FROM ({first}) TO ({last})')


def _bounds(month: str) -> tuple[int, int]:
    year, number = (int(part) for part in month.split("_"))
    following = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    return int(datetime(year, number, 1, tzinfo=UTC).timestamp() * 1000), int(following.timestamp() * 1000)
