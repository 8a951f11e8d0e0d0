from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.flows import receiving_rows
from kiosk.flows.receipts import ReceiptPage, Receipts
from kiosk.flows.receiving import Receiving
from kiosk.flows.views import ConfirmView, DoneRow, NumberView, TextView
from kiosk.flows.warehouse import WarehouseHome
from kiosk.hw.ports import Signal
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA_CASE, GS, MILK, RICE, UNKNOWN, WATER, banana, milk_batch, milk_piece
from tests.flows.keeper import last_delivery, number, open_stockroom, sent_order, strip
from tests.flows.shop import Shop
from tests.store.buying import sells


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    yield shop
    shop.close()


@pytest.fixture
def dock(room: Shop) -> Shop:
    """Tom is about to unload a lorry."""
    room.act("receive")
    return room


def scan(shop: Shop, *codes: str) -> None:
    """One after the other, not in a hurry."""
    for code in codes:
        shop.time.pass_s(2)
        shop.scan(code)


def take_in(shop: Shop, supplier: str = "V1") -> None:
    shop.act("done")
    if shop.overlay is not None and not isinstance(shop.overlay, ConfirmView):
        shop.do("choose", supplier)


def test_goods_scanned_are_on_hand_once_the_delivery_is_taken_in(dock: Shop) -> None:
    before = dock.on_hand("water")
    scan(dock, WATER, WATER)
    assert number(dock) == "2"
    assert dock.on_hand("water") == before
    take_in(dock)
    assert dock.on_hand("water") == before + 2000
    assert isinstance(dock.front, WarehouseHome)
    assert strip(dock).startswith("Taken in: 1 row, delivery")
    assert last_delivery(dock).supplier_id == "V1"


def test_a_case_counts_its_bottles(dock: Shop) -> None:
    scan(dock, COLA_CASE)
    assert number(dock) == "24"


def test_a_good_scan_lights_green_and_sounds_good(dock: Shop) -> None:
    scan(dock, WATER)
    assert dock.body.edge.tone == "ok"
    assert dock.devices.signals[-1] is Signal.OK


def test_an_unknown_code_lights_red_and_takes_nothing(dock: Shop) -> None:
    scan(dock, UNKNOWN)
    assert dock.body.edge.tone == "error"
    assert dock.devices.signals[-1] is Signal.UNKNOWN
    assert dock.body.hand is None


def test_the_same_case_twice_within_a_second_asks(dock: Shop) -> None:
    dock.scan(COLA_CASE)
    dock.scan(COLA_CASE)
    assert isinstance(dock.overlay, ConfirmView)
    dock.do("cancel")
    assert number(dock) == "24"
    dock.scan(COLA_CASE)
    dock.do("confirm")
    assert number(dock) == "48"


def test_batch_and_date_come_from_the_code(dock: Shop) -> None:
    scan(dock, milk_batch("L7", "270131"))
    assert [str(f) for f in dock.body.hand.facts] == ["Batch L7, expires 2027-01-31"]
    take_in(dock)
    (row,) = [r for r in dock.store.stockroom.where("milk") if r.batch]
    assert (row.batch, row.expiry, row.quantity) == ("L7", "2027-01-31", 1000)


def test_a_piece_with_a_serial_number_comes_once(dock: Shop) -> None:
    for serial in ("SN-1", "SN-2"):
        scan(dock, milk_piece(serial))
    scan(dock, milk_piece("SN-1"))
    assert (strip(dock), dock.body.edge.tone) == ("Milk number SN-1 is here already.", "error")
    take_in(dock)
    kept = {row.batch: row.quantity for row in dock.store.stockroom.where("milk")}
    assert (kept["SN-1"], kept["SN-2"]) == (1000, 1000)
    dock.act("receive")
    scan(dock, milk_piece("SN-2"))
    assert strip(dock) == "Milk number SN-2 is here already."


def test_a_count_in_the_code_counts(dock: Shop) -> None:
    scan(dock, f"010{MILK}1727013110L7{GS}3012")
    assert number(dock) == "12"


def test_a_missing_batch_is_asked_for_and_its_date(dock: Shop) -> None:
    scan(dock, MILK)
    assert isinstance(dock.overlay, TextView)
    dock.do("answer_text", "L9")
    assert isinstance(dock.overlay, NumberView)
    dock.do("answer_text", "271332")
    assert "270131" in str(dock.overlay.error)
    dock.do("answer_text", "270215")
    assert [str(f) for f in dock.body.hand.facts] == ["Batch L9, expires 2027-02-15"]


def test_goods_past_their_date_need_somebody_who_agrees(dock: Shop) -> None:
    scan(dock, milk_batch("OLD", "250101"))
    assert dock.body.hand is None
    dock.approve("lee")
    assert number(dock) == "1"
    assert "expired on 2025-01-01" in strip(dock)
    take_in(dock)
    assert [a.by for a in last_delivery(dock).approvals] == ["LEE"]


def test_a_date_that_can_not_be_right_is_refused(dock: Shop) -> None:
    scan(dock, milk_batch("L", "760101"))
    assert dock.body.hand is None
    assert strip(dock) == "The date 2076-01-01 can't be right."
    assert dock.body.edge.tone == "error"


def test_goods_that_expire_soon_are_taken_and_warned_of(dock: Shop) -> None:
    scan(dock, milk_batch("L", "260610"))
    assert number(dock) == "1"
    assert dock.body.edge.tone == "warn"


def test_what_is_weighed_comes_with_the_weight_in_the_code(dock: Shop) -> None:
    scan(dock, banana(1235))
    assert number(dock) == "1.235"


def test_a_weight_where_a_count_belongs_is_refused(dock: Shop) -> None:
    scan(dock, f"010{WATER}3103001500")
    assert "has a weight" in strip(dock)
    assert dock.body.hand is None


def test_a_place_scanned_as_goods_is_where_the_last_ones_go(dock: Shop) -> None:
    scan(dock, "ZGL-A-01")
    assert strip(dock) == "Scan goods first, then the place where they go."
    scan(dock, WATER, "ZGL-A-01", "ZGL-Z-99")
    assert strip(dock) == "No place has the code Z-99."
    take_in(dock)
    assert [r.location for r in dock.store.stockroom.at("A-01")] == ["A-01"]


def test_a_number_is_typed_and_a_million_of_it_is_not_believed(dock: Shop) -> None:
    scan(dock, WATER)
    dock.do("ask_number")
    dock.do("answer", 1_000_001_000)
    assert "can't have come" in str(dock.overlay.error)
    dock.do("answer", 1500)
    assert "whole pieces" in str(dock.overlay.error)
    dock.do("answer", 36_000)
    assert number(dock) == "36"


def test_undo_takes_back_the_last_scan_and_the_one_before(dock: Shop) -> None:
    scan(dock, WATER, WATER, COLA_CASE)
    dock.act("undo")
    assert number(dock) == "2"
    dock.act("undo")
    assert number(dock) == "1"
    dock.act("undo")
    assert dock.body.hand is None
    dock.act("undo")
    assert strip(dock) == "There is nothing to undo."


def test_what_came_broken_is_not_taken_and_written_down(dock: Shop) -> None:
    scan(dock, COLA_CASE)
    dock.act("damaged")
    dock.do("answer", 25_000)
    assert "No more can be broken" in str(dock.overlay.error)
    dock.do("answer", 3000)
    assert number(dock) == "21"
    take_in(dock)
    line = last_delivery(dock).lines[0]
    assert (line.quantity, line.damaged) == (21_000, 3000)


def test_a_power_cut_loses_no_scan(dock: Shop) -> None:
    scan(dock, WATER, WATER)
    dock.restart()
    dock.sign_in("tom")
    dock.act("receive")
    assert number(dock) == "2"
    assert "half unloaded" in strip(dock)


def test_a_delivery_given_up_leaves_nothing(dock: Shop) -> None:
    scan(dock, WATER)
    dock.act("rest")
    dock.do("choose", "give_up")
    dock.do("confirm")
    dock.act("receive")
    assert dock.body.hand is None
    assert dock.store.stockroom.receipts() == ()


def test_freight_is_borne_by_the_goods(dock: Shop) -> None:
    order = sent_order(dock, ("cola", 24_000, 24_000, 4800), ("water", 24_000, 24_000, 2400))
    scan(dock, order, COLA_CASE, WATER)
    dock.do("ask_number")
    dock.do("answer", 24_000)
    dock.act("freight")
    dock.do("answer", 900)
    take_in(dock)
    assert [x.landed for x in last_delivery(dock).lines] == [600, 300]
    assert last_delivery(dock).freight == 900


def test_prices_come_from_the_suppliers_terms_once_he_is_known(dock: Shop) -> None:
    dock.store.journal.append(sells("cola"), actor="-")
    scan(dock, COLA_CASE)
    take_in(dock)
    assert last_delivery(dock).lines[0].price == 5000 * 10_000 // 24


def test_goods_that_only_others_sell_need_somebody_who_agrees(dock: Shop) -> None:
    dock.store.journal.append(sells("cola"), actor="-")
    dock.act("supplier")
    dock.do("choose", "V2")
    scan(dock, COLA_CASE)
    assert dock.body.hand is None
    dock.approve("lee")
    assert strip(dock) == "Cola is not sold by this supplier"


# --- against an order


@pytest.fixture
def order(room: Shop) -> str:
    return sent_order(room, ("cola", 48_000, 24_000, 4800), ("water", 10_000, 1000, 100))


def test_a_scanned_order_shows_what_is_to_come(room: Shop, order: str) -> None:
    room.scan(order)
    assert isinstance(room.front, Receiving)
    assert str(room.body.progress) == "0 / 2"
    assert [(row.id, str(row.number)) for row in room.body.rows] == [("cola", "0 / 48"), ("water", "0 / 10")]


def test_goods_of_an_order_count_up_to_what_was_ordered_at_its_price(room: Shop, order: str) -> None:
    room.scan(order)
    scan(room, COLA_CASE, COLA_CASE)
    assert number(room) == "48 / 48"
    assert str(room.body.progress) == "1 / 2"
    room.act("done")
    assert "stays on order" in str(room.overlay.detail)
    room.do("confirm")
    assert last_delivery(room).lines[0].price == 2_000_000
    state = room.store.purchases.order(order)
    assert state is not None
    assert state.head.state == "partly_received"


def test_goods_that_are_not_on_the_order_need_somebody_who_agrees(room: Shop, order: str) -> None:
    room.scan(order)
    scan(room, RICE)
    assert room.body.hand is None
    assert room.devices.signals[-1] is Signal.UNKNOWN
    room.approve("lee")
    assert str(room.body.hand.name) == "Rice"
    assert strip(room) == "Rice is not on this order"


def test_more_than_ordered_is_asked_once(room: Shop, order: str) -> None:
    room.scan(order)
    scan(room, WATER)
    room.do("ask_number")
    room.do("answer", 11_000)
    room.approve("lee")
    assert number(room) == "11 / 10"
    scan(room, WATER)
    assert number(room) == "12 / 10"
    assert room.body.edge.tone == "warn"


def test_another_price_than_ordered_needs_somebody_who_agrees(room: Shop, order: str) -> None:
    room.scan(order)
    scan(room, COLA_CASE)
    room.act("price")
    room.do("answer", 5040)
    room.approve("lee")
    room.act("done")
    room.do("confirm")
    assert last_delivery(room).lines[0].price == 2_100_000


def test_the_same_price_as_ordered_asks_nobody(room: Shop, order: str) -> None:
    room.scan(order)
    scan(room, COLA_CASE)
    room.act("price")
    room.do("answer", 4800)
    assert room.overlay is None


def test_two_keepers_never_take_the_same_order_in_without_being_told(room: Shop, order: str) -> None:
    room.scan(order)
    scan(room, COLA_CASE)
    other = GoodsReceived(
        supplier_id="V1", order_id=order, lines=(ReceivedLine(product_id="cola", quantity=Quantity(24_000)),)
    )
    room.store.journal.append(other, actor="LEE")
    room.act("done")
    assert "while you were unloading" in str(room.overlay.detail)
    room.do("cancel")
    assert len(room.store.stockroom.receipts()) == 1


def test_an_order_that_was_received_is_not_received_again(room: Shop) -> None:
    order = sent_order(room, ("cola", 24_000, 24_000, 4800))
    room.scan(order)
    scan(room, COLA_CASE)
    room.act("done")
    room.act("receive")
    scan(room, order)
    assert "Nothing is expected" in strip(room)


def test_another_order_waits_until_this_delivery_is_taken_in(room: Shop, order: str) -> None:
    other = sent_order(room, ("rice", 5000, 1000, 9000), supplier_id="V2")
    room.scan(order)
    scan(room, COLA_CASE, other)
    assert "Take it in first" in strip(room)


def test_an_order_is_chosen_from_those_that_are_expected(dock: Shop) -> None:
    order = sent_order(dock, ("cola", 24_000, 24_000, 4800))
    dock.act("rest")
    dock.do("choose", "orders")
    dock.do("choose", order)
    assert str(dock.body.title) == f"Receive {order}"


# --- deliveries of before


def test_a_delivery_is_taken_back_by_another_document(dock: Shop) -> None:
    before = dock.on_hand("water")
    scan(dock, WATER)
    take_in(dock)
    receipt = dock.store.stockroom.receipts()[0].id
    dock.scan(receipt)
    assert isinstance(dock.front, ReceiptPage)
    dock.act("take_back")
    dock.do("confirm")
    dock.approve("lee")
    assert dock.on_hand("water") == before
    assert str(dock.body.hand.place) == "Taken back"
    assert dock.body.actions == ()


def test_deliveries_of_before_are_listed_the_latest_first(dock: Shop) -> None:
    scan(dock, WATER)
    take_in(dock)
    dock.act("receive")
    scan(dock, COLA_CASE)
    take_in(dock, "V2")
    dock.act("receive")
    dock.act("receipts")
    assert isinstance(dock.front, Receipts)
    assert [str(row.name) for row in dock.body.rows] == ["北方粮油", "华南食品"]
    dock.do("choose", dock.body.rows[0].id)
    assert [str(row.name) for row in dock.body.rows] == ["Cola"]


def test_a_scan_draws_its_own_row_anew_and_no_other(dock: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(dock, WATER, RICE, WATER)
    made: list[str] = []

    def noted(*facts: Any) -> DoneRow:
        made.append(facts[0])
        return DoneRow(*facts)

    monkeypatch.setattr(receiving_rows, "DoneRow", noted)
    scan(dock, RICE)
    assert made == ["2"]
    assert [str(r.number) for r in dock.view.body.rows] == ["2", "2"]
