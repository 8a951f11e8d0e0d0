"""Posting of shifts, their running sums, and cash that moves without a sale."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.store.documents import CashMoved, CustomerPaid, DrawerOpened, ShiftClosed, ShiftOpened
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals, write_audit
from kiosk.store.posting_customers import move_customer
from kiosk.store.queries import Book, add, insert
from kiosk.store.tables_sales import CashRow, ShiftCloseRow, ShiftRow, ShiftSumRow

_OPEN = insert(ShiftRow)
_CLOSE = insert(ShiftCloseRow)
_SUM = add(ShiftSumRow, ShiftSumRow.count, ShiftSumRow.amount, ShiftSumRow.base)
_CASH = insert(CashRow)

DRAWER = "drawer"
"""The sum of all cash in the drawer: what a count should find."""

Sum = tuple[str, str, int, int, int]
"""A figure to be added: its name, key, count, amount, base."""


def add_sums(book: Book, entry: Entry, shift_id: str, sums: Iterable[Sum]) -> None:
    """Add to the shift's running figures."""
    book.later_many(_SUM, [(entry.store_id, shift_id, *figure) for figure in sums])


def move_cash(book: Book, entry: Entry, shift_id: str, why: str, amount: int) -> Sum:
    """Write down a movement of the drawer's cash; the figure to be added for it."""
    book.later(_CASH, entry.store_id, shift_id, entry.origin, entry.seq, entry.at, why, amount)
    return (DRAWER, "", 1, amount, 0)


@posts(ShiftOpened)
def post_opened(book: Book, entry: Entry, d: ShiftOpened) -> None:
    """The shift, and its float in the drawer."""
    book.later(_OPEN, entry.store_id, *_place(entry), entry.actor, d.terminal, d.float_amount)
    add_sums(book, entry, entry.id, [move_cash(book, entry, entry.id, "float", d.float_amount)])


@posts(ShiftClosed)
def post_closed(book: Book, entry: Entry, d: ShiftClosed) -> None:
    """How the drawer was counted."""
    book.later(_CLOSE, entry.store_id, d.shift_id, *entry.key, d.counted, d.expected, d.over_short)
    if d.over_short:
        write_audit(book, entry, "shift.over_short", detail={"shift": d.shift_id}, reason=d.reason, amount=d.over_short)
    post_approvals(book, entry, d.approvals, amount=d.over_short)


@posts(CashMoved)
def post_cash(book: Book, entry: Entry, d: CashMoved) -> None:
    """Cash in or out."""
    drawer = move_cash(book, entry, d.shift_id, "moved", d.amount)
    name = "cash_in" if d.amount > 0 else "cash_out"
    add_sums(book, entry, d.shift_id, [drawer, (name, "", 1, d.amount, 0)])
    write_audit(book, entry, "cash.move", detail={"note": d.note} if d.note else None, reason=d.reason, amount=d.amount)
    post_approvals(book, entry, d.approvals, amount=d.amount)


@posts(CustomerPaid)
def post_payment(book: Book, entry: Entry, d: CustomerPaid) -> None:
    """What the customer owes becomes less; cash goes into the drawer."""
    sums: list[Sum] = [("customer_paid", d.tender, 1, d.amount, 0)]
    if d.tender == "cash":
        sums.append(move_cash(book, entry, d.shift_id, "customer", d.amount))
    add_sums(book, entry, d.shift_id, sums)
    move_customer(book, entry, d.customer_id, "payment", -d.amount, 0)


@posts(DrawerOpened)
def post_drawer(book: Book, entry: Entry, d: DrawerOpened) -> None:
    """An opening without a sale."""
    add_sums(book, entry, d.shift_id, [("no_sale", "", 1, 0, 0)])
    write_audit(book, entry, "drawer.open", reason=d.reason)
    post_approvals(book, entry, d.approvals)


def _place(entry: Entry) -> tuple[str, int, int]:
    return entry.origin, entry.seq, entry.at
