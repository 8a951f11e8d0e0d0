"""Order, delivery and invoice side by side: right ones go through, wrong ones are seen and agreed to, none twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.invoice_match import InvoiceMatch
from kiosk.flows.receipts import ReceiptPage
from kiosk.store.documents_stockroom import CostCorrected, SupplierInvoiced
from kiosk.store.valuation import valuate
from kiosk.trade.money import Money
from tests.flows.goods import COLA_CASE
from tests.flows.keeper import open_stockroom, sent_order
from tests.flows.shop import Shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    yield shop
    shop.close()


def delivered(shop: Shop, cases: int = 2) -> str:
    """Two cases of an order of two, at 48.00 a case; its page is in front of Lee, the manager."""
    order = sent_order(shop, ("cola", 48_000, 24_000, 4800))
    shop.act("receive")
    shop.scan(order)
    for _ in range(cases):
        shop.scan(COLA_CASE)
        shop.time.pass_s(2)
    shop.act("done")
    if shop.sheet:
        shop.do("confirm")
    receipt = shop.store.stockroom.receipts()[0].id
    shop.act("sign_out")
    shop.sign_in("lee")
    shop.scan(receipt)
    assert isinstance(shop.front, ReceiptPage)
    return receipt


def enter(shop: Shop, number: str, amount: int) -> None:
    shop.act("done")
    shop.do("answer_text", number)
    shop.do("answer", amount)


def facts(shop: Shop) -> list[str]:
    return [str(f) for f in shop.body.hand.facts]


def invoice(shop: Shop, receipt: str) -> SupplierInvoiced:
    found = shop.store.supplier_invoices.of(receipt)
    assert found is not None
    document = shop.store.journal.document(found.id)
    assert isinstance(document, SupplierInvoiced)
    return document


def test_an_invoice_as_ordered_and_as_it_came_is_entered_with_its_number_and_sum(room: Shop) -> None:
    receipt = delivered(room)
    assert facts(room) == ["No invoice was entered yet"]
    room.act("invoice")
    assert str(room.body.rows[0].detail) == "48 ordered · 48 came · 48 billed"
    assert facts(room) == ["As it was ordered and as it came"]
    enter(room, "F-8812", 9600)
    assert isinstance(room.front, ReceiptPage)
    assert facts(room) == ["Invoice F-8812: ¥96.00"]
    assert (invoice(room, receipt).amount, invoice(room, receipt).difference) == (9600, 0)


def test_a_sum_that_is_not_that_of_the_rows_is_refused_and_says_how_far_apart_they_are(room: Shop) -> None:
    delivered(room)
    room.act("invoice")
    enter(room, "F-1", 9800)
    assert "2.00 apart" in str(room.overlay.error)
    room.do("answer", 9600)
    assert facts(room) == ["Invoice F-1: ¥96.00"]


def test_a_higher_price_than_ordered_needs_somebody_who_approves_orders(room: Shop) -> None:
    receipt = delivered(room)
    room.act("invoice")
    room.do("choose", "cola")
    room.do("answer", 48_000)
    room.do("answer", 10_000)
    assert room.body.edge.tone == "warn"
    assert str(room.body.rows[0].detail) == "Another price: ¥96.00 due"
    assert facts(room) == ["¥4.00 more than is due"]
    room.act("done")
    room.do("answer_text", "F-2")
    room.do("answer", 10_000)
    found = invoice(room, receipt)
    assert (found.difference, [(x.product_id, x.amount) for x in found.lines]) == (400, [("cola", 10_000)])
    assert facts(room) == ["Invoice F-2: ¥100.00", "¥4.00 more than is due"]


def cost(shop: Shop) -> int:
    """Of a piece, ten-thousandths of a cent."""
    return shop.store.stock.level("cola").average_cost


def test_another_price_corrects_what_the_goods_that_are_there_cost(room: Shop) -> None:
    before = cost(room)
    receipt = delivered(room)
    taken_in = cost(room)
    room.act("invoice")
    room.do("choose", "cola")
    room.do("answer", 48_000)
    room.do("answer", 10_560)
    enter(room, "F-2", 10_560)
    assert invoice(room, receipt).corrections == (CostCorrected("cola", Money(960)),)
    found = valuate(room.store, "2026-01-02", "2026-01-01", 0)
    assert dict(found.changes)["invoiced"] + found.variance == 960
    assert cost(room) > taken_in

    room.act("take_back")
    room.do("confirm")
    assert cost(room) == taken_in
    assert before != taken_in


def test_who_may_not_approve_orders_asks_somebody_who_may(room: Shop) -> None:
    receipt = delivered(room)
    room.do("back")
    room.act("sign_out")
    room.sign_in("bea")
    room.scan(receipt)
    room.act("invoice")
    room.do("choose", "cola")
    room.do("answer", 72_000)
    room.do("answer", 14_400)
    assert str(room.body.rows[0].detail) == "Another quantity: 48 came, 72 billed"
    enter(room, "F-3", 14_400)
    assert room.store.supplier_invoices.of(receipt) is None
    room.approve("lee")
    found = room.store.supplier_invoices.of(receipt)
    assert found is not None
    assert (found.actor, found.approved_by, found.difference) == ("BEA", "LEE", 4800)


def test_of_a_delivery_that_was_short_only_what_came_is_due(room: Shop) -> None:
    delivered(room, cases=1)
    room.act("invoice")
    assert str(room.body.rows[0].detail) == "48 ordered · 24 came · 24 billed"
    assert str(room.body.hand.number) == "¥48.00"


def test_the_same_number_of_one_supplier_is_asked_about(room: Shop) -> None:
    first = delivered(room)
    room.act("invoice")
    enter(room, "F-8812", 9600)
    room.do("back")
    room.act("sign_out")
    room.sign_in("tom")
    second = delivered(room)
    room.act("invoice")
    room.act("done")
    room.do("answer_text", "F-8812")
    assert first in str(room.overlay.detail)
    room.do("cancel")
    assert room.store.supplier_invoices.of(second) is None


def test_of_two_entered_for_one_delivery_the_later_stands(room: Shop) -> None:
    receipt = delivered(room)
    for number in ("F-1", "F-2"):
        room.act("invoice")
        enter(room, number, 9600)
    assert invoice(room, receipt).number == "F-2"


def test_a_keeper_who_sees_no_prices_is_shown_no_invoice(room: Shop) -> None:
    receipt = delivered(room)
    room.do("back")
    room.act("sign_out")
    room.sign_in("tom")
    room.scan(receipt)
    assert [a.id for a in room.body.actions] == ["take_back"]
    assert facts(room) == []


def test_an_invoice_of_a_million_is_a_slip_of_the_finger(room: Shop) -> None:
    delivered(room)
    room.act("invoice")
    assert isinstance(room.front, InvoiceMatch)
    room.do("choose", "cola")
    room.do("answer", 48_000)
    room.do("answer", 10**12)
    assert str(room.overlay.error) == "So much can't be on one invoice."


def test_deliveries_of_an_order_are_listed_with_their_invoices(room: Shop) -> None:
    receipt = delivered(room)
    order = room.store.stockroom.receipts()[0].order_id
    room.do("back")
    room.scan(order)
    room.act("deliveries")
    assert [row.id for row in room.body.rows] == [receipt]
    assert str(room.body.rows[0].detail).endswith("no invoice yet")
