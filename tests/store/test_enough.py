"""What may leave by the books: of the product in all, of a batch in all its places, of a place."""

from __future__ import annotations

from typing import Any

from kiosk.store.documents_stockroom import PlacedLine, StockPlaced
from kiosk.store.enough import Missing, Taken, missing
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.store.counting import approve, begin, count, counted, differences, there_are
from tests.store.shop import line, open_shift, sale

A = {"batch": "L1", "expiry": "2026-12-01"}


def put(store: Store, quantity: int, place: str, **more: str) -> None:
    moved = PlacedLine(product_id="p1", quantity=Quantity(quantity), target=place, **more)
    store.journal.append(StockPlaced(lines=(moved,)), actor="1001")


def sell(store: Store, quantity: int, **more: Any) -> None:
    store.journal.append(sale(open_shift(store), line(1, quantity, product_id="p1", **more)), actor="1001")


def test_no_more_than_there_is_in_all(store: Store) -> None:
    there_are(store, "p1", 3000)
    assert missing(store, [Taken("p1", 2000), Taken("p1", 1000)]) is None
    assert missing(store, [Taken("p1", 2000), Taken("p1", 2000)]) == Missing("p1", Quantity(3000))


def test_a_batch_counts_wherever_it_lies(store: Store) -> None:
    there_are(store, "p1", 5000, **A)
    there_are(store, "p1", 9000)
    put(store, 3000, "A-01", **A)
    assert missing(store, [Taken("p1", 5000, "", "L1")]) is None
    assert missing(store, [Taken("p1", 6000, "", "L1")]) == Missing("p1", Quantity(5000), "L1")
    assert missing(store, [Taken("p1", 4000, "A-01", "L1")]) == Missing("p1", Quantity(3000), "L1", "", "A-01")


def test_what_only_comes_is_never_missing(store: Store) -> None:
    sell(store, 4000)
    assert missing(store, [Taken("p1", -1000)]) is None
    assert missing(store, [Taken("p1", 1000)]) == Missing("p1", Quantity(0))


def test_what_was_sold_without_its_batch_is_seen_off_the_shelf(store: Store) -> None:
    there_are(store, "p1", 10_000, **A)
    put(store, 10_000, "A-01", **A)
    sell(store, 4000)
    assert [(r.location, r.batch, r.quantity) for r in store.stockroom.where("p1")] == [("A-01", "L1", 6000)]
    assert [r.quantity for r in store.stockroom.at("A-01")] == [6000]
    assert store.stockroom.usual_place("p1") == "A-01"


def test_what_was_sold_off_a_shelf_is_not_missed_a_second_time_when_that_shelf_is_counted(store: Store) -> None:
    there_are(store, "p1", 10_000, **A)
    put(store, 10_000, "A-01", **A)
    sell(store, 4000)
    sell(store, 1000, batch="L1", expiry="2026-12-01")
    stocktake = begin(store, "location", "A-01")
    count(store, stocktake, counted(store, "p1", 4500, location="A-01", **A))
    # half a piece is gone; the rest was sold: by its batch, and without a word of it
    assert differences(store, stocktake) == {
        ("p1", "A-01", "L1"): -5500, ("p1", "", "L1"): 1000, ("p1", "", ""): 4000
    }  # fmt: skip
    approve(store, stocktake, uncounted=False)
    assert store.stock.level("p1").on_hand == 4500
    assert [(r.location, r.quantity) for r in store.stockroom.where("p1")] == [("A-01", 4500)]


def test_a_shelf_of_which_nobody_counted_anything_owes_nothing_twice_either(store: Store) -> None:
    there_are(store, "p1", 10_000)
    put(store, 10_000, "A-01")
    sell(store, 10_000)
    stocktake = store.stocktakes.get(begin(store, "location", "A-01"))
    assert stocktake is not None
    found = store.stocktakes.compare(stocktake, store.journal.moment(), none=True)
    assert {(c.location, c.counted, c.difference) for c in found} == {("A-01", 0, -10_000), ("", 0, 10_000)}
