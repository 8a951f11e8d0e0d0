"""Posting of the stock room: places, deliveries, goods put elsewhere."""

from __future__ import annotations

from kiosk.store.documents import GoodsReturned
from kiosk.store.documents_stockroom import GoodsReceived, LocationSaved, StockPlaced, SupplierInvoiced
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals
from kiosk.store.posting_buying import post_received
from kiosk.store.posting_masters import Masters
from kiosk.store.posting_stock import Billed, Move, bill, move_stock, totals
from kiosk.store.queries import Book, Query, add, arg, insert
from kiosk.store.tables_stockroom import LocationRow, ReceiptRow, SupplierInvoiceRow, SupplierReturnRow, SupplierSumRow
from kiosk.trade.costing import Cost, value
from kiosk.trade.money import Money
from kiosk.trade.receiving import landed_cost

LOCATIONS = Masters(LocationRow)
_RECEIPT = insert(ReceiptRow)
_INVOICE = insert(SupplierInvoiceRow)
_INVOICED = Query(
    SupplierInvoiceRow.select(SupplierInvoiceRow.seq)
    .where(SupplierInvoiceRow.store_id == arg(0), SupplierInvoiceRow.receipt_id == arg(1))
    .limit(1)
)
_RETURN = insert(SupplierReturnRow)
_SUM = add(SupplierSumRow, SupplierSumRow.came, SupplierSumRow.went_back)


@posts(LocationSaved)
def post_location(book: Book, entry: Entry, d: LocationSaved) -> None:
    """The place's row."""
    LOCATIONS.post(book, entry, d, d.store_id, d.code, d.name, d.position, d.active)


@posts(GoodsReceived)
def post_goods(book: Book, entry: Entry, d: GoodsReceived) -> None:
    """One movement a line, at what it cost with freight; the order hears what of it has come."""
    worth = sum(value(x.quantity, Cost(x.price or 0)) for x in d.lines) + d.freight
    book.run(
        _RECEIPT, entry.store_id, *entry.key, entry.actor, d.supplier_id, d.order_id, d.paper, len(d.lines), worth,
        d.undoes,
    )  # fmt: skip
    why = "receipt_undone" if d.undoes else "receipt"
    moves = [
        Move(
            x.product_id,
            x.quantity,
            number,
            why,
            None if x.price is None else landed_cost(Cost(x.price), x.quantity, x.landed),
            x.batch,
            x.expiry,
            x.location,
        )
        for number, x in enumerate(d.lines, start=1)
        if x.quantity
    ]
    move_stock(book, entry, moves)
    came = totals(((entry.store_id, m.product_id, d.supplier_id), m.quantity) for m in moves)
    book.later_many(_SUM, [(*key, quantity, 0) for key, quantity in came])
    if d.order_id:
        post_received(book, entry, d.order_id, [(m.product_id, m.quantity, m.line) for m in moves])
    post_approvals(book, entry, d.approvals)


@posts(SupplierInvoiced)
def post_invoice(book: Book, entry: Entry, d: SupplierInvoiced) -> None:
    """Beside its delivery; what that cost is corrected. Raises ValueError for goods that the invoice does not name."""
    billed = {x.product_id: Billed(0) for x in d.lines}
    for x in d.corrections:
        if x.product_id not in billed:
            raise ValueError("a cost is corrected by a line of the invoice")
        billed[x.product_id] = Billed(x.amount, x.whole)
    agreed = d.approvals[0].by if d.approvals else ""
    first = book.one(_INVOICED, entry.store_id, d.receipt_id) is None
    book.run(
        _INVOICE, entry.store_id, d.receipt_id, *entry.key, entry.actor, d.supplier_id, d.number, d.day, d.amount,
        d.difference, agreed,
    )  # fmt: skip
    bill(book, entry, d.receipt_id, billed, first=first)
    post_approvals(book, entry, d.approvals, amount=d.difference)


@posts(GoodsReturned)
def post_returned(book: Book, entry: Entry, d: GoodsReturned) -> None:
    """One movement a line; what the supplier is known to have had back."""
    why = "sent_back_undone" if d.undoes else "sent_back"
    moves = [
        Move(x.product_id, x.quantity, number, why, None, x.batch, x.expiry, x.location)
        for number, x in enumerate(d.lines, start=1)
    ]
    move_stock(book, entry, moves)
    back = totals(((entry.store_id, m.product_id, d.supplier_id), -m.quantity) for m in moves)
    book.later_many(_SUM, [(*key, 0, quantity) for key, quantity in back])
    worth = sum(x.value for x in d.lines)
    agreed = d.approvals[0].by if d.approvals else ""
    book.run(
        _RETURN, entry.store_id, *entry.key, entry.actor, d.supplier_id, d.reason, len(d.lines), worth, agreed,
        d.undoes,
    )  # fmt: skip
    post_approvals(book, entry, d.approvals, amount=Money(worth))


@posts(StockPlaced)
def post_placed(book: Book, entry: Entry, d: StockPlaced) -> None:
    """Out of one place and into the other: two movements a line, which add up to nothing."""
    moves: list[Move] = []
    for number, x in enumerate(d.lines):
        moves.append(
            Move(x.product_id, -x.quantity, 2 * number + 1, "placed", None, x.batch, x.expiry, x.source)
        )  # fmt: skip
        moves.append(Move(x.product_id, x.quantity, 2 * number + 2, "placed", None, x.batch, x.expiry, x.target))
    move_stock(book, entry, moves)
