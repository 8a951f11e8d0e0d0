"""Goods promised to customers: kept from others, paid on, collected at the price agreed, or given up."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.flows.customer_orders import CustomerOrders
from kiosk.flows.selling import Selling
from kiosk.flows.views import ApprovalView, ChoiceView, NumberView
from kiosk.store.documents import CustomerPaid, ProductSaved
from kiosk.store.documents_promises import CustomerOrderReady, PromisedLine
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, WATER
from tests.flows.shop import Shop
from tests.flows.test_undoing import undo

ZHANG = "M001"


def name(shop: Shop) -> None:
    shop.act("customer")
    shop.scan(ZHANG)


def order(shop: Shop, *codes: str, deposit: int = 0, way: str = "cash") -> str:
    """Zhang orders these; the order's number."""
    name(shop)
    for code in codes:
        shop.scan(code)
    orders(shop)
    shop.act("place")
    assert isinstance(shop.overlay, ChoiceView)
    shop.do("choose", shop.overlay.options[0].id)
    assert isinstance(shop.overlay, NumberView)
    shop.do("answer", deposit)
    if deposit:
        shop.do("choose", way)
    return shop.store.promises.latest(1)[0].id


def orders(shop: Shop) -> None:
    shop.act("more")
    shop.act("customer_orders")
    assert isinstance(shop.front, CustomerOrders)


def collect(shop: Shop, number: str) -> None:
    shop.scan(number)
    shop.do("choose", "collect")


def shelf(shop: Shop) -> int:
    return shop.on_hand("cola")


def test_a_basket_becomes_an_order_with_a_slip_and_the_counter_is_free(shop: Shop) -> None:
    before = shelf(shop)
    number = order(shop, COLA, COLA)
    assert isinstance(shop.front, Selling)
    assert shop.counter.cart.empty
    assert shop.strip == f"Ordered for Zhang: {number}."
    assert shelf(shop) == before
    assert shop.store.promises.kept("cola") == 2000
    paper = shop.devices.papers[-1].paper.decode()
    assert number in paper
    assert "CUSTOMER'S ORDER" in paper or "顾客订货单" in paper


def test_the_day_is_today_for_what_is_in_stock(shop: Shop) -> None:
    number = order(shop, COLA)
    found = shop.store.promises.get(number)
    assert found is not None
    assert found.promised == shop.counter.clock.today().isoformat()


def test_a_deposit_goes_into_the_drawer_and_off_the_bill(shop: Shop) -> None:
    number = order(shop, COLA, COLA, deposit=200)
    customer = shop.store.people.customer("C1")
    assert customer is not None
    assert customer.balance == -200
    [paid] = [d for e in shop.store.journal.entries(shop.store.origin, 0, 10_000)
              if isinstance(d := shop.store.journal.document(e.id), CustomerPaid)]  # fmt: skip
    assert (paid.amount, paid.tender, paid.reference) == (200, "cash", number)
    collect(shop, number)
    due = shop.counter.cart.priced.total
    shop.do("pay")
    assert [(str(t.name), t.amount) for t in shop.body.tenders] == [("Deposit", 200)]
    assert shop.body.remaining == due - 200
    shop.do("cash", due - 200)
    assert shop.store.people.customer("C1").balance == 0  # type: ignore[union-attr]
    assert shop.store.promises.get(number).state == "collected"  # type: ignore[union-attr]
    assert shop.store.promises.kept("cola") == 0


def test_the_price_agreed_holds(shop: Shop) -> None:
    number = order(shop, COLA)
    agreed = shop.store.promises.get(number).total  # type: ignore[union-attr]
    [(origin, seq)] = shop.store.book.sql("SELECT origin, seq FROM product WHERE id = 'cola'")
    cola = shop.store.journal.document(f"{origin}-{seq}")
    assert isinstance(cola, ProductSaved)
    shop.store.journal.append(replace(cola, price=Money(9999)), actor="office")
    collect(shop, number)
    assert shop.counter.cart.priced.total == agreed


def test_what_is_kept_is_sold_to_others_only_by_leave(shop: Shop) -> None:
    pieces = shelf(shop) // 1000
    order(shop, *[COLA] * pieces)
    shop.tick(61)
    shop.scan(COLA)
    assert isinstance(shop.overlay, ApprovalView)
    assert "kept for customers" in str(shop.overlay.detail)
    shop.approve()
    assert not shop.counter.cart.empty


def test_the_customer_himself_takes_what_is_kept_for_him(shop: Shop) -> None:
    pieces = shelf(shop) // 1000
    number = order(shop, *[COLA] * pieces)
    shop.tick(61)
    collect(shop, number)
    assert shop.overlay is None
    shop.pay_cash()
    assert shelf(shop) == 0


def test_a_part_is_collected_and_the_rest_waits(shop: Shop) -> None:
    number = order(shop, COLA, COLA, WATER)
    collect(shop, number)
    shop.do("step", shop.counter.cart.basket.lines[0].key, -1)
    shop.approve()
    shop.pay_cash()
    found = shop.store.promises.get(number)
    assert found is not None
    assert found.state == "part_collected"
    shop.do("next")
    collect(shop, number)
    assert [(x.product.id, x.quantity) for x in shop.counter.cart.basket.lines] == [("cola", 1000)]


def test_a_cancelled_order_keeps_nothing_and_the_deposit_goes_back(shop: Shop) -> None:
    number = order(shop, COLA, deposit=100)
    orders(shop)
    shop.do("choose", number)
    shop.do("choose", "cancel")
    shop.do("choose", "unwanted")
    assert isinstance(shop.overlay, ChoiceView)
    shop.do("choose", "cash")
    if isinstance(shop.overlay, ApprovalView):
        shop.approve()
    assert shop.store.people.customer("C1").balance == 0  # type: ignore[union-attr]
    assert shop.store.promises.kept("cola") == 0
    assert shop.store.promises.get(number).state == "cancelled"  # type: ignore[union-attr]
    assert shop.store.promises.open() == ()


def test_an_order_that_lies_ready_is_collected_as_before_and_cancelled_with_a_warning(shop: Shop) -> None:
    first, second = order(shop, COLA), order(shop, COLA)
    for number in (first, second):
        lines = (PromisedLine("cola", Quantity(1000)),)
        shop.store.journal.append(CustomerOrderReady(order_id=number, lines=lines), actor="1001")
    orders(shop)
    shop.do("choose", second)
    shop.do("choose", "cancel")
    shop.do("choose", "unwanted")
    assert shop.strip == f"Order {second} is cancelled. Put its goods back, they lie ready."
    collect(shop, first)
    shop.pay_cash()
    assert shop.store.promises.get(first).state == "collected"  # type: ignore[union-attr]
    assert shop.store.promises.all_ready() == {}


def test_a_sale_undone_lets_the_order_wait_again(shop: Shop) -> None:
    number = order(shop, COLA)
    collect(shop, number)
    shop.pay_cash()
    shop.do("next")
    undo(shop, shop.store.sales.recent(1, 0)[0].id)
    assert shop.store.promises.get(number).state == "open"  # type: ignore[union-attr]


@pytest.mark.parametrize("code", ["S01-1", "ZZZZZZ-9"])
def test_a_slip_that_is_none_is_refused(shop: Shop, code: str) -> None:
    orders(shop)
    shop.scan(code)
    assert shop.strip == "No order has this code."


def test_orders_are_found_by_name_and_telephone(shop: Shop) -> None:
    number = order(shop, COLA)
    orders(shop)
    shop.do("search", "138000")
    assert [r.id for r in shop.body.rows] == [number]
    shop.do("search", "nobody")
    assert shop.body.rows == ()


def test_the_deposit_of_one_order_pays_no_other_and_no_debt(shop: Shop) -> None:
    first, second = order(shop, COLA, COLA, deposit=100), order(shop, COLA, COLA, deposit=200)
    collect(shop, first)
    due = shop.counter.cart.priced.total
    shop.do("pay")
    assert [t.amount for t in shop.body.tenders] == [100]
    shop.do("cash", due - 100)
    assert shop.store.people.customer("C1").balance == -200  # type: ignore[union-attr]
    shop.do("next")
    shift = shop.counter.shift
    assert shift is not None
    owes = CustomerPaid(shift_id=shift.id, terminal="T1", customer_id="C1", amount=Money(-500), tender="card")
    shop.store.journal.append(owes, actor="1")
    collect(shop, second)
    shop.do("pay")
    assert [t.amount for t in shop.body.tenders] == [200]
