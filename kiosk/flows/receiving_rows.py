"""How a delivery being unloaded is shown: what is in hand, what of the order has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import DoneRow, Hand
from kiosk.i18n import M, Names, Text, plain
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.receiving import Receiving
    from kiosk.flows.receiving_draft import Came

SHOWN = 30
"""Rows of a delivery without an order: the last ones."""


def progress(task: Receiving) -> Text:
    """Rows of the order that are whole, or rows so far."""
    if task.order is None:
        return plain(str(len(task.unloading.lines)))
    whole = sum(x.received + task.unloading.came(x.product_id) >= x.quantity for x in task.order.lines)
    return plain(f"{whole} / {len(task.order.lines)}")


def detail(task: Receiving) -> Text | None:
    """Who sent it."""
    if task.order is not None:
        return M("Supplier: {name}", name=task.order.head.supplier)
    supplier = task.counter.store.suppliers.get(task.unloading.head.supplier_id) if task.unloading.lines else None
    return M("Supplier: {name}", name=supplier.name) if supplier else None


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
    usual = task.counter.store.stockroom.usual_place(line.product_id)
    return M("Usually in {place}", place=usual) if usual else None


def rows(task: Receiving) -> tuple[DoneRow, ...]:
    """The order's lines, those begun first; without an order, the last lines."""
    if task.order is None:
        lines = sorted(task.unloading.lines.values(), key=lambda x: -x.number)[:SHOWN]
        return tuple(_line(task, x) for x in lines)
    found: list[tuple[int, DoneRow]] = []
    for x in task.order.lines:
        here = task.unloading.came(x.product_id)
        came, places = x.received + here, decimals_of(x.unit)
        tone = "ok" if came == x.quantity else "warn" if came > x.quantity or here else "muted"
        number = plain(f"{format_quantity(came, places)} / {format_quantity(x.quantity, places)}")
        row = DoneRow(x.product_id, Names(x.name_zh, x.name_en), number, None, tone)  # type: ignore[arg-type]
        found.append((0 if here and came != x.quantity else 1 if came < x.quantity else 2, row))
    on_order = {x.product_id for x in task.order.lines}
    extra = [_line(task, x) for x in task.unloading.lines.values() if x.product_id not in on_order]
    return (*(row for _rank, row in sorted(found, key=lambda pair: pair[0])), *extra)


def _line(task: Receiving, line: Came) -> DoneRow:
    product = task.product(line.product_id)
    name = names_of(product) if product else plain(line.product_id)
    number = plain(format_quantity(line.quantity, decimals_of(product.unit) if product else 0))
    about = batch_words(line.batch, line.expiry) if line.batch or line.expiry else None
    extra = task.order is not None
    return DoneRow(str(line.number), name, number, M("Not on the order") if extra else about, "warn" if extra else "ok")
