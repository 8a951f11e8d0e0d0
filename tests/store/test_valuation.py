"""The value of stock, and what changed it, against the plain sums over all movements."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.demand import DAY_MS
from kiosk.store.store import Store
from kiosk.store.valuation import keep, kept, valuate
from tests.store.shop import Clock, line, new_store, open_shift, received, sale, stock_up

DAY, BEFORE = "2023-11-15", "2023-11-14"


def test_what_came_and_went_is_told_by_its_reason(store: Store, clock: Clock) -> None:
    store.journal.append(received("p1", 10_000, 100), actor="1")
    clock.now += DAY_MS
    begin = clock.now
    store.journal.append(sale(open_shift(store), line(1, 4000)), actor="1")
    store.journal.append(received("p2", 1000, 50), actor="1")
    found = valuate(store, DAY, BEFORE, begin)
    assert (found.before, found.now) == (1000, 650)
    assert found.changes == (("sale", -400), ("opening", 50))
    assert [(p.category_id, p.products, p.worth) for p in found.parts] == [("drinks", 2, 650)]


def test_goods_costed_anew_change_the_value_of_what_was_there_too(store: Store, clock: Clock) -> None:
    store.journal.append(received("p1", 1000, 100), actor="1")
    store.journal.append(sale(open_shift(store), line(1, 3000)), actor="1")  # two more than there were
    clock.now += DAY_MS
    store.journal.append(received("p1", 10_000, 200), actor="1")
    found = valuate(store, DAY, BEFORE, clock.now)
    assert (found.before, found.now) == (-200, 1600)
    assert found.changes == (("opening", 1800),)


def test_it_is_kept_until_the_next_one(store: Store) -> None:
    assert kept(store) is None
    found = valuate(store, DAY, BEFORE, 0)
    keep(store, found)
    assert kept(store) == found


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_the_value_is_the_value_before_and_all_changes(tmp_path_factory: object, seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    store = new_store(_folder(tmp_path_factory), clock=clock)
    stock_up(store, 3)
    shift = open_shift(store)
    for _ in range(20):
        clock.now += chance.randrange(1, 3 * DAY_MS)
        product = f"p{chance.randint(1, 3)}"
        if chance.random() < 0.4:
            cost = chance.choice((None, chance.randrange(1, 500)))
            store.journal.append(received(product, 1000 * chance.randint(1, 30), cost), actor="1")
        else:
            store.journal.append(sale(shift, line(1, 1000 * chance.randint(1, 9), product_id=product)), actor="1")
    begin = clock.now - chance.randrange(30) * DAY_MS
    exact = sum(store.stock.level(p).on_hand * store.stock.level(p).average_cost for p in ("p1", "p2", "p3"))
    found = valuate(store, DAY, BEFORE, begin)
    assert abs(found.now * 10_000_000 - exact) <= 5_000_000
    assert abs(found.now - found.before - sum(v for _why, v in found.changes)) <= 1 + len(found.changes) // 2
    assert abs(found.now - sum(p.worth for p in found.parts)) <= 1
    store.close()


def _folder(factory: object) -> Path:
    return factory.mktemp("valuation")  # type: ignore[attr-defined, no-any-return]
