import pytest

from kiosk.flows.history import History, SalePage, ShiftHistory
from kiosk.flows.returning import Returning
from kiosk.flows.shift_page import ShiftPage
from tests.flows.desk import close, enabled, last_paper, more
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def test_the_latest_sale_stands_first_with_who_and_how_much(shop: Shop) -> None:
    first = shop.sell(COLA)
    shop.tick(60)
    second = shop.sell(RICE, COLA)
    more(shop, "history")
    assert [r.id for r in shop.body.rows] == [second, first]
    assert shop.body.rows[0].amount == 13150
    assert [str(c) for c in shop.body.rows[0].cells][2:] == ["Amy", "2"]


def test_an_empty_list_says_what_to_do(shop: Shop) -> None:
    more(shop, "history")
    assert "Scan a receipt" in str(shop.body.empty)


def test_a_sale_is_its_receipt_with_what_can_be_done(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    more(shop, "history")
    shop.do("choose", sale_id)
    assert sale_id in shop.body.paper.text
    assert all(enabled(shop, action) for action in ("reprint", "return", "undo"))
    shop.act("return")
    assert isinstance(shop.front, Returning)


def test_a_sale_is_found_by_its_receipt_its_number_or_its_customer(shop: Shop) -> None:
    shop.act("customer")
    shop.scan("M001")
    sale_id = shop.sell(COLA)
    shop.sell(RICE)
    more(shop, "history")
    for text in (sale_id, sale_id.lower(), sale_id.split("-")[1], "zhang"):
        shop.do("search", text)
        assert [r.id for r in shop.body.rows] == [sale_id], text
    shop.do("search", "nothing like it")
    assert shop.body.rows == ()
    shop.scan(sale_id)
    assert isinstance(shop.front, SalePage)


@pytest.mark.parametrize("data", [COLA, "K7QXMP-99", "", "\x1d", "ZGC-PAY", "9" * 13])
def test_what_is_no_receipt_of_this_shop_is_refused_with_its_sound(shop: Shop, data: str) -> None:
    more(shop, "history")
    shop.scan(data)
    assert isinstance(shop.front, History)
    assert "no receipt" in shop.strip


def test_pages_turn_and_stop_at_the_ends(shop: Shop) -> None:
    ids = [shop.sell(COLA) for _ in range(52)]
    more(shop, "history")
    assert len(shop.body.rows) == 50
    assert shop.body.more
    shop.do("page", 1)
    assert [r.id for r in shop.body.rows] == [ids[1], ids[0]]
    shop.do("page", 1)
    assert shop.body.page == 1
    shop.do("page", -1)
    shop.do("page", -1)
    assert shop.body.page == 0


def test_what_became_of_a_sale_is_said_in_words(shop: Shop) -> None:
    undone = shop.sell(COLA)
    shop.counter.enter(SalePage(shop.counter, undone))
    shop.act("undo")
    shop.do("confirm")
    shop.approve("mei")
    shop.pay_cash()
    shop.do("next")
    half = shop.sell(COLA, COLA)
    shop.scan(half)
    shop.do("step", 1, 1)
    shop.do("accept")
    shop.do("choose", "unwanted")
    shop.do("pay")
    shop.do("finish")
    shop.do("next")
    more(shop, "history")
    words = {r.id: str(r.cells[3]) for r in shop.body.rows}
    assert "reversed" in words[undone]
    assert "some came back" in words[half]
    assert "return" in words[shop.body.rows[0].id]


def test_an_undone_sale_offers_no_return_and_says_why(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    shop.counter.enter(SalePage(shop.counter, sale_id))
    shop.act("undo")
    shop.do("confirm")
    shop.approve("mei")
    shop.counter.enter(SalePage(shop.counter, sale_id))
    shop.counter.publish()
    assert not enabled(shop, "return")
    assert not enabled(shop, "undo")
    assert "reversed" in shop.strip


def test_a_copy_is_printed_from_the_list_and_written_down(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    shop.counter.enter(SalePage(shop.counter, sale_id))
    shop.act("reprint")
    assert "COPY 1" in last_paper(shop)
    assert shop.acts("receipt.reprinted") == [{"sale": sale_id, "copy": "1"}]


def test_a_copy_for_who_may_not_print_one_needs_somebody(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    shop.counter.sign_out()
    shop.sign_in("kim")
    shop.counter.enter(SalePage(shop.counter, sale_id))
    shop.act("reprint")
    assert shop.acts("receipt.reprinted") == []
    shop.approve("mei")
    assert len(shop.acts("receipt.reprinted")) == 1


def test_shifts_of_before_are_opened_as_their_z_report(shop: Shop) -> None:
    close(shop, 19000)
    shop.act("done")
    shop.sign_in("amy")
    shop.open_shift()
    more(shop, "shifts")
    assert isinstance(shop.front, ShiftHistory)
    now, before = shop.body.rows
    assert str(now.cells[2]) == "open"
    assert (before.amount, before.tone) == (-1000, "warn")
    shop.do("choose", before.id)
    assert isinstance(shop.front, ShiftPage)
    assert str(shop.body.title) == "Z report"


def test_a_shift_is_marked_while_the_office_may_lack_some_of_it(shop: Shop) -> None:
    def marked() -> bool:
        more(shop, "shifts")
        mark = "not sent" in str(shop.body.rows[-1].cells[2])
        shop.do("back")
        return mark

    shop.tick(60)
    close(shop, 20000)
    shop.act("done")
    shop.tick(60)
    shop.sign_in("amy")
    shop.open_shift()
    assert not marked()  # no office is known
    shop.store.journal.acknowledge(30)
    assert marked()
    shop.store.journal.acknowledge(shop.store.journal.origins()[shop.store.origin])
    assert not marked()


def test_a_shift_that_is_not_here_is_refused(shop: Shop) -> None:
    more(shop, "shifts")
    shop.do("choose", "K7QXMP-1")
    assert "no shift" in shop.strip
