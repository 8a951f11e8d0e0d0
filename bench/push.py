"""How fast the office takes sales in, against the same rows written by the bare driver, on either engine.

Eight terminals' journals of five-line sales are pushed in batches of 500, as `kiosk replicate` sends them, into an
office on a real file, and on a PostgreSQL server that flushes each commit. The bound: all rows that this left in the
tables, written into an empty office by `executemany`, or by COPY, in as many transactions, with the same flushes.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from bench._bare import bare, now
from bench.store import _sale as sale_of_five
from kiosk.office.office import Office
from kiosk.replicate.pushing import BATCH_ENTRIES
from kiosk.store.documents import ShiftOpened
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.wire.messages import Enrol, Push, to_wire
from tests.postgres import running

TERMINALS, SALES = 8, 500


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


def measured(stores: list[Store], engine: str, places: list[Path | str]) -> dict[str, object]:
    """A row of the report. places: of an office, and of another for the bound."""
    office, empty = (Office.open(place, clock=now) for place in places)
    for store in (office.store, empty.store):
        store.book.expect([now()])
    seconds, transactions = pushed(office, stores)
    bound = bare(office.store, empty.store, transactions, without=("meta", "feed"))
    office.store.close()
    empty.store.close()
    entries = TERMINALS * (SALES + 1)
    return {
        "name": f"push.sales_on_{engine}", "value": round(entries / seconds), "unit": "sales/s",
        "bound": round(entries / bound), "ratio": round(seconds / bound, 2), "limit": 3.0,
    }  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as name, running() as cluster:
        root = Path(name)
        stores = journals(root)
        rows = [
            measured(stores, "sqlite", [root / "office.db", root / "empty.db"]),
            measured(stores, "postgresql", [cluster.make(), cluster.make()]),
        ]
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
