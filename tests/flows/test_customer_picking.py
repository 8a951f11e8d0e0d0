"""Customers' orders in the stock room: picked by scanning, ready with a slip, picked once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.flows.customer_orders import CustomerOrders
from kiosk.flows.customer_picking import PickOrder, ToPick, twice, waiting
from kiosk.hw.ports import Signal
from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.store.documents_promises import CustomerOrderCancelled, CustomerOrdered, CustomerOrderReady, PromisedLine
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, RICE, WATER
from tests.flows.keeper import number, strip
from tests.flows.neighbour import Chain
from tests.flows.shop import Shop
from tests.flows.test_picking import found, place, put
from tests.store.shop import line, open_shift, sale


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


def lie_ready(chain: Chain, pieces: int = 2) -> str:
    """So many colas were picked for an order, and wait on the shop floor. Nothing of it lies elsewhere."""
    order = ordered(chain, ("cola", pieces))
    ready(chain, order, ("cola", pieces))
    shop = chain.shop
    shop.store.journal.append(adjusted("cola", pieces * 1000 - shop.on_hand("cola")), actor="-")
    return order


def adjusted(product: str, quantity: int) -> StockAdjusted:
    return StockAdjusted(reason="theft", lines=(AdjustmentLine(product_id=product, quantity=Quantity(quantity)),))


def test_what_lies_ready_is_not_proposed_for_another_order(chain: Chain) -> None:
    first = lie_ready(chain)
    second = ordered(chain, ("cola", 2))
    shop = pick(chain, second)
    assert place(shop) == "By the books there is no more"
    shop.scan(COLA)
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    assert str(shop.overlay.detail) == f"2 of Cola lie ready: order {first}."
    shop.do("cancel")
    assert number(shop) == "0 / 2"
    shop.scan(COLA)
    shop.do("confirm")
    assert number(shop) == "1 / 2"
    assert place(shop) == "Shop floor"


def test_nor_is_it_sent_to_another_shop_without_a_word(chain: Chain) -> None:
    first = lie_ready(chain)
    request = chain.asks(("cola", 1))
    shop = chain.shop
    shop.act("transfers")
    shop.do("choose", request)
    shop.act("pick")
    assert place(shop) == "By the books there is no more"
    shop.scan(COLA)
    assert first in str(shop.overlay.detail)


def test_what_is_kept_and_not_picked_yet_is_not_sent_away_without_a_word_either(chain: Chain) -> None:
    shop = chain.shop
    ordered(chain, ("cola", shop.on_hand("cola") // 1000))
    request = chain.asks(("cola", 1))
    shop.act("transfers")
    shop.do("choose", request)
    shop.act("pick")
    shop.scan(COLA)
    assert str(shop.overlay.detail) == "100 of Cola are kept for customers' orders."
    shop.do("confirm")
    assert shop.front.plan.whole == 1


def test_the_rest_of_an_order_is_not_picked_from_what_of_it_lies_ready(chain: Chain) -> None:
    order = ordered(chain, ("cola", 4))
    lines = (PromisedLine("cola", Quantity(3000)),)
    shop = chain.shop
    shop.store.journal.append(CustomerOrderReady(order_id=order, lines=lines, whole=False), actor="1002")
    shop.store.journal.append(adjusted("cola", 3000 - shop.on_hand("cola")), actor="-")
    pick(chain, order)
    assert (number(shop), place(shop)) == ("0 / 1", "By the books there is no more")


def test_what_becomes_ready_elsewhere_meanwhile_is_proposed_no_more(chain: Chain) -> None:
    shop = pick(chain, ordered(chain, ("cola", 2)))
    other = ordered(chain, ("cola", 2))
    assert place(shop) == "Shop floor"
    shop.store.journal.append(adjusted("cola", 2000 - shop.on_hand("cola")), actor="-")
    ready(chain, other, ("cola", 2))
    shop.front.news()
    shop.tick(2)
    assert place(shop) == "By the books there is no more"


def test_who_puts_goods_away_is_told_that_they_lie_ready(chain: Chain) -> None:
    first = lie_ready(chain)
    shop = chain.shop
    shop.act("put_away")
    shop.scan(COLA)
    assert (strip(shop), shop.body.edge.tone) == (f"2 of Cola lie ready: order {first}.", "warn")


def collected(chain: Chain, order: str, product: str, pieces: int) -> None:
    store = chain.shop.store
    sold = sale(open_shift(store), line(1, pieces * 1000, product_id=product), order_id=order)
    store.journal.append(sold, actor="1001")


def test_an_order_picked_twice_is_told_after_it_was_collected_too(chain: Chain) -> None:
    order = ordered(chain, ("cola", 2))
    ready(chain, order, ("cola", 2))
    ready(chain, order, ("cola", 2))
    collected(chain, order, "cola", 2)
    shop = chain.shop
    assert twice(shop.counter) == waiting(shop.counter) == 1
    table = CustomerOrders(shop.counter)
    assert [str(r.cells[3]) for r in table.read("", 10, 0)] == ["Picked twice"]
    shop.act("warnings")
    shop.do("choose", "picked")
    assert [(r.id, r.tone) for r in shop.body.rows] == [(order, "error")]
    shop.do("choose", order)
    shop.do("confirm")
    assert rows(shop) == []
    assert twice(shop.counter) == 0


def test_the_goods_of_a_cancelled_order_are_told_until_they_went_back(chain: Chain) -> None:
    order = ordered(chain, ("cola", 2))
    ready(chain, order, ("cola", 2))
    shop = chain.shop
    shop.store.journal.append(CustomerOrderCancelled(order_id=order, reason="unwanted"), actor="1001")
    assert twice(shop.counter) == 1
    shop.act("pick")
    assert [(r.id, str(r.number)) for r in shop.body.rows] == [(order, "Cancelled, lies ready")]
    shop.scan(order)
    shop.do("confirm")
    assert (rows(shop), waiting(shop.counter)) == ([], 0)


def test_look_up_says_what_lies_ready(chain: Chain) -> None:
    order = lie_ready(chain)
    shop = chain.shop
    shop.scan(COLA)
    assert [str(r.detail) for r in shop.body.rows if r.id == f"kept {order}"] == ["Ready: 2"]
