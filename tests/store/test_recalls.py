from __future__ import annotations

from kiosk.store.store import Store
from tests.store.counting import there_are
from tests.store.shop import Clock, line, open_shift, sale


def test_every_sale_of_a_batch_is_found_with_who_bought(store: Store, clock: Clock) -> None:
    there_are(store, "p1", 10_000, batch="L1", expiry="2027-01-31")
    there_are(store, "p1", 10_000, batch="L2")
    shift = open_shift(store)
    clock.now += 1000
    first = store.journal.append(
        sale(shift, line(1, 2000, batch="L1"), line(2, batch="L1"), customer_id="c1"), actor="1"
    )
    clock.now += 1000
    two = sale(shift, line(1, 1000, batch="L1"), line(2, 3000, batch="L1", product_id="p1"))
    second = store.journal.append(two, actor="1")
    store.journal.append(sale(shift, line(1, 5000, batch="L2")), actor="1")
    found = store.recalls.sales("p1", "L1")
    assert [(s.sale_id, s.customer_id, s.quantity) for s in found] == [
        (second.id, "", 4000), (first.id, "c1", 2000),
    ]  # fmt: skip


def test_what_came_back_is_told_apart(store: Store) -> None:
    there_are(store, "p1", 10_000, batch="L1")
    shift = open_shift(store)
    sold = store.journal.append(sale(shift, line(1, 2000, batch="L1")), actor="1")
    store.journal.append(sale(shift, line(1, -1000, batch="L1", of_sale=sold.id, of_line=1)), actor="1")
    assert sorted(s.quantity for s in store.recalls.sales("p1", "L1")) == [-1000, 2000]


def test_batches_are_known_even_when_nothing_is_left_of_them(store: Store) -> None:
    there_are(store, "p1", 1000, batch="L2", expiry="2028-01-31")
    there_are(store, "p1", 2000, batch="L1", expiry="2027-01-31", location="A-01")
    there_are(store, "p1", -1000, batch="L2", expiry="2028-01-31")
    assert [(b.batch, b.expiry, b.left) for b in store.recalls.batches("p1")] == [
        ("L1", "2027-01-31", 2000), ("L2", "2028-01-31", 0),
    ]  # fmt: skip


def test_sales_that_name_no_batch_are_counted_from_when_the_batch_came(store: Store, clock: Clock) -> None:
    shift = open_shift(store)
    store.journal.append(sale(shift, line(1, 9000)), actor="1")
    clock.now += 1000
    there_are(store, "p1", 10_000, batch="L1")
    clock.now += 1000
    store.journal.append(sale(shift, line(1, 3000)), actor="1")
    assert store.recalls.unnamed("p1", "L1") == 3000
    assert store.recalls.unnamed("p1", "never") == 0
