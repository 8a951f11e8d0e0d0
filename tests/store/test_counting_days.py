"""Whatever happens in a shop while its goods are counted, in the end the books say what is there."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.checks.stock import check
from kiosk.store.digests import table_digests
from kiosk.store.documents_stockroom import PlacedLine, StockPlaced
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.store.counting import approve, begin, count, counted, there_are
from tests.store.shop import Clock, line, new_store, open_shift, own_entries, sale, stock_up

GOODS, PLACES = ("p1", "p2", "p3"), ("", "A-01", "B-02")


class Day:
    """Two tills that sell off the floor and a keeper's terminal; the line between them is down now and then.

    real: what lies where, which nobody but a count finds out. Some of it is stolen, some was never booked.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self.random, self.clock = random.Random(seed), Clock()
        self.tills = [new_store(root / str(n), clock=self.clock) for n in range(3)]
        self.keeper = self.tills[0]
        stock_up(self.keeper, 3)
        self.real: Counter[tuple[str, str]] = Counter()
        for product in GOODS:
            for place in PLACES:
                quantity = self.random.randrange(20, 60) * 1000
                there_are(self.keeper, product, quantity, location=place, unit_cost=self.random.randrange(50, 300))
                self.real[product, place] = quantity
        self.replicate()
        self.shifts = [open_shift(till) for till in self.tills]

    def step(self) -> None:
        self.clock.now += self.random.randrange(1, 5000)
        self.random.choice((self.sell, self.sell, self.sell, self.steal, self.place, self.replicate))()

    def sell(self) -> None:
        """Whatever is sold was on the floor."""
        n, product = self.random.randrange(1, 3), self.random.choice(GOODS)
        quantity = min(self.random.randrange(1, 4) * 1000, self.real[product, ""])
        if quantity:
            self.tills[n].journal.append(sale(self.shifts[n], line(1, quantity, product_id=product)), actor="1001")
            self.real[product, ""] -= quantity

    def steal(self) -> None:
        where = self.random.choice(GOODS), self.random.choice(PLACES)
        self.real[where] -= min(1000, self.real[where])

    def place(self) -> None:
        product, source, target = self.random.choice(GOODS), *self.random.sample(PLACES, 2)
        quantity = min(5000, self.real[product, source])
        if quantity:
            moved = PlacedLine(product_id=product, quantity=Quantity(quantity), source=source, target=target)
            self.keeper.journal.append(StockPlaced(lines=(moved,)), actor="tom")
            self.real[product, source] -= quantity
            self.real[product, target] += quantity

    def replicate(self) -> None:
        for one in self.tills:
            for other in self.tills:
                if one is not other:
                    known = one.journal.origins().get(other.origin, 0)
                    one.journal.receive_many(own_entries(other)[known:])

    def count_all(self, steps: int) -> str:
        """Place by place, while the shop trades on; each line has the moment when it was counted."""
        stocktake = begin(self.keeper)
        lines = []
        for product, place in self.random.sample(sorted(self.real), len(self.real)):
            lines.append(counted(self.keeper, product, self.real[product, place], location=place))
            self.clock.now += 1
            for _ in range(steps):
                self.honest_step()
        count(self.keeper, stocktake, *lines)
        return stocktake

    def honest_step(self) -> None:
        self.clock.now += self.random.randrange(1, 5000)
        self.random.choice((self.sell, self.sell, self.place, self.replicate))()


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**9))
def test_after_any_day_with_a_count_on_hand_is_what_is_there(seed: int) -> None:
    with TemporaryDirectory() as name:
        day = Day(Path(name), seed)
        for _ in range(20):
            day.step()
        stocktake = day.count_all(steps=2)
        for _ in range(5):
            day.honest_step()
        approve(day.keeper, stocktake)
        # What the tills sold before they were counted may reach the keeper only now
        for _ in range(5):
            day.honest_step()
        day.replicate()
        for till in day.tills:
            agrees(till, day.real)
        assert len({repr(table_digests(till.book)) for till in day.tills}) == 1
        for till in day.tills:
            till.close()


def agrees(store: Store, real: Counter[tuple[str, str]]) -> None:
    for product in GOODS:
        lies = {r.location: r.quantity for r in store.stockroom.where(product)}
        assert lies == {place: real[product, place] for place in PLACES if real[product, place]}
        assert store.stock.level(product).on_hand == sum(lies.values())
    assert [f.severity for f in check(store)] == ["ok"]
