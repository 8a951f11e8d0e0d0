"""Old entries leave a terminal's journal: the office has them, and this card is small.

Below an origin's base, documents of the trade are deleted; what they did stays in the tables, and the base's number
and digest stay, so that the chain goes on. Master data is never pruned: products and settings are read from it.
"""

from __future__ import annotations

from kiosk.store import schema
from kiosk.store.documents import (
    ActAudited,
    BasketResumed,
    BasketSuspended,
    CashMoved,
    CustomerPaid,
    Document,
    DrawerOpened,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
    StockAdjusted,
)
from kiosk.store.documents_counting import (
    RecountAsked,
    StockCounted,
    StocktakeApproved,
    StocktakeCancelled,
    StocktakeStarted,
)
from kiosk.store.documents_stockroom import StockPlaced
from kiosk.store.documents_transfers import ALL as TRANSFERS
from kiosk.store.journal import NOTHING
from kiosk.store.pace import Pace
from kiosk.store.posting_masters import OFFICE
from kiosk.store.queries import Query, arg
from kiosk.store.store import Store
from kiosk.store.tables_journal import EntryRow, OriginRow, PendingRow, QuarantineRow
from kiosk.store.tables_sales import SuspendedRow

DAY_MS = 86_400_000

_TRADE: tuple[type[Document], ...] = (
    BasketResumed, BasketSuspended, CashMoved, CustomerPaid, DrawerOpened, ShiftClosed, ShiftOpened, StockAdjusted,
    ActAudited, StockPlaced, StocktakeStarted, StockCounted, RecountAsked, StocktakeApproved, StocktakeCancelled,
    *TRANSFERS,
)  # fmt: skip
PRUNED = tuple(document.kind for document in _TRADE)
"""Kinds that nothing reads once they are posted. Sales are looked up for longer."""

_ORIGINS = Query(OriginRow.select(OriginRow.origin, OriginRow.store_id).order_by(OriginRow.origin))
_LAST_OLD = Query(
    EntryRow.select(EntryRow.seq)
    .where(
        EntryRow.store_id == arg(0), EntryRow.origin == arg(1), EntryRow.at < arg(2), EntryRow.seq <= arg(3),
        EntryRow.seq > arg(4),
    )
    .order_by(EntryRow.seq.desc())
    .limit(1)
)  # fmt: skip
_FIRST_PENDING = Query(
    PendingRow.select(PendingRow.seq).where(PendingRow.origin == arg(0)).order_by(PendingRow.seq).limit(1)
)
_FIRST_BAD = Query(
    QuarantineRow.select(QuarantineRow.seq).where(QuarantineRow.origin == arg(0)).order_by(QuarantineRow.seq).limit(1)
)
_ASIDE = (
    SuspendedRow.select(SuspendedRow.seq)
    .where(SuspendedRow.store_id == arg(0), SuspendedRow.origin == arg(1))
)  # fmt: skip
_OLD = Query(
    EntryRow.select(EntryRow.seq)
    .where(
        EntryRow.store_id == arg(0), EntryRow.origin == arg(1), EntryRow.seq <= arg(2),
        (EntryRow.kind.in_(PRUNED)) | ((EntryRow.kind == SaleCompleted.kind) & (EntryRow.at < arg(3))),
        EntryRow.seq.not_in(_ASIDE),
    )
    .order_by(EntryRow.seq)
    .limit(arg(4))
)  # fmt: skip
_DELETE = Query(EntryRow.delete().where(EntryRow.store_id == arg(0), EntryRow.origin == arg(1), EntryRow.seq == arg(2)))


def prune(store: Store, now: int, pace: Pace | None = None) -> int:
    """Delete what the shop's policies let go of; how many entries. now: UTC ms.

    Own entries go only when the office has acknowledged them; others came from it. May be cut off anywhere, and be
    called again. An office prunes nothing.
    """
    limits = store.settings.limits()
    if store.store_id == OFFICE or limits.journal_days <= 0:
        return 0
    old = now - limits.journal_days * DAY_MS
    old_sales = min(old, now - limits.return_days * DAY_MS)
    return sum(
        _prune_origin(store, origin, shop, old, old_sales, pace or Pace())
        for origin, shop in store.book.all(_ORIGINS)
    )  # fmt: skip


def _prune_origin(store: Store, origin: str, shop: str, old: int, old_sales: int, pace: Pace) -> int:
    base = _move_base(store, origin, shop, old)
    count = 0
    while base:
        with store.book.transaction():
            rows = store.book.all(_OLD, shop, origin, base, old_sales, pace.size)
            with pace.measured(len(rows)):
                for (seq,) in rows:
                    store.book.run(_DELETE, shop, origin, seq)
        count += len(rows)
        if not rows:
            break
        pace.rest()
    return count


def _move_base(store: Store, origin: str, shop: str, old: int) -> int:
    """Put the base where nothing below it is needed any more; its number."""
    book, journal = store.book, store.journal
    before = journal.base(origin).seq
    ends = [journal.acknowledged()] if origin == store.origin else [(journal.tip(origin) or NOTHING).seq]
    ends += [seq - 1 for query in (_FIRST_PENDING, _FIRST_BAD) if (seq := book.value(query, origin))]
    last = book.value(_LAST_OLD, shop, origin, old, min(ends), before)
    if last is None:
        return before
    digest = journal.digest_at(origin, last)
    assert digest is not None
    with book.transaction():
        schema.set_meta(book, f"base_seq/{origin}", str(last))
        schema.set_meta(book, f"base_digest/{origin}", digest.hex())
    return int(last)
