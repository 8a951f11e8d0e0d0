"""Customers: found by name, phone or card; new ones made with the network away; debts paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.sheets import ChoiceSheet, FieldRefused, FormSheet, NumberSheet
from kiosk.flows.views import (
    Action,
    ChoiceView,
    Field,
    FormView,
    NumberView,
    Option,
    PeopleView,
    TableRow,
)
from kiosk.hw.ports import Scan
from kiosk.i18n import M, plain
from kiosk.store.documents import Approval, CustomerPaid, CustomerSaved
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money, format_money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.journal import Entry

Pick = Callable[[Customer | None], None]


class Customers(Flow):
    """Choose the customer of the sale. `then` gets him, or None to sell to nobody in particular."""

    def __init__(self, counter: Counter, then: Pick, current: Customer | None = None) -> None:
        super().__init__(counter)
        self._then = then
        self._current = current
        self._query = ""
        self._rows: tuple[TableRow, ...] = ()
        self.search("")

    def view(self) -> PeopleView:
        actions = [Action("new", M("New customer"), "account-plus", "F2")]
        if self._current is not None:
            actions.append(Action("remove", M("Without customer"), "close", "F8"))
            owes = self._current.balance > 0
            actions.append(Action("pay_debt", M("Take a payment"), "cash", "F9", enabled=owes))
        return PeopleView(self._query, self._rows, tuple(actions), self.strip)

    def search(self, text: str) -> None:
        """Names, phones and cards that match."""
        self._query = text
        found = self.counter.store.people.customers_search(text, 50)
        self._rows = tuple(_row(c, self.counter) for c in found)

    def choose(self, row: str) -> None:
        """This one."""
        customer = self.counter.store.people.customer(row)
        if customer is None:
            raise Refused(M("This customer is no longer there."))
        self._pick(customer)

    def scan(self, scan: Scan) -> None:
        customer = self.counter.store.people.customer_by_code(scan.data)
        if customer is None:
            self.counter.refuse_scan(M("No customer has the card {code}.", code=scan.data))
            return
        self.counter.ok()
        self._pick(customer)

    def act_remove(self) -> None:
        """Sell to nobody in particular."""
        self._pick(None)

    def act_new(self) -> None:
        """Somebody who was not here before."""
        new_customer(self.counter, self._pick, self._query)

    def act_pay_debt(self) -> None:
        """The customer pays what he owes."""
        if self._current is None or self._current.balance <= 0:
            raise Refused(M("This customer owes nothing."))
        take_payment(self.counter, self._current)

    def _pick(self, customer: Customer | None) -> None:
        self.back()
        self._then(customer)


def _row(customer: Customer, counter: Counter) -> TableRow:
    level = plain(customer.level) if customer.level else plain("")
    points = M("{count} points", count=customer.points) if customer.points else plain("")
    cells = (plain(customer.name), plain(customer.phone), level, points)
    owes = customer.balance if customer.balance else None
    return TableRow(customer.id, cells, owes, "warn" if customer.balance > 0 else "")


def new_customer(counter: Counter, then: Pick, typed: str = "") -> None:
    """A form of three fields; what was searched for is filled in already."""
    is_phone = typed.replace(" ", "").isdigit()

    def save(values: dict[str, str]) -> None:
        phone = values["phone"].replace(" ", "")
        if phone and (not phone.lstrip("+").isdigit() or not 5 <= len(phone) <= 20):
            raise FieldRefused("phone", M("A phone number has 5 to 20 digits."))
        for code in filter(None, (phone, values["code"])):
            known = counter.store.people.customer_by_code(code)
            if known is not None:
                raise FieldRefused(
                    "phone" if code == phone else "code", M("{name} has it already.", name=known.name)
                )
        document = CustomerSaved(
            id=counter.store.people.next_customer_id(), name=values["name"], phone=phone, code=values["code"]
        )
        detail = M("New customer {name}", name=document.name)
        counter.with_permission("customer.create", detail, lambda _approvals: keep(document))

    def keep(document: CustomerSaved) -> None:
        counter.store.journal.append(document, actor=counter.actor)
        counter.ok()
        then(counter.store.people.customer(document.id))

    ask = FormView(
        M("New customer"),
        (
            Field("name", M("Name"), "text", "" if is_phone else typed, required=True),
            Field("phone", M("Phone"), "phone", typed if is_phone else ""),
            Field("code", M("Member card"), "text"),
        ),
        M("Save customer"),
    )
    counter.sheet(FormSheet(counter, ask, save))


def take_payment(counter: Counter, customer: Customer) -> None:
    """A customer pays what he owes (收款), in whole or in part."""
    if counter.shift is None:
        raise Refused(M("Open a shift first."))
    shift = counter.shift

    def amount_of(amount: int) -> None:
        if not 0 < amount <= customer.balance:
            owed = format_money(customer.balance, counter.settings.currency, symbol=True)
            raise BadInput(M("He owes {amount}; take no more than that.", amount=owed))
        ways = (Option("cash", M("Cash")), Option("card", M("Card")), Option("wechat", M("WeChat Pay")),
                Option("alipay", M("Alipay")))  # fmt: skip
        ask = ChoiceView(M("How is it paid?"), ways)
        counter.sheet(ChoiceSheet(counter, ask, lambda way: ask_leave(amount, way)))

    def ask_leave(amount: int, way: str) -> None:
        shown = format_money(amount, counter.settings.currency, symbol=True)
        detail = M("{name} pays {amount}", name=customer.name, amount=shown)
        counter.with_permission("customer.payment", detail, lambda approvals: book(amount, way, approvals))

    def book(amount: int, way: str, _approvals: tuple[Approval, ...]) -> None:
        document = CustomerPaid(
            shift_id=shift.id,
            terminal=shift.terminal,
            customer_id=customer.id,
            amount=Money(amount),
            tender=way,
        )

        def slip(entry: Entry) -> list[tuple[str, bytes]]:
            paper = papers.payment_slip(counter, document, customer, entry.id, entry.at)
            return [papers.job(M("Payment slip"), paper)]

        counter.store.journal.append(document, actor=counter.actor, jobs=slip)
        if way == "cash":
            counter.open_drawer()
        counter.ok()
        counter.printing.kick()
        counter.front.tell(M("Payment booked."), "ok")

    owed = customer.balance
    ask = NumberView(
        M("{name} pays", name=customer.name),
        "amount",
        counter.settings.currency.exponent,
        owed,
        M("Owes {amount}", amount=format_money(owed, counter.settings.currency, symbol=True)),
    )
    counter.sheet(NumberSheet(counter, ask, amount_of))
