"""What happens to an order: each step looks at how it stands now, and is one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.buying_words import state_text
from kiosk.flows.units import shown_amount
from kiosk.i18n import M
from kiosk.store.documents_buying import (
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseClosed,
    PurchaseRejected,
    PurchaseSent,
    PurchaseSubmitted,
)
from kiosk.store.purchases import Order
from kiosk.trade.orders import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.flows.counter import Counter
    from kiosk.store.documents import Approval

APPROVE = "order.approve"
CHANGEABLE: tuple[State, ...] = ("draft", "submitted", "rejected", "approved")
"""What has not been sent can be written anew."""


def read(counter: Counter, order_id: str) -> Order:
    """The order as it stands. Raises Refused where there is none."""
    order = counter.store.purchases.order(order_id)
    if order is None:
        raise Refused(M("There is no order {number} here.", number=order_id))
    return order


def makers(order: Order) -> set[str]:
    """Who wrote what stands, or asked for its approval: they don't approve it."""
    return {s.actor for s in order.steps if s.revision == order.revision and s.act in ("drafted", "submitted")}


def needs_approval(counter: Counter, order: Order) -> bool:
    """Whether another user must agree: over the shop's limit."""
    return order.head.total > counter.store.settings.limits().order_limit


def submit(counter: Counter, order_id: str) -> bool:
    """Have it approved: at once under the shop's limit. True if it may be sent now."""
    order = check(counter, order_id, "draft", "rejected")
    if not order.lines:
        raise Refused(M("The order is empty. Scan goods, or search them."))
    submitted = PurchaseSubmitted(order_id=order_id, revision=order.revision)
    if needs_approval(counter, order):
        counter.store.journal.append(submitted, actor=counter.actor)
        return False
    approved = PurchaseApproved(order_id=order_id, revision=order.revision)
    counter.store.journal.append_many([submitted, approved], actor=counter.actor)
    return True


def approve(counter: Counter, order_id: str, then: Callable[[], None]) -> None:
    """Agree to it, or let somebody else who may: never who made it."""

    def agreed(approvals: tuple[Approval, ...]) -> None:
        order = check(counter, order_id, "submitted")
        if {a.by for a in approvals} & makers(order):
            raise Refused(M("Who made the order can't approve it."))
        document = PurchaseApproved(order_id=order_id, revision=order.revision, approvals=approvals)
        counter.store.journal.append(document, actor=counter.actor)
        then()

    _checked(counter, order_id, agreed)


def reject(counter: Counter, order_id: str, why: str, then: Callable[[], None]) -> None:
    """Send it back to the buyer, saying why."""

    def agreed(approvals: tuple[Approval, ...]) -> None:
        order = check(counter, order_id, "submitted")
        document = PurchaseRejected(order_id=order_id, revision=order.revision, note=why, approvals=approvals)
        counter.store.journal.append(document, actor=counter.actor)
        then()

    _checked(counter, order_id, agreed)


def _checked(counter: Counter, order_id: str, agreed: Callable[[tuple[Approval, ...]], None]) -> None:
    order = check(counter, order_id, "submitted")
    if counter.may(APPROVE) and counter.actor not in makers(order):
        agreed(())
        return
    amount = shown_amount(counter, order.head.total)
    detail = M(
        "Order {number} to {supplier} for {amount}", number=order_id, supplier=order.head.supplier, amount=amount
    )
    counter.ask_approval(APPROVE, detail, agreed)


def send(counter: Counter, order_id: str, way: str) -> None:
    """The supplier has it."""
    order = check(counter, order_id, "approved")
    document = PurchaseSent(order_id=order_id, revision=order.revision, note=way)
    counter.store.journal.append(document, actor=counter.actor)


def give_up(counter: Counter, order_id: str) -> None:
    """Cancel it; or close it, where some of it has come."""
    order = check(counter, order_id, *CHANGEABLE, "sent", "partly_received")
    kind = PurchaseClosed if order.head.state == "partly_received" else PurchaseCancelled
    counter.store.journal.append(kind(order_id=order_id, revision=order.revision), actor=counter.actor)


def check(counter: Counter, order_id: str, *states: State) -> Order:
    """The order, if it stands so; raises Refused otherwise: another terminal may have been quicker."""
    order = read(counter, order_id)
    if order.head.state not in states:
        raise Refused(M("The order has changed meanwhile: {state}.", state=state_text(order.head.state)))
    return order
