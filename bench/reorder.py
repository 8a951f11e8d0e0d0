"""What to order: how fast it is reckoned for a large chain, and how well it would have done.

Speed: 100,000 products of stores with two years of days each, on two processors; the promise is 60 seconds. Once from
the days in memory, against one pass of numpy over the same days (their mean and deviation in a week) on as many; and
once the whole, from the movements in the file to the suggestions in the file, measured on two stores of 2,000 and
reckoned up to 100,000, against the database's bare sums of the same movements.

The trial: half a year of the completejourney data, 600 products of the 20 shops that trade most, drawn by chance from
those that sold on 20 days or more of the half year before. Both rules look every seventh day and wait two for the
delivery. The naive one orders what the last week sold, and once more as many times that as costs the stock of ours.
Prints a JSON list of {name, value, unit, bound, ratio, limit}.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench._history import DAYS, KINDS, histories, store_with_history
from bench._journey import load
from bench._shop import AT
from bench._trial import Rule, naive, ours, play
from bench.scan import BUILD
from kiosk.store.reckoning import Reckoning
from kiosk.store.store import Store
from kiosk.trade.buying import PriceBreak, Terms
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder import Policy, Stand, suggest
from kiosk.trade.reorder_many import forecasts

PRODUCTS, STORED = 100_000, 2000
PROMISED_S = 60.0
PAGE = 1000
SAMPLE, SHOPS, LEARNT = 600, 20, 182
_TERMS = Terms(supplier_id="V", product_id="p", pack=Quantity(6000), prices=(PriceBreak(Money(600)),))
T = TypeVar("T")
P = TypeVar("P")


def reckon_days(products: int) -> int:
    """Suggestions for so many, by the page; how many say that something is to be ordered."""
    sold = np.tile(histories(), (PAGE // KINDS, 1))
    policy, ordered = Policy(), 0
    for _ in range(products // PAGE):
        for n, of in enumerate(forecasts(sold, 0, np.zeros(sold.shape, dtype=np.bool_))):
            found = suggest(of, Stand(on_hand=n % 40 * 1000), _TERMS, 3, policy, weekday=n % 7)
            ordered += found.quantity > 0
    return ordered


def pass_over(products: int) -> int:
    """What numpy takes at least to look at as many days."""
    sold = np.tile(histories(), (PAGE // KINDS, 1))
    for _ in range(products // PAGE):
        weeks = sold[:, : DAYS // 7 * 7].reshape(len(sold), -1, 7)
        weeks.mean(axis=1)
        weeks.std(axis=1)
    return products


def reckon_file(path: Path) -> int:
    """All suggestions of a store, written as well."""
    store = Store.open(path, clock=lambda: AT)
    store.write_lightly()
    count = store.advice.replace("2023-11-14", Reckoning(store, AT, 0).advices())
    store.close()
    return count


def sum_file(path: Path) -> int:
    """What the database takes at least to read as many movements."""
    store = Store.open(path, clock=lambda: AT)
    ((count, _days, _sum),) = store.book.sql(
        "SELECT COUNT(*), SUM(\"at\" / 86400000), SUM(CASE WHEN why IN ('sale', 'return') THEN quantity ELSE 0 END) "
        "FROM stock_movement WHERE store_id = ?", ("S01",),
    )  # fmt: skip
    store.close()
    return int(count)


def on_two(work: Callable[[P], T], parts: tuple[P, P]) -> tuple[float, float, list[T]]:
    """(seconds on the clock, processor seconds of both halves, their answers)."""
    with Pool(2) as pool:
        pool.map(_timed, [(work, part) for part in parts])  # all that is loaded once is loaded
        begin = time.perf_counter()
        found = pool.map(_timed, [(work, part) for part in parts], chunksize=1)
        wall = time.perf_counter() - begin
    return wall, sum(seconds for seconds, _ in found), [answer for _, answer in found]


def _timed(job: tuple[Callable[[P], T], P]) -> tuple[float, T]:
    work, part = job
    begin = time.process_time()
    answer = work(part)
    return time.process_time() - begin, answer


def speed() -> list[dict[str, object]]:
    """On two processors, in halves."""
    half = PRODUCTS // 2
    _, bound, _ = on_two(pass_over, (half, half))
    wall, busy, ordered = on_two(reckon_days, (half, half))
    assert 0 < sum(ordered) < PRODUCTS
    rows = rows_of("reorder.100000_products", wall, busy, bound)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        made = store_with_history(BUILD, STORED)
        files = (Path(folder) / "one.db", Path(folder) / "two.db")
        for file in files:
            shutil.copyfile(made, file)
        times = PRODUCTS / (2 * STORED)
        _, bound, moved = on_two(sum_file, files)
        wall, busy, found = on_two(reckon_file, files)
        assert min(found) > STORED // 10
        rows += rows_of("reorder.100000_products_from_file", wall * times, busy * times, bound * times)
        rows.append(
            {"name": "reorder.movements_of_a_product", "value": moved[0] // STORED, "unit": "rows", "bound": 1,
             "ratio": moved[0] // STORED, "limit": None},
        )  # fmt: skip
    return rows


def rows_of(name: str, wall: float, busy: float, bound: float) -> list[dict[str, object]]:
    """Both clocks against the promise, the processors' also against the least that it could be."""
    return [
        {"name": name, "value": round(wall, 1), "unit": "s", "bound": PROMISED_S,
         "ratio": round(wall / PROMISED_S, 3), "limit": 1.0},
        {"name": f"{name}.processor", "value": round(busy / 2, 1), "unit": "s on each", "bound": PROMISED_S,
         "ratio": round(busy / 2 / PROMISED_S, 3), "limit": 1.0},
        {"name": f"{name}.against_least", "value": round(busy, 1), "unit": "s in all", "bound": round(bound, 1),
         "ratio": round(busy / bound, 1), "limit": None},
    ]  # fmt: skip


def sample() -> list[tuple[list[int], int]]:
    """(thousandths asked for on each day, price of a piece in cents) of each product."""
    frame = load(shops=SHOPS)
    frame = frame[frame.quantity > 0]
    frame["day"] = (frame["at"] - frame["at"].min()) // 86_400_000
    last = int(frame.day.max()) + 1
    early = frame[frame.day < LEARNT].groupby(["shop", "product"]).day.nunique()
    steady = sorted(early[early >= 20].index)
    chosen = random.Random(1).sample(steady, min(SAMPLE, len(steady)))
    found = []
    by = frame.set_index(["shop", "product"]).sort_index()
    for key in chosen:
        rows = by.loc[[key]]
        asked = np.zeros(last, dtype=np.int64)
        np.add.at(asked, rows.day.to_numpy(), rows.quantity.to_numpy() * 1000)
        found.append((asked.tolist(), int(rows.sales_value.sum() / rows.quantity.sum())))
    return found


def fared(series: list[tuple[list[int], int]], rule: Rule) -> tuple[float, float]:
    """The share of what was asked that was served, in pieces; the mean worth of the stock of all, in currency."""
    asked = served = 0
    worth = 0.0
    for days, price in series:
        result = play(days, LEARNT, 0, rule)
        asked += result.asked
        served += result.served
        worth += result.lay / 1000 * price / 100 / (len(days) - LEARNT)
    return served / asked, worth


def as_much_stock(series: list[tuple[list[int], int]], stock: float) -> tuple[float, float]:
    """How generous the naive rule has to be for as much stock as ours, and the share that it serves then."""
    low, high = 1.0, 12.0
    for _ in range(8):
        times = (low + high) / 2
        if fared(series, naive(times))[1] < stock:
            low = times
        else:
            high = times
    return high, fared(series, naive(high))[0]


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    rows = speed()
    series = sample()
    (our_service, our_stock), (its_service, its_stock) = fared(series, ours), fared(series, naive(1))
    times, as_dear = as_much_stock(series, our_stock)
    rows += [
        {"name": "reorder.trial.served_with_equal_stock", "value": round(100 * our_service, 1), "unit": "%",
         "bound": round(100 * as_dear, 1), "ratio": round(our_service / as_dear, 3), "limit": None},
        {"name": "reorder.trial.times_of_equal_stock", "value": round(times, 2), "unit": "x", "bound": 1.0,
         "ratio": round(times, 2), "limit": None},
        {"name": "reorder.trial.served", "value": round(100 * our_service, 1), "unit": "%",
         "bound": round(100 * its_service, 1), "ratio": round(our_service / its_service, 3), "limit": None},
        {"name": "reorder.trial.stock", "value": round(our_stock), "unit": "$", "bound": round(its_stock),
         "ratio": round(our_stock / its_stock, 3), "limit": None},
    ]  # fmt: skip
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
