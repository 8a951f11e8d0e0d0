"""How fast a new terminal's copy of a big shop is made and taken over.

An office with a million products (`KIOSK_PRODUCTS` for fewer) builds its first snapshot, packs it; a terminal unpacks
and adopts it. The bound: SQLite's own whole copy of the office's file (`VACUUM INTO`), packed and unpacked as well.
"""

from __future__ import annotations

import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import zstandard

from bench._bare import now
from kiosk.office.office import Office
from kiosk.office.snapshotting import Snapshots
from kiosk.store.documents import PackCode, ProductSaved, TaxSaved
from kiosk.store.snapshots import adopt_snapshot
from kiosk.store.store import Store
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity

PRODUCTS = int(os.environ.get("KIOSK_PRODUCTS", "1000000"))
NAMES = (("可口可乐", "Cola"), ("矿泉水", "Water"), ("酸奶", "Yoghurt"), ("面包", "Bread"), ("苹果", "Apple"))


def goods() -> Iterator[ProductSaved]:
    for n in range(PRODUCTS):
        zh, en = NAMES[n % len(NAMES)]
        yield ProductSaved(
            id=f"P{n:07}", name_zh=f"{zh} {n}", name_en=f"{en} {n}", unit="pc", tax_id="vat13",
            price=Money(100 + n % 900), barcodes=(PackCode(f"69{n:011}", Quantity(1000)),),
        )  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        office = Office.open(root / "office.db", clock=now)
        office.store.book.sql("PRAGMA synchronous = OFF")
        tax = TaxSaved(id="vat13", name_zh="增值税", name_en="VAT", rate=Rate(1300))
        office.store.journal.append(tax, actor="a")
        every, begin = list(goods()), time.perf_counter()
        for first in range(0, PRODUCTS, 20_000):
            office.store.journal.append_many(every[first : first + 20_000], actor="a")
        appended = time.perf_counter() - begin
        office.invite("S01")

        begin = time.perf_counter()
        packed = Snapshots(root / "office.db", root / "copies", clock=now).make("S01")
        built = time.perf_counter() - begin
        begin = time.perf_counter()
        till = root / "till.db"
        with packed.path.open("rb") as source, till.open("wb") as target:
            zstandard.ZstdDecompressor().copy_stream(source, target)
        adopt_snapshot(till, origin="ABCDEF", terminal="T1", store_id="S01")
        store = Store.open(till, clock=now)
        assert store.catalogue.search("kele 1")
        assert store.book.sql("SELECT count(*) FROM product") == [(PRODUCTS,)]
        loaded = time.perf_counter() - begin
        store.close()

        begin = time.perf_counter()
        office.store.book.sql(f"VACUUM INTO '{root / 'plain.db'}'")
        with (root / "plain.db").open("rb") as source, (root / "plain.zst").open("wb") as target:
            zstandard.ZstdCompressor(level=3).copy_stream(source, target)
        bound = time.perf_counter() - begin
        begin = time.perf_counter()
        with (root / "plain.zst").open("rb") as source, (root / "again.db").open("wb") as target:
            zstandard.ZstdDecompressor().copy_stream(source, target)
        unpacked = time.perf_counter() - begin
        office.store.close()
        sizes = {"plain": till.stat().st_size, "packed": packed.path.stat().st_size}
    share = PRODUCTS / 1_000_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows = [
        {"name": "snapshot.built", "value": round(built, 1), "unit": "s", "bound": round(bound, 1),
         "ratio": round(built / (60 * share), 2), "limit": 1.0, "to_the_bound": round(built / bound, 2)},
        {"name": "snapshot.loaded", "value": round(loaded, 1), "unit": "s", "bound": round(unpacked, 1),
         "ratio": round(loaded / (60 * share), 2), "limit": 1.0, "to_the_bound": round(loaded / unpacked, 2)},
    ]  # fmt: skip
    for what, value, unit in (
        ("bytes_plain", sizes["plain"] // PRODUCTS, "bytes a product"),
        ("bytes_packed", sizes["packed"] // PRODUCTS, "bytes a product"),
        ("peak_memory", peak, "MiB"),
        ("products_written_at_the_office", round(PRODUCTS / appended), "rows/s"),
    ):
        rows.append({"name": f"snapshot.{what}", "value": value, "unit": unit, "bound": 0, "ratio": 0, "limit": None})
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
