"""At the office: edits of master data that shops made, to be accepted or rejected (maker and checker).

An answer is an entry of the office's own, with the whole row and `answers` = the edit's id; it stands everywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from kiosk.exc import Refused
from kiosk.i18n import M
from kiosk.store import posting_registry
from kiosk.store.documents import CustomerSaved, MasterDocument
from kiosk.store.entry import Entry, split_id
from kiosk.store.journal import Journal
from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_feeds import AnsweredRow, ProposalRow

_OPEN = Query(
    ProposalRow.select(
        ProposalRow.origin, ProposalRow.seq, ProposalRow.store_id, ProposalRow.kind, ProposalRow.id, ProposalRow.at,
        ProposalRow.based_on,
    ).order_by(ProposalRow.at, ProposalRow.origin, ProposalRow.seq)
)  # fmt: skip
_BY_KIND = Query(
    ProposalRow.select(ProposalRow.origin, ProposalRow.seq)
    .where(ProposalRow.kind == arg(0))
    .order_by(ProposalRow.at, ProposalRow.origin, ProposalRow.seq)
)
_ANSWER_TO = Query(
    AnsweredRow.select(AnsweredRow.by_origin, AnsweredRow.by_seq).where(
        AnsweredRow.origin == arg(0), AnsweredRow.seq == arg(1)
    )
)

OFFICE = ""
"""The actor of an answer that the office gives by its policy."""


class Proposal(NamedTuple):
    """A shop's edit. entry_id: its own. id: of the product, customer …. concurrent: not made from what stands now."""

    entry_id: str
    store_id: str
    kind: str
    id: str
    at: int
    concurrent: bool


class Proposals:
    """What waits for an answer."""

    def __init__(self, book: Book, journal: Journal) -> None:
        self._book = book
        self._journal = journal

    def open(self) -> list[Proposal]:
        """All, oldest first."""
        rows = self._book.all(_OPEN)
        based = {f"{origin}-{seq}": based_on for origin, seq, *_, based_on in rows}
        return [
            Proposal(f"{origin}-{seq}", store_id, kind, id_, at, self._concurrent(f"{origin}-{seq}", based))
            for origin, seq, store_id, kind, id_, at, _ in rows
        ]

    def accept(self, entry_id: str, *, actor: str) -> Entry:
        """The edit becomes the office's row. Raises Refused where it is not open."""
        return self._answer(self._document(entry_id), entry_id, actor)

    def reject(self, entry_id: str, *, actor: str) -> Entry:
        """The office's row stands again, in the shop as well; what was new is set out of use."""
        document = self._document(entry_id)
        stands = posting_registry.stands(self._book, document)
        if stands:
            own = self._journal.document(stands)
            assert isinstance(own, MasterDocument)
            return self._answer(own, entry_id, actor)
        if "active" not in document.__struct_fields__:
            raise Refused(M("This is new, and can't be set out of use. Accept it, then change it."))
        return self._answer(msgspec.structs.replace(document, active=False), entry_id, actor)

    def answer_customers(self) -> list[Entry]:
        """Accept what needs nobody's leave: a new customer must be known in the next shop."""
        rows = self._book.all(_BY_KIND, CustomerSaved.kind)
        return [self.accept(f"{origin}-{seq}", actor=OFFICE) for origin, seq in rows]

    def _document(self, entry_id: str) -> MasterDocument:
        document = self._journal.document(entry_id)
        if not isinstance(document, MasterDocument) or not any(p.entry_id == entry_id for p in self.open()):
            raise Refused(M("There is no open proposal {number}.", number=entry_id))
        return document

    def _answer(self, document: MasterDocument, entry_id: str, actor: str) -> Entry:
        return self._journal.append(msgspec.structs.replace(document, based_on="", answers=entry_id), actor=actor)

    def _concurrent(self, entry_id: str, open_: dict[str, str]) -> bool:
        """Follows a shop's own edits back to the office's row they began from, and asks whether that one stands."""
        based_on = open_[entry_id]
        while based_on in open_:
            based_on = open_[based_on]
        document = self._journal.document(entry_id)
        assert isinstance(document, MasterDocument)
        stands = posting_registry.stands(self._book, document)
        if based_on == stands:
            return False
        answers = self._book.all(_ANSWER_TO, *(split_id(based_on) or ("", 0)))
        return stands not in {f"{origin}-{seq}" for origin, seq in answers}
