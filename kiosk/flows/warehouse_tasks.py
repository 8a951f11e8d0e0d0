"""What can be done on a warehouse terminal: one line a task. Its flow is imported when it is first wanted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.i18n import M, Message

if TYPE_CHECKING:
    from kiosk.flows.base import Flow
    from kiosk.flows.counter import Counter


class TaskEntry(msgspec.Struct, frozen=True):
    """A button of the task home.

    flow: `module:Class` in this package, made with the counter alone. permission: who sees it. badge: `module:function`
    in this package, of the counter, how many wait; "" for none.
    """

    id: str
    text: Message
    icon: str
    flow: str
    permission: str
    badge: str = ""


TASKS: tuple[TaskEntry, ...] = (
    TaskEntry("receive", M("Receive"), "truck", "receiving:Receiving", "goods.receive"),
    TaskEntry("put_away", M("Put away"), "package-down", "placing:PutAway", "stock.place"),
    TaskEntry("move", M("Move"), "swap", "placing:Move", "stock.place"),
    TaskEntry("transfers", M("Transfers"), "transfer", "transfers:Transfers", "transfer.receive", "transfers:waiting"),
    TaskEntry("pick", M("Pick"), "package-up", "customer_picking:ToPick", "stock.place", "customer_picking:waiting"),
    TaskEntry("count", M("Count"), "clipboard-check", "stocktaking:Stocktaking", "stock.count", "stocktaking:waiting"),
    TaskEntry("adjust", M("Adjust stock"), "pencil", "adjusting:Adjusting", "stock.adjust"),
    TaskEntry("send_back", M("Send back"), "return", "sending_back:SendingBack", "goods.return"),
    TaskEntry("enquiry", M("Look up"), "magnify", "enquiry:Enquiry", "status.view"),
    TaskEntry("what_to_order", M("What to order"), "cart", "ordering:WhatToOrder", "order.create", "ordering:waiting"),
    TaskEntry("orders", M("Orders"), "clipboard", "buying:Orders", "order.create", "buying:waiting"),
    TaskEntry("warnings", M("Warnings"), "bell", "warnings:Warnings", "status.view", "warnings:waiting"),
    TaskEntry("status", M("Devices and status"), "heart", "status:Status", "status.view"),
)
"""In the order in which they stand on the screen."""

DOCUMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "goods.received": (("goods.receive", "receipts:ReceiptPage"), ("product.cost", "receipts:ReceiptPage")),
    "stocktake.started": (("stock.count", "stocktake_page:StocktakePage"),),
    "stock.counted": (("stock.count", "stocktake_page:of_step"),),
    "stocktake.approved": (("stock.count", "stocktake_page:of_step"),),
    "stock.adjusted": (("stock.adjust", "adjustments:AdjustmentPage"),),
    "goods.returned": (("goods.return", "returns:ReturnPage"),),
    "customer_order.placed": (("stock.place", "customer_picking:of_order"),),
    "transfer.requested": (("transfer.receive", "transfer_page:TransferPage"),),
    "transfer.dispatched": (("transfer.receive", "transfer_page:TransferPage"),),
    "transfer.received": (("transfer.receive", "transfer_page:of_step"),),
    "transfer.closed": (("transfer.receive", "transfer_page:of_step"),),
    "purchase.drafted": (("order.create", "buying_order:OrderPage"), ("goods.receive", "receiving:Receiving")),
}
"""Kind of document to (permission, `module:Class` or function): its scan opens the first that the user may, made with
the document's id."""


def open_task(counter: Counter, entry: TaskEntry) -> Flow:
    """The task's flow, new."""
    flow: Flow = _named(entry.flow)(counter)
    return flow


def waiting(counter: Counter, entry: TaskEntry) -> int:
    """How many wait there."""
    return int(_named(entry.badge)(counter)) if entry.badge else 0


def open_document(counter: Counter, entry_id: str) -> Flow | None:
    """The flow for a document that was scanned; None for one that is not here, or that no task is for."""
    entry = counter.store.journal.get(entry_id)
    kind = entry.kind if entry else _of_another_shop(counter, entry_id)
    for permission, where in DOCUMENTS.get(kind, ()):
        if counter.may(permission):
            flow: Flow = _named(where)(counter, entry_id)
            return flow
    return None


def _of_another_shop(counter: Counter, entry_id: str) -> str:
    """The kind of a document that only the office told of, or that is no longer in the journal: one of a transfer."""
    return "transfer.received" if counter.store.transfers.of(entry_id) else ""


def _named(where: str) -> Any:
    module, name = where.split(":")
    return getattr(import_module(f"kiosk.flows.{module}"), name)
