"""Posting of buying: documents are written down, and where their order stands is derived from all of them anew."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from peewee import fn

from kiosk.store.documents_buying import STEPS, PurchaseDrafted, PurchaseStep, SupplierProductSaved
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_audit import post_approvals
from kiosk.store.posting_masters import Masters
from kiosk.store.queries import Book, Query, arg, insert, put
from kiosk.store.tables_buying import PurchaseDueRow as Due
from kiosk.store.tables_buying import PurchaseLineRow as Line
from kiosk.store.tables_buying import PurchaseReceiptRow as Receipt
from kiosk.store.tables_buying import PurchaseRevisionRow as RevisionRow
from kiosk.store.tables_buying import PurchaseRow, SupplierProductRow
from kiosk.store.tables_buying import PurchaseStepRow as StepRow
from kiosk.trade.orders import COMING, ENDED, Amount, Revision, Step, standing, state_of

SUPPLIER_PRODUCTS = Masters(SupplierProductRow)

_REVISION = insert(RevisionRow)
_LINE = insert(Line)
_STEP = insert(StepRow)
_RECEIPT = insert(Receipt)
_PUT = put(PurchaseRow)
_DUE = insert(Due)
_NOT_DUE = Query(Due.delete().where(Due.store_id == arg(0), Due.order_id == arg(1)))
_REVISIONS = Query(
    RevisionRow.select(
        RevisionRow.at, RevisionRow.origin, RevisionRow.seq, RevisionRow.actor, RevisionRow.supplier_id,
        RevisionRow.total, RevisionRow.expected,
    )
    .where(RevisionRow.store_id == arg(0), RevisionRow.order_id == arg(1))
    .order_by(RevisionRow.at, RevisionRow.origin, RevisionRow.seq)
)  # fmt: skip
_STEPS = Query(
    StepRow.select(StepRow.at, StepRow.origin, StepRow.seq, StepRow.act, StepRow.revision)
    .where(StepRow.store_id == arg(0), StepRow.order_id == arg(1))
    .order_by(StepRow.at, StepRow.origin, StepRow.seq)
)
_LINES = Query(
    Line.select(Line.product_id, Line.quantity)
    .where(Line.store_id == arg(0), Line.order_id == arg(1), Line.origin == arg(2), Line.seq == arg(3))
    .order_by(Line.number)
)
RECEIVED = Query(
    Receipt.select(Receipt.product_id, fn.SUM(Receipt.quantity))
    .where(Receipt.store_id == arg(0), Receipt.order_id == arg(1))
    .group_by(Receipt.product_id)
)
"""(product, what came of it) of a store's order."""


@posts(SupplierProductSaved)
def post_supplier_product(book: Book, entry: Entry, d: SupplierProductSaved) -> None:
    """The supplier's terms."""
    prices = msgspec.json.encode(d.prices).decode() if d.prices else ""
    values = (d.supplier_id, d.product_id, d.code, d.pack, d.min_quantity, d.lead_days, prices, d.active)
    SUPPLIER_PRODUCTS.post(book, entry, d, *values)


@posts(PurchaseDrafted)
def post_draft(book: Book, entry: Entry, d: PurchaseDrafted) -> None:
    """A content of the order."""
    store, order = entry.store_id, d.order_id or entry.id
    if len({line.product_id for line in d.lines}) != len(d.lines) or any(
        line.quantity <= 0 or line.pack <= 0 for line in d.lines
    ):
        raise ValueError("a product twice, or no quantity")
    book.run(
        _REVISION, store, order, *entry.key, entry.actor, d.supplier_id, d.total, d.expected, d.note, d.copied_from
    )
    book.many(
        _LINE,
        [
            (store, order, entry.origin, entry.seq, number, x.product_id, x.name_zh, x.name_en, x.unit, x.quantity,
             x.pack, x.price, x.code, x.note)
            for number, x in enumerate(d.lines, start=1)
        ],
    )  # fmt: skip
    derive(book, store, order)


def post_step(book: Book, entry: Entry, d: PurchaseStep) -> None:
    """Something done to the order."""
    act = d.kind.removeprefix("purchase.")
    by = ", ".join(a.by for a in d.approvals)
    book.run(_STEP, entry.store_id, d.order_id, *entry.key, act, d.revision, entry.actor, by, d.note)
    post_approvals(book, entry, d.approvals)
    derive(book, entry.store_id, d.order_id)


for _kind in STEPS:
    posts(_kind)(post_step)


def post_received(book: Book, entry: Entry, order_id: str, goods: Iterable[tuple[str, int, int]]) -> None:
    """What a goods receipt (or its undoing, < 0) of this order brought: (product, base units, line of the document).

    Whoever posts the receipt calls this; the receipt's document names the order among its references.
    """
    rows = [(entry.store_id, order_id, product, *entry.key, line, quantity) for product, quantity, line in goods]
    book.many(_RECEIPT, rows)
    derive(book, entry.store_id, order_id)


def derive(book: Book, store: str, order: str) -> None:
    """Where the order stands and what is still to come of it, from all that is here of it."""
    drafts = book.all(_REVISIONS, store, order)
    if not drafts:
        return  # an order of another store: its own terminals know it
    by_id = {f"{origin}-{seq}": row for row in drafts for origin, seq in (row[1:3],)}
    steps = [Step((at, origin, seq), act, of) for at, origin, seq, act, of in book.all(_STEPS, store, order)]
    revisions = [Revision((row[0], row[1], row[2]), id_) for id_, row in by_id.items()]
    revision = standing(revisions, [s for s in steps if s.revision in by_id])
    _at, origin, seq, _actor, supplier, total, expected = by_id[revision]
    ordered: dict[str, int] = dict(book.all(_LINES, store, order, origin, seq))
    received = {product: int(quantity) for product, quantity in book.all(RECEIVED, store, order)}
    amounts = [Amount(ordered.get(p, 0), received.get(p, 0)) for p in {**ordered, **received}]
    state = state_of(revision, steps, amounts)
    sent_at = min((s.key[0] for s in steps if s.act == "sent"), default=0)
    created_at, _origin, _seq, created_by = by_id.get(order, drafts[0])[:4]
    book.run(
        _PUT, store, order, created_at, created_by, supplier, revision, state, state not in ENDED, sent_at, expected,
        total, len(ordered),
    )  # fmt: skip
    book.run(_NOT_DUE, store, order)
    if state in COMING:
        missing = ((p, q - max(received.get(p, 0), 0)) for p, q in ordered.items())
        book.many(_DUE, [(store, p, order, supplier, q, expected) for p, q in missing if q > 0])
