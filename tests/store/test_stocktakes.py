"""Stocktakes: what was counted is compared with the books of that moment, and stands once it is approved."""

from __future__ import annotations

import pytest

from kiosk.exc import Refused
from kiosk.store import schema
from kiosk.store.checks.stock import check
from kiosk.store.digests import table_digest
from kiosk.store.documents_counting import StockCounted, StocktakeCancelled
from kiosk.store.rebuild import rebuild
from kiosk.store.store import Store
from tests.store.counting import again, approve, begin, compared, count, counted, differences, there_are
from tests.store.shop import Clock, line, open_shift, own_entries, received, sale


@pytest.fixture
def shift(store: Store) -> str:
    return open_shift(store)


def sell(store: Store, clock: Clock, shift: str, quantity: int = 1000, **more: object) -> None:
    clock.now += 1000
    store.journal.append(sale(shift, line(1, quantity, **more)), actor="1001")
    clock.now += 1000


def on_hand(store: Store, product: str = "p1") -> int:
    return int(store.stock.level(product).on_hand)


def test_what_was_counted_stands_once_it_is_approved(store: Store, clock: Clock) -> None:
    there_are(store, "p1", 10_000, unit_cost=250)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 8000))
    assert on_hand(store) == 10_000
    (row,) = compared(store, stocktake)
    assert (row.counted, row.expected, row.value) == (8000, 10_000, -500)
    clock.now += 1000
    approved = approve(store, stocktake)
    assert on_hand(store) == 8000
    assert store.stock.level("p1").average_cost == 2_500_000
    adjustment = store.adjustments.recent()[0]
    assert (adjustment.id, adjustment.reason, adjustment.value) == (approved.id, "count", -500)
    assert [s.state for s in store.stocktakes.latest()] == ["approved"]


def test_trade_goes_on_while_goods_are_counted(store: Store, clock: Clock, shift: str) -> None:
    there_are(store, "p1", 10_000)
    stocktake = begin(store)
    sell(store, clock, shift)
    count(store, stocktake, counted(store, "p1", 9000))
    sell(store, clock, shift, 2000)
    assert differences(store, stocktake) == {}
    approve(store, stocktake)
    assert on_hand(store) == 7000


def test_documents_of_several_terminals_add_up(store: Store) -> None:
    there_are(store, "p1", 10_000)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 4000), actor="tom")
    count(store, stocktake, counted(store, "p1", 6000), actor="amy")
    assert differences(store, stocktake) == {}
    assert store.stocktakes.latest()[0].counters == ("tom", "amy")


def test_places_and_batches_are_compared_one_by_one(store: Store) -> None:
    there_are(store, "p1", 5000, location="A-01")
    there_are(store, "p1", 5000, batch="L1", expiry="2027-01-31")
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 3000, location="A-01"), counted(store, "p1", 6000, batch="L1"))
    assert differences(store, stocktake) == {("p1", "A-01", ""): -2000, ("p1", "", "L1"): 1000}
    approve(store, stocktake)
    assert {(r.location, r.batch): r.quantity for r in store.stockroom.where("p1")} == {
        ("A-01", ""): 3000, ("", "L1"): 6000,
    }  # fmt: skip


def test_what_is_not_found_of_goods_that_were_counted_is_gone(store: Store, clock: Clock, shift: str) -> None:
    """Sales name no place: what was sold off the shelf is missing there and owed on the floor. It comes out even."""
    there_are(store, "p1", 10_000, location="A-01")
    sell(store, clock, shift, 4000)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 6000, location="A-01"))
    sell(store, clock, shift, 1000)
    approve(store, stocktake)
    assert on_hand(store) == 5000
    assert {(r.location, r.quantity) for r in store.stockroom.where("p1")} == {("A-01", 5000)}


def test_goods_that_nobody_counted_are_named_and_left_alone_if_wished(store: Store) -> None:
    there_are(store, "p1", 1000)
    there_are(store, "p2", 2000)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 1000))
    assert [(c.product_id, c.counted) for c in compared(store, stocktake)] == [("p1", 1000), ("p2", None)]
    approve(store, stocktake, uncounted=False)
    assert on_hand(store, "p2") == 2000


def test_or_are_gone(store: Store) -> None:
    there_are(store, "p2", 2000)
    approve(store, begin(store))
    assert on_hand(store, "p2") == 0


def test_a_place_is_counted_without_a_word_about_the_others(store: Store) -> None:
    there_are(store, "p1", 1000, location="A-01")
    there_are(store, "p1", 5000)
    there_are(store, "p2", 2000, location="B-01")
    stocktake = begin(store, "location", "A-01")
    count(store, stocktake, counted(store, "p1", 3000, location="A-01"))
    assert differences(store, stocktake) == {("p1", "A-01", ""): 2000}


def test_a_category_is_counted_without_a_word_about_the_others(store: Store) -> None:
    from tests.store.shop import product

    store.journal.append(product(2, category_id="other"), actor="1")
    there_are(store, "p1", 1000)
    there_are(store, "p2", 2000)
    stocktake = store.stocktakes.get(begin(store, "category", "drinks"))
    assert stocktake is not None
    assert store.stocktakes.products(stocktake) == {"p1"}


def test_what_is_counted_again_does_not_add_to_what_was_counted_before(store: Store, clock: Clock) -> None:
    there_are(store, "p1", 10_000)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 100_000), counted(store, "p2", 1000))
    clock.now += 1000
    again(store, stocktake, "p1")
    assert store.stocktakes.again(stocktake) == ("p1",)
    assert [c.counted for c in compared(store, stocktake)] == [None, 1000]
    clock.now += 1000
    count(store, stocktake, counted(store, "p1", 10_000))
    assert store.stocktakes.again(stocktake) == ()
    assert differences(store, stocktake) == {("p2", "", ""): 1000}


def test_a_count_given_up_changes_nothing(store: Store) -> None:
    there_are(store, "p1", 10_000)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 1000))
    store.journal.append(StocktakeCancelled(stocktake_id=stocktake), actor="lee")
    assert store.stocktakes.open() == ()
    assert on_hand(store) == 10_000


def test_one_count_approved_twice_counts_once(store: Store, clock: Clock) -> None:
    there_are(store, "p1", 10_000)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 7000))
    approve(store, stocktake)
    clock.now += 1000
    approve(store, stocktake)
    assert on_hand(store) == 7000


def test_a_sale_that_comes_late_was_in_the_count(store: Store, clock: Clock, shift: str) -> None:
    """A till was away. What it sold before the count was missing from the shelf already when it was counted."""
    there_are(store, "p1", 10_000, unit_cost=100)
    stocktake = begin(store)
    clock.now += 10_000
    count(store, stocktake, counted(store, "p1", 8000))
    clock.now += 10_000
    approve(store, stocktake)
    store.journal.append(received("p1", 2000, 150), actor="1")
    before = store.stock.level("p1")
    store.book.sql("UPDATE origin SET at = 0")
    late = clock.now
    clock.now -= 15_000
    store.journal.append(sale(shift, line(1, 2000)), actor="1001")
    assert store.stock.level("p1") == before
    clock.now = late - 5000
    store.journal.append(sale(shift, line(1, 1000)), actor="1001")
    assert on_hand(store) == before.on_hand - 1000
    assert [f.severity for f in check(store)] == ["ok"]


def test_the_tables_made_anew_are_those_of_before(store: Store, clock: Clock, shift: str) -> None:
    there_are(store, "p1", 10_000, unit_cost=100)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 8000, batch="L1"), counted(store, "p2", 1000, location="A"))
    sell(store, clock, shift)
    approve(store, stocktake)
    sell(store, clock, shift)
    digest = table_digest(store.book)
    rebuild(store)
    assert table_digest(store.book) == digest


def test_a_count_waits_for_the_stocktake_it_belongs_to(store: Store) -> None:
    with pytest.raises(Refused):
        store.journal.append(StockCounted(stocktake_id="ZZZZZZ-1", lines=()), actor="1")


def test_what_turns_over_and_when_it_was_counted(store: Store, clock: Clock, shift: str) -> None:
    there_are(store, "p1", 10_000, unit_cost=200)
    sell(store, clock, shift, 3000)
    assert store.stocktakes.usage(0) == {"p1": 600}
    assert store.stocktakes.usage(clock.now + 1) == {}
    assert store.stocktakes.last_counted() == {}
    stocktake = begin(store)
    moment = store.journal.moment()
    count(store, stocktake, counted(store, "p1", 7000))
    approve(store, stocktake)
    assert store.stocktakes.last_counted() == {"p1": moment}


def test_nothing_is_said_of_a_count_in_which_nothing_differs(store: Store) -> None:
    there_are(store, "p1", 1000)
    stocktake = begin(store)
    count(store, stocktake, counted(store, "p1", 1000))
    approve(store, stocktake)
    assert [m.why for m in store.stock.movements("p1")] == ["opening"]


def test_a_database_of_before_has_room_for_counts(store: Store) -> None:
    for table in ("stocktake", "stocktake_step", "count_line", "stock_counted"):
        store.book.sql(f"DROP TABLE {table}")
    schema.set_meta(store.book, "schema_version", "6")
    schema.migrate(store.book)
    approve(store, begin(store))
    assert len(own_entries(store)) > 0
    assert [s.state for s in store.stocktakes.latest()] == ["approved"]
