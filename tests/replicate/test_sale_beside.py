"""The counter sells while the other process takes a long feed in: two processes, one file, flushed to the disk."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from kiosk.store.store import Store
from tests.replicate.conftest import CATALOGUE
from tests.replicate.memory import MemoryOffice, Served
from tests.replicate.test_process import RUN, joined
from tests.store.shop import Clock, new_store, product, sale, stock_up

WAIT_MS = 20
"""What a sale may wait for the write lock. A shared machine now and then stops a program for longer than that, with or
without a lock; so one in twenty may be over."""


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
    assert waits[int(len(waits) * 0.95)] < WAIT_MS
