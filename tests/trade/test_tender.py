import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exc import BadInput, NeedsApproval, Refused
from kiosk.trade.goods import Customer
from kiosk.trade.money import CNY, EUR, JPY, Money
from kiosk.trade.tender import (
    Payment,
    TenderKind,
    give_back,
    pay_cash,
    pay_exactly,
    pay_on_account,
    pay_voucher,
    quick_amounts,
    round_cash,
    take_back,
    wallet_of,
)

RULES = ("nearest", "down", "none")
amounts = st.integers(1, 10**7)


def pay(due: int, rule: str = "nearest") -> Payment:
    return Payment(Money(due), CNY, rule)  # type: ignore[arg-type]


def test_cash_gives_change_and_names_its_rounding() -> None:
    done = pay_cash(pay(2086), Money(5000))
    assert (done.settled, done.rounding, done.change) == (True, 4, 2910)


def test_rounding_down_favours_the_customer() -> None:
    assert pay_cash(pay(2089, "down")).rounding == -9


@given(amounts, st.sampled_from(RULES), st.integers(1, 10**8))
def test_cash_adds_up_to_the_cent_whatever_is_handed_over(due: int, rule: str, given_: int) -> None:
    paid = pay_cash(pay(due, rule), Money(given_))
    taken = sum(t.amount for t in paid.tenders)
    assert paid.remaining >= 0
    assert taken + paid.change == given_
    if paid.settled:
        assert taken == due + paid.rounding
        assert abs(paid.rounding) < CNY.cash_step
    else:
        assert (paid.change, paid.rounding, paid.remaining) == (0, 0, due - given_)


def test_a_cent_too_little_for_the_coins_still_pays_in_full() -> None:
    done = pay_cash(pay(2086), Money(2088))  # rounded it would be 20.90
    assert (done.settled, done.rounding, done.change) == (True, 2, 0)


@given(amounts, st.lists(st.integers(1, 10**6), max_size=6), st.sampled_from(RULES))
def test_a_split_payment_adds_up_to_the_cent(due: int, parts: list[int], rule: str) -> None:
    payment = pay(due, rule)
    for part in parts:
        if part >= payment.remaining:
            break
        payment = pay_exactly(payment, TenderKind.CARD, Money(part))
    if payment.remaining and payment.cash_due:
        payment = pay_cash(payment)
        assert payment.settled
        assert sum(t.amount for t in payment.tenders) == due + payment.rounding


@given(st.integers(-(10**9), 10**9), st.sampled_from(RULES), st.integers(1, 100))
def test_rounded_cash_is_a_multiple_of_the_smallest_coin(amount: int, rule: str, step: int) -> None:
    rounded = round_cash(amount, step, rule)  # type: ignore[arg-type]
    assert rule == "none" or rounded % step == 0
    assert abs(rounded - amount) < max(step, 1)
    if rule == "down":
        assert abs(rounded) <= abs(amount)


def test_a_card_never_pays_more_than_is_due() -> None:
    with pytest.raises(BadInput, match="no change"):
        pay_exactly(pay(2000), TenderKind.CARD, Money(2001))


@pytest.mark.parametrize("given_", [0, -5, 10**9])
def test_nothing_negative_or_absurd_is_taken_as_cash(given_: int) -> None:
    with pytest.raises(BadInput):
        pay_cash(pay(2000), Money(given_))


def test_a_voucher_pays_at_most_what_is_due_and_only_once() -> None:
    done = pay_voucher(pay(2000), Money(500), "V1")
    assert done.remaining == 1500
    with pytest.raises(BadInput, match="already"):
        pay_voucher(done, Money(500), "V1")
    assert pay_voucher(done, Money(5000), "V2").settled


def test_nobody_buys_on_account_without_credit() -> None:
    with pytest.raises(Refused):
        pay_on_account(pay(2000), None)
    with pytest.raises(NeedsApproval):
        pay_on_account(pay(2000), Customer("C1", "Li"))
    good = Customer("C2", "Wang", credit_limit=Money(3000), balance=Money(1500))
    with pytest.raises(NeedsApproval, match=r"15\.00"):
        pay_on_account(pay(2000), good)
    assert pay_on_account(pay(2000), good, over_limit=True).settled
    assert pay_on_account(pay(1500), good).tenders[0].reference == "C2"


def test_two_parts_on_account_count_together() -> None:
    good = Customer("C2", "Wang", credit_limit=Money(3000))
    first = pay_on_account(pay(4000), good, Money(2000))
    with pytest.raises(NeedsApproval):
        pay_on_account(first, good, Money(2000))


def test_money_goes_back_up_to_what_is_due_back() -> None:
    refund = pay(-1234)
    with pytest.raises(BadInput):
        give_back(refund, TenderKind.CARD, Money(1235))
    half = give_back(refund, TenderKind.CARD, Money(1000))
    done = give_back(half, TenderKind.CASH, Money(234))
    assert done.settled
    assert (done.rounding, [t.amount for t in done.tenders]) == (4, [-1000, -230])


def test_a_tender_taken_back_leaves_what_it_paid_due() -> None:
    done = pay_cash(pay_exactly(pay(2086), TenderKind.CARD, Money(1000)))
    again = take_back(done, 1)
    assert (again.remaining, again.rounding) == (1086, 0)


def test_nothing_more_is_taken_when_all_is_paid() -> None:
    with pytest.raises(Refused, match="Nothing is due"):
        pay_cash(pay_cash(pay(2000)), Money(2000))


def test_likely_cash_is_exact_then_the_next_round_notes() -> None:
    assert quick_amounts(2090, CNY) == (2090, 2100, 2500, 3000, 5000, 10000)
    assert quick_amounts(10000, CNY) == (10000,)
    assert quick_amounts(0, CNY) == ()
    assert quick_amounts(480, JPY) == (480, 500, 1000, 5000, 10000)
    assert quick_amounts(2345, EUR)[:2] == (2345, 2500)


@given(amounts)
def test_each_likely_amount_is_enough_and_none_is_twice(due: int) -> None:
    found = quick_amounts(due, CNY)
    assert found[0] == due
    assert list(found) == sorted(set(found))


def test_a_customers_payment_code_says_whose_it_is() -> None:
    assert wallet_of("134567890123456789") is TenderKind.WECHAT
    assert wallet_of("2812345678901234") is TenderKind.ALIPAY
    assert wallet_of("9521234543213") is None
    assert wallet_of("") is None
