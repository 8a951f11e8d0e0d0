from __future__ import annotations

import pytest

from kiosk.store.documents import CustomerSaved, SaleCompleted, TenderLine
from kiosk.store.store import Store
from kiosk.trade.goods import Component
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from kiosk.trade.returns import refund_for
from tests.store.shop import Clock, line, open_shift, refund, sale


@pytest.fixture
def shift(store: Store) -> str:
    return open_shift(store)


def sell(store: Store, document: SaleCompleted) -> str:
    return store.journal.append(document, actor="1001").id


def test_a_sale_is_read_back_as_it_was_written(store: Store, shift: str) -> None:
    document = sale(shift, note="gift", customer_id="c1")
    sale_id = sell(store, document)
    assert store.sales.get(sale_id) == document
    row = store.sales.row(sale_id)
    assert row is not None
    assert (row.total, row.count, row.customer_id, row.user_id, row.terminal) == (1500, 5, "c1", "1001", "T1")
    assert not row.undone
    assert not row.has_returns


def test_what_is_no_sale_is_none(store: Store, shift: str) -> None:
    assert store.sales.get(shift) is None
    assert store.sales.get("ZZZZZZ-1") is None
    assert store.sales.sold_lines("ZZZZZZ-1") == ()
    assert store.sales.refunded("ZZZZZZ-1") == {}


def test_the_newest_sales_come_first_page_by_page(store: Store, shift: str, clock: Clock) -> None:
    ids = []
    for _ in range(5):
        clock.now += 1000
        ids.append(sell(store, sale(shift)))
    assert [r.id for r in store.sales.recent(3)] == ids[:1:-1]
    assert [r.id for r in store.sales.recent(3, 3)] == ids[1::-1]
    assert [r.id for r in store.sales.recent(9, shift_id=shift)] == ids[::-1]
    assert store.sales.recent(9, shift_id="ZZZZZZ-1") == ()


def test_a_sale_is_found_by_what_its_receipt_says(store: Store, shift: str) -> None:
    store.journal.append(CustomerSaved(id="c1", name="王芳", phone="13800138000"), actor="1")
    sale_id = sell(store, sale(shift, customer_id="c1"))
    sell(store, sale(shift))
    number = sale_id.split("-")[1]
    for text in (sale_id, sale_id.lower(), f" {sale_id} ", number, "wangfang", "8000"):
        assert [r.id for r in store.sales.recent(text=text)] == [sale_id], text
    assert store.sales.recent(text="nobody") == ()
    found = store.sales.find(sale_id.lower())
    assert found is not None
    assert found.id == sale_id


def test_goods_come_back_once_and_no_more(store: Store, shift: str) -> None:
    sale_id = sell(store, sale(shift, line(1, 3000, 100, cost=60)))
    (sold,) = store.sales.sold_lines(sale_id)
    assert (sold.quantity, sold.left, sold.cost) == (3000, 3000, 60)
    sell(store, refund(shift, sale_id, 1, quantity=2000))
    (sold,) = store.sales.sold_lines(sale_id)
    assert (sold.left, sold.returned_amount) == (1000, 200)
    assert refund_for(sold, Quantity(1000)).amount == 100
    sell(store, refund(shift, sale_id, 1, quantity=1000))
    assert store.sales.sold_lines(sale_id)[0].left == 0
    row = store.sales.row(sale_id)
    assert row is not None
    assert row.has_returns


def test_money_that_went_back_is_known_by_the_way_it_went(store: Store, shift: str) -> None:
    paid = (TenderLine(tender="cash", amount=Money(500)), TenderLine(tender="card", amount=Money(1000), reference="x"))
    sale_id = sell(store, sale(shift, tenders=paid))
    sell(store, sale(shift, line(1, -1000, 100, of_sale=sale_id, of_line=1), tender="card"))
    assert store.sales.refunded(sale_id) == {"card": 100}


def test_an_undone_sale_says_so(store: Store, shift: str) -> None:
    sale_id = sell(store, sale(shift))
    assert not store.sales.is_undone(sale_id)
    back = tuple(line(n, -1000, 100 * n, of_sale=sale_id, of_line=n) for n in range(1, 6))
    sell(store, sale(shift, *back, undoes=sale_id))
    assert store.sales.is_undone(sale_id)
    assert all(x.left == 0 for x in store.sales.sold_lines(sale_id))


def test_a_products_last_sales_are_listed(store: Store, shift: str, clock: Clock) -> None:
    ids = []
    for n in (1, 2, 3):
        clock.now += 1
        ids.append(sell(store, sale(shift, line(1, 1000 * n))))
    assert [(r.sale_id, r.quantity) for r in store.sales.of_product("p1", 2)] == [(ids[2], 3000), (ids[1], 2000)]


def test_goods_gone_from_the_catalogue_can_still_come_back(store: Store, shift: str) -> None:
    sale_id = sell(store, sale(shift, line(1, 1000, 100, product_id="gone")))
    (sold,) = store.sales.sold_lines(sale_id)
    assert (sold.product.id, sold.product.name_zh, sold.product.tax.rate) == ("gone", "可口可乐1", 130_000)


def test_selling_a_kit_takes_its_parts_out_of_stock(store: Store, shift: str) -> None:
    parts = (Component("p1", Quantity(2000)), Component("p2", Quantity(500)))
    kit = line(1, 3000, 500, product_id="kit", components=parts)
    sale_id = sell(store, sale(shift, kit))
    assert store.stock.level("p1").on_hand == -6000
    assert store.stock.level("p2").on_hand == -1500
    assert store.stock.level("kit").on_hand == 0
    sell(store, sale(shift, line(1, -1000, 500, product_id="kit", components=parts, of_sale=sale_id, of_line=1)))
    assert store.stock.level("p1").on_hand == -4000
