"""Cards and wallets by way of a provider: one that needs a while, and the operator who says it himself."""

from __future__ import annotations

from msgspec.structs import replace
from pytest import fixture

from kiosk.exc import Refused
from kiosk.flows.done import Done
from kiosk.flows.paying import Paying
from kiosk.i18n import M
from kiosk.trade.tender_provider import Charge, ChargeState
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop

WECHAT = "130000000000000001"


class Bank:
    """A provider that says of a charge what it was told to, and remembers each by its id."""

    def __init__(self) -> None:
        self.charges: dict[str, Charge] = {}
        self.cancelled: list[str] = []

    def begin(self, charge: Charge) -> Charge:
        return self.charges.setdefault(charge.id, charge)

    def look(self, charge: Charge) -> Charge:
        return self.charges[charge.id]

    def confirm(self, charge: Charge, reference: str = "") -> Charge:
        raise Refused(M("This was not paid yet."))

    def cancel(self, charge: Charge) -> Charge:
        if self.charges[charge.id].state is ChargeState.PAID:
            raise Refused(M("This was paid already. Give the money back instead."))
        self.cancelled.append(charge.id)
        return self.becomes(charge.id, ChargeState.CANCELLED)

    def becomes(self, charge_id: str, state: ChargeState) -> Charge:
        """What the customer did meanwhile."""
        self.charges[charge_id] = replace(self.charges[charge_id], state=state, reference="4200001")
        return self.charges[charge_id]

    def pays(self) -> None:
        """The customer pays what was asked for last."""
        self.becomes(list(self.charges)[-1], ChargeState.PAID)


@fixture
def bank(shop: Shop) -> Bank:
    bank = Bank()
    shop.counter.payments = bank
    return bank


def to_pay(shop: Shop, *goods: str) -> None:
    for code in goods:
        shop.scan(code)
    shop.do("pay")


def test_a_wallet_that_needs_a_while_is_paid_when_the_provider_says_so(shop: Shop, bank: Bank) -> None:
    to_pay(shop, COLA)
    shop.scan(WECHAT)
    assert (shop.body.wallet, shop.body.wallet_amount) == ("wechat", 350)
    shop.tick()
    assert shop.sales() == []
    bank.pays()
    shop.tick()
    assert isinstance(shop.front, Done)
    tender = shop.sales()[0].tenders[0]
    assert (tender.tender, tender.amount, tender.reference) == ("wechat", 350, "4200001")
    assert next(iter(bank.charges.values())).code == WECHAT


def test_a_card_is_paid_when_its_terminal_says_so_and_the_sheet_goes_away(shop: Shop, bank: Bank) -> None:
    to_pay(shop, COLA)
    shop.do("tender", "card")
    shop.tick()
    assert shop.overlay is not None
    bank.pays()
    shop.tick()
    assert shop.overlay is None
    assert [t.tender for t in shop.sales()[0].tenders] == ["card"]


def test_what_only_the_provider_knows_no_operator_says(shop: Shop, bank: Bank) -> None:
    to_pay(shop, COLA)
    shop.do("tender", "wechat")
    shop.do("taken")
    assert "not paid" in shop.strip
    assert shop.sales() == []


def test_another_way_after_all_calls_the_charge_off(shop: Shop, bank: Bank) -> None:
    to_pay(shop, COLA)
    shop.do("tender", "card")
    shop.do("cancel")
    shop.do("tender", "wechat")
    shop.do("cancel_wallet")
    assert bank.cancelled == list(bank.charges)
    shop.do("cash", 350)
    assert [t.tender for t in shop.sales()[0].tenders] == ["cash"]


def test_who_paid_while_the_operator_gave_up_has_paid_once(shop: Shop, bank: Bank) -> None:
    to_pay(shop, COLA)
    shop.do("tender", "wechat")
    bank.pays()
    shop.do("cash", 350)
    assert "paid already" in shop.strip
    shop.tick()
    assert [(t.tender, t.amount) for t in shop.sales()[0].tenders] == [("wechat", 350)]


def test_a_refused_payment_leaves_the_sale_to_be_paid_in_another_way(shop: Shop, bank: Bank) -> None:
    to_pay(shop, COLA)
    shop.do("tender", "card")
    bank.becomes(list(bank.charges)[-1], ChargeState.CANCELLED)
    shop.tick()
    assert shop.overlay is None
    assert "cancelled" in shop.strip
    shop.do("tender", "card")
    bank.pays()
    shop.tick()
    assert len(shop.sales()) == 1


def test_a_charge_that_was_paid_while_the_power_was_out_is_not_charged_again(shop: Shop, bank: Bank) -> None:
    to_pay(shop, RICE)
    shop.do("tender", "wechat")
    bank.pays()
    shop.restart()
    shop.counter.payments = bank
    shop.sign_in("bob")
    shop.do("pay")
    shop.do("tender", "wechat")
    assert len(bank.charges) == 1
    assert [(t.tender, t.reference) for t in shop.sales()[0].tenders] == [("wechat", "4200001")]


def test_more_than_is_due_is_asked_of_nobody(shop: Shop, bank: Bank) -> None:
    to_pay(shop, COLA)
    assert isinstance(shop.front, Paying)
    shop.do("tender_part", "card")
    shop.do("answer", 351)
    assert bank.charges == {}


def test_in_training_no_money_is_asked_for(shop: Shop, bank: Bank) -> None:
    shop.do("act", "more")
    shop.act("training")
    to_pay(shop, COLA)
    shop.scan(WECHAT)
    assert isinstance(shop.front, Done)
    assert bank.charges == {}
