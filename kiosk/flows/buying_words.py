"""Purchase orders in words: where one stands, how many packs, days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.flows.units import decimals_of
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.purchases import OrderStep
from kiosk.trade.orders import State
from kiosk.trade.quantity import ONE, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

STATES: dict[State, Message] = {
    "draft": M("Draft"),
    "submitted": M("To be approved"),
    "rejected": M("Rejected"),
    "approved": M("Approved, not sent"),
    "sent": M("Sent"),
    "partly_received": M("Partly received"),
    "received": M("Received"),
    "closed": M("Closed"),
    "cancelled": M("Cancelled"),
}

WAYS: dict[str, Message] = {
    "paper": M("Handed over on paper"),
    "message": M("By message"),
    "telephone": M("By phone"),
    "file": M("As a file"),
}
"""How an order reached the supplier."""

_ACTS: dict[str, Message] = {
    "drafted": M("Written"),
    "submitted": M("Handed in"),
    "approved": M("Approved"),
    "rejected": M("Rejected"),
    "sent": M("Sent"),
    "closed": M("Closed"),
    "cancelled": M("Cancelled"),
}


def state_text(state: State) -> Message:
    """Where an order stands."""
    return STATES[state]


def packs(quantity: int, pack: int, unit: str) -> str:
    """`10 × 24` for ten packs of 24, `10` of what is sold singly; a part of a pack is shown as such."""
    if pack == ONE:
        return format_quantity(quantity, decimals_of(unit))
    if quantity % pack:
        return f"{format_quantity(quantity, decimals_of(unit))} / {format_quantity(pack)}"
    return f"{quantity // pack} × {format_quantity(pack)}"


def in_days(counter: Counter, days: int) -> str:
    """The day so many days from now, ISO 8601."""
    return (counter.clock.today() + timedelta(days=days)).isoformat()


def expected_text(expected: str) -> Text:
    """When the goods should come."""
    return M("expected {day}", day=expected) if expected else plain("")


def step_text(step: OrderStep) -> Text:
    """What was done, and why or how."""
    if step.act == "sent":
        return WAYS.get(step.note) or _ACTS["sent"]
    act = _ACTS.get(step.act) or plain(step.act)
    return M("{act}: {why}", act=act, why=step.note) if step.note and step.act != "drafted" else act
