"""Tenders: how a sale is settled, in whole or in parts, with change and cash rounding.

Cash rounding (抹零) applies only to what is left to be paid in cash, and is a named amount on the document:
Σ tenders = total + rounding, and change = what was handed over − what it paid.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from kiosk.exc import BadInput, NeedsApproval, Refused
from kiosk.i18n import M
from kiosk.trade.goods import Customer
from kiosk.trade.money import ZERO, Currency, Money, divide, format_money

CashRounding = Literal["nearest", "down", "none"]
MOST_TENDERS = 20
MOST_CASH = 100_000_000
"""More cash than anybody puts on a counter, minor units: a barcode typed into the keypad."""


class TenderKind(StrEnum):
    """Means of payment."""

    CASH = "cash"
    CARD = "card"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    VOUCHER = "voucher"
    ACCOUNT = "account"


class Tender(msgspec.Struct, frozen=True):
    """One means of payment taken. amount: what it pays (negative: gives back). given: cash handed over."""

    kind: TenderKind
    amount: Money
    given: Money = ZERO
    reference: str = ""


class Payment(msgspec.Struct, frozen=True):
    """A settlement under way. due: the document's total, negative when money goes back."""

    due: Money
    currency: Currency
    rounding_rule: CashRounding = "nearest"
    tenders: tuple[Tender, ...] = ()
    rounding: Money = ZERO

    @property
    def remaining(self) -> Money:
        """Still to be settled, before any cash rounding; zero when done."""
        return Money(self.due + self.rounding - sum(t.amount for t in self.tenders))

    @property
    def cash_rounding(self) -> Money:
        """What rounding would be named if the rest were settled in cash now."""
        return Money(self.cash_due - self.remaining)

    @property
    def cash_due(self) -> Money:
        """The rest, in coins that exist."""
        return round_cash(self.remaining, self.currency.cash_step, self.rounding_rule)

    @property
    def change(self) -> Money:
        """To be given back of the cash handed over."""
        return Money(sum(t.given - t.amount for t in self.tenders if t.given))

    @property
    def settled(self) -> bool:
        """Nothing remains."""
        return self.remaining == 0


def round_cash(amount: int, step: int, rule: CashRounding) -> Money:
    """`amount` as coins can pay it: to the nearest `step`, halves away from zero; down towards zero; or as it is."""
    if rule == "none" or step <= 1:
        return Money(amount)
    if rule == "down":
        return Money((abs(amount) // step * step) * (1 if amount >= 0 else -1))
    return Money(divide(amount, step) * step)


def pay_cash(payment: Payment, given: Money | None = None) -> Payment:
    """Take cash: `given` handed over, None for exactly what is due. Less than is due pays a part.

    Where rounding goes up, what lies between the exact and the rounded amount pays it all too, and is kept whole.
    Raises BadInput for nothing, a negative or an absurd amount; Refused when nothing is due.
    """
    _open(payment)
    due, remaining = payment.cash_due, payment.remaining
    if remaining < 0:
        raise Refused(M("Money goes back here; choose how."))
    given = due if given is None else given
    if given < 0 or (given == 0 and due > 0) or given > MOST_CASH:
        raise BadInput(M("Type the cash handed over."))
    if given < min(due, remaining):
        return _with(payment, Tender(TenderKind.CASH, given, given))
    paid = Money(min(given, due))
    rounded = msgspec.structs.replace(payment, rounding=Money(payment.rounding + paid - remaining))
    return _with(rounded, Tender(TenderKind.CASH, paid, given))


def pay_exactly(payment: Payment, kind: TenderKind, amount: Money | None = None, *, reference: str = "") -> Payment:
    """Take a card, wallet or voucher for `amount`, None for all that is due. No change is given on these.

    Raises BadInput for nothing, a negative amount, or more than is due.
    """
    _open(payment)
    if payment.remaining < 0:
        raise Refused(M("Money goes back here; choose how."))
    amount = payment.remaining if amount is None else amount
    if amount <= 0:
        raise BadInput(M("Type an amount above zero."))
    if amount > payment.remaining:
        due = format_money(payment.remaining, payment.currency, symbol=True)
        raise BadInput(M("Only {amount} is due; no change is given on this.", amount=due))
    return _with(payment, Tender(kind, amount, reference=reference))


def pay_voucher(payment: Payment, value: Money, reference: str) -> Payment:
    """Take a voucher: its value, or what is due if that is less; the rest of a voucher is not given out in cash.

    Raises BadInput for a worthless one, or one that was taken already here.
    """
    if any(t.kind is TenderKind.VOUCHER and t.reference == reference for t in payment.tenders):
        raise BadInput(M("This voucher was taken already."))
    if value <= 0:
        raise BadInput(M("Type an amount above zero."))
    _open(payment)
    return pay_exactly(payment, TenderKind.VOUCHER, Money(min(value, payment.remaining)), reference=reference)


def pay_on_account(
    payment: Payment, customer: Customer | None, amount: Money | None = None, *, over_limit: bool = False
) -> Payment:
    """Put `amount` (None: the rest) on the customer's account. over_limit: somebody agreed to go over his limit.

    Raises Refused without a customer or for one without credit, NeedsApproval over his limit.
    """
    if customer is None:
        raise Refused(M("Choose the customer first: the sale goes on the customer's account."))
    already = sum(t.amount for t in payment.tenders if t.kind is TenderKind.ACCOUNT)
    wanted = payment.remaining if amount is None else amount
    if customer.balance + already + wanted <= 0:
        return pay_exactly(payment, TenderKind.ACCOUNT, amount, reference=customer.id)  # his own money, a deposit
    if customer.credit_limit <= 0 and not over_limit:
        raise NeedsApproval(M("{name} has no credit.", name=customer.name), "sale.account.over_limit")
    if customer.balance + already + wanted > customer.credit_limit and not over_limit:
        owes, limit, total = (
            format_money(amount, payment.currency, symbol=True)
            for amount in (customer.balance, customer.credit_limit, customer.balance + already + wanted)
        )
        raise NeedsApproval(
            M("{name} owes {owes}, may owe {limit}; with this sale it would be {sum}.",
              name=customer.name, owes=owes, limit=limit, sum=total),
            "sale.account.over_limit",
        )  # fmt: skip
    return pay_exactly(payment, TenderKind.ACCOUNT, amount, reference=customer.id)


def give_back(payment: Payment, kind: TenderKind, amount: Money, *, reference: str = "") -> Payment:
    """Give `amount` (positive) back by `kind`; cash is rounded as coins allow.

    Raises BadInput for nothing or more than is due back.
    """
    _open(payment)
    if amount <= 0 or payment.remaining >= 0 or amount > -payment.remaining:
        raise BadInput(M("That is more than goes back."))
    if kind is TenderKind.CASH and amount == -payment.remaining:
        rounded = msgspec.structs.replace(payment, rounding=Money(payment.rounding + payment.cash_rounding))
        return _with(rounded, Tender(kind, payment.cash_due))
    return _with(payment, Tender(kind, Money(-amount), reference=reference))


def take_back(payment: Payment, index: int) -> Payment:
    """Without the tender at `index`; rounding goes with the last cash. Raises BadInput if there is none."""
    if not 0 <= index < len(payment.tenders):
        raise BadInput(M("This payment no longer exists."))
    tenders = payment.tenders[:index] + payment.tenders[index + 1 :]
    return msgspec.structs.replace(payment, tenders=tenders, rounding=ZERO)


def quick_amounts(due: int, currency: Currency) -> tuple[Money, ...]:
    """Likely cash for `due`: exactly it, then up to the next of each round note; smallest first, at most six."""
    if due <= 0:
        return ()
    notes = [n for n in currency.notes if str(n)[0] in "15" and n * 100 >= max(currency.notes)]
    found = {due, *(-(-due // note) * note for note in notes)}
    return tuple(Money(a) for a in sorted(found)[:6])


def wallet_of(code: str) -> TenderKind | None:
    """Whose payment code a customer shows: WeChat Pay has 18 digits from 10 to 15, Alipay 16–24 from 25 to 30.

    Source: the merchants' documentation of both for payment by the customer's code (付款码).
    """
    if not (code.isascii() and code.isdigit()):
        return None
    start = int(code[:2] or 0)
    if len(code) == 18 and 10 <= start <= 15:
        return TenderKind.WECHAT
    if 16 <= len(code) <= 24 and 25 <= start <= 30:
        return TenderKind.ALIPAY
    return None


def _open(payment: Payment) -> None:
    if payment.settled and (payment.tenders or payment.due):
        raise Refused(M("Nothing is due any more."))
    if len(payment.tenders) >= MOST_TENDERS:
        raise Refused(M("A sale takes at most {count} tenders.", count=MOST_TENDERS))


def _with(payment: Payment, tender: Tender) -> Payment:
    return msgspec.structs.replace(payment, tenders=(*payment.tenders, tender))
