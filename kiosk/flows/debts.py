"""A customer pays what he owes (收款), in whole or in part, by any means."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.tenders import ICONS, tender_name
from kiosk.flows.units import shown_amount
from kiosk.flows.views import ChoiceView, NumberView, Option
from kiosk.i18n import M
from kiosk.store.documents import Approval, CustomerPaid
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.entry import Entry

WAYS = ("cash", "card", "wechat", "alipay")


def take_payment(counter: Counter, customer: Customer, then: Callable[[Customer], None]) -> None:
    """Ask how much and by what means, book it with a slip. `then` gets the customer as he stands afterwards."""
    if counter.shift is None:
        raise Refused(M("Open a shift first."))
    shift = counter.shift

    def check(amount: int) -> Customer:
        """He may have paid elsewhere meanwhile, so this is asked again before it is booked."""
        now = counter.store.people.customer(customer.id) or customer
        if amount <= 0:
            raise BadInput(M("Type an amount above zero."))
        if amount > now.balance:
            owed = shown_amount(counter, max(0, now.balance))
            raise BadInput(M("{name} owes {amount}; take no more than that.", name=now.name, amount=owed))
        return now

    def amount_of(amount: int) -> None:
        check(amount)
        ways = tuple(Option(way, tender_name(way), icon=ICONS[way]) for way in WAYS)
        ask = ChoiceView(
            M("How is it paid?"), ways, M("{name} pays {amount}", name=customer.name, amount=shown(amount))
        )
        counter.sheet(ChoiceSheet(counter, ask, lambda way: ask_leave(amount, way)))

    def ask_leave(amount: int, way: str) -> None:
        detail = M("{name} pays {amount}", name=customer.name, amount=shown(amount))
        counter.with_permission("customer.payment", detail, lambda approvals: book(amount, way, approvals))

    def book(amount: int, way: str, approvals: tuple[Approval, ...]) -> None:
        before = check(amount)
        document = CustomerPaid(
            shift_id=shift.id, terminal=shift.terminal, customer_id=customer.id, amount=Money(amount), tender=way
        )

        def slip(entry: Entry) -> list[tuple[str, bytes]]:
            return [papers.job(M("Payment slip"), papers.payment_slip(counter, document, before, entry.id, entry.at))]

        if approvals:
            counter.audit("customer.payment", {"customer": before.name}, amount=amount, approvals=approvals)
        counter.store.journal.append(document, actor=counter.actor, jobs=slip)
        if way == "cash":
            counter.open_drawer()
        counter.ok()
        counter.printing.kick()
        then(counter.store.people.customer(customer.id) or before)

    def shown(amount: int) -> str:
        return shown_amount(counter, amount)

    owed = customer.balance
    ask = NumberView(
        M("{name} pays", name=customer.name),
        "amount",
        counter.settings.currency.exponent,
        owed,
        M("Owes {amount}", amount=shown(owed)),
        quick=(owed,),
    )
    counter.sheet(NumberSheet(counter, ask, amount_of))
