from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.stocktake_count import Counting
from kiosk.flows.stocktake_page import StocktakePage
from kiosk.flows.stocktaking import Stocktaking
from kiosk.flows.views import ApprovalView, ChoiceView, ConfirmView, NumberView
from kiosk.store.documents import StoreSaved
from kiosk.store.documents_counting import StocktakeCancelled, StocktakeStarted
from tests.flows.goods import COLA, COLA_CASE, MILK, PINS, RICE, UNKNOWN, WATER, banana, milk_batch
from tests.flows.keeper import number, open_stockroom, strip
from tests.flows.shop import Shop
from tests.store.counting import count, counted
from tests.store.shop import line, open_shift, sale


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    yield shop
    shop.close()


def begin(shop: Shop, scope: str = "all", *more: str) -> str:
    """The page of a new stocktake is open."""
    shop.act("count")
    shop.act("new")
    for choice in (scope, *more):
        shop.do("choose", choice)
    assert isinstance(shop.front, StocktakePage)
    return str(shop.store.stocktakes.latest(1)[0].id)


def hand_in(shop: Shop, **quantities: int) -> None:
    """Count these by typing."""
    codes = {"cola": COLA, "water": WATER, "rice": RICE, "milk": MILK}
    shop.act("count")
    for product, pieces in quantities.items():
        shop.time.pass_s(2)
        shop.scan(codes[product])
        shop.do("ask_number")
        shop.do("answer", pieces * 1000)
    shop.act("done")


def by_lee(shop: Shop) -> None:
    shop.do("pick", "LEE")
    shop.do("approve", PINS["LEE"])


def rows(shop: Shop) -> list[tuple[str, str]]:
    return [(str(r.name), str(r.number)) for r in shop.body.rows]


def test_goods_are_counted_by_scanning_and_by_typing(room: Shop) -> None:
    begin(room)
    room.act("count")
    room.scan(COLA)
    room.scan(COLA_CASE)
    assert number(room) == "25"
    room.do("ask_number")
    room.do("answer", 99_000)
    assert number(room) == "99"
    assert room.body.edge.tone == "ok"
    room.act("done")
    assert isinstance(room.front, StocktakePage)
    assert strip(room) == "Handed in: 1 row."


def test_who_counts_blind_is_not_told_what_the_books_say(room: Shop) -> None:
    begin(room)
    hand_in(room, cola=90)
    assert number(room) == "1 / 5"
    assert rows(room) == []
    assert "100" not in repr(room.body)
    room.act("count")
    assert "100" not in repr(room.body)


def test_unless_the_shop_does_not_count_blind(room: Shop) -> None:
    shop = StoreSaved(id="S01", name_zh="城南店", name_en="South", policies={"blind_count": "false"})
    room.store.journal.append(shop, actor="-")
    begin(room)
    room.act("count")
    room.scan(COLA)
    assert number(room) == "1 / 100"
    assert room.body.hand.tone == "warn"
    room.act("done")
    assert rows(room)[0] == ("Cola", "−99")


def test_another_user_approves_and_the_stock_is_as_counted(room: Shop) -> None:
    begin(room)
    hand_in(room, cola=90, water=50)
    room.act("approve")
    assert isinstance(room.overlay, ChoiceView)
    assert str(room.overlay.title) == "3 products were not counted"
    room.do("choose", "leave")
    assert isinstance(room.overlay, ApprovalView)
    assert "1 differences, worth −¥10.00" in str(room.overlay.detail)
    by_lee(room)
    assert room.on_hand("cola") == 90_000
    assert room.on_hand("milk") == 10_000
    assert strip(room) == "The stock is as it was counted."
    assert rows(room) == [("Cola", "−10")]
    adjustment = room.store.adjustments.recent()[0]
    assert (adjustment.reason, adjustment.value, adjustment.approved_by) == ("count", -1000, "LEE")


def test_goods_that_nobody_found_can_be_written_off(room: Shop) -> None:
    begin(room)
    hand_in(room, cola=100)
    room.act("approve")
    room.do("choose", "none")
    by_lee(room)
    assert room.on_hand("milk") == 0
    assert room.on_hand("cola") == 100_000


def test_a_manager_approves_alone_what_others_counted(tmp_path: Path) -> None:
    shop = open_stockroom(tmp_path, "lee")
    stocktake = begin(shop)
    count(shop.store, stocktake, counted(shop.store, "cola", 90_000), actor="TOM")
    shop.act("approve")
    shop.do("choose", "leave")
    assert shop.overlay is None
    assert shop.on_hand("cola") == 90_000
    shop.close()


def test_who_counted_does_not_approve(tmp_path: Path) -> None:
    shop = open_stockroom(tmp_path, "lee")
    begin(shop)
    hand_in(shop, cola=90)
    shop.act("approve")
    shop.do("choose", "leave")
    assert isinstance(shop.overlay, ApprovalView)
    shop.close()


def test_nor_on_another_s_terminal(room: Shop) -> None:
    stocktake = begin(room)
    count(room.store, stocktake, counted(room.store, "cola", 90_000), actor="LEE")
    room.act("approve")
    room.do("choose", "leave")
    by_lee(room)
    assert strip(room) == "Lee counted here, too. Another user approves."
    assert room.on_hand("cola") == 100_000


def test_what_sells_meanwhile_does_not_count_as_missing(room: Shop) -> None:
    begin(room)
    hand_in(room, cola=100)
    room.time.pass_s(1)
    room.store.journal.append(sale(open_shift(room.store), line(1, 3000, product_id="cola")), actor="AMY")
    room.act("approve")
    room.do("choose", "leave")
    by_lee(room)
    assert room.on_hand("cola") == 97_000
    assert room.store.adjustments.recent()[0].value == 0


def test_the_manager_sees_what_differs_the_dearest_first_and_has_it_counted_again(tmp_path: Path) -> None:
    shop = open_stockroom(tmp_path, "lee")
    stocktake = begin(shop)
    lines = [counted(shop.store, p, q) for p, q in (("cola", 99_000), ("water", 40_000), ("rice", 5000))]
    count(shop.store, stocktake, *lines, actor="TOM")
    shop.do("news")
    assert number(shop) == "2"
    assert rows(shop)[:2] == [("Water", "−10"), ("Cola", "−1")]
    assert str(shop.body.rows[0].detail) == "Counted 40, books 50 · Shop floor"
    shop.time.pass_s(1)
    shop.do("choose", shop.body.rows[0].id)
    shop.do("confirm")
    assert rows(shop)[:2] == [("Water", "?"), ("Cola", "−1")]
    shop.act("approve")
    assert strip(shop) == "Some goods are still to be counted again."
    shop.time.pass_s(1)
    count(shop.store, stocktake, counted(shop.store, "water", 50_000), actor="TOM")
    shop.do("news")
    assert rows(shop)[0] == ("Cola", "−1")
    shop.time.pass_s(1)
    shop.act("recount")
    shop.do("confirm")
    assert rows(shop)[0] == ("Cola", "?")
    shop.close()


def test_a_place_is_counted_from_its_code(room: Shop) -> None:
    room.act("put_away")
    room.scan(COLA_CASE)
    room.scan("ZGL-A-01")
    room.act("done")
    room.act("count")
    room.scan("ZGL-A-01")
    assert isinstance(room.overlay, ConfirmView)
    room.do("confirm")
    room.scan(COLA)
    assert isinstance(room.front, Counting)
    assert str(room.body.hand.place) == "Place A-01"
    room.scan("ZGL-A-02")
    assert strip(room) == "This count is of place A-01 alone."
    room.act("done")
    room.act("approve")
    by_lee(room)
    assert {r.location: r.quantity for r in room.store.stockroom.where("cola")} == {"": 76_000, "A-01": 1000}


def test_the_same_place_is_not_begun_twice(room: Shop) -> None:
    room.act("count")
    room.scan("ZGL-A-01")
    room.do("confirm")
    room.do("back")
    room.scan("ZGL-A-01")
    assert isinstance(room.front, StocktakePage)
    assert len(room.store.stocktakes.latest()) == 1


def test_only_goods_of_the_category_belong_to_its_count(room: Shop) -> None:
    begin(room, "category", "fresh")
    room.act("count")
    room.scan(COLA)
    assert strip(room) == "Cola is not part of this count."
    room.scan(banana(1250))
    assert number(room) == "1.250"


def test_what_is_due_is_listed_and_goods_that_are_gone_are_counted_as_none(room: Shop) -> None:
    begin(room, "due")
    room.act("count")
    assert [n for _name, n in rows(room)] == ["?"] * 5
    room.do("choose", next(r.id for r in room.body.rows if str(r.name) == "Rice"))
    assert isinstance(room.overlay, NumberView)
    room.do("answer", 0)
    assert number(room) == "0"
    room.act("done")
    room.act("approve")
    room.do("choose", "leave")
    by_lee(room)
    assert room.on_hand("rice") == 0
    room.do("back")
    room.act("new")
    room.do("choose", "due")
    assert "rice" not in room.store.stocktakes.latest(1)[0].products


def test_which_batch_it_is_is_asked_without_a_word_about_how_many_there_are(room: Shop) -> None:
    room.act("adjust")
    room.scan(milk_batch("L1", "271231"))
    room.do("choose", "found")
    room.act("done")
    begin(room)
    room.act("count")
    room.scan(MILK)
    assert isinstance(room.overlay, ChoiceView)
    assert [(str(o.text), o.detail) for o in room.overlay.options] == [
        ("Batch L1, expires 2027-12-31", None), ("Without a batch", None),
    ]  # fmt: skip
    room.do("choose", "L1")
    assert str(room.body.hand.facts[0]) == "Batch L1, expires 2027-12-31"


def test_undo_takes_back_a_scan_and_a_number(room: Shop) -> None:
    begin(room)
    room.act("count")
    room.scan(COLA)
    room.do("ask_number")
    room.do("answer", 50_000)
    room.act("undo")
    assert number(room) == "1"
    room.act("undo")
    assert room.body.hand is None
    room.act("undo")
    assert strip(room) == "There is nothing to undo."


def test_the_same_case_within_a_second_asks(room: Shop) -> None:
    begin(room)
    room.act("count")
    room.scan(COLA_CASE)
    room.scan(COLA_CASE)
    assert isinstance(room.overlay, ConfirmView)
    room.do("confirm")
    assert number(room) == "48"


def test_a_number_too_large_to_be_true_asks_and_a_billion_is_refused(room: Shop) -> None:
    begin(room)
    room.act("count")
    room.scan(COLA)
    room.do("ask_number")
    room.do("answer", 20_000_000)
    assert isinstance(room.overlay, ConfirmView)
    assert str(room.overlay.title) == "Really 20000?"
    room.do("confirm")
    assert number(room) == "20000"
    room.do("ask_number")
    room.do("answer", 10**13)
    assert isinstance(room.overlay, NumberView)
    assert room.overlay.error is not None


def test_what_was_counted_is_there_after_a_power_cut(room: Shop) -> None:
    stocktake = begin(room)
    room.act("count")
    room.scan(COLA)
    room.restart()
    room.sign_in("tom")
    room.act("count")
    room.do("choose", stocktake)
    room.act("count")
    assert number(room) == "1"
    assert strip(room) == "This count is half done. Go on, or hand it in."


def test_two_terminals_count_into_one(room: Shop) -> None:
    stocktake = begin(room)
    hand_in(room, cola=60)
    count(room.store, stocktake, counted(room.store, "cola", 40_000), actor="BOB")
    room.do("news")
    assert str(room.body.hand.facts[0]) == "Counted by Tom, Bob"
    room.act("approve")
    room.do("choose", "leave")
    by_lee(room)
    assert room.on_hand("cola") == 100_000


def test_a_count_that_has_ended_takes_nothing_more(room: Shop) -> None:
    stocktake = begin(room)
    room.act("count")
    room.scan(COLA)
    room.store.journal.append(StocktakeCancelled(stocktake_id=stocktake), actor="LEE")
    room.act("done")
    assert strip(room) == "This count has ended already. Begin a new one."
    assert isinstance(room.front, Counting)


def test_what_a_terminal_that_was_away_hands_in_too_late_is_not_lost_without_a_word(room: Shop) -> None:
    stocktake = begin(room)
    hand_in(room, cola=90, water=50)
    room.act("approve")
    room.do("choose", "leave")
    by_lee(room)
    assert room.body.actions == ()
    count(room.store, stocktake, counted(room.store, "cola", 10_000), actor="BOB")
    room.do("news")
    assert room.on_hand("cola") == 90_000
    assert rows(room)[0] == ("Cola", "?")
    assert str(room.body.hand.facts[-1]) == "Handed in too late: 1"
    room.act("begin_late")
    assert room.store.stocktakes.latest(1)[0].products == ("cola",)
    assert isinstance(room.front, StocktakePage)
    assert room.front.view().actions[0].enabled is False


def test_how_much_differed_is_known_when_the_document_is_with_the_office_alone(room: Shop) -> None:
    stocktake = begin(room)
    hand_in(room, cola=90)
    room.act("approve")
    room.do("choose", "leave")
    by_lee(room)
    ended = room.store.stocktakes.latest(1)[0].ended_id
    room.store.book.sql("DELETE FROM entry WHERE seq = ?", (int(ended.split("-")[1]),))
    room.do("back")
    room.do("choose", stocktake)
    assert number(room) == "1"
    assert rows(room) == []


def test_a_count_given_up_changes_nothing(room: Shop) -> None:
    begin(room)
    hand_in(room, cola=1)
    room.act("cancel")
    room.do("confirm")
    assert isinstance(room.front, Stocktaking)
    assert rows(room) == [("Everything", "Given up")]
    assert room.on_hand("cola") == 100_000


def test_nothing_counted_can_not_be_approved(room: Shop) -> None:
    begin(room)
    room.act("approve")
    assert strip(room) == "Nothing was counted yet."


def test_a_count_sheet_is_printed_and_its_code_opens_the_count(room: Shop) -> None:
    stocktake = begin(room)
    room.act("print")
    paper = room.devices.papers[-1].paper.decode()
    assert "COUNT SHEET" in paper
    assert "Cola" in paper
    assert "Books" not in paper
    room.do("back")
    room.do("back")
    room.scan(stocktake)
    assert isinstance(room.front, StocktakePage)


def test_the_books_stand_on_a_sheet_that_is_not_blind(room: Shop) -> None:
    entry = room.store.journal.append(StocktakeStarted(scope="all", blind=False), actor="TOM")
    room.scan(entry.id)
    room.act("print")
    assert "Books: 100" in room.devices.papers[-1].paper.decode()


def test_the_movement_that_a_count_made_leads_to_it(room: Shop) -> None:
    begin(room)
    hand_in(room, cola=90)
    room.act("approve")
    room.do("choose", "leave")
    by_lee(room)
    room.do("back")
    room.do("back")
    room.act("enquiry")
    room.scan(COLA)
    room.act("movements")
    assert rows(room)[0] == ("Count", "−10")
    room.do("choose", room.body.rows[0].id)
    assert isinstance(room.front, StocktakePage)


@pytest.mark.parametrize("code", [UNKNOWN, "ZGL-Z-99"])
def test_what_is_no_goods_is_refused(room: Shop, code: str) -> None:
    begin(room)
    room.act("count")
    room.scan(code)
    assert room.body.edge.tone == "error"
    assert room.body.rows == ()


def test_the_home_says_how_many_counts_are_open(room: Shop) -> None:
    room.store.journal.append(StocktakeStarted(scope="all"), actor="TOM")
    room.do("news")
    (task,) = [t for t in room.body.tasks if t.id == "count"]
    assert task.badge == 1


def test_goods_of_a_paper_are_found_by_words_and_their_number_typed(room: Shop) -> None:
    begin(room)
    room.act("count")
    room.act("search")
    room.do("answer_text", "kele")
    room.do("choose", "cola")
    room.do("answer", 42_000)
    assert number(room) == "42"


def test_words_do_not_bring_in_what_is_not_part_of_the_count(room: Shop) -> None:
    begin(room, "category", "fresh")
    room.act("count")
    room.act("search")
    room.do("answer_text", "kele")
    room.do("choose", "cola")
    assert str(room.overlay.detail) == "Cola is not part of this count."


def test_what_is_to_be_counted_stands_in_the_order_of_the_way(room: Shop) -> None:
    for code, place in ((WATER, "ZGL-A-02"), (RICE, "ZGL-A-01")):
        room.act("put_away")
        room.scan(code)
        room.scan(place)
        room.act("done")
    begin(room, "due")
    room.act("count")
    found = [(str(r.name), str(r.detail)) for r in room.body.rows][-2:]
    assert found == [("Rice", "To be counted · Place A-01"), ("Water", "To be counted · Place A-02")]


def test_what_one_person_counted_is_not_handed_in_by_another(room: Shop) -> None:
    stocktake = begin(room)
    room.act("count")
    room.scan(COLA)
    room.act("undo")
    room.scan(COLA)
    room.do("back")
    room.do("back")
    room.do("back")
    room.act("sign_out")
    room.sign_in("lee")
    room.act("count")
    room.do("choose", stocktake)
    room.act("count")
    assert room.body.hand is None
