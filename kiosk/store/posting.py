"""Posting: from an entry to the tables. One function for each kind, registered by its document.

A posting function touches tables and nothing else: no clock, no chance, no device, no network. On any two databases
that got the same entries, each origin's in its own order, all tables that are posted end equal; see docs/store.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from kiosk.store.documents import (
    BasketResumed,
    CashMoved,
    CustomerPaid,
    Document,
    DrawerOpened,
    GoodsReturned,
    MasterDocument,
    SaleCompleted,
    ShiftClosed,
    StockAdjusted,
)
from kiosk.store.documents_buying import PurchaseDrafted, PurchaseStep
from kiosk.store.documents_counting import StocktakeStep
from kiosk.store.documents_promises import CustomerOrderCancelled, CustomerOrderReady
from kiosk.store.documents_stockroom import GoodsReceived
from kiosk.store.documents_transfers import TransferDocument
from kiosk.store.entry import Entry, split_id
from kiosk.store.queries import Book, Query, arg, insert
from kiosk.store.tables_journal import OriginRow, PendingRow, QuarantineRow

D = TypeVar("D", bound=Document)
_POSTERS: dict[type[Document], Callable[[Book, Entry, Any], None]] = {}


def posts(kind: type[D]) -> Callable[[Callable[[Book, Entry, D], None]], Callable[[Book, Entry, D], None]]:
    """Register the function that posts documents of this kind."""

    def register(function: Callable[[Book, Entry, D], None]) -> Callable[[Book, Entry, D], None]:
        assert kind not in _POSTERS, kind
        _POSTERS[kind] = function
        return function

    return register


AT_ONCE: dict[type[MasterDocument], Callable[[Book, Sequence[tuple[Entry, Any]]], None]] = {}
"""Functions that post many documents of a kind, none of which has a row, or an id twice, or names another."""


def references(document: Document) -> Iterable[str]:
    """Entries that have to be posted before this document can be."""
    match document:
        case SaleCompleted():
            yield document.shift_id
            yield document.undoes
            yield document.replaces
            yield from {line.of_sale for line in document.lines}
        case ShiftClosed() | CashMoved() | CustomerPaid() | DrawerOpened():
            yield document.shift_id
        case PurchaseDrafted():
            yield document.order_id
        case PurchaseStep():
            yield document.order_id
            yield document.revision
        case GoodsReceived():
            yield document.order_id
            yield document.undoes
        case StockAdjusted() | GoodsReturned() | TransferDocument():
            yield document.undoes
        case CustomerOrderCancelled() | CustomerOrderReady():
            yield document.order_id
        case StocktakeStep():
            yield document.stocktake_id
        case BasketResumed():
            yield document.suspended_id
        case MasterDocument():
            yield document.based_on
        case _:
            pass


_HAS_COME = Query(OriginRow.select(OriginRow.seq).where(OriginRow.origin == arg(0), OriginRow.seq >= arg(1)))
_IS_PENDING = Query(PendingRow.select(PendingRow.seq).where(PendingRow.origin == arg(0), PendingRow.seq == arg(1)))
_IS_QUARANTINED = Query(
    QuarantineRow.select(QuarantineRow.seq).where(QuarantineRow.origin == arg(0), QuarantineRow.seq == arg(1))
)
_WAIT = insert(PendingRow)


def is_posted(book: Book, entry_id: str) -> bool:
    """Whether the entry is here and its document in the tables."""
    memory = book.memory
    if memory is not None and (is_posted, entry_id) in memory:
        return True
    parts = split_id(entry_id)
    found = (
        parts is not None
        and book.one(_HAS_COME, *parts) is not None
        and book.one(_IS_PENDING, *parts) is None
        and book.one(_IS_QUARANTINED, *parts) is None
    )
    if found and memory is not None:
        memory[is_posted, entry_id] = True
    return found


def missing(book: Book, document: Document) -> str | None:
    """The first reference of the document that is not posted here, in the order of ids; None if all are."""
    for reference in sorted(filter(None, references(document))):
        if not is_posted(book, reference):
            return reference
    return None


def post(book: Book, entry: Entry, document: Document) -> None:
    """Put the document into the tables. All that it refers to is there."""
    _POSTERS[type(document)](book, entry, document)


def wait(book: Book, entry: Entry, needs: str) -> None:
    """Keep the entry until `needs` is posted."""
    book.run(_WAIT, entry.origin, entry.seq, entry.store_id, needs)
