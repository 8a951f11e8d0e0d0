"""The journal: append own entries, receive others', read them back.

An append is one transaction, with one flush to the disk: the entry, everything that posting it changes, its papers in
the print queue, and the open basket's end. Either all of it is there after a power cut, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
import peewee

from kiosk.exc import Refused, StoreError
from kiosk.i18n import M
from kiosk.store import posting, posting_registry, schema
from kiosk.store.baskets import Baskets
from kiosk.store.documents import Document, MasterDocument
from kiosk.store.entry import NO_DIGEST, Entry, chain, decode, encode, holds, split_id
from kiosk.store.feeds import CATALOGUE, Feeds
from kiosk.store.journal_batch import MOVE_ON, WRITE, Batch
from kiosk.store.posting_masters import OFFICE
from kiosk.store.prints import Prints
from kiosk.store.queries import Book, Query, arg, insert_once
from kiosk.store.tables_journal import EntryRow, ForkRow, OriginRow, PendingRow, QuarantineRow

Received = Literal["posted", "duplicate", "pending", "quarantined", "gap", "fork"]
Jobs = Callable[[Entry], Sequence[tuple[str, bytes]]]

_STANDS = Query(OriginRow.select(OriginRow.origin, OriginRow.seq))
_NEIGHBOURS = Query(OriginRow.select(OriginRow.origin, OriginRow.seq).where(OriginRow.store_id == arg(0)))
_TIP = Query(OriginRow.select(OriginRow.seq, OriginRow.at, OriginRow.digest).where(OriginRow.origin == arg(0)))
_LATEST = Query(OriginRow.select(peewee.fn.MAX(OriginRow.at)).where(OriginRow.origin != arg(0)))
_STORE_OF = Query(OriginRow.select(OriginRow.store_id).where(OriginRow.origin == arg(0)))
_FIELDS = (
    EntryRow.store_id, EntryRow.origin, EntryRow.seq, EntryRow.at, EntryRow.actor, EntryRow.kind, EntryRow.version,
    EntryRow.body, EntryRow.digest,
)  # fmt: skip
_AFTER = Query(
    EntryRow.select(*_FIELDS)
    .where(EntryRow.store_id == arg(0), EntryRow.origin == arg(1), EntryRow.seq > arg(2))
    .order_by(EntryRow.seq)
    .limit(arg(3))
)
_WAITING_FOR = Query(
    PendingRow.select(PendingRow.origin, PendingRow.seq)
    .where(PendingRow.needs == arg(0))
    .order_by(PendingRow.origin, PendingRow.seq)
)
_ANY_WAITS = Query(PendingRow.select(PendingRow.seq).limit(1))
_WAITS_NO_MORE = Query(PendingRow.delete().where(PendingRow.origin == arg(0), PendingRow.seq == arg(1)))
_QUARANTINE = insert_once(QuarantineRow)
_QUARANTINED = Query(
    QuarantineRow.select(QuarantineRow.origin, QuarantineRow.seq, QuarantineRow.reason).order_by(
        QuarantineRow.origin, QuarantineRow.seq
    )
)
_OUT = Query(QuarantineRow.delete().where(QuarantineRow.origin == arg(0), QuarantineRow.seq == arg(1)))
_FORK = insert_once(ForkRow)


A_DAY_MS = 86_400_000

_BROKEN = "its digest does not follow from the entry before it"


class Tip(NamedTuple):
    """Where an origin's journal ends: its last entry's number, time and digest."""

    seq: int
    at: int
    digest: bytes


NOTHING = Tip(0, 0, NO_DIGEST)
"""Where a journal ends that has no entry."""


class Base(NamedTuple):
    """Of an origin that was pruned: the entry from which on its chain is whole here, and that entry's digest."""

    seq: int
    digest: bytes


class Journal:
    """All entries of this database, of all origins; own ones are appended to one of them."""

    def __init__(
        self, book: Book, store_id: str, origin: str, clock: Callable[[], int], prints: Prints, baskets: Baskets
    ) -> None:
        self._book = book
        self._store_id = store_id
        self._origin = origin
        self._feeds = Feeds(book)
        self._clock = clock
        self._prints = prints
        self._baskets = baskets

    def append(
        self,
        document: Document,
        *,
        actor: str,
        jobs: Jobs | None = None,
        clear_basket: bool = False,
        feed: str = CATALOGUE,
    ) -> Entry:
        """Append and post one document of our own. jobs: papers (title, JSON) to be queued with it.

        feed: at the office, who is to read it; each feed has an origin of its own there.

        Durable when it returns. Raises StoreError when nothing was changed because the disk is full, read-only or
        locked; Refused when the document refers to one that is not here.
        """
        with self._book.transaction():
            origin = self._claim(feed)
            entry = self._append(document, actor, origin, self.tip(origin) or NOTHING, self._heard(origin))
            self._publish(feed, [entry])
            for title, paper in jobs(entry) if jobs else ():
                self._prints.queue(title, paper, entry_id=entry.id, at=entry.at)
            if clear_basket:
                self._baskets.wipe()
        if clear_basket:
            self._baskets.forget()
        return entry

    def append_many(self, documents: Iterable[Document], *, actor: str) -> list[Entry]:
        """Append and post documents of our own, all or none."""
        with self._book.transaction():
            origin, batch = self._claim(CATALOGUE), Batch(self._book)
            tip, heard = self.tip(origin) or NOTHING, self._heard(origin)
            entries: list[Entry] = []
            for document in documents:
                entry = self._append(document, actor, origin, tip, heard, batch)
                tip = Tip(entry.seq, entry.at, entry.digest)
                entries.append(entry)
            batch.write()
            self._publish(CATALOGUE, entries)
            return entries

    def moment(self) -> int:
        """What the next own entry would be dated: later than all that is here, whatever the clock says. UTC ms."""
        return self._dated(self.tip(self._origin) or NOTHING, self._heard(self._origin))

    def get(self, entry_id: str) -> Entry | None:
        """An entry by its id."""
        parts = split_id(entry_id)
        if parts is None:
            return None
        origin, seq = parts
        found = self.entries(origin, seq - 1, 1)
        return found[0] if found and found[0].seq == seq else None

    def document(self, entry_id: str) -> Document | None:
        """The document of an entry. Raises ValueError for one that this program can't read."""
        entry = self.get(entry_id)
        return None if entry is None else decode(entry.kind, entry.version, entry.body)

    def entries(self, origin: str, after_seq: int = 0, limit: int = 1000) -> list[Entry]:
        """Entries of an origin, in order."""
        store = self._book.value(_STORE_OF, origin)
        if store is None:
            return []
        rows = self._book.all(_AFTER, store, origin, after_seq, limit)
        return [_entry(row) for row in rows]

    def origins(self) -> dict[str, int]:
        """Each origin, and the number of its last entry here."""
        return dict(self._book.all(_STANDS))

    def heard(self) -> dict[str, int]:
        """What is known of the shop's other terminals: the number of the last entry of each."""
        return {o: seq for o, seq in self._book.all(_NEIGHBOURS, self._store_id) if o != self._origin}

    def count(self) -> int:
        """Entries of all origins. An origin's numbers have no gaps."""
        return sum(self.origins().values())

    def waiting(self) -> int:
        """Own entries that the office has not acknowledged."""
        return (self.tip(self._origin) or NOTHING).seq - self.acknowledged()

    def acknowledge(self, seq: int) -> None:
        """The office has our entries up to `seq`."""
        schema.set_meta(self._book, "acknowledged", str(seq))

    def acknowledged(self) -> int:
        """The number of the last own entry that the office has committed."""
        return int(schema.meta(self._book, "acknowledged") or 0)

    def tip(self, origin: str) -> Tip | None:
        """Where an origin's journal ends here."""
        row = self._book.one(_TIP, origin)
        return None if row is None else Tip(row[0], row[1], bytes(row[2]))

    def digest_at(self, origin: str, seq: int) -> bytes | None:
        """The digest of an entry; None where it is not here, nothing (no bytes) before the first."""
        if seq == 0:
            return NO_DIGEST
        found = self.get(f"{origin}-{seq}")
        if found is not None:
            return found.digest
        base = self.base(origin)
        return base.digest if base.seq == seq else None

    def base(self, origin: str) -> Base:
        """Up to where an origin's entries may be pruned here; 0 where all are kept."""
        seq, digest = (schema.meta(self._book, f"base_{name}/{origin}") for name in ("seq", "digest"))
        return Base(int(seq), bytes.fromhex(digest or "")) if seq else Base(0, NO_DIGEST)

    def keep_fork(self, entries: Sequence[Entry]) -> None:
        """Keep entries of a journal that is not the one known here under that origin; nothing of them is posted."""
        for e in entries:
            self._book.run(_FORK, e.origin, e.seq, e.digest, e.store_id, e.at, e.actor, e.kind, e.version, e.body)

    def quarantined(self) -> list[tuple[str, str]]:
        """Entries that are kept and not posted: (id, why)."""
        return [(f"{origin}-{seq}", reason) for origin, seq, reason in self._book.all(_QUARANTINED)]

    def retry_quarantine(self) -> int:
        """Post what was quarantined, now that this program may know it; how many could be. The rest stays there."""
        count = 0
        with self._book.transaction():
            for entry_id, _reason in self.quarantined():
                origin, seq = split_id(entry_id) or ("", 0)
                self._book.run(_OUT, origin, seq)
                count += self.post_again(entry_id) == "posted"
        return count

    def receive(self, entry: Entry) -> Received:
        """Take in an entry that another origin wrote. It never blocks those after it.

        "gap": an entry before it is not here; nothing was done. "quarantined": kept, not posted, for its content or
        its digest is not what it should be. "fork": another entry has its number; it is kept apart, as an alarm.
        """
        with self._book.transaction():
            tip = self.tip(entry.origin) or NOTHING
            if entry.seq <= tip.seq:
                return self._again(entry)
            if entry.seq > tip.seq + 1:
                return "gap"
            sound = holds(entry, tip.digest)
            self._write(entry)
            if not sound:
                return self._quarantine(entry, _BROKEN)
            return self._try(entry)

    def receive_many(self, entries: Sequence[Entry]) -> list[Received]:
        """As `receive`, one after the other, all in one transaction; many times as quick for a catalogue."""
        try:
            with self._book.transaction(), self._book.gathering():
                return self._receive_at_once(entries)
        except (StoreError, ValueError, TypeError, KeyError, ArithmeticError):
            # One of them can't be posted: each with a savepoint of its own. What is wrong with the store shows again
            with self._book.transaction():
                return [self.receive(entry) for entry in entries]

    def post_again(self, entry_id: str) -> Received:
        """Post an entry that is here into tables that were emptied, in a transaction that is open."""
        entry = self.get(entry_id)
        assert entry is not None
        before = self.get(f"{entry.origin}-{entry.seq - 1}")
        if not holds(entry, before.digest if before else NO_DIGEST):
            return self._quarantine(entry, _BROKEN)
        return self._try(entry)

    # --- inside

    def _claim(self, feed: str) -> str:
        """The origin to write under; at the office it is the feed's own, and nobody else writes in it meanwhile."""
        if self._store_id != OFFICE:
            return self._origin
        self._feeds.lock(feed)
        return self._feeds.ensure(feed).origin

    def _heard(self, origin: str) -> int:
        return self._book.value(_LATEST, origin) or 0

    def _publish(self, feed: str, entries: Sequence[Entry]) -> None:
        if self._store_id == OFFICE:
            self._feeds.add(feed, entries)

    def _append(
        self, document: Document, actor: str, origin: str, own: Tip, heard: int, batch: Batch | None = None
    ) -> Entry:
        at_once = batch is not None and batch.can_take(document, self._store_id)
        if isinstance(document, MasterDocument) and not document.based_on and not at_once:
            document = msgspec.structs.replace(document, based_on=posting_registry.stands(self._book, document))
        needs = posting.missing(self._book, document)
        if needs is not None:
            raise Refused(M("Document {number} is not here.", number=needs))
        at = self._dated(own, heard)
        kind, version, body = document.kind, document.version, encode(document)
        store, seq = self._store_id, own.seq + 1
        digest = chain(own.digest, store, origin, seq, at, actor, kind, version, body)
        entry = Entry(store, origin, seq, at, actor, kind, version, body, digest)
        if batch is not None and at_once:
            batch.take(entry, document)
        else:
            self._write(entry)
            posting.post(self._book, entry, document)
        return entry

    def _dated(self, own: Tip, heard: int) -> int:
        # Later than all that is here, whatever the clock says: so whoever saw an entry comes after it everywhere
        # But not later than tomorrow: one clock in the wrong year must not date everybody's sales
        clock = max(self._clock(), 0)
        return max(clock, own.at, min(heard + 1, clock + A_DAY_MS) if heard else 0)

    def _write(self, e: Entry) -> None:
        self._book.expect((e.at,))
        self._book.later(WRITE, e.store_id, e.origin, e.seq, e.at, e.actor, e.kind, e.version, e.body, e.digest)
        self._book.later(MOVE_ON, e.origin, e.store_id, e.seq, e.at, e.digest)

    def _receive_at_once(self, entries: Sequence[Entry]) -> list[Received]:
        """Without savepoints, which cost as much as the posting. Raises what posting raises."""
        # Only of those that come: an office knows thousands
        tips = {origin: self.tip(origin) or NOTHING for origin in {e.origin for e in entries}}
        nobody_waits = self._book.one(_ANY_WAITS) is None
        batch = Batch(self._book)
        results: list[Received] = []
        documents = [decode(e.kind, e.version, e.body) for e in entries]
        posting_registry.foresee(self._book, entries, documents)
        for entry, known in zip(entries, documents, strict=True):
            tip = tips[entry.origin]
            sound = entry.seq == tip.seq + 1 and holds(entry, tip.digest)
            document = known if sound and nobody_waits else None
            if document is not None and batch.can_take(document, entry.store_id):
                batch.take(entry, document)
                tips[entry.origin] = Tip(entry.seq, entry.at, entry.digest)
                results.append("posted")
                continue
            batch.write()
            if entry.seq != tip.seq + 1:
                results.append(self._again(entry) if entry.seq <= tip.seq else "gap")
                continue
            self._write(entry)
            tips[entry.origin] = Tip(entry.seq, entry.at, entry.digest)
            if not sound:
                results.append(self._quarantine(entry, _BROKEN))
            elif document is not None:
                needs = posting.missing(self._book, document)
                if needs is None:
                    posting.post(self._book, entry, document)
                else:
                    posting.wait(self._book, entry, needs)
                    nobody_waits = False
                results.append("posted" if needs is None else "pending")
            else:
                results.append(self._try(entry))
        batch.write()
        return results

    def _again(self, entry: Entry) -> Received:
        known = self.get(entry.id)
        if known == entry or (known is None and entry.seq <= self.base(entry.origin).seq):
            return "duplicate"
        self.keep_fork([entry])
        return "fork"

    def _try(self, entry: Entry) -> Received:
        """Post it if it can be, then all that waited for it, and for those."""
        result = self._post(entry)
        posted = [entry.id] if result == "posted" else []
        while posted:
            for origin, seq in self._book.all(_WAITING_FOR, posted.pop()):
                waiter = self.entries(origin, seq - 1, 1)[0]
                self._book.run(_WAITS_NO_MORE, origin, seq)
                if self._post(waiter) == "posted":
                    posted.append(waiter.id)
        return result

    def _post(self, entry: Entry) -> Received:
        try:
            document = decode(entry.kind, entry.version, entry.body)
            needs = posting.missing(self._book, document)
            if needs is not None:
                posting.wait(self._book, entry, needs)
                return "pending"
            with self._book.transaction():
                posting.post(self._book, entry, document)
        except StoreError as problem:
            if not isinstance(problem.__cause__, _CONTENT):
                raise
            return self._quarantine(entry, str(problem.__cause__))
        except (ValueError, TypeError, KeyError, ArithmeticError) as problem:
            return self._quarantine(entry, str(problem))
        return "posted"

    def _quarantine(self, entry: Entry, reason: str) -> Received:
        self._book.run(_QUARANTINE, entry.origin, entry.seq, entry.store_id, reason)
        return "quarantined"


def _entry(row: tuple[Any, ...]) -> Entry:
    store_id, origin, seq, at, actor, kind, version, body, digest = row
    return Entry(store_id, origin, seq, at, actor, kind, version, bytes(body), bytes(digest))


_CONTENT = (peewee.IntegrityError, peewee.DataError)
"""What the database says of an entry's content, not of itself: a number given twice, one beyond 64 bits."""
