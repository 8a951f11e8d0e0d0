"""New products by the hundred: a catalogue is pulled or imported table by table, not row by row.

Nothing can be known of a product that has no row and names no edit it is based on: so their entries are gathered, and
written and posted together. Whatever else comes is preceded by what was gathered before it.
"""

from __future__ import annotations

from kiosk.store import posting, posting_registry
from kiosk.store.documents import Document, MasterDocument
from kiosk.store.entry import Entry
from kiosk.store.posting_masters import OFFICE
from kiosk.store.queries import Book, insert, put
from kiosk.store.tables_journal import EntryRow, OriginRow

WRITE = insert(EntryRow)
MOVE_ON = put(OriginRow)

MOST = 500
"""Entries gathered before they are written."""


class Batch:
    """Entries of new products that wait to be written, in order; used within a transaction that is open."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._pairs: list[tuple[Entry, MasterDocument]] = []
        self._ids: set[str] = set()

    def can_take(self, document: Document, store_id: str) -> bool:
        """Whether it is news that nothing here has to do with; if not, what was gathered is written first."""
        if (
            isinstance(document, MasterDocument)
            and type(document) in posting.AT_ONCE
            and not document.based_on
            and not document.answers
            and (self._book.home != OFFICE or store_id == OFFICE)
            and document.id not in self._ids
            and len(self._pairs) < MOST
            and posting_registry.is_news(self._book, document)
        ):
            return True
        self.write()
        return False

    def take(self, entry: Entry, document: Document) -> None:
        """Gather one that `can_take` said yes to."""
        assert isinstance(document, MasterDocument)
        self._pairs.append((entry, document))
        self._ids.add(document.id)

    def write(self) -> None:
        """Write and post what was gathered."""
        if not self._pairs:
            return
        book, pairs = self._book, self._pairs
        self._pairs, self._ids = [], set()
        book.expect(e.at for e, _ in pairs)
        book.many(
            WRITE,
            [(e.store_id, e.origin, e.seq, e.at, e.actor, e.kind, e.version, e.body, e.digest) for e, _ in pairs],
        )
        for e in {e.origin: e for e, _ in pairs}.values():
            book.run(MOVE_ON, e.origin, e.store_id, e.seq, e.at, e.digest)
        kinds = {type(document) for _, document in pairs}
        for kind in kinds:
            posting.AT_ONCE[kind](book, [pair for pair in pairs if type(pair[1]) is kind])
