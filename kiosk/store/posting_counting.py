"""Posting of what sets stock right: adjustments."""

from __future__ import annotations

from kiosk.store.documents import StockAdjusted
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals
from kiosk.store.posting_stock import Move, move_stock
from kiosk.store.queries import Book, insert
from kiosk.store.tables_counting import AdjustmentRow
from kiosk.trade.costing import cost_of
from kiosk.trade.money import Money

OPENING = "opening"
"""What a shop begins with is no adjustment that somebody answers for."""

_ADJUSTMENT = insert(AdjustmentRow)


@posts(StockAdjusted)
def post_adjustment(book: Book, entry: Entry, d: StockAdjusted) -> None:
    """One movement a line, with the document's reason; what it is worth, in the list of adjustments."""
    moves = [
        Move(
            line.product_id,
            line.quantity,
            number,
            d.reason,
            None if line.unit_cost is None else cost_of(Money(line.unit_cost)),
            line.batch,
            line.expiry,
            line.location,
        )
        for number, line in enumerate(d.lines, start=1)
    ]
    move_stock(book, entry, moves)
    worth = sum(line.value for line in d.lines)
    if d.reason != OPENING:
        agreed = d.approvals[0].by if d.approvals else ""
        book.run(
            _ADJUSTMENT, entry.store_id, *entry.key, entry.actor, d.reason, len(d.lines), worth, d.note, agreed
        )  # fmt: skip
    post_approvals(book, entry, d.approvals, amount=Money(worth))
