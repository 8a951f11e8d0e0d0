from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.store.stock_levels import NEVER, Level, after
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.store.shop import Clock, line, new_store, open_shift, own_entries, received, sale


def test_what_never_moved_is_nothing(store: Store) -> None:
    assert (store.stock.level("p1").on_hand, store.stock.level("p1").average_cost) == (0, 0)
    assert store.stock.movements("p1") == ()


def test_goods_cost_what_was_paid_for_them_on_average(store: Store) -> None:
    store.journal.append(received("p1", 10_000, 100), actor="1")
    store.journal.append(received("p1", 30_000, 200), actor="1")
    assert store.stock.level("p1").average_cost == 175 * 10_000
    store.journal.append(sale(open_shift(store), line(1, 20_000)), actor="1")
    level = store.stock.level("p1")
    assert (level.on_hand, level.average_cost) == (20_000, 175 * 10_000)


def test_goods_sold_before_they_came_cost_what_the_next_ones_do(store: Store) -> None:
    store.journal.append(received("p1", 1000, 100), actor="1")
    store.journal.append(sale(open_shift(store), line(1, 5000)), actor="1")
    assert store.stock.level("p1").average_cost == 100 * 10_000
    store.journal.append(received("p1", 10_000, 140), actor="1")
    level = store.stock.level("p1")
    assert (level.on_hand, level.average_cost) == (6000, 140 * 10_000)


def test_what_comes_back_comes_back_at_the_cost_it_left_with(store: Store) -> None:
    shift = open_shift(store)
    store.journal.append(received("p1", 2000, 100), actor="1")
    sold = store.journal.append(sale(shift, line(1, 1000, 300, cost=100)), actor="1")
    store.journal.append(received("p1", 1000, 200), actor="1")
    store.journal.append(sale(shift, line(1, -1000, 300, of_sale=sold.id, of_line=1, cost=100)), actor="1")
    level = store.stock.level("p1")
    assert (level.on_hand, level.average_cost) == (3000, divide_evenly(100, 200, 100))


def divide_evenly(*costs: int) -> int:
    return (sum(costs) * 10_000 + len(costs) // 2) // len(costs)


def test_goods_of_unknown_cost_take_the_first_cost_that_is_known(store: Store) -> None:
    store.journal.append(received("p1", 5000), actor="1")
    assert store.stock.level("p1").average_cost == 0
    store.journal.append(received("p1", 1000, 80), actor="1")
    assert store.stock.level("p1").average_cost == 80 * 10_000


def test_movements_are_listed_newest_first_with_their_reasons(store: Store, clock: Clock) -> None:
    lines = (AdjustmentLine(product_id="p1", quantity=Quantity(5000), unit_cost=9, batch="L1", expiry="2027-01-31"),)
    store.journal.append(StockAdjusted(reason="found", lines=lines), actor="1")
    clock.now += 1
    sold = store.journal.append(sale(open_shift(store), line(1, 2000)), actor="1")
    newest, oldest = store.stock.movements("p1")
    assert (newest.entry_id, newest.why, newest.quantity) == (sold.id, "sale", -2000)
    assert (oldest.why, oldest.quantity, oldest.cost, oldest.batch, oldest.expiry) == (
        "found", 5000, 90_000, "L1", "2027-01-31",
    )  # fmt: skip


def test_each_shop_has_its_own_stock(store: Store, tmp_path: Path) -> None:
    other = new_store(tmp_path / "other", "S02")
    other.journal.append(received("p1", 7000, 10), actor="1")
    for entry in own_entries(other):
        store.journal.receive(entry)
    assert store.stock.level("p1").on_hand == 0
    assert other.stock.level("p1").on_hand == 7000
    other.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-9000, 9000), st.none() | st.integers(0, 10**7)), max_size=30))
def test_an_average_lies_between_the_lowest_and_the_highest_cost(moves: list[tuple[int, int | None]]) -> None:
    level = Level(0, 0, NEVER)
    for n, (quantity, cost) in enumerate(moves, start=1):
        level = after(level, (n, "A", n), quantity, cost)
    paid = [cost for quantity, cost in moves if quantity > 0 and cost is not None]
    assert level.on_hand == sum(quantity for quantity, _ in moves)
    if paid:
        assert min(paid) <= level.average <= max(paid)
    else:
        assert level == Level(level.on_hand, 0, NEVER)


def test_goods_received_at_another_till_that_are_heard_of_late_cost_the_same_in_the_end(tmp_path: Path) -> None:
    chance = random.Random(3)
    clocks = [Clock(), Clock()]
    tills = [new_store(tmp_path / str(n), clock=clock) for n, clock in enumerate(clocks)]
    for _ in range(40):
        n = chance.randrange(2)
        clocks[n].now += chance.randrange(5)
        tills[n].journal.append(
            received("p1", chance.choice((-3000, 2000, 5000)), chance.choice((None, 7, 11))), actor="1"
        )
    first, second = own_entries(tills[0]), own_entries(tills[1])
    for entry in second:
        tills[0].journal.receive(entry)
    for entry in first:
        tills[1].journal.receive(entry)
    assert tills[0].stock.level("p1") == tills[1].stock.level("p1")
    for till in tills:
        till.close()
