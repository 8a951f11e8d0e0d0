"""Posting of customers' orders: what is kept for them, until it is collected or the order ends.

A sale that collects an order names it. Where an order stands, and what it still keeps, follows from all that is here
of it, whatever came first; of an order that has not come yet nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from peewee import fn

from kiosk.store.documents_promises import CustomerOrderCancelled, CustomerOrdered, CustomerOrderReady
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals
from kiosk.store.queries import Book, Query, arg, insert, put
from kiosk.store.tables_promises import PromiseFactRow as F
from kiosk.store.tables_promises import PromiseHeadRow as H
from kiosk.store.tables_promises import PromiseRow, ReservedRow
from kiosk.trade.promising import OPEN, state_of

_FACT, _HEAD, _PUT, _KEEP = insert(F), insert(H), put(PromiseRow), insert(ReservedRow)
_FACTS = Query(
    F.select(F.about, F.product_id, fn.SUM(F.quantity))
    .where(F.store_id == arg(0), F.order_id == arg(1))
    .group_by(F.about, F.product_id)
)
_AT = Query(H.select(H.at).where(H.store_id == arg(0), H.order_id == arg(1)))
_NOT_KEPT = Query(ReservedRow.delete().where(ReservedRow.store_id == arg(0), ReservedRow.order_id == arg(1)))


@posts(CustomerOrdered)
def post_order(book: Book, entry: Entry, d: CustomerOrdered) -> None:
    """The order, and what is kept for it."""
    book.run(
        _HEAD, entry.store_id, entry.id, entry.at, entry.actor, d.customer_id, d.total, d.deposit, d.promised, d.note
    )
    _facts(book, entry, entry.id, "placed", [(x.product_id, x.quantity) for x in d.lines])


@posts(CustomerOrderCancelled)
def post_cancelled(book: Book, entry: Entry, d: CustomerOrderCancelled) -> None:
    """Nothing is kept any more."""
    _facts(book, entry, d.order_id, "cancelled", [("", 0)])
    post_approvals(book, entry, d.approvals)


@posts(CustomerOrderReady)
def post_ready(book: Book, entry: Entry, d: CustomerOrderReady) -> None:
    """It is said of the order, whose state stays as it was; what is kept stays kept."""
    _facts(book, entry, d.order_id, "picked", [(x.product_id, x.quantity) for x in d.lines])
    if d.whole:
        _facts(book, entry, d.order_id, "ready", [("", 0)], first=len(d.lines) + 1)


def post_collected(book: Book, entry: Entry, order_id: str, goods: Sequence[tuple[str, int]]) -> None:
    """What a sale took of it: (product, base units); what came back of it is a return like any other."""
    _facts(book, entry, order_id, "collected", [(product, -quantity) for product, quantity in goods])


def _facts(
    book: Book, entry: Entry, order_id: str, about: str, goods: Sequence[tuple[str, int]], *, first: int = 1
) -> None:
    store = entry.store_id
    rows = [(store, order_id, *entry.key, n, about, product, q) for n, (product, q) in enumerate(goods, start=first)]
    book.many(_FACT, rows)
    at = book.value(_AT, store, order_id)
    if at is None:
        return  # it has not come yet
    ordered: dict[str, int] = {}
    left: dict[str, int] = {}
    cancelled = False
    for said, product, quantity in book.all(_FACTS, store, order_id):
        if said == "picked":
            continue  # it is kept until it is collected
        cancelled = cancelled or said == "cancelled"
        if said == "placed":
            ordered[product] = int(quantity)
        left[product] = left.get(product, 0) + int(quantity)
    state = state_of([(quantity, left[product]) for product, quantity in ordered.items()], cancelled=cancelled)
    book.run(_PUT, store, order_id, at, state, state in OPEN)
    book.run(_NOT_KEPT, store, order_id)
    if state in OPEN:
        kept = [(store, product, order_id, left[product]) for product in ordered if left[product] > 0]
        book.many(_KEEP, kept)
