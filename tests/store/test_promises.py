"""What is kept for customers follows from their orders, sales and cancellations, in whatever order these come."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from kiosk.store.digests import table_digests
from kiosk.store.documents_promises import CustomerOrderCancelled, CustomerOrdered, CustomerOrderReady, PromisedLine
from kiosk.store.entry import Entry
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.shop import line, new_store, open_shift, own_entries, sale, stock_up


def order(store: Store, *lines: tuple[str, int], deposit: int = 0) -> str:
    document = CustomerOrdered(
        customer_id="C1", lines=tuple(PromisedLine(p, Quantity(q)) for p, q in lines), total=Money(500),
        deposit=Money(deposit), promised="2026-12-01", body=msgspec.Raw(b"{}"),
    )  # fmt: skip
    return store.journal.append(document, actor="1001").id


def collect(store: Store, order_id: str, *lines: tuple[str, int]) -> str:
    sold = (line(n, q, 100, product_id=p) for n, (p, q) in enumerate(lines, 1))
    return store.journal.append(sale(open_shift(store), *sold, order_id=order_id), actor="1001").id


def ready(store: Store, order_id: str, *lines: tuple[str, int], whole: bool = True) -> None:
    picked = tuple(PromisedLine(p, Quantity(q)) for p, q in lines)
    store.journal.append(CustomerOrderReady(order_id=order_id, lines=picked, whole=whole), actor="1001")


def made(path: Path) -> Path:
    path.mkdir()
    return path


def test_an_order_keeps_goods_until_they_are_collected(store: Store) -> None:
    first = order(store, ("p1", 3000), ("p2", 1000))
    assert store.promises.kept("p1") == 3000
    assert store.promises.kept("p1", but=first) == 0
    assert store.promises.orders_of("p1") == ((first, 3000),)
    collect(store, first, ("p1", 2000))
    assert store.promises.kept_for(first) == {"p1": 1000, "p2": 1000}
    assert [p.state for p in store.promises.open()] == ["part_collected"]
    collect(store, first, ("p1", 1000), ("p2", 1000))
    assert store.promises.all_kept() == {}
    assert store.promises.open() == ()
    assert [p.state for p in store.promises.latest()] == ["collected"]


def test_a_cancelled_order_keeps_nothing(store: Store) -> None:
    first = order(store, ("p1", 3000))
    assert store.promises.waiting() == 1
    store.journal.append(CustomerOrderCancelled(order_id=first, reason="unwanted"), actor="1001")
    assert store.promises.kept("p1") == 0
    assert store.promises.waiting() == 0
    assert store.promises.get(first).state == "cancelled"  # type: ignore[union-attr]


def test_goods_given_out_twice_are_told(store: Store) -> None:
    first = order(store, ("p1", 1000))
    for _ in range(2):
        collect(store, first, ("p1", 1000))
    assert store.promises.get(first).state == "over"  # type: ignore[union-attr]


def test_an_order_is_ready_in_parts_and_stays_kept(store: Store) -> None:
    first = order(store, ("p1", 3000), ("p2", 1000))
    assert store.promises.ready(first).state == ""
    ready(store, first, ("p1", 2000), whole=False)
    assert store.promises.ready(first) == ("part", {"p1": 1000, "p2": 1000}, {})
    collect(store, first, ("p1", 2000))
    assert store.promises.ready(first).left == {"p1": 1000, "p2": 1000}
    ready(store, first, ("p1", 1000), ("p2", 1000), whole=False)
    assert store.promises.all_ready()[first].state == "whole"
    assert store.promises.kept_for(first) == {"p1": 1000, "p2": 1000}


def test_what_was_collected_from_the_shelf_is_not_picked(store: Store) -> None:
    first = order(store, ("p1", 3000))
    collect(store, first, ("p1", 1000))
    assert store.promises.ready(first).left == {"p1": 2000}
    ready(store, first, ("p1", 2000))
    assert store.promises.ready(first).state == "whole"


def test_an_order_picked_twice_is_told_until_it_goes_back(store: Store) -> None:
    first = order(store, ("p1", 3000))
    for _ in range(2):
        ready(store, first, ("p1", 3000))
    assert store.promises.ready(first) == ("twice", {}, {"p1": 3000})
    ready(store, first, ("p1", -3000), whole=False)
    assert store.promises.ready(first).state == "whole"


def test_an_order_that_is_over_is_no_longer_to_be_picked(store: Store) -> None:
    first, second = order(store, ("p1", 1000)), order(store, ("p1", 1000))
    collect(store, first, ("p1", 1000))
    store.journal.append(CustomerOrderCancelled(order_id=second, reason="unwanted"), actor="1001")
    assert store.promises.all_ready() == {}


@pytest.mark.parametrize("seed", range(4))
def test_two_tills_come_to_the_same_in_whatever_order_they_hear_of_each_other(tmp_path: Path, seed: int) -> None:
    one, two = new_store(made(tmp_path / "one")), new_store(made(tmp_path / "two"))
    stock_up(one)
    chance = random.Random(seed)
    first = order(one, ("p1", 3000), ("p2", 2000))
    order(one, ("p1", 1000))
    two.journal.receive_many(own_entries(one))
    collect(one, first, ("p1", 2000))
    ready(one, first, ("p1", 2000), ("p2", 2000), whole=False)
    ready(two, first, ("p1", 3000), ("p2", 2000))
    collect(two, first, ("p1", 3000), ("p2", 1000))
    two.journal.append(CustomerOrderCancelled(order_id=first, reason="mistake"), actor="1001")
    mine, theirs = own_entries(one), own_entries(two)
    third = new_store(made(tmp_path / "three"))
    heard: list[Entry] = []
    while mine or theirs:
        source = chance.choice([s for s in (mine, theirs) if s])
        heard.append(source.pop(0))
    for entry in heard:
        third.journal.receive(entry)
    one.journal.receive_many(own_entries(two))
    two.journal.receive_many(own_entries(one))
    digests = [{k: v for k, v in table_digests(s.book).items() if "promise" in k or k == "reserved"}
               for s in (one, two, third)]  # fmt: skip
    assert digests[0] == digests[1] == digests[2]
    assert one.promises.get(first).state == "over"  # type: ignore[union-attr]
    assert {s.promises.ready(first).over["p1"] for s in (one, two, third)} == {2000}
    for store in (one, two, third):
        store.close()
