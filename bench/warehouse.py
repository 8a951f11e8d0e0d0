"""Goods in: from a keeper's scan to the line on the published view, and a delivery of 2,000 lines taken in.

The catalogue has a million products, the stock room ten thousand places, the supplier sells every product that is
scanned. Scans without an order, and for one of two thousand lines; what the disk takes to
flush is left out (see bench.scan). Prints a JSON list of {name, value, unit, bound, ratio, limit}, the bounds being
fixed promises: a millisecond a scan, a second for a delivery.
"""

from __future__ import annotations

import gc
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench._shop import AT, build_catalogue, gtin
from bench.scan import BUILD, counter_on, p99_ms, row
from kiosk.flows.receiving import Receiving
from kiosk.flows.receiving_draft import TASK
from kiosk.flows.views import CounterView
from kiosk.flowthread import THRESHOLDS, tidy
from kiosk.hw.ports import Scan
from kiosk.store.documents import SupplierSaved
from kiosk.store.documents_buying import (
    PurchaseApproved,
    PurchaseDrafted,
    PurchaseLine,
    PurchaseSent,
    PurchaseSubmitted,
    SupplierProductSaved,
    supplier_product_id,
)
from kiosk.store.documents_stockroom import GoodsReceived, LocationSaved, ReceivedLine, location_id
from kiosk.store.preload import preload
from kiosk.store.store import Store
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

LINES = 2000
PLACES = 10_000
PRODUCTS = 1_000_000
SCANNED = tuple(random.Random(1).sample(range(PRODUCTS), LINES))


def stock_room() -> tuple[Store, str]:
    """The large catalogue with its places, and an order for all that is scanned; made once."""
    whole = build_catalogue(BUILD / "catalogue", PRODUCTS)
    path = whole.path.with_name(whole.path.name.replace("catalogue", f"stock-room-{LINES}-{PLACES}"))
    whole.close()
    if not path.exists():
        making = path.with_suffix(".making")
        shutil.copyfile(whole.path, making)
        store = Store.open(making, clock=lambda: AT)
        _furnish(store)
        store.close()
        making.rename(path)
    store = Store.open(path, clock=lambda: AT)
    return store, store.purchases.orders(open_only=True)[0].id


def _furnish(store: Store) -> None:
    places = (f"{n // 1000:02}-{n % 1000:03}" for n in range(PLACES))
    store.journal.append_many(
        [LocationSaved(id=location_id("S01", c), store_id="S01", code=c, position=n) for n, c in enumerate(places)],
        actor="u1",
    )
    store.journal.append(SupplierSaved(id="V1", name="华南食品", lead_days=3), actor="u1")
    terms = [
        SupplierProductSaved(
            id=supplier_product_id("V1", f"p{n}"), supplier_id="V1", product_id=f"p{n}", code=f"HN-{n}",
            pack=Quantity(12_000), prices=(PriceBreak(Money(5000)),),
        )
        for n in SCANNED
    ]  # fmt: skip
    store.journal.append_many(terms, actor="u1")
    lines = tuple(
        PurchaseLine(product_id=f"p{n}", name_zh=f"商品{n}", name_en=f"Thing {n}", unit="pcs",
                     quantity=Quantity(24_000), pack=Quantity(12_000), price=Money(5000))
        for n in SCANNED
    )  # fmt: skip
    drafted = PurchaseDrafted(supplier_id="V1", lines=lines, total=Money(LINES * 10_000))
    order = store.journal.append(drafted, actor="u1").id
    for step in (PurchaseSubmitted, PurchaseApproved, PurchaseSent):
        store.journal.append(step(order_id=order, revision=order), actor="u2")


def scans(
    store: Store, task: Callable[[list[CounterView]], Callable[[Scan], None]], codes: Iterable[str]
) -> list[float]:
    """What each scan took, in seconds."""
    published: list[CounterView] = []
    scan, taken = task(published), []
    gc.collect()
    gc.freeze()  # as the program does once it is up
    gc.set_threshold(*THRESHOLDS)
    for code in codes:
        published.clear()
        begin = time.perf_counter()
        scan(Scan(code, "E0"))
        taken.append(time.perf_counter() - begin)
        assert len(published) == 1
        assert published[0].overlay is None
        tidy()
    return taken


def received(store: Store, order_id: str) -> list[float]:
    """A delivery unloaded, for an order or without one."""

    def begun(published: list[CounterView]) -> Callable[[Scan], None]:
        counter = counter_on(store, published)
        counter.home(Receiving(counter, order_id))
        return counter.scan

    store.drafts.clear(TASK)
    taken = scans(store, begun, (gtin(n)[1:] for n in SCANNED))
    assert len(store.drafts.all(TASK)) == LINES + bool(order_id)
    store.drafts.clear(TASK)
    return taken


def posting(folder: Path) -> float:
    """Taking 2,000 lines in, in milliseconds."""
    store = Store.create(folder / "receipt.db", "S01", clock=lambda: AT)
    lines = tuple(
        ReceivedLine(product_id=f"p{n}", quantity=Quantity(24_000), price=41_667, location=f"01-{n % 1000:03}")
        for n in range(LINES)
    )
    begin = time.perf_counter()
    store.journal.append(GoodsReceived(supplier_id="V1", lines=lines), actor="u1")
    taken = time.perf_counter() - begin
    assert store.stock.level("p7").on_hand == 24_000
    store.close()
    return taken * 1000


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        taken_in = posting(Path(folder))
    store, order = stock_room()
    preload(store.path)
    store.book.sql("PRAGMA synchronous = OFF")
    blind, for_order = received(store, ""), received(store, order)
    store.close()
    rows = [
        row("receiving.scan_to_view_p99.1m_products", p99_ms(blind), 1.0, 1.0),
        row("receiving.scan_to_view_p99.1m_products.last_500", p99_ms(blind[-500:]), 1.0, None),
        row("receiving.scan_to_view_p99.order_of_2000", p99_ms(for_order), 1.0, 1.0),
        row("receiving.scan_to_view_p99.order_of_2000.last_500", p99_ms(for_order[-500:]), 1.0, None),
        row("receiving.2000_lines_taken_in", taken_in, 1000.0, 1.0),
    ]
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
