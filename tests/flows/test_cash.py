import pytest

from kiosk.exc import DeviceGone, StoreUnwritable
from kiosk.flows.more import More
from kiosk.i18n import M
from tests.flows.desk import cash, error, last_paper, more, report
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def test_cash_in_and_out_move_what_is_expected_and_leave_a_slip(shop: Shop) -> None:
    cash(shop, "in", "change_fund", 5000)
    assert report(shop).expected == 25000
    assert "CASH IN" in last_paper(shop)
    cash(shop, "out", "bank", 20000)
    figures = report(shop)
    assert (figures.expected, figures.cash_in, figures.cash_out) == (5000, 5000, -20000)
    assert "To the bank or safe" in last_paper(shop)
    assert shop.devices.pulses == 2


def test_a_cashier_needs_somebody_to_agree_and_both_are_written_down(shop: Shop) -> None:
    more(shop, "cash_out")
    shop.do("choose", "expense")
    shop.do("answer", 1000)
    assert report(shop).expected == 20000
    shop.approve("mei")
    assert report(shop).expected == 19000
    rows = [(r.act, r.user_id, r.approved_by) for r in shop.store.audit.rows(2)]
    assert rows == [("cash.move", "AMY", ""), ("cash.move", "AMY", "MEI")]


def test_a_supervisor_moves_cash_alone(empty_shop: Shop) -> None:
    empty_shop.sign_in("mei")
    empty_shop.open_shift()
    more(empty_shop, "cash_in")
    empty_shop.do("choose", "correction")
    empty_shop.do("answer", 100)
    assert report(empty_shop).expected == 20100


@pytest.mark.parametrize("amount", [0, -100, 10**9 + 1, 10**30])
@pytest.mark.parametrize("direction", ["in", "out"])
def test_nothing_less_than_nothing_and_too_much_are_refused(shop: Shop, direction: str, amount: int) -> None:
    cash(shop, direction, "correction", amount)
    assert error(shop)
    assert report(shop).expected == 20000
    assert shop.devices.pulses == 0


def test_no_more_goes_out_than_is_in_the_drawer(shop: Shop) -> None:
    cash(shop, "out", "bank", 20001)
    assert "not so much cash" in error(shop)
    shop.do("answer", 20000)
    shop.approve("mei")
    assert report(shop).expected == 0


def test_another_reason_is_written_in_words(shop: Shop) -> None:
    more(shop, "cash_out")
    shop.do("choose", "other")
    shop.do("answer_text", " ")
    assert "in a word" in error(shop)
    shop.do("answer_text", "window cleaner")
    shop.do("answer", 3000)
    shop.approve("mei")
    assert "window cleaner" in last_paper(shop)


def test_without_a_shift_there_is_no_drawer(empty_shop: Shop) -> None:
    empty_shop.sign_in("mei")
    for action in ("cash_in", "cash_out", "drawer"):
        more(empty_shop, action)
        assert isinstance(empty_shop.front, More)
        assert "Open a shift first" in empty_shop.strip
        empty_shop.do("back")


def test_an_opening_without_sale_is_in_the_journal_before_the_drawer_moves(shop: Shop) -> None:
    seen: list[int] = []
    before = shop.store.journal.count()
    shop.devices.open_drawer = lambda: seen.append(shop.store.journal.count())  # type: ignore[method-assign]
    more(shop, "drawer")
    shop.do("choose", "change")
    assert seen == []
    shop.approve("mei")
    assert seen == [before + 1]
    assert report(shop).no_sale_openings == 1
    row = next(r for r in shop.store.audit.rows(5) if r.act == "drawer.open" and not r.approved_by)
    assert (row.user_id, row.reason) == ("AMY", "change")


def test_a_drawer_stays_shut_when_its_opening_cant_be_written_down(shop: Shop) -> None:
    more(shop, "drawer")
    shop.do("choose", "check")
    shop.fail_store("append", StoreUnwritable(M("The disk is full.")))
    shop.approve("mei")
    assert shop.devices.pulses == 0


def test_an_opening_for_another_reason_says_which(shop: Shop) -> None:
    more(shop, "drawer")
    shop.do("choose", "other")
    shop.do("answer_text", "coin stuck")
    shop.approve("mei")
    assert "coin stuck" in [r.reason for r in shop.store.audit.rows(5)]


def test_a_drawer_that_fails_undoes_nothing(shop: Shop) -> None:
    shop.devices.drawer_error = DeviceGone(M("The drawer is unplugged."))
    cash(shop, "in", "change_fund", 5000)
    assert report(shop).expected == 25000


def test_a_sale_never_opens_the_drawer_before_it_is_paid(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan(RICE)
    shop.do("pay")
    assert shop.devices.pulses == 0
    shop.do("cash", 20000)
    assert shop.devices.pulses == 1
