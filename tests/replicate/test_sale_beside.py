"""The counter sells while the other process takes a long feed in: two processes, one file, flushed to the disk."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from kiosk.replicate.pulling import pull
from kiosk.store.documents import TaxSaved
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.trade.money import Rate
from kiosk.wire.messages import FeedPage
from tests.replicate.conftest import CATALOGUE
from tests.replicate.memory import MemoryOffice, Served
from tests.replicate.test_process import RUN, joined
from tests.store.shop import Clock, new_store, product, sale, stock_up

WAIT_MS = 20
"""What a sale may wait for the write lock; `bench.beside` measures it on a quiet machine. One that is shared now and
then stops a program for longer than that, with or without a lock; so here only the ordinary is held to it."""


def test_a_sale_hardly_waits_for_a_long_feed(tmp_path: Path, office: MemoryOffice, served: Served) -> None:
    head = new_store(tmp_path / "long", "HQ")
    stock_up(head)
    origin = head.feeds.ensure(CATALOGUE).origin
    short = len(head.journal.entries(origin))
    head.journal.append_many([product(n) for n in range(100, 4100)], actor="1001")
    entries = head.journal.entries(origin, 0, 10_000)
    head.close()
    office.feeds[CATALOGUE] = entries[:short]
    clock = Clock()
    till = new_store(tmp_path / "till", clock=clock)
    till.book.sql("PRAGMA synchronous = FULL")
    shift = joined(till, office, served.address, clock)
    for _ in range(30):
        till.journal.append(sale(shift), actor="1001")
    office.feeds[CATALOGUE] = entries
    process = subprocess.Popen([sys.executable, "-c", RUN, str(till.path)], cwd=Path(__file__).parents[2])
    try:
        reader = Store.open(till.path, clock=clock)
        while reader.cursors.get(CATALOGUE).position == short:
            time.sleep(0.01)
        waits = []
        while reader.cursors.get(CATALOGUE).position < len(entries) and len(waits) < 150:
            begun = time.perf_counter()
            with till.book.transaction():
                waits.append((time.perf_counter() - begun) * 1000)
            till.journal.append(sale(shift), actor="1001")
            time.sleep(0.01)
        reader.close()
    finally:
        process.terminate()
        process.wait(15)
        till.close()
    waits.sort()
    print(f"waits ms: n {len(waits)} median {waits[len(waits) // 2]:.1f} p95 {waits[int(len(waits) * 0.95)]:.1f} "
          f"max {waits[-1]:.1f}")  # fmt: skip
    assert len(waits) >= 20
    assert waits[len(waits) // 2] < WAIT_MS / 4
    assert waits[int(len(waits) * 0.9)] < 3 * WAIT_MS


def test_a_till_that_sold_just_now_counts_as_serving(tmp_path: Path) -> None:
    till = new_store(tmp_path, clock=Clock())
    pace = Pace()
    office = Nothing()
    pull(till, office, CATALOGUE, 0, pace=pace)  # type: ignore[arg-type]
    assert not pace._selling
    till.journal.append(TaxSaved(id="V", name_zh="税", name_en="Tax", rate=Rate(0)), actor="1")
    pull(till, office, CATALOGUE, 0, pace=pace)  # type: ignore[arg-type]
    assert pace._selling
    till.clock.now += 60_000  # type: ignore[attr-defined]
    pull(till, office, CATALOGUE, 0, pace=pace)  # type: ignore[arg-type]
    assert not pace._selling
    till.close()


class Nothing:
    """An office that has no news."""

    def page(self, feed: str, after: int, **_options: object) -> FeedPage:
        return FeedPage(feed, "L", 0, after, after, "", [])
