from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.returns import ReturnPage
from kiosk.flows.views import ApprovalView, ChoiceView
from kiosk.flows.warehouse import WarehouseHome
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, COLA_CASE, PINS, RICE, milk_batch
from tests.flows.keeper import number, open_stockroom, strip
from tests.flows.shop import Shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    came(shop, "V1", "cola", 24)
    yield shop
    shop.close()


def came(shop: Shop, supplier: str, product: str, pieces: int, **more: str) -> None:
    line = ReceivedLine(product_id=product, quantity=Quantity(pieces * 1000), price=10_000, **more)  # type: ignore[arg-type]
    shop.store.journal.append(GoodsReceived(supplier_id=supplier, lines=(line,)), actor="TOM")


def back(shop: Shop, reason: str, *codes: str) -> None:
    shop.act("send_back")
    shop.scan(codes[0])
    shop.do("choose", reason)
    for code in codes[1:]:
        shop.scan(code)


def left(shop: Shop, product: str = "cola") -> dict[str, int]:
    return {d.supplier_id: d.quantity for d in shop.store.supplier_returns.delivered(product)}


def test_goods_go_back_to_who_delivered_them_with_a_slip(room: Shop) -> None:
    before = room.on_hand("cola")
    back(room, "damage", COLA, COLA)
    assert number(room) == "−2"
    assert str(room.body.detail) == "华南食品: Damaged"
    room.act("done")
    assert room.on_hand("cola") == before - 2000
    assert left(room) == {"V1": 22_000}
    assert isinstance(room.front, WarehouseHome)
    assert strip(room).startswith("Sent back: 1 row,")
    paper = room.devices.papers[-1].paper.decode()
    assert "华南食品" in paper
    assert "RETURN TO SUPPLIER" in paper or "采购退货单" in paper


def test_of_two_who_delivered_it_one_is_chosen(room: Shop) -> None:
    came(room, "V2", "cola", 5)
    back(room, "overstock", COLA)
    assert isinstance(room.overlay, ChoiceView)
    assert [(str(o.text), str(o.detail)) for o in room.overlay.options] == [("华南食品", "24"), ("北方粮油", "5")]
    room.do("choose", "V2")
    room.act("done")
    assert left(room) == {"V1": 24_000, "V2": 4000}


def test_more_than_came_from_him_goes_back_only_by_leave(room: Shop) -> None:
    back(room, "overstock", COLA_CASE, COLA)
    assert isinstance(room.overlay, ApprovalView)
    assert "25 go back, 24 came" in str(room.overlay.detail)
    room.do("pick", "LEE")
    room.do("approve", PINS["LEE"])
    assert number(room) == "−25"
    room.act("done")
    document = room.store.journal.document(room.store.supplier_returns.recent(1)[0].id)
    assert [a.permission for a in document.approvals] == ["goods.return.unknown"]  # type: ignore[union-attr]


def test_what_nobody_is_known_to_have_delivered_is_anybodys_by_leave(room: Shop) -> None:
    back(room, "wrong", RICE)
    assert {str(o.text) for o in room.overlay.options} == {"华南食品", "北方粮油"}
    room.do("choose", "V2")
    assert isinstance(room.overlay, ApprovalView)


def test_the_batch_that_goes_back_leaves_its_own_place(room: Shop) -> None:
    came(room, "V1", "milk", 6, batch="L1", expiry="2027-01-31", location="A-01")
    room.act("send_back")
    room.scan("ZGL-A-01")
    room.scan(milk_batch("L1", "270131"))
    room.do("choose", "expiry")
    room.act("done")
    lies = {(r.location, r.batch): r.quantity for r in room.store.stockroom.where("milk")}
    assert lies["A-01", "L1"] == 5000


def test_a_return_is_taken_back_once(room: Shop) -> None:
    before = room.on_hand("cola")
    back(room, "damage", COLA)
    room.act("done")
    room.act("send_back")
    room.act("history")
    room.do("choose", room.body.rows[0].id)
    assert isinstance(room.front, ReturnPage)
    room.act("take_back")
    room.do("confirm")
    assert room.on_hand("cola") == before
    assert left(room) == {"V1": 24_000}
    assert not room.body.actions


def test_half_a_return_is_there_again_after_the_power_went(room: Shop, tmp_path: Path) -> None:
    back(room, "damage", COLA)
    room.restart()
    room.sign_in("tom")
    room.act("send_back")
    assert number(room) == "−1"
    assert str(room.body.detail) == "华南食品: Damaged"
