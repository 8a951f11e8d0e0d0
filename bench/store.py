"""What the store costs: a look-up, a sale, a search, a shift's report; goods taken in by the thousand.

Prints a JSON list of {name, value, unit, bound, ratio, limit}. Bounds measured in the same run: the look-up's is its
own SQL on the bare driver, the sale's the same rows by prepared statements in one durable transaction on a database
as large. The bounds of search and report are promises, in milliseconds; those of goods taken in are promises in rows a
second, and their ratio is that of the bound to the value. "cold" is the first touch after the page cache was dropped,
as after a start.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._shop import AT, QUERIES, build_catalogue, drop_cache, goods, gtin
from kiosk.store.catalogue import _BY_CODE
from kiosk.store.documents import SaleCompleted, SaleLine, ShiftOpened, TaxSaved, TenderLine
from kiosk.store.imports import apply_import, plan_import
from kiosk.store.store import Store
from kiosk.trade.money import Money, Rate
from kiosk.trade.priced import TaxTotal
from kiosk.trade.quantity import Quantity

BUILD = Path("build")
SEARCH_MS = 50.0
REPORT_MS = 50.0
SHIFT_SALES = 5000
PULLED, BATCH, PULLED_PER_S = 20_000, 500, 5000.0
LISTED, IMPORTED_PER_S = 20_000, 3000.0


def main() -> None:
    """Look-ups and searches in catalogues of the given sizes, sales and a report in a small one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", default="10000,1000000", help="sizes of catalogue, by commas")
    sizes = [int(n) for n in parser.parse_args().products.split(",")]
    BUILD.mkdir(exist_ok=True)
    rows: list[dict[str, object]] = []
    for size in sizes:
        print(f"catalogue of {size} …", file=sys.stderr, flush=True)
        store = build_catalogue(BUILD / "catalogue", size)
        rows += [lookup(store, size), search(store, size, "warm")]
        store.close()
        drop_cache(store.path)
        store = build_catalogue(BUILD / "catalogue", size)
        rows.append(search(store, size, "cold"))
        store.close()
    with tempfile.TemporaryDirectory(dir=BUILD) as directory:
        rows += sales(Path(directory))
        rows += [pull(Path(directory)), import_list(Path(directory))]
    print(json.dumps(rows, indent=2))


def result(name: str, value: float, unit: str, bound: float, limit: float | None) -> dict[str, object]:
    digits = 4 if unit == "ms" else 1
    return {"name": name, "value": round(value, digits), "unit": unit, "bound": round(bound, digits),
            "ratio": round(value / bound, 3), "limit": limit}  # fmt: skip


def each_us(action: Callable[[Any], object], inputs: list[Any]) -> float:
    """Microseconds of one action, the median over the inputs."""
    times = []
    for given in inputs:
        begin = time.perf_counter_ns()
        action(given)
        times.append(time.perf_counter_ns() - begin)
    return statistics.median(times) / 1000


def lookup(store: Store, size: int) -> dict[str, object]:
    """A code to a product, against its SQL on the bare driver; turn by turn, so that both meet the same weather."""
    chance = random.Random(1)
    codes = [gtin(chance.randrange(size)) for _ in range(2000)]
    for code in codes:
        assert store.catalogue.find_code(code) is not None
    sql = store.book.sql_of(_BY_CODE)
    connection = store.book.db.connection()
    ours, bare = [], []
    for _ in range(5):
        ours.append(each_us(store.catalogue.find_code, codes))
        bare.append(each_us(lambda code: connection.execute(sql, (code,)).fetchall(), codes))
    return result(f"store.lookup.{size}", min(ours), "us", min(bare), 2.0)


def search(store: Store, size: int, state: str) -> dict[str, object]:
    """As somebody types; the 95th percentile over all queries, each its worst of three, or its first when cold."""
    times = []
    for text in QUERIES if state == "warm" else ():
        store.catalogue.search(text, 50)
    for text in QUERIES:
        rounds = []
        for _ in range(3 if state == "warm" else 1):
            begin = time.perf_counter()
            store.catalogue.search(text, 50)
            rounds.append((time.perf_counter() - begin) * 1000)
        times.append(max(rounds))
        if times[-1] > SEARCH_MS / 2:
            print(f"  {text!r}: {times[-1]:.1f} ms", file=sys.stderr)
    return result(f"store.search.p95.{size}.{state}", statistics.quantiles(times, n=20)[-1], "ms", SEARCH_MS, 1.0)


def pull(directory: Path) -> dict[str, object]:
    """A catalogue as a terminal takes it in from the office: new products of another origin, received and posted."""
    office, till = _empty(directory / "office.db"), _empty(directory / "till.db")
    office.journal.append_many([goods(n) for n in range(PULLED)], actor="-")
    entries = office.journal.entries(office.origin, 0, PULLED)
    taken = []
    for start in range(0, PULLED, BATCH):
        begin = time.perf_counter()
        answers = till.journal.receive_many(entries[start : start + BATCH])
        taken.append(time.perf_counter() - begin)
        assert set(answers) == {"posted"}
    found = till.catalogue.find_code(gtin(PULLED - 1))
    assert found is not None
    office.close()
    till.close()
    return _rate("store.post_catalogue_rows", PULLED / sum(taken), PULLED_PER_S)


def import_list(directory: Path) -> dict[str, object]:
    """A shopkeeper's CSV file: read, checked, and posted in one transaction."""
    path = directory / "goods.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("商品编号", "中文名称", "英文名称", "单位", "条码", "售价", "税率", "成本"))
        for n in range(LISTED):
            d = goods(n)
            rows.writerow((d.id, d.name_zh, d.name_en, "件", gtin(n)[1:], f"{1 + n % 50}.{n % 100:02d}", "V13", "0.80"))
    store = _empty(directory / "imported.db")
    store.journal.append(TaxSaved(id="V13", name_zh="增值税", name_en="VAT", rate=Rate(130_000)), actor="-")
    begin = time.perf_counter()
    plan = plan_import("products", path, store)
    assert apply_import(plan, store, "-") == LISTED
    taken = time.perf_counter() - begin
    store.close()
    return _rate("store.import_rows", LISTED / taken, IMPORTED_PER_S)


def _empty(path: Path) -> Store:
    return Store.create(path, "S01", clock=lambda: AT)


def _rate(name: str, value: float, bound: float) -> dict[str, object]:
    return {"name": name, "value": round(value), "unit": "rows/s", "bound": bound, "ratio": round(bound / value, 3),
            "limit": 1.0}  # fmt: skip


def sales(directory: Path) -> list[dict[str, object]]:
    """A five-line sale against its bare rows, each in a database of its own, turn by turn; then the shift's report."""
    ours, bare = _shop(directory / "ours.db"), _shop(directory / "bare.db")
    shift = ours.shifts.history()[0].id
    statements = _rows_of_a_sale(ours, shift)
    connection = bare.book.db.connection()
    own, least = [], []
    for n in range(600):
        document = _sale(shift, n)
        begin = time.perf_counter_ns()
        ours.journal.append(document, actor="1001")
        own.append(time.perf_counter_ns() - begin)
        rows = _renumbered(statements, n + 1000)
        begin = time.perf_counter_ns()
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in rows:
            connection.execute(sql, values)
        connection.execute("COMMIT")
        least.append(time.perf_counter_ns() - begin)
    value, bound = statistics.median(own) / 1e6, statistics.median(least) / 1e6
    commits = _commits_of_a_sale(ours, shift)
    for n in range(0, SHIFT_SALES, 500):
        ours.journal.append_many([_sale(shift, n + i) for i in range(500)], actor="1001")
    begin = time.perf_counter_ns()
    report = ours.shifts.report(shift)
    report_ms = (time.perf_counter_ns() - begin) / 1e6
    assert report.sales_count >= SHIFT_SALES
    ours.close()
    bare.close()
    return [
        result("store.sale_of_five_lines", value, "ms", bound, 2.0),
        result("store.sale_commits", commits, "commits", 1, 1.0),
        result(f"store.shift_report.{SHIFT_SALES}_sales", report_ms, "ms", REPORT_MS, 1.0),
    ]


def _shop(path: Path) -> Store:
    store = Store.create(path, "S01", clock=lambda: AT)
    store.journal.append(ShiftOpened(terminal="T1", float_amount=Money(0)), actor="1001")
    for n in range(5):
        store.journal.append_many([_sale(f"{store.origin}-1", n * 40 + i) for i in range(40)], actor="1001")
    return store


def _sale(shift: str, n: int) -> SaleCompleted:
    lines = tuple(
        SaleLine(
            number=i, product_id=f"p{(n * 5 + i) % 2000}", name_zh="可口可乐", name_en="Cola", unit="pcs",
            quantity=Quantity(1000), unit_price=Money(300), gross=Money(300), tax_id="V13", tax=Money(35),
            total=Money(300), category_id=f"c{i % 3}", barcode=gtin(i), cost=200,
        )
        for i in range(1, 6)
    )  # fmt: skip
    return SaleCompleted(
        basket_id=f"b{n}", shift_id=shift, terminal="T1", lines=lines, total=Money(1500), change=Money(500),
        taxes=(TaxTotal("V13", "增值税", "VAT", Rate(130_000), Money(1325), Money(175)),),
        tenders=(TenderLine(tender="cash", amount=Money(1500), given=Money(2000)),),
    )  # fmt: skip


Statement = tuple[str, list[Any]]


def _rows_of_a_sale(store: Store, shift: str) -> list[Statement]:
    """The writing statements of one sale, as they reach SQLite, with their values."""
    seen: list[Statement] = []
    book = store.book
    run, many = book.run, book.many

    def spy_run(query: Any, *values: Any) -> Any:
        cursor = run(query, *values)
        sql = book.sql_of(query)
        if not sql.startswith("SELECT"):
            seen.append((sql, list(values)))
        return cursor

    def spy_many(query: Any, rows: Any) -> None:
        many(query, rows)
        seen.extend((book.sql_of(query), list(row)) for row in rows)

    book.run, book.many = spy_run, spy_many  # type: ignore[method-assign]
    entry = store.journal.append(_sale(shift, 7), actor="1001")
    del book.run, book.many
    assert len(seen) >= 20
    return [(sql, ["@seq" if v == entry.seq else v for v in values]) for sql, values in seen]


def _renumbered(statements: list[Statement], n: int) -> list[tuple[str, tuple[Any, ...]]]:
    """The same rows under another number, of other products."""
    found = []
    for sql, values in statements:
        row = [n if v == "@seq" else v for v in values]
        found.append((sql, tuple(_other_product(v, n) for v in row)))
    return found


def _other_product(value: Any, n: int) -> Any:
    if isinstance(value, str) and value[:1] == "p" and value[1:].isdigit():
        return f"p{(int(value[1:]) + n * 5) % 2000}"
    return value


def _commits_of_a_sale(store: Store, shift: str) -> int:
    """Each commit in WAL mode with synchronous=FULL is one flush to the disk."""
    told: list[str] = []
    connection = store.book.db.connection()
    connection.set_trace_callback(told.append)
    store.journal.append(_sale(shift, 1), actor="1001")
    connection.set_trace_callback(None)
    return sum(1 for sql in told if sql == "COMMIT")


if __name__ == "__main__":
    main()
