"""Customers at the sale: found by name, phone or card; new ones made with the network away; their debts and history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.base import Flow
from kiosk.flows.codes import code_of
from kiosk.flows.customer_form import new_customer
from kiosk.flows.debts import take_payment
from kiosk.flows.units import level_name
from kiosk.flows.views import Action, PeopleView, TableRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Text, plain
from kiosk.trade.barcodes import ItemCode
from kiosk.trade.goods import Customer

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

Pick = Callable[[Customer | None], None]
SHOWN = 50


class Customers(Flow):
    """Choose the customer of the sale. `then` gets him, or None to sell to nobody in particular."""

    def __init__(self, counter: Counter, then: Pick, current: Customer | None = None) -> None:
        super().__init__(counter)
        self._then = then
        self._current = current
        self._query = ""
        self._rows: tuple[TableRow, ...] = ()

    def entered(self) -> None:
        self.search(self._query)

    def news(self) -> None:
        if self._current is not None:
            self._current = self.counter.store.people.customer(self._current.id) or self._current
        self.search(self._query)

    def view(self) -> PeopleView:
        actions = [Action("new", M("New customer"), "account-plus", "F2")]
        if self._current is not None:
            owes = self._current.balance > 0
            actions += [
                Action("remove", M("Without customer"), "close", "F8"),
                Action("sales", M("Purchases"), "history", "F3"),
                Action("pay_debt", M("Take a payment"), "cash", "F9", enabled=owes),
            ]
        return PeopleView(self._query, self._rows, tuple(actions), self.strip)

    def search(self, text: str) -> None:
        """Names, phones and cards that match."""
        self._query = text
        found = self.counter.store.people.customers_search(text, SHOWN)
        self._rows = tuple(_row(c, self._current) for c in found)

    def choose(self, row: str) -> None:
        """This one."""
        customer = self.counter.store.people.customer(row)
        if customer is None:
            raise Refused(M("This customer no longer exists."))
        self._pick(customer)

    def scan(self, scan: Scan) -> None:
        people = self.counter.store.people
        code = code_of(scan)
        customer = people.customer_by_code(code.raw or code.code) if isinstance(code, ItemCode) else None
        if customer is None:
            self.counter.refuse_scan(M("No customer has the card {code}.", code=scan.data[:40]))
            return
        self.counter.ok()
        self._pick(customer)

    def act_remove(self) -> None:
        """Sell to nobody in particular."""
        self._pick(None)

    def act_new(self) -> None:
        """Somebody who was not here before."""
        new_customer(self.counter, self._pick, self._query)

    def act_sales(self) -> None:
        """What the chosen customer bought before."""
        from kiosk.flows.history import CustomerSales

        if self._current is None:
            raise Refused(M("Choose a customer first."))
        self.counter.enter(CustomerSales(self.counter, self._current.id, self._current.name))

    def act_pay_debt(self) -> None:
        """The customer pays what he owes."""
        if self._current is None or self._current.balance <= 0:
            raise Refused(M("This customer owes nothing."))
        take_payment(self.counter, self._current, self._paid)

    def _paid(self, customer: Customer) -> None:
        """He owes less now: here, in the list and in the sale."""
        self._current = customer
        self._then(customer)
        self.search(self._query)
        self.tell(M("Payment booked."), "ok")

    def _pick(self, customer: Customer | None) -> None:
        self.back()
        self._then(customer)


def _row(customer: Customer, current: Customer | None) -> TableRow:
    level = level_name(customer.level)
    points: Text = M("{count} points", count=customer.points) if customer.points else plain("")
    name: Text = plain(customer.name)
    if current is not None and customer.id == current.id:
        name = M("{name} · buys now", name=customer.name)
    owes = customer.balance or None
    return TableRow(
        customer.id, (name, plain(customer.phone), level, points), owes, "warn" if customer.balance > 0 else ""
    )
