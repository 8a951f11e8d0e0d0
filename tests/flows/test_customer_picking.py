"""Customers' orders in the stock room: picked by scanning, ready with a slip, picked once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.flows.customer_orders import CustomerOrders
from kiosk.flows.customer_picking import PickOrder, ToPick, waiting
from kiosk.hw.ports import Signal
from kiosk.store.documents_promises import CustomerOrderCancelled, CustomerOrdered, CustomerOrderReady, PromisedLine
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, RICE, WATER
from tests.flows.keeper import number, strip
from tests.flows.neighbour import Chain
from tests.flows.shop import Shop
from tests.flows.test_picking import found, place, put


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    chain = Chain(tmp_path)
    yield chain
    chain.close()


def ordered(chain: Chain, *goods: tuple[str, int], day: str = "2026-12-01") -> str:
    lines = tuple(PromisedLine(p, Quantity(n * 1000)) for p, n in goods)
    document = CustomerOrdered(
        customer_id="C1", lines=lines, total=Money(500), promised=day, body=msgspec.Raw(b"{}")
    )  # fmt: skip
    return chain.shop.store.journal.append(document, actor="1001").id


def pick(chain: Chain, order: str) -> Shop:
    chain.shop.act("pick")
    chain.shop.do("choose", order)
    assert isinstance(chain.shop.front, PickOrder)
    return chain.shop


def ready(chain: Chain, order: str, *goods: tuple[str, int]) -> None:
    """Another terminal that had not heard of anything said so."""
    lines = tuple(PromisedLine(p, Quantity(n * 1000)) for p, n in goods)
    chain.shop.store.journal.append(CustomerOrderReady(order_id=order, lines=lines), actor="1002")


def rows(shop: Shop) -> list[str]:
    return [r.id for r in shop.body.rows]


def test_the_badge_says_how_many_wait_and_the_soonest_comes_first(chain: Chain) -> None:
    late = ordered(chain, ("cola", 1), day="2026-12-09")
    someday = ordered(chain, ("cola", 1), day="")
    soon = ordered(chain, ("cola", 1), day="2026-12-02")
    chain.shop.front.news()
    chain.shop.tick(2)
    assert next(a.badge for a in chain.shop.body.tasks if a.id == "pick") == 3
    chain.shop.act("pick")
    assert rows(chain.shop) == [soon, late, someday]


def test_an_order_is_picked_on_the_way_and_lies_ready_with_a_slip(chain: Chain) -> None:
    put(chain, "water", 10, "B-01")
    put(chain, "cola", 10, "A-02")
    order = ordered(chain, ("water", 1), ("cola", 2))
    shop = pick(chain, order)
    before = shop.on_hand("cola")
    assert (place(shop), number(shop)) == ("Place A-02", "0 / 2")
    shop.scan(RICE)
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    assert shop.body.edge.tone == "error"
    assert strip(shop) == "Rice is not wanted. Put it back."
    for code in (COLA, COLA, WATER):
        shop.scan(code)
    shop.act("done")
    assert isinstance(shop.front, ToPick)
    assert strip(shop) == f"Ready for Zhang: {order}."
    assert rows(shop) == []
    assert waiting(shop.counter) == 0
    assert shop.store.promises.ready(order).state == "whole"
    assert shop.on_hand("cola") == before
    assert shop.store.promises.kept("cola") == 2000
    lying = {r.location: r.quantity for r in shop.store.stockroom.where("cola")}
    assert lying["A-02"] == 8000
    paper = shop.devices.papers[-1].paper.decode()
    assert order in paper
    assert "READY TO COLLECT" in paper or "备好" in paper


def test_the_batch_that_expires_first_is_proposed(chain: Chain) -> None:
    found(chain, "milk", 5, "A-01", "LATE", "2027-01-01")
    found(chain, "milk", 5, "B-01", "SOON", "2026-12-24")
    shop = pick(chain, ordered(chain, ("milk", 3)))
    assert place(shop) == "Place B-01"


def test_what_is_missing_is_said_and_the_rest_is_picked_later(chain: Chain) -> None:
    order = ordered(chain, ("water", 1), ("cola", 2))
    shop = pick(chain, order)
    shop.scan(COLA)
    shop.act("done")
    assert str(shop.overlay.detail) == "Short: 2 rows."
    shop.do("confirm")
    assert strip(shop) == f"Partly ready for Zhang: {order}."
    assert rows(shop) == [order]
    shop.do("choose", order)
    assert shop.front.plan.wanted == {"water": 1000, "cola": 1000}
    for code in (COLA, WATER):
        shop.scan(code)
    shop.act("done")
    assert rows(shop) == []


def test_a_slip_opens_its_order_and_one_that_is_over_is_refused(chain: Chain) -> None:
    first, second = ordered(chain, ("cola", 1)), ordered(chain, ("cola", 1))
    shop = chain.shop
    shop.store.journal.append(CustomerOrderCancelled(order_id=second, reason="unwanted"), actor="1001")
    shop.act("pick")
    assert rows(shop) == [first]
    shop.scan(second)
    assert strip(shop) == f"Order {second}: Cancelled."
    shop.scan(first)
    assert isinstance(shop.front, PickOrder)


def test_a_slip_scanned_on_the_list_of_tasks_opens_its_order(chain: Chain) -> None:
    order = ordered(chain, ("cola", 1))
    shop = chain.shop
    shop.scan(order)
    assert isinstance(shop.front, PickOrder)
    shop.do("back")
    ready(chain, order, ("cola", 1))
    shop.scan(order)
    assert strip(shop) == f"Order {order} lies ready."


def test_an_order_cancelled_meanwhile_does_not_become_ready(chain: Chain) -> None:
    order = ordered(chain, ("cola", 1))
    shop = pick(chain, order)
    shop.scan(COLA)
    shop.store.journal.append(CustomerOrderCancelled(order_id=order, reason="unwanted"), actor="1001")
    shop.act("done")
    assert strip(shop) == f"Order {order}: Cancelled."
    assert shop.store.promises.ready(order).state == ""


def test_what_was_picked_meanwhile_is_not_picked_again(chain: Chain) -> None:
    order = ordered(chain, ("cola", 1))
    shop = pick(chain, order)
    shop.scan(COLA)
    ready(chain, order, ("cola", 1))
    shop.act("done")
    assert strip(shop) == f"Order {order} lies ready."


def test_an_order_picked_by_two_is_told_until_one_heap_goes_back(chain: Chain) -> None:
    order = ordered(chain, ("cola", 2))
    ready(chain, order, ("cola", 2))
    ready(chain, order, ("cola", 2))
    shop = chain.shop
    shop.act("warnings")
    assert "picked" in rows(shop)
    shop.do("choose", "picked")
    assert [(r.id, r.tone) for r in shop.body.rows] == [(order, "error")]
    shop.do("choose", order)
    shop.do("confirm")
    assert rows(shop) == []
    assert shop.store.promises.ready(order).state == "whole"
    assert waiting(shop.counter) == 0


def test_the_counter_sees_which_orders_are_ready(chain: Chain) -> None:
    order = ordered(chain, ("cola", 2))
    waits = ordered(chain, ("cola", 2))
    ready(chain, order, ("cola", 2))
    table = CustomerOrders(chain.shop.counter)
    said = {r.id: str(r.cells[3]) for r in table.read("", 10, 0)}
    assert said == {order: "Ready", waits: "Waits"}
