"""Customers' orders at the counter: which wait, collected as a sale, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.suspended import with_room
from kiosk.flows.tables import Table
from kiosk.flows.units import shown_amount
from kiosk.flows.views import Action, ChoiceView, Option, TableRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, plain
from kiosk.store.documents import Approval, CustomerPaid
from kiosk.store.documents_promises import CustomerOrderCancelled
from kiosk.store.promises import Promised
from kiosk.trade.barcodes import DocumentCode
from kiosk.trade.basket import Basket, Line
from kiosk.trade.money import Money
from kiosk.trade.promising import Ready, State
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

STATES: dict[State, Message] = {
    "open": M("Waits"),
    "part_collected": M("Partly collected"),
    "collected": M("Collected"),
    "over": M("Collected twice"),
    "cancelled": M("Cancelled"),
}
READY: dict[str, Message] = {
    "part": M("Partly ready"),
    "whole": M("Ready"),
    "twice": M("Picked twice"),
}
"""How far an open order is picked; "" says nothing."""
CANCELLED: dict[str, Message] = {
    "unwanted": M("Not wanted any more"),
    "unavailable": M("Can't be had"),
    "mistake": M("Entered by mistake"),
}


class CustomerOrders(Table):
    """Those that wait to be collected, the latest first, then those that are over; a slip's code chooses one."""

    title = M("Customers' orders")
    columns = (M("Customer"), M("Phone"), M("Promised for"), M("State"))
    empty = M("No customer has ordered anything.")
    searchable = True

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        enabled = not counter.cart.empty
        self.actions = (Action("place", M("Order what is in the basket"), "plus", "F2", enabled=enabled),)

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        words = query.casefold()
        found = [
            p
            for p in sorted(self.counter.store.promises.latest(), key=lambda p: not p.open)
            if words in f"{p.customer} {p.phone} {p.id}".casefold()
        ]
        ready = self.counter.store.promises.all_ready()
        heaps = self.counter.store.promises.forgotten()
        return [_row(self.counter, p, ready.get(p.id), p.id in heaps) for p in found[offset : offset + limit]]

    def choose(self, row: str) -> None:
        ask_what(self.counter, row)

    def scan(self, scan: Scan) -> None:
        code = code_of(scan)
        if not isinstance(code, DocumentCode) or self.counter.store.promises.get(code.entry_id) is None:
            self.counter.refuse_scan(M("No order has this code."))
            return
        self.counter.ok()
        ask_what(self.counter, code.entry_id)

    def act_place(self) -> None:
        """The basket becomes an order."""
        from kiosk.flows.customer_ordering import place

        place(self.counter)


def state_words(p: Promised, ready: Ready | None) -> Message:
    """Where it stands; of one that waits, how far it is picked."""
    if not p.open or ready is None:
        return STATES[p.state]
    if p.state == "part_collected" and ready.state != "twice":
        return STATES[p.state]
    return READY.get(ready.state, STATES[p.state])


def over_words(p: Promised) -> Message:
    """Of an order that is over, and whose goods lie ready all the same."""
    return M("Cancelled, lies ready") if p.state == "cancelled" else READY["twice"]


def _row(counter: Counter, p: Promised, ready: Ready | None, heap: bool) -> TableRow:
    late = p.open and p.promised and p.promised < counter.clock.today().isoformat()
    twice = heap or (ready is not None and ready.state == "twice")
    tone = "error" if p.state == "over" or twice else "warn" if late else "ok" if p.open else ""
    state = over_words(p) if heap else state_words(p, ready)
    cells = (plain(p.customer), plain(p.phone), plain(p.promised or "—"), state)
    return TableRow(p.id, cells, p.total, tone)  # type: ignore[arg-type]


def ask_what(counter: Counter, order_id: str) -> None:
    """Collect it, or cancel it. Raises Refused for one that is over."""
    order = counter.store.promises.get(order_id)
    if order is None:
        raise Refused(M("This order is not of this shop, or not here yet."))
    if not order.open:
        raise Refused(M("Order {number}: {state}.", number=order_id, state=STATES[order.state]))
    detail = M("{name}, {amount}", name=order.customer, amount=shown_amount(counter, order.total))
    if order.deposit:
        detail = M(
            "{name}, {amount}, deposit {deposit}",
            name=order.customer, amount=shown_amount(counter, order.total),
            deposit=shown_amount(counter, order.deposit),
        )  # fmt: skip
    options = (
        Option("collect", M("The customer collects it"), icon="check"),
        Option("cancel", M("Cancel the order"), icon="delete"),
    )

    def chosen(what: str) -> None:
        (_ask_collect if what == "collect" else _ask_cancel)(counter, order)

    counter.sheet(ChoiceSheet(counter, ChoiceView(M("Order {number}", number=order_id), options, detail), chosen))


def _ask_collect(counter: Counter, order: Promised) -> None:
    if counter.shift is None:
        raise Refused(M("Open a shift first."))
    with_room(counter, lambda: collect(counter, order))


def collect(counter: Counter, order: Promised) -> None:
    """What is still kept for it, on the counter at the prices agreed; paid for, it is collected."""
    left = counter.store.promises.kept_for(order.id)
    basket = counter.store.promises.basket(order.id)
    lines = tuple(_left(basket, left))
    if not lines:
        raise Refused(M("Nothing of this order is left to collect."))
    customer = counter.store.people.customer(order.customer_id)
    counter.cart.change(
        replace(basket, id=counter.cart.fresh_id(), lines=lines, customer=customer, order_id=order.id)
    )  # fmt: skip
    counter.ok()
    home = counter.stack[0]
    if counter.front is not home:
        counter.leave(counter.stack[1])
    else:
        home.entered()
    home.tell(M("Order {number} is in the basket.", number=order.id), "ok")


def _left(basket: Basket, left: dict[str, int]) -> Sequence[Line]:
    """The lines of which something is kept still; of one product in several lines the first are collected first."""
    found = []
    for line in basket.lines:
        if line.product.components:
            if any(left.get(part.product_id, 0) > 0 for part in line.product.components):
                found.append(line)
            continue
        quantity = min(line.quantity, left.get(line.product.id, 0))
        if quantity > 0:
            left[line.product.id] -= quantity
            found.append(replace(line, quantity=Quantity(quantity)))
    return found


def _ask_cancel(counter: Counter, order: Promised) -> None:
    options = tuple(Option(id_, text) for id_, text in CANCELLED.items())

    def why(reason: str) -> None:
        detail = M("Cancel order {number} of {name}", number=order.id, name=order.customer)
        counter.with_permission("customer.order", detail, lambda approvals: _cancel(counter, order, reason, approvals))

    counter.sheet(ChoiceSheet(counter, ChoiceView(M("Why is it cancelled?"), options), why))


def _cancel(counter: Counter, order: Promised, reason: str, approvals: tuple[Approval, ...]) -> None:
    """Nothing is kept any more; then the deposit, as far as it is still the customer's."""
    lies_ready = counter.store.promises.ready(order.id).state
    document = CustomerOrderCancelled(order_id=order.id, reason=reason, approvals=approvals)
    counter.store.journal.append(document, actor=counter.actor)
    counter.cart.rules_changed()
    counter.ok()
    counter.front.entered()
    if lies_ready:
        counter.front.tell(
            M("Order {number} is cancelled. Put its goods back, they lie ready.", number=order.id), "warn"
        )
    else:
        counter.front.tell(M("Order {number} is cancelled.", number=order.id), "info")
    customer = counter.store.people.customer(order.customer_id)
    back = min(order.deposit, -customer.balance) if customer else 0
    if back > 0 and counter.shift is not None:
        _ask_money_back(counter, order, Money(back))


def _ask_money_back(counter: Counter, order: Promised, amount: Money) -> None:
    shown = shown_amount(counter, amount)
    options = (
        Option("cash", M("Give it back in cash"), icon="cash"),
        Option("keep", M("Leave it on the account"), icon="account"),
    )

    def chosen(way: str) -> None:
        if way == "cash":
            text = M("Give {amount} back to {name}", amount=shown, name=order.customer)
            counter.with_permission("customer.payment", text, given)

    def given(approvals: tuple[Approval, ...]) -> None:
        assert counter.shift is not None
        shift = counter.shift
        if approvals:
            counter.audit("customer.payment", {"customer": order.customer}, amount=-amount, approvals=approvals)
        paid = CustomerPaid(
            shift_id=shift.id, terminal=shift.terminal, customer_id=order.customer_id, amount=Money(-amount),
            tender="cash", reference=order.id,
        )  # fmt: skip
        counter.store.journal.append(paid, actor=counter.actor)
        counter.open_drawer()
        counter.ok()
        counter.front.tell(M("Given back: {amount}", amount=shown), "info")

    view = ChoiceView(M("The deposit of {amount}?", amount=shown), options)
    counter.sheet(ChoiceSheet(counter, view, chosen))
