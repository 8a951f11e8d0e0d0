"""Each way to pay: what is asked, what is checked, what is written down with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput, NeedsApproval, Refused
from kiosk.flows.charging import WALLETS, CardSheet, Charging
from kiosk.flows.paper_receipt import TENDERS
from kiosk.flows.sheets import NumberSheet, TextSheet
from kiosk.flows.tenders import tender_name
from kiosk.flows.units import shown_amount
from kiosk.flows.views import ConfirmView, NumberView, TextView
from kiosk.i18n import M, Message
from kiosk.store.documents import Approval
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money
from kiosk.trade.tender import (
    TenderKind,
    give_back,
    pay_cash,
    pay_on_account,
    pay_voucher,
    quick_amounts,
)

if TYPE_CHECKING:
    from kiosk.flows.paying import Paying


class PayWays:
    """The tenders of one payment. charging: those that somebody outside confirms."""

    def __init__(self, paying: Paying) -> None:
        self._paying = paying
        self._counter = paying.counter
        self.charging = Charging(paying)

    @property
    def wallet(self) -> str:
        """The wallet whose payment is waited for, or ""."""
        waiting = self.charging.waiting
        return waiting.kind.value if waiting is not None and waiting.kind in WALLETS else ""

    @property
    def wallet_amount(self) -> int:
        """How much it is to pay."""
        waiting = self.charging.waiting
        return waiting.amount if waiting is not None and self.wallet else 0

    def why_not(self, tender: str) -> Message | None:
        """Why this way is closed now; None: it is open."""
        remaining = self._paying.payment.remaining
        if remaining == 0:
            return M("Nothing more is due.")
        if tender == TenderKind.VOUCHER and remaining < 0:
            return M("Money is not given back as a voucher.")
        if tender == TenderKind.ACCOUNT:
            customer = self._counter.cart.basket.customer
            if customer is None:
                return M("Choose the customer first.")
            if remaining > 0 and customer.credit_limit <= 0 and customer.balance >= 0:
                return M("{name} has no credit.", name=customer.name)
        return None

    def pay(self, way: str, amount: int) -> None:
        """Pay so much by `way`: ask what it needs, then take it. Negative: give back."""
        kind = self._open_kind(way)
        if amount < 0:
            self._give_back(kind, Money(-amount))
        elif kind is TenderKind.CASH:
            self.ask_cash()
        elif kind in WALLETS:
            self._paying.clear_strip()
            self.charging.begin(kind, Money(amount))
        elif kind is TenderKind.VOUCHER:
            self._ask_voucher(amount)
        elif kind is TenderKind.ACCOUNT:
            self._on_account(Money(amount))
        else:
            self._ask_card(Money(amount))

    def ask_part(self, way: str) -> None:
        """Ask how much of what is due is paid so."""
        kind = self._open_kind(way)
        remaining = self._paying.payment.remaining
        sign = 1 if remaining > 0 else -1

        def typed(amount: int) -> None:
            if not 0 < amount <= abs(remaining):
                most = shown_amount(self._counter, abs(remaining))
                raise BadInput(M("Type an amount above zero and at most {most}.", most=most))
            if kind is TenderKind.CASH and sign > 0:
                self.cash(amount)
            else:
                self.pay(way, sign * amount)

        ask = NumberView(tender_name(way), "amount", self._places, abs(remaining))
        self._counter.sheet(NumberSheet(self._counter, ask, typed))

    # --- cash

    def cash(self, given: int) -> None:
        """Taken from the customer; where money goes back, given to him."""
        payment = self._paying.payment
        if payment.remaining < 0:
            self._give_back(TenderKind.CASH, Money(min(abs(given), -payment.remaining)))
        else:
            self._paying.accept(pay_cash(payment, Money(given)))

    def ask_cash(self) -> None:
        """Type what was handed over."""
        self._open_kind("cash")
        payment = self._paying.payment
        quick = quick_amounts(payment.cash_due, payment.currency)
        ask = NumberView(M("Cash received"), "amount", self._places, abs(payment.cash_due), quick=quick)
        self._counter.sheet(NumberSheet(self._counter, ask, self.cash))

    # --- card, voucher, account

    def _ask_card(self, amount: Money) -> None:
        self.charging.begin(TenderKind.CARD, amount)
        if self.charging.waiting is None:
            return
        ask = ConfirmView(
            M("Card: {amount}", amount=shown_amount(self._counter, amount)),
            M("Take it on the card terminal. Did it say that it was approved?"),
            M("Paid by card"),
            danger=False,
        )
        self._counter.sheet(CardSheet(self._counter, ask, self.charging))

    def _ask_voucher(self, amount: int) -> None:
        def coded(code: str) -> None:
            code = code.strip()
            if not code or len(code) > 64 or not code.isprintable():
                raise BadInput(M("Scan the voucher, or type its number."))
            ask = NumberView(M("What is the voucher worth?"), "amount", self._places, amount)
            self._counter.sheet(NumberSheet(self._counter, ask, lambda worth: valued(code, worth)))

        def valued(code: str, worth: int) -> None:
            self._paying.accept(pay_voucher(self._paying.payment, Money(worth), code))

        ask = TextView(M("Scan the voucher, or type its number"))
        self._counter.sheet(TextSheet(self._counter, ask, coded, scans=True))

    def _on_account(self, amount: Money) -> None:
        customer = self._fresh_customer()
        detail = M("{amount} on account", amount=shown_amount(self._counter, amount))

        def allowed(approvals: tuple[Approval, ...]) -> None:
            try:
                self._paying.accept(pay_on_account(self._paying.payment, customer, amount), approvals)
            except NeedsApproval as need:
                self._counter.with_permission(need.permission, need.message, lambda more: over(approvals + more))

        def over(approvals: tuple[Approval, ...]) -> None:
            payment = pay_on_account(self._paying.payment, customer, amount, over_limit=True)
            self._paying.accept(payment, approvals)

        self._counter.with_permission("sale.account", detail, allowed)

    def _fresh_customer(self) -> Customer | None:
        """With what he owes by now, not as he was when he came to the counter."""
        customer = self._counter.cart.basket.customer
        if customer is None:
            return None
        return self._counter.store.people.customer(customer.id) or customer

    # --- wallets

    def scan_wallet(self, kind: TenderKind, code: str) -> None:
        """A customer's payment code: it says itself whose it is. Each is good for one payment."""
        payment = self._paying.payment
        if payment.remaining <= 0:
            self._counter.refuse_scan(M("Nothing is due. The code was not used."))
        elif any(t.reference == code for t in payment.tenders):
            self._counter.refuse_scan(M("This code was used already. Ask for a new one."))
        else:
            self.charging.begin(kind, Money(self.wallet_amount or payment.remaining), code)

    # --- money back

    def _give_back(self, kind: TenderKind, amount: Money) -> None:
        """Another way than it was paid needs somebody's agreement."""
        paying = self._paying
        already = sum(-t.amount for t in paying.payment.tenders if t.kind is kind)
        agreed = any(a.permission == "sale.refund.no_receipt" for a in paying.all_approvals)
        if agreed or already + amount <= paying.proposed.get(kind, 0):
            paying.accept(give_back(paying.payment, kind, amount))
            return
        shown = shown_amount(self._counter, amount)
        detail = M("Give back {amount} by another tender: {tender}", amount=shown, tender=tender_name(kind))
        self._counter.with_permission(
            "sale.refund.no_receipt",
            detail,
            lambda approvals: paying.accept(give_back(paying.payment, kind, amount), approvals),
        )

    # --- inside

    @property
    def _places(self) -> int:
        return self._counter.settings.currency.exponent

    def _open_kind(self, way: str) -> TenderKind:
        if way not in TENDERS:
            raise BadInput(M("That is not one of the choices."))
        why = self.why_not(way)
        if why is not None:
            raise Refused(why)
        return TenderKind(way)
