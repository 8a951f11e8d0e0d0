"""From a barcode to the line on the published view, at ten thousand products and at a million.

Prints a JSON list of {name, value, unit, bound, ratio, limit}: 99th percentiles in milliseconds, of scans into baskets
that grow to twenty lines (a shop's average is ten). Each line is durable before it is shown. What the disk takes to
flush is no merit or fault of the program: `scan.to_view` leaves the commit's flush out, and must stay within a
millisecond; `scan.durable` is the whole, against one millisecond more than a bare durable transaction of one row on
the same disk, measured in turn with the scans. Any product of the catalogue is as likely as any other, which no shop
knows. "cold": the page cache was dropped before, so that nearly each scan reads its leaf from the disk; the program
reads the file ahead in the quiet after its start, which is the other figure.
"""

from __future__ import annotations

import gc
import json
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from bench._shop import AT, build_catalogue, drop_cache, gtin
from kiosk.flows.blocked import Blocked
from kiosk.flows.counter import Counter
from kiosk.flows.ports import Clock, Settings
from kiosk.flows.selling import Selling
from kiosk.flows.signin import Locked, SigningIn
from kiosk.flows.views import CounterView, PaperPicture
from kiosk.flowthread import THRESHOLDS, tidy
from kiosk.hw.dials import Dial
from kiosk.hw.machine import Power
from kiosk.hw.ports import Scan, Signal, Weight
from kiosk.store.preload import preload
from kiosk.store.records import PrintJob, User
from kiosk.store.store import Store
from kiosk.trade.permissions import ROLES
from kiosk.trade.promotion import Promotion, PromotionKind

BUILD = Path("build")
SMALL, LARGE = 10_000, 1_000_000
LINES, BASKETS = 20, 60
REQUIRED_MS = 1.0


class NoDevices:
    """Nothing is plugged in."""

    def signal(self, signal: Signal) -> None: ...

    def open_drawer(self) -> None: ...

    def print(self, job: PrintJob) -> None: ...

    def picture(self, paper: bytes) -> PaperPicture:
        return PaperPicture(1, 1, b"\xff")

    def weight(self) -> Weight | None:
        return None

    def dial(self, name: Dial) -> int | None:
        return None

    def turn(self, name: Dial, percent: int) -> None: ...

    def light_screen(self, on: bool) -> None: ...

    has_power = False
    wifi = None

    def power(self, what: Power) -> None: ...

    def test(self, device: str) -> None: ...


def counter_on(store: Store, published: list[CounterView]) -> Counter:
    """A cashier at an empty basket."""
    clock = Clock(lambda: AT, time.monotonic)
    counter = Counter(
        store, NoDevices(), Settings(), clock, published.append,
        home=SigningIn, blocked=Blocked, locked=Locked, strict=True,
    )  # fmt: skip
    counter.start()
    counter.user = User("u1", "Bench", ROLES["manager"])
    counter.home(Selling(counter))
    return counter


class Flushes:
    """How long the commits of a store took."""

    def __init__(self, store: Store) -> None:
        self.seconds = 0.0
        self._run = store.book.db.execute_sql
        setattr(store.book.db, "execute_sql", self._timed)  # noqa: B010  (the driver has no hook for it)

    def _timed(self, sql: str, *values: Any) -> Any:
        if sql != "COMMIT":
            return self._run(sql, *values)
        begin = time.perf_counter()
        answer = self._run(sql)
        self.seconds += time.perf_counter() - begin
        return answer


class Bare:
    """A row in a file of its own, durable, by the bare driver: what a disk takes."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(str(path), isolation_level=None)
        for sql in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
            self._connection.execute(sql)
        self._connection.execute("CREATE TABLE line (key INTEGER PRIMARY KEY, body BLOB)")

    def transaction(self, key: int) -> float:
        begin = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT OR REPLACE INTO line VALUES (?, ?)", (key, b"x" * 600))
        self._connection.execute("COMMIT")
        return time.perf_counter() - begin

    def close(self) -> None:
        self._connection.close()


def third_free(i: int) -> Promotion:
    """A promotion on one of the forty categories."""
    categories = frozenset({f"c{i}"})
    return Promotion(f"P{i}", PromotionKind.N_FOR_M, "买二送一", "3rd free", category_ids=categories, buy=3, free=1)


class Till:
    """A counter on a catalogue of so many products, with what its scans took, in seconds.

    work: without the commit's flush; whole: with it; disk: the bare transaction after each.
    """

    def __init__(self, products: int, folder: Path, *, cold: bool = False) -> None:
        self.store = build_catalogue(BUILD / "catalogue", products)
        if cold:
            self.store.close()
            drop_cache(self.store.path)
            self.store = build_catalogue(BUILD / "catalogue", products)
        else:
            preload(self.store.path)
        offers = tuple(third_free(i) for i in range(0, 40, 8))
        setattr(self.store.catalogue, "promotions", lambda _at: offers)  # noqa: B010  (the file serves others too)
        self.store.baskets.clear()
        self._products = products
        self._published: list[CounterView] = []
        self._counter = counter_on(self.store, self._published)
        self._flushes, self._bare = Flushes(self.store), Bare(folder / f"{products}-{cold}.bare.db")
        self._chance = random.Random(1)
        self.work: list[float] = []
        self.whole: list[float] = []
        self.disk: list[float] = []

    def basket(self, *, counts: bool) -> None:
        """Scan twenty products, and clear the counter."""
        for line, number in enumerate(self._chance.sample(range(self._products), LINES)):
            scan = Scan(gtin(number)[1:], "E0")
            self._published.clear()
            self._flushes.seconds = 0.0
            begin = time.perf_counter()
            self._counter.scan(scan)
            taken = time.perf_counter() - begin
            assert len(self._published) == 1
            tidy()
            again = self._bare.transaction(line)
            if counts:
                self.whole.append(taken)
                self.work.append(taken - self._flushes.seconds)
                self.disk.append(again)
        assert len(self._counter.cart.basket.lines) == LINES
        self._counter.cart.clear()

    def close(self) -> None:
        self._bare.close()
        self.store.close()


def measure(*tills: Till) -> None:
    """Basket by basket in turns, so that a busy moment of the machine hits all of them."""
    gc.collect()
    gc.freeze()  # as the program does once it is up: what never goes away is not looked through again
    gc.set_threshold(*THRESHOLDS)
    for basket in range(BASKETS + 2):
        for till in tills:
            till.basket(counts=basket >= 2)  # the first two warm up
    for till in tills:
        till.close()


def p99_ms(taken: list[float]) -> float:
    """The 99th percentile."""
    return sorted(taken)[len(taken) * 99 // 100] * 1000


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        small, large = Till(SMALL, Path(folder)), Till(LARGE, Path(folder))
        measure(small, large)
        cold = Till(LARGE, Path(folder), cold=True)
        measure(cold)
    rows = [
        row("scan.to_view_p99.10k_products", p99_ms(small.work), REQUIRED_MS, 1.0),
        row("scan.to_view_p99.1m_products", p99_ms(large.work), REQUIRED_MS, 1.0),
        row("scan.to_view_p99.1m_products.cold", p99_ms(cold.work), REQUIRED_MS, None),
        row("scan.to_view_p50.1m_against_10k", median_ms(large.work), median_ms(small.work), 1.2),
        row("scan.durable_p99.1m_products", p99_ms(large.whole), REQUIRED_MS + p99_ms(large.disk), 1.0),
    ]
    print(json.dumps(rows, indent=2))


def median_ms(taken: list[float]) -> float:
    """The middle one."""
    return statistics.median(taken) * 1000


def row(name: str, value: float, bound: float, limit: float | None) -> dict[str, object]:
    return {
        "name": name, "value": round(value, 3), "unit": "ms", "bound": round(bound, 3),
        "ratio": round(value / bound, 3), "limit": limit,
    }  # fmt: skip


if __name__ == "__main__":
    main()
