from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.enquiry import Enquiry
from kiosk.flows.receipts import ReceiptPage
from tests.flows.desk import last_paper
from tests.flows.goods import COLA, COLA_CASE, UNKNOWN, WATER
from tests.flows.keeper import number, open_stockroom, sent_order, strip
from tests.flows.shop import Shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    yield shop
    shop.close()


def names(shop: Shop) -> list[tuple[str, str]]:
    return [(str(row.name), str(row.number)) for row in shop.body.rows]


def test_goods_scanned_on_the_list_of_tasks_are_looked_up(room: Shop) -> None:
    room.scan(COLA)
    assert isinstance(room.front, Enquiry)
    assert number(room) == "100"
    assert names(room) == [("Arrivals and shop floor", "100")]


def test_what_lies_where_and_what_is_to_come(room: Shop) -> None:
    order = sent_order(room, ("cola", 48_000, 24_000, 4800))
    room.act("put_away")
    room.scan(COLA_CASE)
    room.scan("ZGL-A-01")
    room.act("done")
    room.act("enquiry")
    room.scan(COLA)
    assert names(room) == [
        ("Arrivals and shop floor", "76"), ("Place A-01", "24"), (f"On order {order}", "48"),
    ]  # fmt: skip
    assert [str(f) for f in room.body.hand.facts] == ["On order: 48"]


def test_a_place_shows_what_lies_in_it_and_its_goods_where_else_they_are(room: Shop) -> None:
    room.act("put_away")
    room.scan(COLA_CASE)
    room.scan("ZGL-A-01")
    room.act("done")
    room.act("enquiry")
    room.scan("ZGL-A-01")
    assert names(room) == [("Cola", "24")]
    room.do("choose", room.body.rows[0].id)
    assert number(room) == "100"
    room.do("choose", room.body.rows[1].id)
    assert names(room) == [("Cola", "24")]


def test_each_movement_leads_to_its_document(room: Shop) -> None:
    room.act("receive")
    room.scan(WATER)
    room.act("done")
    room.do("choose", "V1")
    room.act("enquiry")
    room.scan(WATER)
    room.act("movements")
    assert names(room) == [("Received", "+1"), ("Opening stock", "+50")]
    room.do("choose", room.body.rows[1].id)
    assert str(room.body.hand.name) == "Opening stock"
    room.do("back")
    room.do("choose", room.body.rows[0].id)
    assert isinstance(room.front, ReceiptPage)


def test_costs_are_for_who_may_see_them(tmp_path: Path) -> None:
    shop = open_stockroom(tmp_path, "lee")
    shop.act("enquiry")
    shop.scan(COLA)
    assert "Average cost" in str(shop.body.hand.facts[-1])
    shop.close()


def test_a_label_is_printed(room: Shop) -> None:
    room.act("enquiry")
    room.scan(COLA)
    room.act("label")
    assert "Cola" in last_paper(room)


def test_a_place_has_its_own_code_printed(room: Shop) -> None:
    room.act("enquiry")
    room.scan("ZGL-A-01")
    room.act("label")
    assert "ZGL-A-01" in last_paper(room)


def test_goods_whose_code_can_not_be_read_are_found_by_name(room: Shop) -> None:
    room.act("enquiry")
    room.act("search")
    room.do("answer_text", "no such thing")
    assert "Nothing found" in str(room.overlay.error)
    room.do("answer_text", "cola")
    room.do("choose", "cola")
    assert number(room) == "100"


def test_what_is_not_known_says_so(room: Shop) -> None:
    room.act("enquiry")
    room.scan(UNKNOWN)
    assert strip(room).startswith("No product has the code")
    room.scan("ZGL-Q-1")
    assert strip(room) == "No place has the code Q-1."
    room.act("label")
    assert strip(room) == "Scan or choose a product first."
