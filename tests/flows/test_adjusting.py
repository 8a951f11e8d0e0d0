from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.views import ApprovalView, ChoiceView, NumberView
from kiosk.flows.warehouse import WarehouseHome
from kiosk.store.documents import StoreSaved
from tests.flows.goods import COLA, COLA_CASE, MILK, PINS, RICE, UNKNOWN, banana, milk_batch
from tests.flows.keeper import number, open_stockroom, strip
from tests.flows.shop import Shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    yield shop
    shop.close()


def write_off(shop: Shop, reason: str, *codes: str) -> None:
    shop.act("adjust")
    shop.scan(codes[0])
    shop.do("choose", reason)
    for code in codes[1:]:
        shop.scan(code)


def last(shop: Shop) -> tuple[str, int, str]:
    found = shop.store.adjustments.recent(1)[0]
    return found.reason, found.value, found.approved_by


def test_broken_goods_are_scanned_with_a_reason_and_leave_the_stock(room: Shop) -> None:
    before = room.on_hand("cola")
    room.act("adjust")
    room.scan(COLA)
    assert isinstance(room.overlay, ChoiceView)
    assert [str(o.text) for o in room.overlay.options] == [
        "Damaged", "Expired", "Stolen", "Used in the shop", "Found",
    ]  # fmt: skip
    room.do("choose", "damage")
    room.scan(COLA)
    assert number(room) == "−2"
    room.act("done")
    assert room.on_hand("cola") == before - 2000
    assert last(room) == ("damage", -200, "")
    assert isinstance(room.front, WarehouseHome)
    assert strip(room).startswith("Stock adjusted: 1 row,")


def test_found_goods_come_in(room: Shop) -> None:
    before = room.on_hand("cola")
    write_off(room, "found", COLA_CASE)
    assert number(room) == "+24"
    room.act("done")
    assert room.on_hand("cola") == before + 24_000


def test_goods_that_never_cost_anything_come_in_at_the_office_s_cost(room: Shop) -> None:
    room.act("adjust")
    room.scan("JACKET-38")
    room.do("choose", "found")
    room.act("done")
    assert last(room) == ("found", 0, "")


def test_over_the_shop_s_limit_another_user_agrees(room: Shop) -> None:
    write_off(room, "theft", COLA)
    room.do("ask_number")
    assert isinstance(room.overlay, NumberView)
    room.do("answer", 100_000)
    room.store.journal.append(
        StoreSaved(id="S01", name_zh="城南店", name_en="South shop", policies={"adjust_limit": "9999"}), actor="-"
    )
    room.act("done")
    assert isinstance(room.overlay, ApprovalView)
    assert str(room.overlay.detail) == "Stolen: 1 row worth ¥100.00"
    assert room.store.adjustments.recent() == ()
    room.do("pick", "LEE")
    room.do("approve", PINS["LEE"])
    assert last(room) == ("theft", -10_000, "LEE")


def test_a_manager_does_not_agree_to_his_own(tmp_path: Path) -> None:
    shop = open_stockroom(tmp_path, "lee")
    write_off(shop, "theft", COLA)
    shop.store.journal.append(
        StoreSaved(id="S01", name_zh="城南店", name_en="South shop", policies={"adjust_limit": "1"}), actor="-"
    )
    shop.act("done")
    assert isinstance(shop.overlay, ApprovalView)
    assert "LEE" not in {person.id for person in shop.overlay.approvers}
    shop.close()


def test_undo_takes_the_last_scan_back(room: Shop) -> None:
    write_off(room, "damage", COLA, COLA_CASE)
    room.act("undo")
    assert number(room) == "−1"
    room.act("undo")
    assert room.body.hand is None
    room.act("undo")
    assert strip(room) == "There is nothing to undo."


def test_weighed_goods_ask_their_weight_where_the_code_has_none(room: Shop) -> None:
    write_off(room, "expiry", banana(1250))
    assert number(room) == "−1.250"


def test_which_batch_it_is_comes_from_the_code_or_is_asked(room: Shop) -> None:
    for batch, date in (("L1", "271231"), ("L2", "280131")):
        room.act("adjust")
        room.scan(milk_batch(batch, date))
        room.do("choose", "found")
        room.act("done")
    room.act("adjust")
    room.scan(MILK)
    room.do("choose", "damage")
    assert isinstance(room.overlay, ChoiceView)
    assert [str(o.text) for o in room.overlay.options] == [
        "Batch L1, expires 2027-12-31", "Batch L2, expires 2028-01-31",
    ]  # fmt: skip
    room.do("choose", "0")
    room.act("done")
    lots = {r.batch: r.quantity for r in room.store.stockroom.where("milk")}
    assert lots == {"": 10_000, "L2": 1000}


def test_goods_of_a_place_leave_that_place(room: Shop) -> None:
    room.act("put_away")
    room.scan(COLA_CASE)
    room.scan("ZGL-A-01")
    room.act("done")
    room.act("adjust")
    room.scan("ZGL-A-01")
    room.scan(COLA)
    room.do("choose", "damage")
    assert str(room.body.hand.place) == "Place A-01"
    room.act("done")
    assert {r.location: r.quantity for r in room.store.stockroom.where("cola")} == {"": 76_000, "A-01": 23_000}


def test_more_than_the_books_know_of_is_told_in_amber(room: Shop) -> None:
    write_off(room, "damage", RICE)
    room.do("ask_number")
    room.do("answer", 6000)
    assert strip(room) == "More than the books say is there. A count would set them right."
    assert room.body.edge.tone == "warn"


def test_and_refused_where_the_shop_keeps_no_stock_below_zero(room: Shop) -> None:
    room.store.journal.append(
        StoreSaved(id="S01", name_zh="城南店", name_en="South shop", policies={"negative_stock": "refuse"}), actor="-"
    )
    write_off(room, "damage", RICE)
    room.do("ask_number")
    room.do("answer", 6000)
    assert str(room.overlay.error) == "Only 5 of Rice are there by the books. Count it."
    room.do("answer", 5000)
    assert number(room) == "−5"


def test_a_list_half_done_is_there_after_a_power_cut(room: Shop) -> None:
    write_off(room, "damage", COLA)
    room.restart()
    room.sign_in("tom")
    room.act("adjust")
    assert number(room) == "−1"
    assert strip(room) == "This list is half done. Go on, or give it up."
    room.act("give_up")
    room.do("confirm")
    assert room.store.adjustments.recent() == ()
    room.act("adjust")
    assert room.body.hand is None


@pytest.mark.parametrize(
    ("code", "why"),
    [(UNKNOWN, f"No product has the code {UNKNOWN}."), ("ZGL-Z-99", "No place has the code Z-99.")],
)
def test_what_is_no_goods_is_refused(room: Shop, code: str, why: str) -> None:
    room.act("adjust")
    room.scan(code)
    assert strip(room) == why
    assert room.body.edge.tone == "error"


def test_what_was_adjusted_can_be_looked_at(tmp_path: Path) -> None:
    shop = open_stockroom(tmp_path, "lee")
    write_off(shop, "own_use", COLA)
    shop.act("done")
    shop.act("adjust")
    shop.act("history")
    (row,) = shop.body.rows
    assert (str(row.name), str(row.number)) == ("Used in the shop", "−¥1.00")
    shop.do("choose", row.id)
    assert number(shop) == "−¥1.00"
    assert [(str(r.name), str(r.number)) for r in shop.body.rows] == [("Cola", "−1")]
    shop.close()


def test_a_mistake_is_taken_back_by_another_document(room: Shop) -> None:
    before = room.on_hand("cola")
    write_off(room, "damage", COLA_CASE)
    room.act("done")
    room.act("adjust")
    room.act("history")
    room.do("choose", room.body.rows[0].id)
    room.time.pass_s(1)
    room.act("take_back")
    room.do("confirm")
    assert room.on_hand("cola") == before
    assert str(room.body.hand.place) == "Taken back"
    assert room.body.actions == ()
    assert room.store.adjustments.by_reason(0, room.time.at + 1) == (("damage", 2, 0),)
    room.do("back")
    assert [r.tone for r in room.body.rows] == ["muted", "error"]
    room.do("choose", room.body.rows[0].id)
    assert str(room.body.hand.place).startswith("Takes back")
    assert room.body.actions == ()


def test_a_large_one_is_taken_back_by_leave(room: Shop) -> None:
    write_off(room, "damage", COLA_CASE)
    room.act("done")
    room.store.journal.append(
        StoreSaved(id="S01", name_zh="城南店", name_en="South shop", policies={"adjust_limit": "2399"}), actor="-"
    )
    room.act("adjust")
    room.act("history")
    room.do("choose", room.body.rows[0].id)
    room.act("take_back")
    room.do("confirm")
    assert isinstance(room.overlay, ApprovalView)
    assert "worth ¥24.00" in str(room.overlay.detail)
    room.do("pick", "LEE")
    room.do("approve", PINS["LEE"])
    assert room.on_hand("cola") == 100_000
