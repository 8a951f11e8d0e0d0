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
    TaskEntry("orders", M("Orders"), "clipboard", "buying:Orders", "order.create", "buying:waiting"),
    TaskEntry("status", M("Devices and status"), "heart", "status:Status", "status.view"),
)
"""In the order in which they stand on the screen."""

DOCUMENTS: dict[str, str] = {"purchase.drafted": "buying_order:OrderPage"}
"""Kind of document to `module:Class`, the flow that a scan of such a document opens: made with counter and id."""


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
    where = DOCUMENTS.get(entry.kind) if entry else None
    flow: Flow | None = _named(where)(counter, entry_id) if where else None
    return flow


def _named(where: str) -> Any:
    module, name = where.split(":")
    return getattr(import_module(f"kiosk.flows.{module}"), name)
