"""A stock room for benches: a million products, ten thousand places, long lists of what comes and goes; made once."""

from __future__ import annotations

import gc
import random
import resource
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bench._shop import AT, build_catalogue, gtin
from bench.scan import BUILD, p99_ms, row
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
from kiosk.store.documents_stockroom import LocationSaved, PlacedLine, StockPlaced, location_id
from kiosk.store.documents_transfers import TransferAnnounced, TransferLine
from kiosk.store.store import Store
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

LINES = 2000
PLACES = 10_000
PRODUCTS = 1_000_000
SCANNED = tuple(random.Random(1).sample(range(PRODUCTS), LINES))
COMES, ASKED = "BENCH9-1", "BENCH9-2"
"""Goods that another shop sent here, and what it asks for: all that is scanned, twelve pieces of each."""

_FORMAT = 2
"""Raise it when what is built changes."""

Task = Callable[[list[CounterView]], Callable[[Scan], None]]
"""Given where the counter publishes, begins a task; what takes its scans."""


def stock_room() -> tuple[Store, str]:
    """The large catalogue with all of that, and the id of an order for all that is scanned."""
    whole = build_catalogue(BUILD / "catalogue", PRODUCTS)
    path = whole.path.with_name(whole.path.name.replace("catalogue", f"stock-room-{LINES}-{PLACES}-{_FORMAT}"))
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
    places = [f"{n // 1000:02}-{n % 1000:03}" for n in range(PLACES)]
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
    placed = tuple(
        PlacedLine(product_id=f"p{n}", quantity=Quantity(15_000), target=places[k * 5]) for k, n in enumerate(SCANNED)
    )
    store.journal.append(StockPlaced(lines=placed), actor="u1")
    _order(store)
    pieces = tuple(TransferLine(product_id=f"p{n}", quantity=Quantity(12_000), cost=1_000_000) for n in SCANNED)
    store.journal.append(_told("dispatched", COMES, "S02", "S01", pieces), actor="-")
    store.journal.append(_told("requested", ASKED, "S01", "S02", pieces), actor="-")


def _told(about: str, id_: str, source: str, target: str, lines: tuple[TransferLine, ...]) -> TransferAnnounced:
    """What the office says of the other shop's document."""
    return TransferAnnounced(
        about=about, original=id_, transfer_id=id_, at=AT, actor="u9", author="S02", source=source, target=target,
        lines=lines,
    )  # fmt: skip


def _order(store: Store) -> None:
    lines = tuple(
        PurchaseLine(product_id=f"p{n}", name_zh=f"商品{n}", name_en=f"Thing {n}", unit="pcs",
                     quantity=Quantity(24_000), pack=Quantity(12_000), price=Money(5000))
        for n in SCANNED
    )  # fmt: skip
    drafted = PurchaseDrafted(supplier_id="V1", lines=lines, total=Money(LINES * 10_000))
    order = store.journal.append(drafted, actor="u1").id
    for step in (PurchaseSubmitted, PurchaseApproved, PurchaseSent):
        store.journal.append(step(order_id=order, revision=order), actor="u2")


class Took(NamedTuple):
    """What scans took, in seconds, each in its turn: by the clock on the wall, and of the processor.

    undisturbed: on the wall, of those within which the kernel did not give the processor to another program.
    """

    wall: list[float]
    processor: list[float]
    undisturbed: list[float]


def codes(numbers: Sequence[int] = SCANNED) -> Iterable[str]:
    """What the scanner says of these products."""
    return (gtin(n)[1:] for n in numbers)


def scans(task: Task, scanned: Iterable[str]) -> Took:
    """Scan after scan, each until the counter has published."""
    published: list[CounterView] = []
    scan, took = task(published), Took([], [], [])
    gc.collect()
    gc.freeze()  # as the program does once it is up
    gc.set_threshold(*THRESHOLDS)
    for code in scanned:
        published.clear()
        taken = _taken_away()
        worked, begin = time.thread_time(), time.perf_counter()
        scan(Scan(code, "E0"))
        took.wall.append(time.perf_counter() - begin)
        took.processor.append(time.thread_time() - worked)
        if _taken_away() == taken:
            took.undisturbed.append(took.wall[-1])
        assert len(published) == 1
        assert published[0].overlay is None
        tidy()
    return took


def _taken_away() -> int:
    """How often the kernel took the processor from this thread for another."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw


def rows_of(name: str, took: Took) -> list[dict[str, object]]:
    """All clocks against a millisecond; and what the last quarter costs beside the first, the middle one of each."""
    quarter = len(took.processor) // 4
    first, last = (sorted(part)[quarter // 2] * 1000 for part in (took.processor[:quarter], took.processor[-quarter:]))
    return [
        row(f"{name}.scan_to_view_p99", p99_ms(took.wall), 1.0, 1.0),
        row(f"{name}.scan_to_view_p99.undisturbed", p99_ms(took.undisturbed), 1.0, 1.0),
        row(f"{name}.scan_to_view_p99.processor", p99_ms(took.processor), 1.0, 1.0),
        row(f"{name}.scan_to_view_p50.processor", sorted(took.processor)[2 * quarter] * 1000, 1.0, None),
        row(f"{name}.last_500_against_first_500", last, first, 1.5),
    ]
