"""From a barcode to the line on the published view, at ten thousand products and at a million.

Prints a JSON list of {name, value, unit, bound, ratio, limit}: 99th percentiles in milliseconds, of scans into baskets
that grow to twenty lines (a shop's average is ten). Each line is durable before it is shown. What the disk takes to
flush is no merit or fault of the program: `scan.to_view` leaves the commit's flush out, and must stay within a
millisecond; `scan.durable` is the whole, against one millisecond more than a bare durable transaction of two rows on
the same disk, measured in turn with the scans.
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

from bench._shop import AT, build_catalogue, gtin
from kiosk.flows.blocked import Blocked
from kiosk.flows.counter import Counter
from kiosk.flows.ports import Clock, Settings
from kiosk.flows.selling import Selling
from kiosk.flows.signin import Locked, SigningIn
from kiosk.flows.views import CounterView, PaperPicture
from kiosk.hw.ports import Scan, Signal, Weight
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
    """Two rows in a file of their own, durable, by the bare driver: what a disk takes."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(str(path), isolation_level=None)
        for sql in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
            self._connection.execute(sql)
        for table in ("head", "line"):
            self._connection.execute(f"CREATE TABLE {table} (key INTEGER PRIMARY KEY, body BLOB)")

    def transaction(self, key: int) -> float:
        begin = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT OR REPLACE INTO head VALUES (1, ?)", (b"x" * 150,))
        self._connection.execute("INSERT OR REPLACE INTO line VALUES (?, ?)", (key, b"x" * 600))
        self._connection.execute("COMMIT")
        return time.perf_counter() - begin

    def close(self) -> None:
        self._connection.close()


def third_free(i: int) -> Promotion:
    """A promotion on one of the forty categories."""
    categories = frozenset({f"c{i}"})
    return Promotion(f"P{i}", PromotionKind.N_FOR_M, "买二送一", "3rd free", category_ids=categories, buy=3, free=1)


def measure(products: int, folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each scan without the flush, with it, and of the bare transaction after it."""
    store = build_catalogue(BUILD / "catalogue", products)
    offers = tuple(third_free(i) for i in range(0, 40, 8))
    setattr(store.catalogue, "promotions", lambda _at: offers)  # noqa: B010  (the file serves other measurements too)
    store.baskets.clear()
    published: list[CounterView] = []
    counter = counter_on(store, published)
    flushes, bare = Flushes(store), Bare(folder / f"{products}.bare.db")
    chance = random.Random(1)
    work, whole, disk = [], [], []
    gc.collect()
    gc.freeze()  # as the program does once it is up: what never goes away is not looked through again
    for basket in range(BASKETS + 2):
        for line, number in enumerate(chance.sample(range(products), LINES)):
            scan = Scan(gtin(number)[1:], "E0")
            published.clear()
            flushes.seconds = 0.0
            begin = time.perf_counter()
            counter.scan(scan)
            taken = time.perf_counter() - begin
            assert len(published) == 1
            again = bare.transaction(line)
            if basket >= 2:  # the first two warm up
                whole.append(taken)
                work.append(taken - flushes.seconds)
                disk.append(again)
        assert len(counter.cart.basket.lines) == LINES
        counter.cart.clear()
        gc.collect()
    bare.close()
    store.close()
    return work, whole, disk


def p99_ms(taken: list[float]) -> float:
    """The 99th percentile."""
    return sorted(taken)[len(taken) * 99 // 100] * 1000


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        small, _, _ = measure(SMALL, Path(folder))
        large, whole, disk = measure(LARGE, Path(folder))
    rows = [
        row("scan.to_view_p99.10k_products", p99_ms(small), REQUIRED_MS, 1.0),
        row("scan.to_view_p99.1m_products", p99_ms(large), REQUIRED_MS, 1.0),
        row("scan.to_view_p50.1m_against_10k", median_ms(large), median_ms(small), 1.2),
        row("scan.durable_p99.1m_products", p99_ms(whole), REQUIRED_MS + p99_ms(disk), 1.0),
    ]
    print(json.dumps(rows, indent=2))


def median_ms(taken: list[float]) -> float:
    """The middle one."""
    return statistics.median(taken) * 1000


def row(name: str, value: float, bound: float, limit: float) -> dict[str, object]:
    return {
        "name": name, "value": round(value, 3), "unit": "ms", "bound": round(bound, 3),
        "ratio": round(value / bound, 3), "limit": limit,
    }  # fmt: skip


if __name__ == "__main__":
    main()
