"""Posting of goods between shops: the sender's stock, the receiver's, and what each knows of the other.

The same facts are posted twice: by the entry of the shop that wrote them, as that shop's, and by the office's word of
it, as the other shop's. An announcement that comes again (the office was restored, two of its programs told it) finds
its original known, and changes nothing.
"""

from __future__ import annotations

import msgspec
from peewee import fn

from kiosk.store.documents_transfers import (
    WRITTEN,
    TransferAnnounced,
    TransferClosed,
    TransferDispatched,
    TransferDocument,
    TransferLine,
    TransferReceived,
)
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals
from kiosk.store.posting_masters import OFFICE
from kiosk.store.posting_stock import Move, move_stock, totals
from kiosk.store.queries import Book, Query, add, arg, insert, put
from kiosk.store.tables_transfers import TransferDocumentRow as D
from kiosk.store.tables_transfers import TransferLineRow as L
from kiosk.store.tables_transfers import TransferRow, TransitRow
from kiosk.trade.costing import Cost
from kiosk.trade.transfers import OPEN, Sums, state_of_goods, state_of_request

_DOCUMENT, _LINE, _PUT = insert(D), insert(L), put(TransferRow)
_TRANSIT = add(TransitRow, TransitRow.quantity)
_KNOWN = Query(D.select(D.at).where(D.store_id == arg(0), D.document_id == arg(1)))
_BELONGS = Query(D.select(D.transfer_id).where(D.store_id == arg(0), D.document_id == arg(1)))
_HEAD = Query(
    D.select(D.at, D.actor, D.author, D.peer, D.about, D.request_id).where(
        D.store_id == arg(0), D.document_id == arg(1)
    )
)
_OF = Query(
    L.select(L.about, L.product_id, L.batch, fn.SUM(L.quantity))
    .where(L.store_id == arg(0), L.transfer_id == arg(1))
    .group_by(L.about, L.product_id, L.batch)
)
_ASKED = Query(
    L.select(L.product_id, fn.SUM(L.quantity))
    .where(L.store_id == arg(0), L.document_id == arg(1))
    .group_by(L.product_id)
)
_SENT = Query(
    L.select(L.product_id, fn.SUM(L.quantity))
    .join(D, on=((D.store_id == L.store_id) & (D.document_id == L.document_id)))
    .where(D.store_id == arg(0), D.request_id == arg(1))
    .group_by(L.product_id)
)
_IS_CLOSED = Query(
    D.select(D.at).where(D.store_id == arg(0), D.transfer_id == arg(1), D.about == "closed").limit(1)
)  # fmt: skip
_SIGN = {"dispatched": 1, "received": -1, "closed": -1}
"""How a line changes what is on its way."""


class Fact(msgspec.Struct, frozen=True):
    """What one shop wrote, as either shop's tables have it. at: UTC milliseconds."""

    original: str
    about: str
    at: int
    actor: str
    author: str
    source: str
    target: str
    transfer_id: str
    request_id: str
    note: str
    undoes: str
    lines: tuple[TransferLine, ...]


def post_written(book: Book, entry: Entry, d: TransferDocument) -> None:
    """A shop's own document: its stock moves, and its rows."""
    writers = {TransferDispatched: (d.source,), TransferReceived: (d.target,)}.get(type(d), (d.source, d.target))
    if d.source == d.target or entry.store_id not in writers:
        raise ValueError("a transfer has two shops: one sends, the other takes in")
    if isinstance(d, TransferDispatched):
        move_stock(book, entry, [_move(n, x, -x.quantity, "transfer_out") for n, x in enumerate(d.lines, 1)])
    elif isinstance(d, TransferReceived):
        move_stock(book, entry, [_move(n, x, x.quantity, "transfer_in") for n, x in enumerate(d.lines, 1)])
    _known_to(book, entry.store_id, fact_of(book, entry, d))
    post_approvals(book, entry, d.approvals)


for _kind in WRITTEN:
    posts(_kind)(post_written)


@posts(TransferAnnounced)
def post_announced(book: Book, entry: Entry, d: TransferAnnounced) -> None:
    """The other shop's rows; no stock moves. Raises ValueError for what a shop says of another one's."""
    store = d.target if d.author == d.source else d.source
    if entry.store_id not in (OFFICE, store):
        raise ValueError("the office tells a shop, no other shop does")
    if book.one(_KNOWN, store, d.original) is not None:
        return
    fact = Fact(
        d.original, d.about, d.at, d.actor, d.author, d.source, d.target, d.transfer_id, d.request_id, d.note,
        d.undoes, d.lines,
    )  # fmt: skip
    _known_to(book, store, fact)


def fact_of(book: Book, entry: Entry, d: TransferDocument) -> Fact:
    """What a shop's document says. What takes a dispatch back belongs to it, and what takes that back as well."""
    about = d.kind.removeprefix("transfer.")
    if isinstance(d, TransferReceived | TransferClosed):
        transfer_id = d.transfer_id
    else:
        transfer_id = str(book.value(_BELONGS, entry.store_id, d.undoes) or d.undoes) if d.undoes else entry.id
    request_id = d.request_id if isinstance(d, TransferDispatched) else ""
    return Fact(
        entry.id, about, entry.at, entry.actor, entry.store_id, d.source, d.target, transfer_id, request_id, d.note,
        d.undoes, d.lines,
    )  # fmt: skip


def _move(number: int, x: TransferLine, quantity: int, why: str) -> Move:
    cost = None if x.cost is None or quantity <= 0 else Cost(x.cost)
    return Move(x.product_id, quantity, number, why, cost, x.batch, x.expiry, x.location)


def _known_to(book: Book, store: str, f: Fact) -> None:
    """The rows of one of the two shops."""
    peer = f.target if store == f.source else f.source
    book.run(
        _DOCUMENT, store, f.original, f.transfer_id, f.about, f.at, f.actor, f.author, peer, f.request_id, f.note,
        f.undoes,
    )  # fmt: skip
    rows = [
        (store, f.original, n, f.transfer_id, f.about, x.product_id, x.quantity, x.batch, x.expiry, x.location, x.cost,
         x.reason)
        for n, x in enumerate(f.lines, 1)
    ]  # fmt: skip
    book.many(_LINE, rows)
    if sign := _SIGN.get(f.about, 0):
        way = totals(((store, x.product_id, store == f.target), sign * x.quantity) for x in f.lines)
        book.later_many(_TRANSIT, [(*key, quantity) for key, quantity in way])
    _derive(book, store, f.transfer_id)
    if f.request_id:
        _derive(book, store, f.request_id)


def _derive(book: Book, store: str, transfer_id: str) -> None:
    """Where it stands, from all that is here of it; nothing while its beginning has not come."""
    head = book.one(_HEAD, store, transfer_id)
    if head is None:
        return
    at, actor, author, peer, about, request_id = head
    goods = about == "dispatched"
    if goods:
        sums: dict[tuple[str, str], Sums] = {}
        for said, product, batch, quantity in book.all(_OF, store, transfer_id):
            sums[product, batch] = sums.get((product, batch), Sums()).and_of(said, int(quantity))
        state, lines = state_of_goods(sums.values()), len(sums)
    else:
        asked = {product: int(quantity) for product, quantity in book.all(_ASKED, store, transfer_id)}
        sent = {product: int(quantity) for product, quantity in book.all(_SENT, store, transfer_id)}
        amounts = [(quantity, sent.get(product, 0)) for product, quantity in asked.items()]
        state, lines = state_of_request(amounts, ended=book.one(_IS_CLOSED, store, transfer_id) is not None), len(asked)
    inward = (author != store) == goods
    book.run(_PUT, store, transfer_id, at, actor, peer, inward, goods, request_id, state, state in OPEN, lines)
