"""Master data: whole rows, the later by (at, origin, seq) stands, and no edit is lost from sight.

An edit names the one it was based on, and waits for it; so an edit that nothing is based on and that does not stand
was made without its author and the winner's knowing of each other: it is kept in `conflict` for review. That set does
not depend on the order in which the edits came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from kiosk.store.documents import MasterDocument
from kiosk.store.entry import Entry, split_id
from kiosk.store.queries import Book, Query, arg, insert, insert_once, put
from kiosk.store.tables_feeds import AnsweredRow, ProposalRow
from kiosk.store.tables_goods import Master
from kiosk.store.tables_journal import ConflictRow

OFFICE = "HQ"
"""The head office, as a store: its rows of master data stand everywhere, a shop's are proposals to it."""

_KEEP = insert_once(ConflictRow)
_PROPOSE = insert_once(ProposalRow)
_NO_PROPOSAL = Query(ProposalRow.delete().where(ProposalRow.origin == arg(0), ProposalRow.seq == arg(1)))
_ANSWER = insert_once(AnsweredRow)
_ANSWERED = Query(
    AnsweredRow.select(AnsweredRow.seq).where(AnsweredRow.origin == arg(0), AnsweredRow.seq == arg(1)).limit(1)
)
_SETTLE = Query(
    ConflictRow.delete().where(
        ConflictRow.kind == arg(0), ConflictRow.id == arg(1), ConflictRow.origin == arg(2), ConflictRow.seq == arg(3)
    )
)


class Masters:
    """One table of master data."""

    def __init__(self, model: type[Master]) -> None:
        self._version = Query(model.select(model.at, model.origin, model.seq).where(model.id == arg(0)))
        self._put = put(model)
        self._insert = insert(model)

    def version(self, book: Book, id_: str) -> str:
        """The id of the entry whose row stands; "" for none."""
        row = book.one(self._version, id_)
        return f"{row[1]}-{row[2]}" if row else ""

    def post(self, book: Book, entry: Entry, document: MasterDocument, *values: Any) -> Literal["new", "changed", ""]:
        """Put the row, unless a later one stands (""). values: the model's fields after id, at, origin, seq."""
        stands = book.one(self._version, document.id)
        based = split_id(document.based_on)
        answered = split_id(document.answers)
        if answered is not None:
            book.run(_ANSWER, *answered, entry.origin, entry.seq)
            book.run(_NO_PROPOSAL, *answered)
            book.run(_SETTLE, document.kind, document.id, *answered)
        if book.home == OFFICE and entry.store_id != OFFICE:
            if book.one(_ANSWERED, entry.origin, entry.seq) is None:
                row = (entry.origin, entry.seq, entry.store_id, document.kind, document.id, entry.at)
                book.run(_PROPOSE, *row, document.based_on)
            return ""
        if based is not None:
            book.run(_SETTLE, document.kind, document.id, *based)
        if stands is not None:
            if tuple(stands) > entry.key:
                if book.one(_ANSWERED, entry.origin, entry.seq) is None:
                    book.run(_KEEP, document.kind, document.id, entry.origin, entry.seq, entry.at)
                return ""
            at, origin, seq = stands
            if (origin, seq) not in (based, answered) and book.one(_ANSWERED, origin, seq) is None:
                book.run(_KEEP, document.kind, document.id, origin, seq, at)
        book.run(self._put if stands else self._insert, document.id, *entry.key, *values)
        return "changed" if stands else "new"

    def post_new(self, book: Book, rows: Sequence[tuple[Any, ...]]) -> None:
        """Put rows of which none is there yet; values: all of the model's fields."""
        book.many(self._insert, rows)
