"""A count of 2,000 lines: handed in, compared with the books, approved, where each product has moved a dozen times.

Prints a JSON list of {name, value, unit, bound, ratio, limit}, the bound being a promise: a second each. What a scan
costs while counting is in bench.warehouse.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench._shop import AT
from bench.scan import BUILD, row
from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.store.documents_counting import CountLine, StockCounted, StocktakeApproved, StocktakeStarted
from kiosk.store.stocktakes import settled
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity

LINES = 2000
MOVES = 12
T = TypeVar("T")


def timed(rows: list[dict[str, object]], name: str, work: Callable[[], T]) -> T:
    """Its answer; and both clocks into the rows."""
    worked, begin = time.thread_time(), time.perf_counter()
    answer = work()
    wall, processor = time.perf_counter() - begin, time.thread_time() - worked
    rows.append(row(f"counting.{LINES}_lines_{name}", wall * 1000, 1000.0, 1.0))
    rows.append(row(f"counting.{LINES}_lines_{name}.processor", processor * 1000, 1000.0, None))
    return answer


def measure(folder: Path) -> list[dict[str, object]]:
    """One count from its beginning to its end."""
    now, rows = [AT], list[dict[str, object]]()
    store = Store.create(folder / "count.db", "S01", clock=lambda: now[0])
    for _ in range(MOVES):
        now[0] += 1000
        lines = tuple(AdjustmentLine(product_id=f"p{n}", quantity=Quantity(1000), unit_cost=100) for n in range(LINES))
        store.journal.append(StockAdjusted(reason="opening", lines=lines), actor="u1")
    stocktake = store.journal.append(StocktakeStarted(scope="all"), actor="u1").id
    counted = tuple(
        CountLine(product_id=f"p{n}", quantity=Quantity(11_000), at=store.journal.moment()) for n in range(LINES)
    )
    handed_in = StockCounted(stocktake_id=stocktake, lines=counted)
    timed(rows, "handed_in", lambda: store.journal.append(handed_in, actor="u1"))
    found = store.stocktakes.get(stocktake)
    assert found is not None
    compared = timed(rows, "compared", lambda: store.stocktakes.compare(found, store.journal.moment()))
    approved = StocktakeApproved(stocktake_id=stocktake, lines=settled(compared))
    timed(rows, "approved", lambda: store.journal.append(approved, actor="u2"))
    assert store.stock.level("p7").on_hand == 11_000
    store.close()
    return rows


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        rows = measure(Path(folder))
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
