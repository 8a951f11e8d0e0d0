"""All tables, by what they are for: kept (the journal), posted (made from it), local (this terminal's own)."""

from __future__ import annotations

from peewee import Model

from kiosk.store import (
    tables_buying,
    tables_counting,
    tables_feeds,
    tables_goods,
    tables_journal,
    tables_local,
    tables_people,
    tables_promises,
    tables_sales,
    tables_stock,
    tables_stockroom,
    tables_transfers,
)
from kiosk.store.tables_journal import ConflictRow, PendingRow, QuarantineRow

POSTED: tuple[type[Model], ...] = (
    *tables_sales.TABLES,
    *tables_stock.TABLES,
    *tables_stockroom.TABLES,
    *tables_transfers.TABLES,
    *tables_promises.TABLES,
    *tables_counting.TABLES,
    *tables_goods.TABLES,
    *tables_people.TABLES,
    *tables_buying.TABLES,
    *tables_feeds.POSTED,
    ConflictRow,
    PendingRow,
    QuarantineRow,
)
"""Equal on any two databases that hold the same entries, in whatever order these came."""

ALL: tuple[type[Model], ...] = (
    *tables_journal.TABLES,
    *tables_feeds.KEPT,
    *tables_feeds.POSTED,
    *tables_sales.TABLES,
    *tables_stock.TABLES,
    *tables_stockroom.TABLES,
    *tables_transfers.TABLES,
    *tables_promises.TABLES,
    *tables_counting.TABLES,
    *tables_goods.TABLES,
    *tables_people.TABLES,
    *tables_buying.TABLES,
    *tables_local.TABLES,
)
