import pytest

from kiosk.exc import DeviceGone, StoreUnwritable
from kiosk.flows.done import Done
from kiosk.flows.paying import Paying
from kiosk.flows.selling import Selling
from kiosk.hw.ports import Signal
from kiosk.i18n import M
from tests.flows.goods import COLA, NO_PRICE, RICE, WATER, badge_of, banana
from tests.flows.shop import Shop

WECHAT = "130000000000000001"
ALIPAY = "2800000000000000"


def test_cash_with_change_is_one_entry_a_pulse_and_a_receipt(shop: Shop) -> None:
    shop.scan(COLA)
    before = shop.store.journal.count()
    shop.pay_cash(1000)
    assert isinstance(shop.front, Done)
    assert shop.body.change == 650
    assert shop.store.journal.count() == before + 1
    assert shop.devices.pulses == 1
    assert shop.body.sale_id in shop.devices.papers[0].paper.decode()
    sale = shop.sales()[0]
    assert (sale.total, sale.change, sale.tenders[0].given) == (350, 650, 1000)
    assert shop.counter.cart.empty


def test_stock_goes_down_with_the_sale_not_at_closing(shop: Shop) -> None:
    shop.sell(COLA, COLA)
    assert shop.on_hand("cola") == 98_000


def test_the_sale_is_on_disk_before_anything_moves(shop: Shop) -> None:
    seen: list[int] = []
    shop.scan(COLA)
    shop.devices.open_drawer = lambda: seen.append(len(shop.sales()))  # type: ignore[method-assign]
    shop.pay_cash()
    assert seen == [1]


def test_cash_is_rounded_to_coins_that_exist_and_the_rounding_is_named(shop: Shop) -> None:
    shop.scan(banana(1235))  # 9.86
    shop.do("pay")
    assert (shop.body.due, shop.body.cash_due, shop.body.rounding) == (986, 990, 4)
    shop.do("cash", 990)
    sale = shop.sales()[0]
    assert (sale.total, sale.rounding, sale.tenders[0].amount) == (986, 4, 990)


def test_a_card_pays_to_the_cent_after_the_terminal_said_yes(shop: Shop) -> None:
    shop.scan(banana(1235))
    shop.do("pay")
    shop.do("tender", "card")
    assert shop.sales() == []
    shop.do("confirm")
    sale = shop.sales()[0]
    assert (sale.tenders[0].tender, sale.tenders[0].amount, sale.rounding) == ("card", 986, 0)
    assert shop.devices.pulses == 0


def test_a_customers_payment_code_pays_at_once_and_is_kept(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.scan(WECHAT)
    tender = shop.sales()[0].tenders[0]
    assert (tender.tender, tender.amount, tender.reference) == ("wechat", 350, WECHAT)


def test_a_wallet_that_shows_its_own_code_is_recorded_when_the_customer_paid(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.do("tender", "alipay")
    assert (shop.body.wallet, shop.body.wallet_amount) == ("alipay", 350)
    shop.scan(RICE)
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    shop.do("taken")
    assert shop.sales()[0].tenders[0].tender == "alipay"


def test_a_payment_code_is_good_for_one_payment(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("tender_part", "alipay")
    shop.do("answer", 5000)
    shop.scan(ALIPAY)
    shop.scan(ALIPAY)
    assert "already" in shop.strip
    assert shop.body.remaining == 7800


def test_a_payment_code_at_the_sale_sells_nothing(shop: Shop) -> None:
    shop.scan(WECHAT)
    assert "Pay first" in shop.strip
    assert shop.counter.cart.empty


def test_a_voucher_pays_no_more_than_is_due_and_is_taken_once(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("tender", "voucher")
    shop.scan("VOUCHER-1")
    shop.do("answer", 5000)
    shop.do("tender", "voucher")
    shop.do("answer_text", "VOUCHER-1")
    shop.do("answer", 5000)
    assert shop.overlay.error is not None
    shop.do("cancel")
    shop.do("cash", 8000)
    assert [(t.tender, t.amount) for t in shop.sales()[0].tenders] == [("voucher", 5000), ("cash", 7800)]


def test_split_tenders_add_up(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("cash", 2800)
    assert shop.body.remaining == 10000
    shop.do("tender", "card")
    shop.do("confirm")
    sale = shop.sales()[0]
    assert sum(t.amount for t in sale.tenders) == sale.total + sale.rounding
    assert shop.devices.pulses == 1


@pytest.mark.parametrize("given", [0, -100, 10**12])
def test_cash_that_cannot_be_is_refused(shop: Shop, given: int) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.do("cash", given)
    assert isinstance(shop.front, Paying)
    assert shop.strip
    assert shop.sales() == []


def test_money_taken_holds_the_till_in_paying_until_it_is_removed(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("cash", 100)
    shop.do("back")
    assert isinstance(shop.front, Paying)
    shop.scan(COLA)
    assert isinstance(shop.front, Paying)
    shop.do("remove", 0)
    shop.do("back")
    assert isinstance(shop.front, Selling)
    assert shop.body.total == 12800


def test_a_removed_wallet_payment_is_written_down(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("tender_part", "wechat")
    shop.do("answer", 100)
    shop.scan(WECHAT)
    shop.do("remove", 0)
    assert shop.acts("sale.tender.removed")[0]["reference"] == WECHAT


def test_goods_scanned_while_paying_go_to_the_basket(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.scan(WATER)
    assert isinstance(shop.front, Selling)
    assert shop.body.total == 550


def test_a_badge_while_paying_is_refused(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.scan(badge_of("bob"))
    assert isinstance(shop.front, Paying)


def test_on_account_within_the_customers_limit(shop: Shop) -> None:
    shop.scan(WATER)
    shop.act("customer")
    shop.scan("M001")
    shop.do("pay")
    shop.do("tender", "account")
    assert shop.sales()[0].tenders[0].tender == "account"
    customer = shop.store.people.customer("C1")
    assert customer is not None
    assert (customer.balance, customer.points) == (200, 2)


def test_on_account_over_the_limit_needs_another_user(shop: Shop) -> None:
    shop.scan(RICE)
    shop.act("customer")
    shop.scan("M001")
    shop.do("pay")
    shop.do("tender", "account")
    assert shop.overlay is not None
    shop.approve("mei")
    assert [(a.permission, a.by) for a in shop.sales()[0].approvals] == [("sale.account.over_limit", "MEI")]


def test_account_needs_a_customer_with_credit(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("tender", "account")
    assert "customer" in shop.strip
    way = next(w for w in shop.body.ways if w.id == "account")
    assert not way.enabled


def test_what_has_no_price_cannot_be_paid(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.do("back")
    shop.scan(NO_PRICE)
    shop.do("cancel")
    assert shop.body.can_pay


def test_an_empty_basket_is_not_paid(shop: Shop) -> None:
    shop.do("pay")
    assert isinstance(shop.front, Selling)
    assert shop.strip


def test_a_drawer_that_fails_undoes_no_sale(shop: Shop) -> None:
    shop.devices.drawer_error = DeviceGone(M("The drawer does not answer."))
    shop.sell(COLA)
    assert len(shop.sales()) == 1


def test_a_full_disk_books_nothing_and_keeps_basket_and_tenders(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("cash", 2800)
    mend = shop.fail_store("append", StoreUnwritable(M("The disk is full.")))
    shop.do("cash", 10000)
    assert "full" in str(shop.body.text)
    assert shop.devices.pulses == 0
    shop.do("retry")
    mend()
    assert isinstance(shop.front, Paying)
    assert [t.amount for t in shop.body.tenders] == [2800, 10000]
    shop.act("finish")
    assert len(shop.sales()) == 1
    assert shop.sales()[0].change == 0


def test_a_sale_that_was_booked_after_all_is_not_booked_twice(shop: Shop) -> None:
    """The commit went through, the answer to it was lost."""
    shop.scan(COLA)
    shop.do("pay")
    append = shop.store.journal.append

    def lost(*args: object, **kwargs: object) -> None:
        append(*args, **kwargs)  # type: ignore[arg-type]
        raise StoreUnwritable(M("The disk does not answer."))

    shop.store.journal.append = lost  # type: ignore[assignment,method-assign]
    shop.do("cash", 500)
    shop.do("retry")
    assert isinstance(shop.front, Done)
    assert shop.body.change == 150
    assert len(shop.sales()) == 1


def test_a_clock_set_back_stops_no_sale(shop: Shop) -> None:
    shop.sell(COLA)
    shop.time.set_back_s(86_400 * 365)
    shop.sell(COLA)
    entries = [shop.store.journal.get(row.id) for row in shop.store.sales.recent(10, 0)]
    times = [e.at for e in entries if e]
    assert len(times) == 2
    assert shop.store.journal.entries(shop.store.origin, 0, 1000)[-1].at >= max(times)


def test_a_vouchers_number_may_have_letters(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("tender", "voucher")
    shop.do("answer_text", " GIFT-2026-ab ")
    shop.do("answer", 12800)
    assert [t.reference for t in shop.sales()[0].tenders] == ["GIFT-2026-ab"]


@pytest.mark.parametrize("nothing", ["", "   ", "\x1d", "x" * 65])
def test_no_voucher_is_without_a_number(shop: Shop, nothing: str) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.do("tender", "voucher")
    shop.do("answer_text", nothing)
    assert "voucher" in str(shop.overlay.error)


def test_who_agrees_to_more_credit_sees_what_it_comes_to(shop: Shop) -> None:
    shop.scan(RICE)
    shop.act("customer")
    shop.scan("M001")
    shop.do("pay")
    shop.do("tender", "account")
    words = str(shop.overlay.detail)
    assert all(amount in words for amount in ("owes ¥0.00", "may owe ¥100.00", "it would be ¥128.00")), words


def test_what_is_on_account_already_counts_in_what_it_comes_to(shop: Shop) -> None:
    shop.scan(RICE)
    shop.act("customer")
    shop.scan("M001")
    shop.do("pay")
    shop.do("tender_part", "account")
    shop.do("answer", 5000)
    shop.do("tender", "account")
    assert "it would be ¥128.00" in str(shop.overlay.detail)
