"""Counting stock: from a scan to the line on the published view at a million products; a count of 2,000 lines posted.

Prints a JSON list of {name, value, unit, bound, ratio, limit}, the bounds being fixed promises: a millisecond for a
scan, what the disk takes to flush left out (see bench.scan), in counts that grow to two thousand lines; a second for
handing in 2,000 lines, and for approving them, in a shop where each of these products has moved a dozen times.
"""

from __future__ import annotations

import gc
import json
import random
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from bench._shop import AT, build_catalogue, gtin
from bench.scan import BUILD, counter_on, p99_ms, row
from kiosk.flows.stocktake_count import Counting
from kiosk.flows.views import CounterView
from kiosk.flowthread import THRESHOLDS, tidy
from kiosk.hw.ports import Scan
from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.store.documents_counting import CountLine, StockCounted, StocktakeApproved, StocktakeStarted
from kiosk.store.preload import preload
from kiosk.store.stocktakes import Stocktake, settled
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity

LINES = 2000
MOVES = 12
PRODUCTS = 1_000_000


def scans(products: int) -> list[float]:
    """What each scan took, in seconds, on a disk that is not waited for."""
    store = build_catalogue(BUILD / "catalogue", products)
    preload(store.path)
    store.book.sql("PRAGMA synchronous = OFF")
    published: list[CounterView] = []
    counter, taken = counter_on(store, published), []
    task = Stocktake("AAAAAA-1", AT, "u1", "all", "", (), True, "open", ())
    store.drafts.clear(f"count {task.id} u1")
    counter.home(Counting(counter, task))
    gc.collect()
    gc.freeze()  # as the program does once it is up
    gc.set_threshold(*THRESHOLDS)
    for number in random.Random(1).sample(range(products), LINES):
        published.clear()
        begin = time.perf_counter()
        counter.scan(Scan(gtin(number)[1:], "E0"))
        taken.append(time.perf_counter() - begin)
        assert len(published) == 1
        tidy()
    store.drafts.clear(f"count {task.id} u1")
    store.close()
    return taken


def posting(folder: Path) -> tuple[float, float, float]:
    """Handing in 2,000 lines, comparing them with the books, approving them; milliseconds."""
    now = [AT]
    store = Store.create(folder / "count.db", "S01", clock=lambda: now[0])
    for _ in range(MOVES):
        now[0] += 1000
        lines = tuple(AdjustmentLine(product_id=f"p{n}", quantity=Quantity(1000), unit_cost=100) for n in range(LINES))
        store.journal.append(StockAdjusted(reason="opening", lines=lines), actor="u1")
    stocktake = store.journal.append(StocktakeStarted(scope="all"), actor="u1").id
    counted = tuple(
        CountLine(product_id=f"p{n}", quantity=Quantity(11_000), at=store.journal.moment()) for n in range(LINES)
    )
    times = [time.perf_counter()]
    store.journal.append(StockCounted(stocktake_id=stocktake, lines=counted), actor="u1")
    times.append(time.perf_counter())
    found = store.stocktakes.get(stocktake)
    assert found is not None
    compared = store.stocktakes.compare(found, store.journal.moment())
    times.append(time.perf_counter())
    store.journal.append(StocktakeApproved(stocktake_id=stocktake, lines=settled(compared)), actor="u2")
    times.append(time.perf_counter())
    assert store.stock.level("p7").on_hand == 11_000
    store.close()
    one, two, three = (1000 * (after - before) for before, after in pairwise(times))
    return one, two, three


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        handed_in, compared, approved = posting(Path(folder))
    taken = scans(PRODUCTS)
    rows = [
        row("counting.scan_to_view_p99.1m_products", p99_ms(taken), 1.0, 1.0),
        row("counting.scan_to_view_p99.1m_products.last_500", p99_ms(taken[-500:]), 1.0, None),
        row("counting.2000_lines_handed_in", handed_in, 1000.0, 1.0),
        row("counting.2000_lines_compared", compared, 1000.0, 1.0),
        row("counting.2000_lines_approved", approved, 1000.0, 1.0),
    ]
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
