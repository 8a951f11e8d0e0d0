"""Keeps a database of this program's version: `python -m tests.store.made`, when the tables got a new one."""

import lzma
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from kiosk.store import schema
from tests.store.made import HERE
from tests.store.shop import new_store, open_shift, sale, stock_up

with tempfile.TemporaryDirectory() as directory:
    store = new_store(Path(directory))
    stock_up(store)
    store.journal.append(sale(open_shift(store)), actor="1001")
    store.close()
    with closing(sqlite3.connect(store.path)) as database:
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    packed = lzma.compress(store.path.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
(HERE / f"v{schema.VERSION:03}.db.xz").write_bytes(packed)
