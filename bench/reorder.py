"""What to order: how fast it is reckoned for a large chain, and how well it would have done.

Speed: 100,000 products of stores with two years of days each, on two processors; the promise is 60 seconds. The bound
is one pass of numpy over the same days (their mean and deviation in a week), on one.

The trial: half a year of the completejourney data, 600 products of the 20 shops that trade most, drawn by chance from
those that sold on 20 days or more of the half year before. Both rules look every seventh day and wait two for the
delivery. The naive one orders what the last week sold, and once more as many times that as costs the stock of ours.
Prints a JSON list of {name, value, unit, bound, ratio, limit}.
"""

from __future__ import annotations

import json
import random
import time
from multiprocessing import Pool

import numpy as np

from bench._journey import load
from bench._trial import Rule, naive, ours, play
from kiosk.trade.buying import PriceBreak, Terms
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder import Policy, Stand, suggest
from kiosk.trade.reorder_demand import forecast

PRODUCTS, DAYS, KINDS = 100_000, 730, 500
PROMISED_S = 60.0
SAMPLE, SHOPS, LEARNT = 600, 20, 182
_TERMS = Terms(supplier_id="V", product_id="p", pack=Quantity(6000), prices=(PriceBreak(Money(600)),))


def histories() -> np.ndarray:
    """Two years of products that sell from forty a day to one a month, thousandths."""
    chance = np.random.default_rng(1)
    rates = np.exp(chance.uniform(np.log(1 / 30), np.log(40), KINDS))
    return chance.poisson(rates[:, None], (KINDS, DAYS)) * 1000


def reckon(part: range) -> int:
    """Suggestions for these; how many say that something is to be ordered."""
    days = histories().tolist()
    policy, ordered = Policy(), 0
    for n in part:
        of = forecast(days[n % KINDS], 0)
        found = suggest(of, Stand(on_hand=n % 40 * 1000), _TERMS, 3, policy, weekday=n % 7)
        ordered += found.quantity > 0
    return ordered


def speed() -> list[dict[str, object]]:
    """On two processors, in shares."""
    days = np.tile(histories(), (4, 1))
    begin = time.perf_counter()
    for _ in range(PRODUCTS // len(days)):
        weeks = days[:, : DAYS // 7 * 7].reshape(len(days), -1, 7)
        weeks.mean(axis=1)
        weeks.std(axis=1)
    bound = time.perf_counter() - begin
    begin = time.perf_counter()
    with Pool(2) as pool:
        half = PRODUCTS // 2
        ordered = sum(pool.map(reckon, (range(half), range(half, PRODUCTS))))
    seconds = time.perf_counter() - begin
    assert 0 < ordered < PRODUCTS
    return [
        {"name": "reorder.100000_products", "value": round(seconds, 1), "unit": "s", "bound": PROMISED_S,
         "ratio": round(seconds / PROMISED_S, 3), "limit": 1.0},
        {"name": "reorder.100000_products.against_numpy", "value": round(seconds, 1), "unit": "s",
         "bound": round(bound, 1), "ratio": round(seconds / bound, 1), "limit": None},
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
