"""A shop that keeps no stock below nothing looks again at what was scanned before it leaves, whoever sold it since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.adjustments import AdjustmentPage
from kiosk.flows.receipts import ReceiptPage
from kiosk.flows.views import ApprovalView, DoneView, PayView, SellView
from kiosk.hw.ports import Signal
from kiosk.store.documents import AdjustmentLine, StockAdjusted, StoreSaved
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, MILK, RICE, WATER, milk_batch
from tests.flows.keeper import open_stockroom, strip
from tests.flows.shop import Shop
from tests.store.counting import there_are
from tests.store.shop import line, open_shift, sale


def forbids(shop: Shop, rule: str = "refuse") -> Shop:
    policies = {"negative_stock": rule}
    shop.store.journal.append(StoreSaved(id="S01", name_zh="城南店", name_en="South", policies=policies), actor="-")
    shop.counter.cart.rules_changed()
    return shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = forbids(open_stockroom(tmp_path))
    yield shop
    shop.close()


def said(shop: Shop) -> str:
    """The strip, or what stands in the sheet that came back."""
    if shop.overlay is None:
        return strip(shop)
    return str(getattr(shop.overlay, "error", None) or shop.overlay.detail)


def sold(shop: Shop, product: str, pieces: int) -> None:
    """At another till of the shop."""
    shop.store.journal.append(
        sale(open_shift(shop.store), line(1, pieces * 1000, product_id=product)), actor="AMY"
    )  # fmt: skip


def test_goods_sold_since_they_were_scanned_are_not_written_off(room: Shop) -> None:
    room.act("adjust")
    room.scan(RICE)
    room.do("choose", "damage")
    sold(room, "rice", 5)
    room.act("done")
    assert strip(room) == "Only 0 of Rice are there by the books. Count it."
    assert room.on_hand("rice") == 0


def test_two_lines_of_one_product_do_not_each_take_the_last_piece(room: Shop) -> None:
    there_are(room.store, "milk", 2000, batch="L1", expiry="2026-12-24")
    room.store.journal.append(
        StockAdjusted(reason="theft", lines=(AdjustmentLine(product_id="milk", quantity=Quantity(-10_000)),)), actor="-"
    )  # fmt: skip
    room.act("adjust")
    room.scan(milk_batch("L1", "261224"))
    room.do("choose", "damage")
    room.scan(milk_batch("L1", "261224"))
    room.scan(milk_batch("L1", "261224"))
    assert room.devices.signals[-1] is Signal.UNKNOWN
    assert "Batch L1" in strip(room) or "Only 2 of Milk" in strip(room)
    room.act("done")
    assert room.on_hand("milk") == 0


def test_no_more_is_put_away_than_arrived(room: Shop) -> None:
    room.act("put_away")
    room.scan(RICE)
    room.do("ask_number")
    room.do("answer", 6000)
    assert room.overlay is not None
    assert str(room.overlay.error) == "Only 5 of Rice are there by the books. Count it."


def test_where_it_is_allowed_more_is_put_away_and_said_to_be(tmp_path: Path) -> None:
    shop = open_stockroom(tmp_path)
    shop.act("put_away")
    shop.scan(RICE)
    shop.do("ask_number")
    shop.do("answer", 6000)
    assert strip(shop) == "More than the books say is there. A count would set them right."
    assert shop.body.edge.tone == "warn"
    shop.close()


def test_a_delivery_that_was_sold_is_not_taken_back(room: Shop) -> None:
    room.act("sign_out")
    room.sign_in("lee")
    room.act("receive")
    room.scan(WATER)
    room.act("done")
    room.do("choose", "V1")
    delivery = room.store.stockroom.receipts(1)[0].id
    sold(room, "water", 51)
    room.counter.enter(ReceiptPage(room.counter, delivery))
    room.act("take_back")
    room.do("confirm")
    assert room.on_hand("water") == 0
    assert "Only 0 of Water" in said(room)


def test_what_was_found_and_sold_is_not_taken_back(room: Shop) -> None:
    room.act("adjust")
    room.scan(RICE)
    room.do("choose", "found")
    room.act("done")
    found = room.store.adjustments.recent()[0].id
    sold(room, "rice", 6)
    room.counter.enter(AdjustmentPage(room.counter, found))
    room.act("take_back")
    room.do("confirm")
    assert room.on_hand("rice") == 0


def test_picked_goods_that_were_sold_meanwhile_do_not_go(room: Shop) -> None:
    room.store.journal.append(StoreSaved(id="S02", name_zh="城北店", name_en="North"), actor="-")
    room.act("transfers")
    room.act("send")
    room.scan(RICE)
    sold(room, "rice", 5)
    room.act("done")
    room.do("choose", "S02")
    assert "Only 0 of Rice" in said(room)
    assert room.on_hand("rice") == 0


def test_who_counted_less_than_was_sold_since_counts_again(room: Shop) -> None:
    room.act("count")
    room.act("new")
    room.do("choose", "all")
    room.act("count")
    room.scan(RICE)
    room.act("done")
    room.time.pass_s(2)
    sold(room, "rice", 2)
    room.act("approve")
    room.do("choose", "leave")
    room.do("pick", "LEE")
    room.approve("lee")
    assert "Less of Rice was counted than left since." in said(room)
    assert room.on_hand("rice") == 3000


# --- at the till


def test_a_basket_put_aside_is_looked_at_again_before_it_is_paid(shop: Shop) -> None:
    forbids(shop)
    for _ in range(5):
        shop.scan(RICE)
    shop.act("suspend")
    sold(shop, "rice", 1)
    shop.act("suspend")
    shop.do("choose", shop.body.rows[0].id)
    shop.do("pay")
    assert isinstance(shop.body, SellView)
    assert shop.strip == "Only 4 of Rice are in stock."
    assert Signal.UNKNOWN in shop.devices.signals[-2:]


def test_who_agreed_that_it_is_sold_is_not_asked_again(shop: Shop) -> None:
    forbids(shop, "approve")
    for _ in range(5):
        shop.scan(RICE)
    shop.scan(RICE)
    assert isinstance(shop.overlay, ApprovalView)
    shop.approve("mei")
    shop.do("pay")
    assert isinstance(shop.body, PayView)
    shop.do("cash", shop.body.cash_due)
    assert isinstance(shop.body, DoneView)
    assert shop.on_hand("rice") == -1000
    assert [a.by for a in shop.sales()[-1].approvals] == ["MEI"]


def test_what_another_till_sold_meanwhile_needs_leave(shop: Shop) -> None:
    forbids(shop, "approve")
    shop.scan(RICE)
    sold(shop, "rice", 5)
    shop.do("pay")
    assert isinstance(shop.overlay, ApprovalView)
    shop.approve("mei")
    assert isinstance(shop.body, PayView)


def test_no_more_of_a_batch_is_sold_than_came_of_it(shop: Shop) -> None:
    forbids(shop)
    there_are(shop.store, "milk", 1000, batch="L1", expiry="2026-12-24")
    shop.scan(milk_batch("L1", "261224"))
    assert shop.strip == ""
    shop.scan(milk_batch("L1", "261224"))
    assert shop.strip == "Only 1 of Milk, Batch L1, are in stock."
    shop.scan(MILK)
    shop.scan(COLA)
    assert shop.strip == ""
    shop.pay_cash()
    assert shop.on_hand("milk") == 9000
