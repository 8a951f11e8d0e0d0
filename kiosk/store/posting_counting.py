"""Posting of what sets stock right: adjustments, and stocktakes."""

from __future__ import annotations

import msgspec

from kiosk.store.cells import COUNT
from kiosk.store.documents import StockAdjusted
from kiosk.store.documents_counting import (
    RecountAsked,
    StockCounted,
    StocktakeApproved,
    StocktakeCancelled,
    StocktakeStarted,
)
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals
from kiosk.store.posting_stock import Counted, Move, move_stock, settle
from kiosk.store.queries import Book, insert
from kiosk.store.tables_counting import AdjustmentRow, CountLineRow, StocktakeRow, StocktakeStepRow
from kiosk.trade.costing import cost_of
from kiosk.trade.money import Money

OPENING = "opening"
"""What a shop begins with is no adjustment that somebody answers for."""

_ADJUSTMENT = insert(AdjustmentRow)
_STOCKTAKE = insert(StocktakeRow)
_STEP = insert(StocktakeStepRow)
_LINE = insert(CountLineRow)


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
            _ADJUSTMENT, entry.store_id, *entry.key, entry.actor, d.reason, len(d.lines), worth, d.note, agreed,
            d.undoes,
        )  # fmt: skip
    post_approvals(book, entry, d.approvals, amount=Money(worth))


@posts(StocktakeStarted)
def post_stocktake(book: Book, entry: Entry, d: StocktakeStarted) -> None:
    """Its row."""
    products = msgspec.json.encode(d.products).decode()
    book.run(_STOCKTAKE, entry.store_id, *entry.key, entry.actor, d.scope, d.of, products, d.blind)


@posts(StockCounted)
def post_counted(book: Book, entry: Entry, d: StockCounted) -> None:
    """Its lines."""
    _step(book, entry, d.stocktake_id, "counted")
    book.many(
        _LINE,
        [
            (entry.store_id, d.stocktake_id, x.product_id, entry.origin, entry.seq, number, x.at, x.quantity, x.batch,
             x.expiry, x.location, entry.actor)
            for number, x in enumerate(d.lines, start=1)
        ],
    )  # fmt: skip


@posts(RecountAsked)
def post_recount(book: Book, entry: Entry, d: RecountAsked) -> None:
    """A row for each product."""
    for product in dict.fromkeys(d.products):
        _step(book, entry, d.stocktake_id, "recount", product=product)


@posts(StocktakeApproved)
def post_approved(book: Book, entry: Entry, d: StocktakeApproved) -> None:
    """Stock is what was counted; what that is worth stands among the adjustments."""
    settle(
        book,
        entry,
        [
            Counted(x.product_id, x.counted, x.at, number, x.location, x.batch, x.expiry)
            for number, x in enumerate(d.lines, start=1)
        ],
    )
    agreed = d.approvals[0].by if d.approvals else ""
    _step(book, entry, d.stocktake_id, "approved", by=agreed)
    changed = [x for x in d.lines if x.counted != x.expected]
    worth = sum(x.value for x in changed)
    book.run(
        _ADJUSTMENT, entry.store_id, *entry.key, entry.actor, COUNT, len(changed), worth, d.stocktake_id, agreed, ""
    )
    post_approvals(book, entry, d.approvals, amount=Money(worth))


@posts(StocktakeCancelled)
def post_cancelled(book: Book, entry: Entry, d: StocktakeCancelled) -> None:
    """It ends without consequence."""
    _step(book, entry, d.stocktake_id, "cancelled")


def _step(book: Book, entry: Entry, stocktake: str, step: str, *, product: str = "", by: str = "") -> None:
    book.run(_STEP, entry.store_id, stocktake, product, entry.origin, entry.seq, entry.at, entry.actor, step, by)
