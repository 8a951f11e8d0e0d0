"""How fast the office takes sales in, on SQLite, against the same rows written by the bare driver.

Eight terminals' journals of five-line sales are pushed in batches of 500, as `kiosk replicate` sends them, into an
office on a real file. The bound: all rows that this left in the tables, inserted by `executemany` into an empty office,
in as many transactions, with the same flushes.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.store import _sale as sale_of_five
from kiosk.office.office import Office
from kiosk.replicate.pushing import BATCH_ENTRIES
from kiosk.store.documents import ShiftOpened
from kiosk.store.queries import Query, insert
from kiosk.store.store import Store
from kiosk.store.tables import ALL
from kiosk.trade.money import Money
from kiosk.wire.messages import Enrol, Push, to_wire

TERMINALS, SALES = 8, 500


def now() -> int:
    return time.time_ns() // 1_000_000


def journals(root: Path) -> list[Store]:
    stores = []
    for number in range(TERMINALS):
        store = Store.create(root / f"{number}.db", f"S{number:02}", clock=now)
        shift = store.journal.append(ShiftOpened(terminal="T1", float_amount=Money(0)), actor="1").id
        store.journal.append_many([sale_of_five(shift, n) for n in range(SALES)], actor="1")
        stores.append(store)
    return stores


def pushed(office: Office, stores: list[Store]) -> tuple[float, int]:
    """Seconds, and how many transactions."""
    pushes = []
    for store in stores:
        token = office.enrol(Enrol(office.invite(store.store_id), store.origin)).token
        terminal = office.members.known(token)
        after = 0
        while entries := store.journal.entries(store.origin, after, BATCH_ENTRIES):
            before = store.journal.digest_at(store.origin, after) or b""
            pushes.append((terminal, Push(store.origin, before.hex(), [to_wire(e) for e in entries])))
            after = entries[-1].seq
    begin = time.perf_counter()
    for terminal, push in pushes:
        assert {r.outcome for r in office.push(terminal, push).receipts} == {"stored"}
    return time.perf_counter() - begin, len(pushes)


def bare(source: Store, target: Store, transactions: int) -> float:
    """Seconds for the same rows by prepared statements."""
    work: list[tuple[str, list[tuple[Any, ...]]]] = []
    for model in ALL:
        rows = source.book.all(Query(model.select(*model._meta.sorted_fields)))
        if model._meta.table_name not in {"meta", "feed"} and rows:
            work.append((target.book.sql_of(insert(model)), rows))
    connection = target.book.db.connection()
    begin = time.perf_counter()
    for part in range(transactions):
        connection.execute("BEGIN IMMEDIATE")
        for sql, rows in work:
            connection.executemany(sql, rows[part::transactions])
        connection.execute("COMMIT")
    return time.perf_counter() - begin


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        stores = journals(root)
        office = Office.open(root / "office.db", clock=now)
        seconds, transactions = pushed(office, stores)
        empty = Office.open(root / "empty.db", clock=now)
        bound = bare(office.store, empty.store, transactions)
        entries = TERMINALS * (SALES + 1)
    print(json.dumps([
        {"name": "push.sales_on_sqlite", "value": round(entries / seconds), "unit": "sales/s",
         "bound": round(entries / bound), "ratio": round(seconds / bound, 2), "limit": 3.0},
    ], indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
