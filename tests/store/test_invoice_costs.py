"""A supplier's invoice at another price: what is still there costs what it says, what was sold is told apart."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.checks import stock as stock_check
from kiosk.store.demand import DAY_MS
from kiosk.store.documents_stockroom import CostCorrected, GoodsReceived, InvoicedLine, ReceivedLine, SupplierInvoiced
from kiosk.store.store import Store
from kiosk.store.valuation import Valuation, valuate
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.shop import Clock, line, new_store, open_shift, sale, stock_up


def came(store: Store, pieces: int, price: int | None, product: str = "p1") -> str:
    """At `price` cents a piece."""
    goods = ReceivedLine(
        product_id=product, quantity=Quantity(pieces * 1000), price=None if price is None else price * 10_000
    )
    return store.journal.append(GoodsReceived(supplier_id="V1", lines=(goods,)), actor="1").id


def billed(store: Store, receipt: str, more: int, *, whole: bool = False, product: str = "p1") -> str:
    """`more` cents than it was taken in at, for all of it."""
    document = SupplierInvoiced(
        receipt_id=receipt, supplier_id="V1", number="R1", amount=Money(1),
        lines=(InvoicedLine(product, Quantity(1000), Money(1)),),
        corrections=(CostCorrected(product, Money(more), whole),) if more else (),
    )  # fmt: skip
    return store.journal.append(document, actor="1").id


def sold(store: Store, pieces: int) -> None:
    store.journal.append(sale(open_shift(store), line(1, pieces * 1000)), actor="1")


def average(store: Store) -> int:
    return store.stock.level("p1").average_cost


def worth(store: Store) -> Valuation:
    return valuate(store, "2023-11-15", "2023-11-14", 0)


def told(found: Valuation) -> tuple[int, int, int]:
    """Worth now, what invoices added to it, what they say that cost more which is gone."""
    return found.now, dict(found.changes).get("invoiced", Money(0)), found.variance


@pytest.fixture
def stocked(store: Store) -> Store:
    stock_up(store, 3)
    return store


def test_goods_that_are_still_there_cost_what_the_invoice_says(stocked: Store) -> None:
    billed(stocked, came(stocked, 10, 100), 200)
    assert average(stocked) == 120 * 10_000
    assert told(worth(stocked)) == (1200, 200, 0)


def test_what_was_sold_already_is_told_apart(stocked: Store) -> None:
    receipt = came(stocked, 10, 100)
    sold(stocked, 4)
    billed(stocked, receipt, 200)
    assert average(stocked) == 120 * 10_000
    assert told(worth(stocked)) == (720, 120, 80)


def test_nothing_is_left_to_bear_it(stocked: Store) -> None:
    receipt = came(stocked, 10, 100)
    sold(stocked, 12)
    billed(stocked, receipt, 200)
    assert average(stocked) == 100 * 10_000
    assert told(worth(stocked)) == (-200, 0, 200)


def test_other_goods_bear_no_more_than_their_average(stocked: Store) -> None:
    came(stocked, 30, 100)
    billed(stocked, came(stocked, 10, 100), 200)
    assert average(stocked) == 105 * 10_000
    assert told(worth(stocked)) == (4200, 200, 0)


def test_no_cost_falls_below_nothing(stocked: Store) -> None:
    came(stocked, 90, 1)
    receipt = came(stocked, 10, 100)
    sold(stocked, 90)
    billed(stocked, receipt, -1000)
    assert average(stocked) == 0
    assert told(worth(stocked)) == (0, -109, -891)


def test_another_invoice_stands_in_place_of_the_first(stocked: Store) -> None:
    came(stocked, 7, 33)
    receipt = came(stocked, 10, 100)
    sold(stocked, 5)
    before = average(stocked), worth(stocked)
    billed(stocked, receipt, 211)
    assert average(stocked) != before[0]
    billed(stocked, receipt, 0)
    assert (average(stocked), worth(stocked)) == before
    billed(stocked, receipt, 24)
    assert told(worth(stocked))[1:] == (24, 0)


def test_the_invoice_is_the_first_to_tell_a_price(stocked: Store) -> None:
    billed(stocked, came(stocked, 10, None), 1500, whole=True)
    assert average(stocked) == 150 * 10_000


def test_goods_without_a_price_were_taken_in_at_the_average(stocked: Store) -> None:
    came(stocked, 10, 100)
    receipt = came(stocked, 10, None)
    sold(stocked, 15)
    billed(stocked, receipt, 1200, whole=True)
    assert average(stocked) == 120 * 10_000
    assert told(worth(stocked)) == (600, 100, 100)


def test_only_what_is_on_the_invoice_is_corrected_by_it(stocked: Store) -> None:
    receipt = came(stocked, 10, 100)
    document = SupplierInvoiced(
        receipt_id=receipt, supplier_id="V1", number="R1", lines=(), amount=Money(0),
        corrections=(CostCorrected("p1", Money(5)),),
    )  # fmt: skip
    with pytest.raises(ValueError, match="line of the invoice"):
        stocked.journal.append(document, actor="1")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_what_invoices_say_is_in_the_worth_of_stock_or_told_apart_to_the_cent(seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    with TemporaryDirectory() as folder:
        store = new_store(Path(folder), clock=clock)
        stock_up(store, 3)
        shift, receipts, said = open_shift(store), list[str](), dict[str, int]()
        paid = 0
        for _ in range(30):
            clock.now += chance.randrange(1, DAY_MS)
            kind = chance.random()
            if kind < 0.3:
                pieces, price = chance.randint(1, 30), chance.randint(1, 300)
                receipts.append(came(store, pieces, price))
                paid += pieces * price
            elif kind < 0.6 and receipts:
                receipt = chance.choice(receipts)
                said[receipt] = chance.choice((-40, 0, 13, 1000))
                billed(store, receipt, said[receipt])
            else:
                store.journal.append(sale(shift, line(1, chance.randint(1, 15) * 1000)), actor="1")
        found = worth(store)
        _now, in_stock, apart = told(found)
        assert abs(in_stock + apart - sum(said.values())) <= 1
        left = sum(amount for why, amount in found.changes if why == "sale")
        came_in = sum(amount for why, amount in found.changes if why == "receipt")
        assert abs(found.now - (came_in + left + in_stock)) <= 2
        if not any(level < 0 for level in _levels(store)):
            assert abs(came_in - paid) <= 1 + len(receipts) // 2
        assert [f.severity for f in stock_check.check(store)] == ["ok"]
        store.close()


def _levels(store: Store) -> list[int]:
    moved = [q for (q,) in store.book.sql("SELECT quantity FROM stock_movement ORDER BY at, origin, seq, line")]
    return [sum(moved[:n]) for n in range(len(moved) + 1)]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9))
def test_in_whichever_order_invoices_come_the_cost_is_the_same(seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        first, second = new_store(root / "1", clock=clock), new_store(root / "2", clock=clock)
        stock_up(first, 3)
        receipts = [came(first, chance.randint(1, 9), 100) for _ in range(3)]
        for entry in first.journal.entries(first.origin, 0, 1000):
            second.journal.receive(entry)
        for _ in range(12):
            clock.now += chance.randrange(3)
            store = chance.choice((first, second))
            if chance.random() < 0.5:
                billed(store, chance.choice(receipts), chance.choice((-50, 0, 70, 333)))
            else:
                sold(store, chance.randint(1, 6))
        told_to_each_other(first, second, chance)
        assert first.stock.level("p1") == second.stock.level("p1")
        assert worth(first) == worth(second)
        first.close()
        second.close()


def told_to_each_other(first: Store, second: Store, chance: random.Random) -> None:
    for source, target in ((first, second), (second, first)):
        known = target.journal.origins().get(source.origin, 0)
        entries = source.journal.entries(source.origin, known, 1000)
        cuts = sorted({0, len(entries), *(chance.randint(0, len(entries)) for _ in range(3))})
        for start, end in pairwise(cuts):
            target.journal.receive_many(entries[start:end])
