"""Posting of sales, returns and exchanges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.store.documents import SaleCompleted, SaleLine
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals
from kiosk.store.posting_customers import move_customer, post_uses
from kiosk.store.posting_promises import post_collected
from kiosk.store.posting_shifts import Sum, add_sums, move_cash
from kiosk.store.posting_stock import Move, move_stock
from kiosk.store.queries import Book, add, insert
from kiosk.store.tables_sales import ReturnedRow, SaleLineRow, SaleRow, TenderRow
from kiosk.trade.costing import cost_of
from kiosk.trade.money import Money, divide

_SALE = insert(SaleRow)
_LINE = insert(SaleLineRow)
_TENDER = insert(TenderRow)
_RETURNED = add(ReturnedRow, ReturnedRow.quantity, ReturnedRow.amount, ReturnedRow.tax)


@posts(SaleCompleted)
def post_sale(book: Book, entry: Entry, d: SaleCompleted) -> None:
    """The sale, its lines and tenders; stock, cash, the customer's account, the shift's figures."""
    store, origin, seq, at = entry.store_id, entry.origin, entry.seq, entry.at
    book.later(
        _SALE, store, origin, seq, at, entry.actor, d.terminal, d.shift_id, d.customer_id, d.basket_id, d.total,
        d.rounding, len(d.lines), d.undoes, d.replaces,
    )  # fmt: skip
    book.later_many(_LINE, [_line(entry, line) for line in d.lines])
    paid = enumerate(d.tenders, start=1)
    book.later_many(_TENDER, [(store, origin, seq, i, at, t.tender, t.amount, t.given, t.reference) for i, t in paid])
    back = [line for line in d.lines if line.quantity < 0 and line.of_sale]
    if back:
        book.later_many(_RETURNED, [(store, x.of_sale, x.of_line, -x.quantity, -x.total, -x.tax) for x in back])
    move_stock(book, entry, list(_moves(d.lines)))
    sums = list(_sums(d))
    cash = sum(t.amount for t in d.tenders if t.tender == "cash")
    if cash:
        sums.append(move_cash(book, entry, d.shift_id, "sale", cash))
    add_sums(book, entry, d.shift_id, sums)
    if d.customer_id:
        owed = sum(t.amount for t in d.tenders if t.tender == "account")
        move_customer(book, entry, d.customer_id, "sale", owed, d.points)
    if d.order_id:
        post_collected(book, entry, d.order_id, [(m.product_id, -m.quantity) for m in _moves(d.lines)])
    if d.uses:
        post_uses(book, entry, d.uses)
    if d.approvals:
        post_approvals(book, entry, d.approvals, amount=d.total)


def _line(entry: Entry, x: SaleLine) -> tuple[object, ...]:
    return (
        entry.store_id, entry.origin, entry.seq, x.number, entry.at, x.product_id, x.quantity, x.gross,
        sum(s.amount for s in x.savings), x.discount, x.tax_id, x.tax, x.total, x.cost, x.of_sale, x.of_line,
    )  # fmt: skip


def _moves(lines: Sequence[SaleLine]) -> Iterable[Move]:
    """Goods out, or back in at the cost they left with; of a kit, its components.

    Lines are numbered per movement: a kit's components share its line, so each gets a number of its own.
    """
    number = 0
    for x in lines:
        why = "sale" if x.quantity > 0 else "return"
        if not x.components:
            number += 1
            cost = cost_of(Money(x.cost)) if x.quantity < 0 and x.cost is not None else None
            yield Move(x.product_id, -x.quantity, number, why, cost, x.batch, x.expiry)
        for part in x.components:
            number += 1
            yield Move(part.product_id, -divide(part.quantity * x.quantity, 1000), number, why)


def _sums(d: SaleCompleted) -> Iterable[Sum]:
    """The shift's figures. An undoing is counted as such, and its money among the returns."""
    sold = [x for x in d.lines if x.quantity > 0]
    back = [x for x in d.lines if x.quantity <= 0]
    if sold:
        yield ("sale", "", 1, sum(x.total for x in sold), 0)
        yield from _if_any("saving", sum(s.amount for x in sold for s in x.savings))
        yield from _if_any("discount", sum(x.discount for x in sold))
    if back:
        yield ("return", "", 0 if d.undoes else 1, sum(x.total for x in back), 0)
    if d.undoes:
        yield ("undone", "", 1, d.total, 0)
    yield from _if_any("rounding", d.rounding)
    for t in d.tenders:
        yield ("tender", t.tender, 1, t.amount, 0)
    for tax in d.taxes:
        yield ("tax", tax.tax_id, 1, tax.tax, tax.base)
    categories: dict[str, tuple[int, int]] = {}
    for x in d.lines:
        count, amount = categories.get(x.category_id, (0, 0))
        categories[x.category_id] = (count + 1, amount + x.total)
    for category, (count, amount) in categories.items():
        yield ("category", category, count, amount, 0)


def _if_any(name: str, amount: int) -> Iterable[Sum]:
    if amount:
        yield (name, "", 1, amount, 0)
