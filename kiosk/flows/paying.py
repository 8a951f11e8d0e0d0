"""Taking the money: any mix of tenders until nothing is due, then one entry in the journal. Giving it back likewise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import NeedsApproval, Refused
from kiosk.flows.base import Flow
from kiosk.flows.codes import code_of
from kiosk.flows.done import Done
from kiosk.flows.paper_receipt import TENDERS, tender_words
from kiosk.flows.pay_ways import PayWays
from kiosk.flows.refunding import check_refund_limit, propose
from kiosk.flows.settlement import booked, settle
from kiosk.flows.tenders import ICONS, tender_name
from kiosk.flows.units import shown_amount
from kiosk.flows.views import Action, PayView, TenderRow, Way
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.documents import Approval
from kiosk.trade.barcodes import UserCode
from kiosk.trade.money import Money
from kiosk.trade.tender import Payment, TenderKind, pay_on_account, quick_amounts, take_back, wallet_of

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def with_deposit(counter: Counter, payment: Payment) -> Payment:
    """What a customer paid when he ordered goes off what is due when he collects."""
    basket = counter.cart.basket
    if not basket.order_id or basket.customer is None:
        return payment
    customer = counter.store.people.customer(basket.customer.id) or basket.customer
    # This order's alone, whatever else he owes or has paid: it went onto his account, and comes off it again
    deposit = min(counter.store.promises.deposit_left(basket.order_id), payment.remaining)
    if deposit <= 0:
        return payment
    payment = pay_on_account(payment, customer, Money(deposit), over_limit=True)
    *before, last = payment.tenders
    return replace(payment, tenders=(*before, replace(last, reference=basket.order_id)))


class Paying(Flow):
    """What is due, and the tenders taken so far. The last one that covers it settles the sale.

    Nothing is booked before `finish`; a power cut until then leaves the basket, and no sale. When money goes back, the
    tenders of the original sale are proposed, and `finish` is pressed by a person.
    """

    stays_lit = True

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        cart = counter.cart
        payment = Payment(cart.priced.total, counter.settings.currency, cart.limits.cash_rounding)  # type: ignore[arg-type]
        self.payment, self.proposed = propose(counter, payment)
        self.payment = with_deposit(counter, self.payment)
        self.approvals: tuple[Approval, ...] = ()
        self.ways = PayWays(self)
        self._basket_id = cart.basket.id

    @property
    def all_approvals(self) -> tuple[Approval, ...]:
        """Of the basket and of its payment."""
        return self.counter.cart.approvals + self.approvals

    # --- what is shown

    def entered(self) -> None:
        """Also after the store failed and works again: then the sale may have been booked after all."""
        if self.counter.store.baskets.load() is None:
            sale_id = booked(self.counter, self._basket_id)
            if sale_id is not None:
                self._go_on(sale_id)
                return
        if self.payment.settled:
            self._offer_finish()

    def view(self) -> PayView:
        payment, order_id = self.payment, self.counter.cart.basket.order_id
        cash_due = payment.cash_due
        customer = self.counter.cart.basket.customer
        return PayView(
            due=payment.due,
            remaining=payment.remaining,
            cash_due=cash_due,
            rounding=payment.rounding or payment.cash_rounding,
            tenders=tuple(
                TenderRow(i, tender_words(t.kind, t.reference, order_id), t.amount, t.given, t.reference)
                for i, t in enumerate(payment.tenders)
            ),
            quick=quick_amounts(cash_due, payment.currency),
            ways=tuple(self._way(tender) for tender in TENDERS),
            customer=plain(customer.name) if customer else None,
            strip=self.strip,
            wallet=self.ways.wallet,
            wallet_amount=self.ways.wallet_amount,
            finish=self._finish_text() if payment.settled else None,
        )

    def _way(self, tender: str) -> Way:
        why = self.ways.why_not(tender)
        return Way(tender, tender_name(tender), ICONS[tender], why is None, why)  # type: ignore[arg-type]

    def _finish_text(self) -> Text:
        due = self.payment.due
        if due < 0:
            back = -sum(t.amount for t in self.payment.tenders)
            return M("Give back {amount}", amount=shown_amount(self.counter, back))
        return M("Finish the sale")

    # --- tenders come

    def cash(self, given: int) -> None:
        """Notes and coins handed over; less than is due is a part of it."""
        self.ways.cash(given)

    def ask_cash(self) -> None:
        """Type what was handed over."""
        self.ways.ask_cash()

    def tender(self, way: str) -> None:
        """All that is still due, by this tender."""
        self.ways.pay(way, self.payment.remaining)

    def tender_part(self, way: str) -> None:
        """A part of it: ask how much."""
        self.ways.ask_part(way)

    def taken(self) -> None:
        """The customer scanned the shop's code, and his phone says that he paid."""
        self.ways.charging.confirm()

    def cancel_wallet(self) -> None:
        """Another way after all."""
        self.ways.charging.give_up()

    def tick(self) -> None:
        """A provider may know by now."""
        self.ways.charging.look()

    def scan(self, scan: Scan) -> None:
        """A customer's payment code pays. Goods go to the basket, while nothing was taken yet."""
        wallet = wallet_of(scan.data)
        if wallet is not None:
            self.ways.scan_wallet(wallet, scan.data)
        elif self.ways.wallet:
            self.counter.refuse_scan(M("This is no payment code. Scan the one on the customer's phone."))
        elif self._money_taken() or isinstance(code_of(scan), UserCode):
            self.counter.refuse_scan(M("The code was not taken. Finish paying, or go back to the sale."))
        else:
            self.back()
            self.counter.front.scan(scan)

    def accept(self, payment: Payment, approvals: tuple[Approval, ...] = ()) -> None:
        """Take a payment with one tender more; the one that covers what is due settles the sale."""
        self.ways.charging.give_up()
        self.payment = payment
        self.approvals += approvals
        self.clear_strip()
        if not payment.settled:
            self.counter.ok()
        elif payment.due < 0:
            self._offer_finish()
        else:
            self.finish()

    # --- tenders go

    def remove(self, index: int) -> None:
        """Take a tender back that was taken by mistake; one that was not cash is written down."""
        payment = take_back(self.payment, index)
        gone = self.payment.tenders[index]
        self.clear_strip()
        if gone.kind is not TenderKind.CASH and gone.amount > 0:
            detail = {"tender": gone.kind.value, "reference": gone.reference, "basket": self._basket_id}
            self.counter.audit("sale.tender.removed", detail, amount=gone.amount)
            self.tell(M("Removed. Give it back where it was taken, too."), "warn")
        self.payment = payment

    def back(self) -> None:
        """To the basket, while no money was taken."""
        if self.ways.wallet:
            self.ways.charging.give_up()
            return
        if self._money_taken():
            raise Refused(M("Money was taken already. Remove it first, or finish the sale."))
        self.ways.charging.give_up()
        super().back()

    def _money_taken(self) -> bool:
        return any(t.amount > 0 for t in self.payment.tenders)

    # --- the end

    def finish(self) -> None:
        """Book it. What can't be booked now leaves everything as it is, to be tried again."""
        payment = self.payment
        if not payment.settled:
            raise Refused(M("Not everything is paid yet."))
        self._offer_finish()
        try:
            check_refund_limit(self.counter, payment, self.all_approvals)
        except NeedsApproval as need:
            self.counter.ask_approval(need.permission, need.message, self._approved)
            return
        sale_id, _sale = settle(self.counter, payment, self.all_approvals)
        self.counter.ok()
        self._go_on(sale_id)

    def act_finish(self) -> None:
        """The same as `finish`, from the strip."""
        self.finish()

    def _approved(self, approvals: tuple[Approval, ...]) -> None:
        self.approvals += approvals
        self.finish()

    def _go_on(self, sale_id: str) -> None:
        sale = self.counter.store.sales.get(sale_id)
        assert sale is not None, "a booked sale is in the store"
        if self.counter.cart.basket.id == self._basket_id:
            self.counter.cart.begin()
        self.counter.replace(Done(self.counter, sale_id, sale))

    def _offer_finish(self) -> None:
        text = self._finish_text()
        assert isinstance(text, Message)
        self.tell(text, "info", Action("finish", text, "check", "F12"))
