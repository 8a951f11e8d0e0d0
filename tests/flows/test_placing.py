from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.views import ChoiceView, ConfirmView
from kiosk.flows.warehouse import WarehouseHome
from tests.flows.goods import COLA, COLA_CASE, MILK, UNKNOWN, WATER, banana, milk_batch
from tests.flows.keeper import number, open_stockroom, strip
from tests.flows.shop import Shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    yield shop
    shop.close()


def lies(shop: Shop, product: str, place: str, batch: str = "") -> int:
    rows = shop.store.stockroom.where(product)
    return sum(r.quantity for r in rows if r.location == place and r.batch == batch)


def put_away(shop: Shop, *codes: str) -> None:
    shop.act("put_away")
    for code in codes:
        shop.scan(code)


def receive_milk(shop: Shop, *batches: tuple[str, str]) -> None:
    shop.act("receive")
    for batch, date in batches:
        shop.time.pass_s(2)
        shop.scan(milk_batch(batch, date))
    shop.act("done")
    shop.do("choose", "V1")


def test_goods_and_then_the_place_is_all_it_takes(room: Shop) -> None:
    before = room.on_hand("cola")
    put_away(room, COLA_CASE, COLA)
    assert number(room) == "25"
    room.scan("ZGL-A-01")
    assert lies(room, "cola", "A-01") == 25_000
    assert room.on_hand("cola") == before
    assert room.body.edge.tone == "ok"
    assert room.body.hand is None
    assert [(str(r.name), str(r.number), str(r.detail)) for r in room.body.rows] == [("Cola", "25", "Place A-01")]


def test_the_usual_place_is_proposed(room: Shop) -> None:
    put_away(room, COLA, "ZGL-B-01", COLA)
    assert str(room.body.hand.place) == "Usually in B-01"


def test_a_place_before_the_goods_says_what_comes_first(room: Shop) -> None:
    put_away(room, "ZGL-A-01")
    assert strip(room) == "Scan goods first, then the place where they go."
    assert room.body.edge.tone == "error"


def test_a_place_that_is_not_known_can_be_made_on_the_spot(room: Shop) -> None:
    put_away(room, WATER, "ZGL-C-07")
    assert isinstance(room.overlay, ConfirmView)
    room.do("confirm")
    assert lies(room, "water", "C-07") == 1000
    assert room.store.stockroom.locations()[-1].code == "C-07"


def test_undo_puts_the_goods_back_by_another_document(room: Shop) -> None:
    put_away(room, WATER, "ZGL-A-01")
    entries = room.store.journal.count()
    room.act("undo")
    assert lies(room, "water", "A-01") == 0
    assert room.store.journal.count() == entries + 1
    room.act("undo")
    assert strip(room) == "There is nothing to undo."


def test_undo_with_goods_in_hand_only_empties_the_hand(room: Shop) -> None:
    put_away(room, WATER)
    room.act("undo")
    assert room.body.hand is None


def test_nobody_leaves_with_goods_in_hand(room: Shop) -> None:
    put_away(room, WATER)
    room.act("done")
    assert strip(room) == "Scan the place where Water goes, or undo."
    room.scan("ZGL-A-01")
    room.act("done")
    assert isinstance(room.front, WarehouseHome)


def test_a_number_is_typed_in_place_of_scanning(room: Shop) -> None:
    put_away(room, WATER)
    room.do("ask_number")
    room.do("answer", 1500)
    assert "whole pieces" in str(room.overlay.error)
    room.do("answer", 12_000)
    room.scan("ZGL-A-01")
    assert lies(room, "water", "A-01") == 12_000


def test_what_is_weighed_is_put_away_by_weight(room: Shop) -> None:
    put_away(room, banana(1235), "ZGL-A-01")
    assert lies(room, "banana", "A-01") == 1235


def test_an_unknown_code_moves_nothing(room: Shop) -> None:
    put_away(room, UNKNOWN)
    assert strip(room).startswith("No product has the code")
    assert room.body.hand is None


def test_the_only_batch_there_is_taken_and_of_several_one_is_chosen_the_first_to_expire_first(room: Shop) -> None:
    receive_milk(room, ("LATE", "280131"), ("SOON", "270131"))
    put_away(room, MILK)
    assert isinstance(room.overlay, ChoiceView)
    assert [str(o.text) for o in room.overlay.options] == [
        "Batch SOON, expires 2027-01-31", "Batch LATE, expires 2028-01-31",
    ]  # fmt: skip
    room.do("choose", "0")
    room.scan("ZGL-A-01")
    assert lies(room, "milk", "A-01", "SOON") == 1000
    room.scan(MILK)
    assert [str(f) for f in room.body.hand.facts] == ["Batch LATE, expires 2028-01-31"]


# --- from place to place


@pytest.fixture
def shelves(room: Shop) -> Shop:
    """Ten of water lie in A-01."""
    put_away(room, WATER)
    room.do("ask_number")
    room.do("answer", 10_000)
    room.scan("ZGL-A-01")
    room.act("done")
    room.act("move")
    return room


def test_moving_begins_with_the_place(shelves: Shop) -> None:
    shelves.scan(WATER)
    assert strip(shelves) == "Scan the place where the goods lie."
    shelves.scan("ZGL-A-01")
    assert str(shelves.body.detail) == "From A-01"
    shelves.scan(WATER)
    shelves.scan("ZGL-A-02")
    assert (lies(shelves, "water", "A-01"), lies(shelves, "water", "A-02")) == (9000, 1000)


def test_what_lies_there_is_shown_and_taken_whole_by_a_tap(shelves: Shop) -> None:
    shelves.scan("ZGL-A-01")
    (row,) = shelves.body.rows
    assert (str(row.name), str(row.number)) == ("Water", "10")
    shelves.do("choose", row.id)
    assert number(shelves) == "10"
    shelves.scan("ZGL-B-01")
    assert lies(shelves, "water", "B-01") == 10_000


def test_no_more_is_taken_than_lies_there(shelves: Shop) -> None:
    shelves.scan("ZGL-A-01")
    shelves.scan(COLA)
    assert strip(shelves) == "Only 0 of Cola lie in A-01."
    shelves.scan(WATER)
    shelves.do("ask_number")
    shelves.do("answer", 11_000)
    assert "Only 10 of Water" in str(shelves.overlay.error)


def test_goods_do_not_move_to_where_they_are(shelves: Shop) -> None:
    shelves.scan("ZGL-A-01")
    shelves.scan(WATER)
    shelves.scan("ZGL-A-01")
    assert strip(shelves) == "It lies in A-01 already."
    assert lies(shelves, "water", "A-01") == 10_000
