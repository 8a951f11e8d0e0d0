import time

import pytest

from kiosk.exc import StoreUnwritable
from kiosk.flows.blocked import Blocked
from kiosk.flows.more import More
from kiosk.flows.selling import Selling
from kiosk.flows.shift_page import ShiftPage
from kiosk.flows.shifts import ClosingShift, OpeningShift
from kiosk.flows.signin import SigningIn
from kiosk.i18n import M
from kiosk.store.documents import SaleCompleted, SaleLine, ShiftClosed, ShiftOpened, TenderLine
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.desk import action_ids, close, count, error, last_paper, more, report
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def document_of(shop: Shop, kind: type) -> object:
    entries = shop.store.journal.entries(shop.store.origin, 0, 10_000)
    found = [shop.store.journal.document(e.id) for e in entries]
    return [d for d in found if isinstance(d, kind)][-1]


# --- opening


def test_a_float_is_counted_by_denomination(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    empty_shop.do("set_pieces", 10000, 1)
    empty_shop.do("step", 50, 1)
    empty_shop.do("step", 50, 1)
    empty_shop.do("ask_pieces", 1000)
    empty_shop.do("answer", 7000)
    assert empty_shop.body.counted == 10000 + 100 + 7000
    empty_shop.do("accept")
    assert isinstance(empty_shop.front, Selling)
    opened = document_of(empty_shop, ShiftOpened)
    assert isinstance(opened, ShiftOpened)
    assert (opened.float_amount, opened.counts) == (17100, {"10000": 1, "1000": 7, "50": 2})


def test_a_typed_float_takes_the_place_of_counted_pieces_and_they_of_it(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    empty_shop.do("set_pieces", 100, 3)
    count(empty_shop, 5000)
    assert empty_shop.body.counted == 5000
    assert all(row.pieces == 0 for row in empty_shop.body.rows)
    empty_shop.do("step", 100, 1)
    assert empty_shop.body.counted == 400


def test_a_step_below_nothing_stays_at_nothing(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    empty_shop.do("step", 100, -1)
    assert empty_shop.body.counted == 0


@pytest.mark.parametrize("pieces", [-1, 10_000, 10**12])
def test_so_many_pieces_are_a_slip_of_the_finger(empty_shop: Shop, pieces: int) -> None:
    empty_shop.sign_in("amy")
    empty_shop.do("set_pieces", 100, pieces)
    assert "Count again" in empty_shop.strip
    assert empty_shop.body.counted == 0


@pytest.mark.parametrize("amount", [-1, 10**9 + 1])
def test_an_amount_that_no_drawer_holds_is_refused(empty_shop: Shop, amount: int) -> None:
    empty_shop.sign_in("amy")
    count(empty_shop, amount)
    assert "can't be in a drawer" in error(empty_shop)


def test_half_a_coin_is_refused(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    empty_shop.do("ask_pieces", 100)
    empty_shop.do("answer", 1500)
    assert "Count again" in error(empty_shop)


def test_an_empty_drawer_may_be_opened_with(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    empty_shop.do("accept")
    assert report(empty_shop).expected == 0


def test_who_may_not_open_a_shift_needs_somebody_and_may_look_around(empty_shop: Shop) -> None:
    empty_shop.sign_in("kim")
    assert "another role" in empty_shop.strip
    assert "more" in action_ids(empty_shop)
    empty_shop.act("more")
    assert isinstance(empty_shop.front, More)
    empty_shop.do("back")
    empty_shop.do("accept")
    assert isinstance(empty_shop.front, OpeningShift)
    empty_shop.approve("mei")
    assert isinstance(empty_shop.front, Selling)
    assert ("shift.open", "MEI") in [(r.act, r.approved_by) for r in empty_shop.store.audit.rows(5)]


# --- the report while the shift is open


def test_an_x_report_changes_nothing_and_prints_when_asked(shop: Shop) -> None:
    shop.sell(COLA, given=1000)
    before, entries = report(shop), shop.store.journal.count()
    papers = len(shop.store.prints.list())
    more(shop, "x_report")
    assert isinstance(shop.front, ShiftPage)
    assert str(shop.body.title) == "X report"
    shop.act("print")
    shop.act("print")
    assert len(shop.store.prints.list()) == papers + 2
    assert shop.store.journal.count() == entries
    shop.do("back")
    assert report(shop) == before
    assert "COPY" not in last_paper(shop)


def test_an_x_report_keeps_the_blind_count_blind(shop: Shop) -> None:
    shop.sell(RICE)
    more(shop, "x_report")
    shop.act("print")
    assert "Expected" not in last_paper(shop)
    shop.do("back")
    shop.scan("ZGU-MEI-MEISECRET0123456789")
    more(shop, "x_report")
    shop.act("print")
    assert "Expected" in last_paper(shop)


# --- closing


def test_a_blind_close_hides_what_should_be_there(shop: Shop) -> None:
    shop.sell(COLA)
    more(shop, "close_shift")
    assert shop.body.purpose == "close"
    assert shop.body.expected is None
    assert shop.body.over_short is None
    count(shop, 20000)
    assert shop.body.over_short is None


def test_a_drawer_that_is_right_closes_at_once_with_its_report(shop: Shop) -> None:
    sale_id = shop.sell(COLA, given=1000)
    shop.paper_out()
    shift = report(shop).shift.id
    close(shop, 20350)
    assert isinstance(shop.front, ShiftPage)
    assert str(shop.body.title) == "Z report"
    assert shop.counter.shift is None
    closed = shop.store.shifts.get(shift)
    assert closed is not None
    assert (closed.counted, closed.over_short) == (20350, 0)
    text = last_paper(shop)
    assert "Z REPORT" in text
    assert "203.50" in text
    assert shop.devices.papers[-1].entry_id != sale_id
    shop.act("done")
    assert isinstance(shop.front, SigningIn)


def test_a_small_difference_is_booked_and_written_down_without_asking(shop: Shop) -> None:
    close(shop, 20000 - 2000)
    assert shop.counter.shift is None
    row = next(r for r in shop.store.audit.rows(20) if r.act == "shift.over_short")
    assert row.amount == -2000


@pytest.mark.parametrize("counted", [20000 - 2001, 20000 + 2001])
def test_a_large_difference_needs_a_reason_and_another_user(shop: Shop, counted: int) -> None:
    close(shop, counted)
    assert shop.counter.shift is not None
    shop.do("answer_text", "")
    assert "Say why" in error(shop)
    shop.do("answer_text", "Not known")
    assert [p.id for p in shop.overlay.approvers] == ["LEE", "MEI"]
    shop.approve("mei")
    assert shop.counter.shift is None
    closed = document_of(shop, ShiftClosed)
    assert isinstance(closed, ShiftClosed)
    assert closed.over_short == counted - 20000
    assert closed.reason == "Not known"
    assert [(a.permission, a.by) for a in closed.approvals] == [("shift.close.other", "MEI")]


def test_who_counted_cant_agree_himself_even_if_he_may_close_any_shift(empty_shop: Shop) -> None:
    empty_shop.sign_in("mei")
    empty_shop.open_shift()
    close(empty_shop, 0)
    empty_shop.do("answer_text", "Not known")
    assert [p.id for p in empty_shop.overlay.approvers] == ["LEE"]
    empty_shop.approve("mei")
    assert empty_shop.counter.shift is not None
    empty_shop.approve("lee")
    assert empty_shop.counter.shift is None


def test_the_first_count_is_kept_when_the_difference_was_shown(shop: Shop) -> None:
    close(shop, 10000)
    shop.do("cancel")
    assert shop.body.over_short == -10000
    assert "Count again" in shop.strip
    count(shop, 20000)
    shop.do("accept")
    assert shop.counter.shift is None
    assert shop.acts("shift.counted")[0]["counted"] == "100.00"


def test_another_ones_shift_is_closed_by_who_may(shop: Shop) -> None:
    shop.counter.sign_out()
    shop.sign_in("bob")
    close(shop, 20000)
    assert shop.counter.shift is not None
    shop.approve("mei")
    assert shop.counter.shift is None


def test_an_unfinished_sale_keeps_the_shift_open(shop: Shop) -> None:
    shop.scan(COLA)
    more(shop, "close_shift")
    assert isinstance(shop.front, More)
    assert "not finished" in shop.strip


def test_the_drawer_opens_for_the_count_once_and_that_is_written_down(shop: Shop) -> None:
    more(shop, "close_shift")
    assert shop.devices.pulses == 1
    count(shop, 20000)
    shop.do("accept")
    assert shop.devices.pulses == 1
    assert [r.reason for r in shop.store.audit.rows(20) if r.act == "drawer.open"] == ["check"]


def test_a_shift_closes_while_its_entries_wait_to_be_sent_with_everything_in_it(shop: Shop) -> None:
    for _ in range(5):
        shop.sell(COLA)
    assert shop.store.journal.waiting() == shop.store.journal.count()
    close(shop, 20000 + 5 * 350)
    closed = shop.store.shifts.history(1)[0]
    figures = shop.store.shifts.report(closed.id)
    assert (figures.sales_count, figures.sales, closed.over_short) == (5, 1750, 0)
    shop.act("done")
    shop.sign_in("amy")
    shop.open_shift(100)
    assert report(shop).sales_count == 0


def test_a_disk_that_fails_at_the_close_leaves_the_shift_open_and_the_count_as_it_was(shop: Shop) -> None:
    more(shop, "close_shift")
    count(shop, 20000)
    mend = shop.fail_store("append", StoreUnwritable(M("The disk is full.")))
    shop.do("accept")
    assert isinstance(shop.front, Blocked)
    mend()
    shop.do("retry")
    assert isinstance(shop.front, ClosingShift)
    shop.do("accept")
    assert shop.store.shifts.history(1)[0].closed_at is not None


def test_a_close_that_was_booked_though_the_store_failed_after_it_is_not_booked_twice(shop: Shop) -> None:
    more(shop, "close_shift")
    count(shop, 20000)
    append = shop.store.journal.append

    def booked(*args: object, **kwargs: object) -> object:
        append(*args, **kwargs)  # type: ignore[arg-type]
        raise StoreUnwritable(M("The disk went away."))

    shop.store.journal.append = booked  # type: ignore[assignment, method-assign]
    shop.do("accept")
    shop.store.journal.append = append  # type: ignore[method-assign]
    shop.do("retry")
    entries = shop.store.journal.count()
    shop.do("accept")
    assert isinstance(shop.front, ShiftPage)
    assert shop.store.journal.count() == entries


def test_a_power_cut_at_the_close_loses_nothing(shop: Shop) -> None:
    shop.sell(COLA)
    close(shop, 20350)
    shop.restart()
    shop.sign_in("amy")
    assert isinstance(shop.front, OpeningShift)
    assert shop.store.shifts.history(1)[0].counted == 20350


def test_a_z_report_printed_again_says_the_how_manyth_copy_it_is(shop: Shop) -> None:
    close(shop, 20000)
    for number in (1, 2):
        shop.act("print")
        assert last_paper(shop).splitlines()[0].strip() == f"COPY {number}"
    assert [a["copy"] for a in shop.acts("report.printed")] == ["2", "1"]


def test_closing_a_day_of_1500_sales_takes_less_than_a_second(shop: Shop) -> None:
    assert shop.counter.shift is not None
    line = SaleLine(
        number=1, product_id="cola", name_zh="可乐", name_en="Cola", unit="pcs", quantity=Quantity(1000),
        unit_price=Money(350), gross=Money(350), tax_id="V13", tax=Money(40), total=Money(350),
    )  # fmt: skip
    sales = [
        SaleCompleted(
            basket_id=f"B{n}", shift_id=shop.counter.shift.id, terminal="T1", lines=(line,), taxes=(),
            tenders=(TenderLine(tender="cash", amount=Money(350), given=Money(350)),), total=Money(350),
        )
        for n in range(1500)
    ]  # fmt: skip
    shop.store.journal.append_many(sales, actor="AMY")
    started = time.process_time()
    close(shop, 20000 + 1500 * 350)
    assert time.process_time() - started < 1
    assert shop.store.shifts.history(1)[0].over_short == 0
    assert shop.store.shifts.report(shop.store.shifts.history(1)[0].id).sales_count == 1500
