"""What terminals that did not hear of each other did twice, and should have been done once: told until it is mended.

All of it is found by asking, from what is posted anyhow, so it is the same on every machine that heard of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, Literal, get_args

import msgspec

from kiosk.store.entry import split_id
from kiosk.store.journal import Journal
from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_counting import AdjustmentRow
from kiosk.store.tables_stockroom import ReceiptRow as R
from kiosk.store.tables_stockroom import SupplierReturnRow as B
from kiosk.store.tables_stockroom import SupplierSumRow as S
from kiosk.store.tables_transfers import TransferDocumentRow as T
from kiosk.trade.undoings import Undoings

TOLD_MS = 90 * 86_400_000
"""So long something is told: whoever has not mended it by then knows of it."""


What = Literal["receipt", "adjustment", "return", "transfer"]
WHAT: tuple[What, ...] = get_args(What)


class TakenBack(msgspec.Struct, frozen=True):
    """A document that was taken back once too often."""

    what: What
    id: str


class Apart(msgspec.Struct, frozen=True):
    """Documents about the same goods, none of whose writers knew of the other: deliveries of one order, or returns to
    one supplier of more than he delivered. of: the order, or the supplier."""

    what: Literal["order", "supplier"]
    of: str
    documents: tuple[str, ...]


Double = TakenBack | Apart


class _Goods(msgspec.Struct, frozen=True):
    product_id: str


class _Known(msgspec.Struct, frozen=True):
    """What of a document is asked here. heard: None in one of a program that did not write it down."""

    lines: tuple[_Goods, ...] = ()
    heard: dict[str, int] | None = None


def _undoings(model: Any) -> Query:
    return Query(
        model.select(model.origin, model.seq, model.undoes)
        .where(model.store_id == arg(0), model.at >= arg(1), model.undoes > "")
        .order_by(model.at, model.origin, model.seq)
    )


_UNDOINGS: dict[What, Query] = {
    "receipt": _undoings(R), "adjustment": _undoings(AdjustmentRow), "return": _undoings(B),
}  # fmt: skip
_OF_TRANSFERS = Query(
    T.select(T.document_id, T.undoes)
    .where(T.store_id == arg(0), T.author == arg(0), T.at >= arg(1), T.undoes > "")
    .order_by(T.at, T.document_id)
)
_READ = msgspec.json.Decoder(_Known)
_RECEIPTS = Query(
    R.select(R.order_id, R.origin, R.seq, R.lines)
    .where(R.store_id == arg(0), R.at >= arg(1), R.undoes == "", R.order_id > "")
    .order_by(R.at, R.origin, R.seq)
)
_RETURNS = Query(
    B.select(B.supplier_id, B.origin, B.seq, B.lines)
    .where(B.store_id == arg(0), B.at >= arg(1), B.undoes == "")
    .order_by(B.at, B.origin, B.seq)
)
_OVER = Query(
    S.select(S.went_back - S.came).where(S.store_id == arg(0), S.product_id == arg(1), S.supplier_id == arg(2))
)


class Doubles:
    """Those of one store."""

    def __init__(self, book: Book, journal: Journal, store_id: str) -> None:
        self._book = book
        self._journal = journal
        self._store_id = store_id
        self._known: dict[str, _Known] = {}

    def all(self) -> tuple[Double, ...]:
        """Whatever somebody should look at."""
        since = self._journal.moment() - TOLD_MS
        back = {what: self.undoings(what, since) for what in WHAT}
        return (
            *(TakenBack(what, id_) for what, undoings in back.items() for id_ in undoings.too_often()),
            *self._apart("order", self._book.all(_RECEIPTS, self._store_id, since), back["receipt"], _whatever),
            *self._apart("supplier", self._book.all(_RETURNS, self._store_id, since), back["return"], self._over),
        )

    def undoings(self, what: What, since: int) -> Undoings:
        """What takes others back. since: UTC ms; a document is older than what takes it back."""
        if what == "transfer":
            return Undoings(self._book.all(_OF_TRANSFERS, self._store_id, since))
        rows = self._book.all(_UNDOINGS[what], self._store_id, since)
        return Undoings((f"{origin}-{seq}", undone) for origin, seq, undone in rows)

    def _apart(
        self,
        what: Literal["order", "supplier"],
        rows: Iterable[Sequence[object]],
        undoings: Undoings,
        matters: Callable[[str, str], bool],
    ) -> Iterator[Apart]:
        standing: dict[str, list[str]] = defaultdict(list)
        looked: dict[str, list[str]] = defaultdict(list)
        for of, origin, seq, lines in rows:
            id_ = f"{origin}-{seq}"
            if not lines:
                looked[str(of)].append(id_)
            elif undoings.standing(id_) > 0:
                standing[str(of)].append(id_)
        for of, ids in standing.items():
            if len({id_.partition("-")[0] for id_ in ids}) < 2:
                continue
            found = dict.fromkeys(
                id_
                for one, other in combinations(ids, 2)
                if self._unheard(one, other)
                and any(matters(p, of) for p in self._same_goods(one, other))
                and not any(self._heard_of(note, one) and self._heard_of(note, other) for note in looked[of])
                for id_ in (one, other)
            )
            if found:
                yield Apart(what, of, tuple(found))

    def _unheard(self, one: str, other: str) -> bool:
        return not self._heard_of(one, other) and not self._heard_of(other, one)

    def _heard_of(self, document_id: str, other: str) -> bool:
        """Whether the writer of a document knew of another; one who did not write that down is taken at his word."""
        known = self._read(document_id).heard
        mine, (origin, seq) = document_id.partition("-")[0], split_id(other) or ("", 0)
        return known is None or mine == origin or known.get(origin, 0) >= seq

    def _same_goods(self, one: str, other: str) -> set[str]:
        mine, its = ({x.product_id for x in self._read(id_).lines} for id_ in (one, other))
        return mine & its

    def _over(self, product_id: str, supplier_id: str) -> bool:
        """Whether more went back to the supplier than came from him."""
        return int(self._book.value(_OVER, self._store_id, product_id, supplier_id) or 0) > 0

    def _read(self, document_id: str) -> _Known:
        known = self._known.get(document_id)
        if known is None:
            entry = self._journal.get(document_id)
            if entry is None:
                return _Known()  # pruned here long after the office had it
            known = self._known[document_id] = _READ.decode(entry.body)
        return known


def _whatever(_product_id: str, _of: str) -> bool:
    return True
