import pytest

from kiosk.exc import BadInput, Refused
from kiosk.trade.money import CNY, Money
from kiosk.trade.tender import Payment, TenderKind, pay_exactly
from kiosk.trade.tender_provider import Charge, ChargeState, PaymentProvider, RecordedByHand

WALLET = Charge("K7QXMP-1", TenderKind.WECHAT, Money(2000))


def test_the_customer_scans_the_shops_code_and_the_operator_says_that_it_was_paid() -> None:
    provider = RecordedByHand({TenderKind.WECHAT: "wxp://f2f0"})
    waiting = provider.begin(WALLET)
    assert (waiting.shown, waiting.state) == ("wxp://f2f0", ChargeState.WAITING)
    assert provider.look(waiting) == waiting
    paid = provider.confirm(waiting, "4200001")
    done = pay_exactly(Payment(Money(2000), CNY), paid.tender.kind, paid.tender.amount, reference=paid.reference)
    assert (done.settled, done.tenders) == (True, (paid.tender,))


def test_a_customers_code_is_the_reference_where_there_is_no_better() -> None:
    provider = RecordedByHand({TenderKind.ALIPAY: "https://qr.example"})
    paid = provider.begin(Charge("K7QXMP-2", TenderKind.ALIPAY, Money(500), code="2812345678901234"))
    assert (paid.shown, paid.state) == ("", ChargeState.PAID)
    assert paid.tender.reference == "2812345678901234"


def test_what_nobody_confirmed_is_no_payment() -> None:
    with pytest.raises(Refused, match="not paid"):
        _ = RecordedByHand().begin(WALLET).tender


def test_a_cancelled_payment_is_not_paid_after_all() -> None:
    provider = RecordedByHand()
    cancelled = provider.cancel(provider.begin(WALLET))
    with pytest.raises(Refused, match="cancelled"):
        provider.confirm(cancelled)


def test_a_payment_that_was_made_is_not_cancelled_but_given_back() -> None:
    provider = RecordedByHand()
    paid = provider.confirm(provider.begin(WALLET))
    assert provider.confirm(paid) == paid
    with pytest.raises(Refused, match="Give the money back"):
        provider.cancel(paid)


@pytest.mark.parametrize("amount", [0, -500])
def test_nothing_is_not_charged(amount: int) -> None:
    provider: PaymentProvider = RecordedByHand()
    with pytest.raises(BadInput):
        provider.begin(Charge("K7QXMP-3", TenderKind.CARD, Money(amount)))
