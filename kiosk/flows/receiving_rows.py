"""How a delivery being unloaded is shown: what is in hand, what of the order has come."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal

from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import DoneRow, Hand
from kiosk.i18n import M, Names, Text, plain
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.receiving import Receiving
    from kiosk.flows.receiving_draft import Came
    from kiosk.store.purchases import OrderedLine

SHOWN = 30
"""Rows of a delivery: the last ones; of a long order, those in work, and the next ones to come."""


def progress(task: Receiving) -> Text:
    """Rows of the order that are whole, or rows so far."""
    if task.order is None:
        return plain(str(len(task.unloading.lines)))
    return plain(f"{task.standing.done} / {len(task.standing)}")


def detail(task: Receiving) -> Text | None:
    """Who sent it."""
    if task.order is not None:
        return M("Supplier: {name}", name=task.order.head.supplier)
    name = task.sender() if task.unloading.lines else ""
    return M("Supplier: {name}", name=name) if name else None


def hand(task: Receiving) -> Hand | None:
    """The line that was scanned last, or chosen."""
    line = task.unloading.lines.get(task.hand or 0)
    product = task.product(line.product_id) if line else None
    if line is None or product is None:
        return None
    places = decimals_of(product.unit)
    amounts = task.ordered(product.id)
    facts: list[Text] = []
    if line.batch or line.expiry:
        facts.append(batch_words(line.batch, line.expiry))
    if line.damaged:
        facts.append(M("Broken: {count}", count=format_quantity(line.damaged, places)))
    if amounts is None:
        return Hand(names_of(product), plain(format_quantity(line.quantity, places)), _place(task, line), tuple(facts))
    came = amounts[1] + task.unloading.came(product.id)
    number = plain(f"{format_quantity(came, places)} / {format_quantity(amounts[0], places)}")
    return Hand(names_of(product), number, _place(task, line), tuple(facts), "warn" if came > amounts[0] else "")


def batch_words(batch: str, expiry: str) -> Text:
    """A batch and its date, whichever is known."""
    if not expiry:
        return M("Batch {batch}", batch=batch)
    if not batch:
        return M("Expires {date}", date=expiry)
    return M("Batch {batch}, expires {date}", batch=batch, date=expiry)


def _place(task: Receiving, line: Came) -> Text | None:
    if line.location:
        return M("Place {place}", place=line.location)
    usual = task.usual_place(line.product_id)
    return M("Usually in {place}", place=usual) if usual else None


def rows(task: Receiving) -> tuple[DoneRow, ...]:
    """The order's lines, those begun first; without an order, the last lines."""
    last = islice(reversed(task.unloading.lines.values()), SHOWN)
    if task.order is None:
        return tuple([_line(task, x) for x in last])
    extra = [_line(task, x) for x in last if x.product_id not in task.standing]
    return (*_ordered(task), *reversed(extra))


def _ordered(task: Receiving) -> list[DoneRow]:
    """Rows as they were made before, where they show the same: of all that are seen, a scan changes one."""
    shown, came, found = task.shown, task.unloading.came, list[DoneRow]()
    for x in task.standing.first(SHOWN):
        known, state = shown.get(x.product_id), (x.received, came(x.product_id))
        if known is None or known[0] != state:
            known = shown[x.product_id] = (state, _ordered_row(x, state[1]))
        found.append(known[1])
    return found


def _ordered_row(x: OrderedLine, here: int) -> DoneRow:
    came, places = x.received + here, decimals_of(x.unit)
    tone: Literal["ok", "warn", "muted"] = (
        "ok" if came == x.quantity else "warn" if came > x.quantity or here else "muted"
    )
    number = plain(f"{format_quantity(came, places)} / {format_quantity(x.quantity, places)}")
    return DoneRow(x.product_id, Names(x.name_zh, x.name_en), number, None, tone)


def _line(task: Receiving, line: Came) -> DoneRow:
    state = (line.quantity, task.order is not None)
    known = task.shown.get(line.number)
    if known is None or known[0] != state:
        known = task.shown[line.number] = (state, _line_row(task, line, extra=state[1]))
    return known[1]


def _line_row(task: Receiving, line: Came, *, extra: bool) -> DoneRow:
    product = task.product(line.product_id)
    name = names_of(product) if product else plain(line.product_id)
    number = plain(format_quantity(line.quantity, decimals_of(product.unit) if product else 0))
    about = batch_words(line.batch, line.expiry) if line.batch or line.expiry else None
    if extra:
        about = M("Not on the order")
    return DoneRow(str(line.number), name, number, about, "warn" if extra else "ok")
