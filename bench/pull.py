"""How fast a terminal takes a catalogue in, and how long a sale beside it would wait for the write lock.

Pages of 500 new products come from an office in memory and go through `kiosk.replicate.pulling`, as in `kiosk
replicate`, into a file with the replicating process's settings and its thread for the WAL. The bound: all rows that
this left in the tables, by `executemany`, in as many transactions. The longest transaction is held against the 20 ms
that a sale may wait.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench._bare import bare, now
from bench._shop import goods
from kiosk.replicate.pulling import PAGE, PAUSE_S, pull
from kiosk.store.documents import TaxSaved
from kiosk.store.entry import next_checksum
from kiosk.store.feeds import CATALOGUE
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.trade.money import Rate
from kiosk.wire.messages import FeedItem, FeedPage, to_wire

PRODUCTS = 20_000
LOCK_MS = 20.0


class Office:
    """Answers with the pages of one feed."""

    def __init__(self, head: Store) -> None:
        feed = head.feeds.ensure(CATALOGUE)
        self.head = feed.position
        self._pages: dict[int, FeedPage] = {}
        after, checksum = 0, b""
        while entries := head.journal.entries(feed.origin, after, PAGE):
            for entry in entries:
                checksum = next_checksum(checksum, entry.digest)
            items = [FeedItem(e.seq, to_wire(e)) for e in entries]
            self._pages[after] = FeedPage(CATALOGUE, "L", now(), after, self.head, checksum.hex(), items)
            after = entries[-1].seq

    def page(self, _feed: str, after: int, **_options: object) -> FeedPage:
        return self._pages[after]


def pulled(till: Store, office: Office, pace: Pace) -> tuple[float, int]:
    """Seconds without the rests that the counter is left, and how many transactions."""
    chunks = 0
    rest = pace.rest

    def counted() -> None:
        nonlocal chunks
        chunks += 1

    pace.rest = counted  # type: ignore[method-assign]
    begin = time.perf_counter()
    while till.cursors.get(CATALOGUE).position < office.head:
        pull(till, office, CATALOGUE, 0, pace=pace)  # type: ignore[arg-type]
        chunks += 1
    seconds = time.perf_counter() - begin
    pace.rest = rest  # type: ignore[method-assign]
    return seconds, chunks


@contextmanager
def beside(store: Store) -> Iterator[None]:
    """What copies the WAL back on a thread of its own, as long as entries come in."""
    checkpoints = store.checkpoints()
    checkpoints.start()
    yield
    checkpoints.stop()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        head = Store.create(root / "office.db", "HQ", clock=now)
        tax = TaxSaved(id="V13", name_zh="增值税", name_en="VAT", rate=Rate(130_000))
        head.journal.append_many([tax, *(goods(n) for n in range(PRODUCTS))], actor="office")
        office = Office(head)
        till, other = (Store.create(root / f"{n}.db", "S01", clock=now) for n in ("till", "bare"))
        for store in (till, other):
            store.write_lightly()
            store.leave_checkpoints()
        pace = Pace(pause_s=PAUSE_S)
        with beside(till):
            seconds, transactions = pulled(till, office, pace)
        with beside(other):
            bound = bare(till, other, transactions, without=("meta",))
    print(json.dumps([
        {"name": "pull.catalogue", "value": round(PRODUCTS / seconds), "unit": "rows/s",
         "bound": round(PRODUCTS / bound), "ratio": round(seconds / bound, 2), "limit": 4.0},
        {"name": "pull.longest_transaction", "value": round(pace.longest_ms, 1), "unit": "ms", "bound": LOCK_MS,
         "ratio": round(pace.longest_ms / LOCK_MS, 2), "limit": 1.0},
    ], indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
