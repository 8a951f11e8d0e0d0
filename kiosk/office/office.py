"""The head office beneath HTTP: what each question does, as plain calls on one thread. Tests and simulations call it.

Every call that writes is one transaction; what its answer says is committed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import peewee

from kiosk import __version__
from kiosk.exc import StoreError
from kiosk.office.alarms import DAY_MS, Alarms
from kiosk.office.announcing import announce, announce_the_rest
from kiosk.office.elsewhere import elsewhere
from kiosk.office.members import Members, Terminal
from kiosk.office.refusal import OfficeRefusal
from kiosk.office.releases import Releases
from kiosk.office.tables import TABLES
from kiosk.office.web.sessions import Sessions
from kiosk.store import posting_registry, schema
from kiosk.store.documents import StoreSaved
from kiosk.store.entry import NO_DIGEST, Entry, new_origin
from kiosk.store.feeds import CATALOGUE, store_feed
from kiosk.store.posting_masters import OFFICE
from kiosk.store.store import Store
from kiosk.trade.money import CNY, CURRENCIES, Currency
from kiosk.wire.elsewhere import Elsewhere
from kiosk.wire.http import AGAIN
from kiosk.wire.messages import (
    MAX_ENTRIES,
    PROTOCOL,
    Enrol,
    Enrolled,
    FeedItem,
    FeedPage,
    Health,
    Outcome,
    Push,
    Pushed,
    Receipt,
    from_wire,
    to_wire,
)
from kiosk.wire.updates import UpdateOffer, UpdateReport

BUSY_S = 2
_CURRENCY = "currency"

_OUTCOMES: dict[str, Outcome] = {
    "posted": "stored", "pending": "stored", "duplicate": "duplicate", "quarantined": "quarantined", "gap": "gap",
    "fork": "fork",
}  # fmt: skip


class Office:
    """An office on its database. name: shown to terminals."""

    def __init__(self, store: Store, *, clock: Callable[[], int], name: str = "") -> None:
        assert store.store_id == OFFICE, store.store_id
        self.store = store
        self.clock = clock
        self.name = name or "Zhanggui"
        for model in TABLES:
            peewee.SchemaManager(model, store.book.db).create_all(safe=True)
        self.members = Members(store.book)
        self.alarms = Alarms(store.book)
        self.sessions = Sessions(store.book)
        self.releases = Releases(store.book)
        announce_the_rest(store)

    @classmethod
    def open(cls, path: Path | str, *, clock: Callable[[], int], name: str = "") -> Office:
        """Open the office's database, a file or an address `postgresql://…`, made at the first start.

        Raises StoreError.
        """
        if not Store.exists(path):
            Store.create(path, OFFICE, "office", clock=clock).close()
        return cls(Store.open(path, clock=clock), clock=clock, name=name)

    @property
    def lineage(self) -> str:
        """Of the office's database; new after it was restored."""
        return schema.meta(self.store.book, "lineage") or ""

    @property
    def currency(self) -> Currency:
        """What the chain's amounts are in."""
        return CURRENCIES.get(schema.meta(self.store.book, _CURRENCY) or "", CNY)

    def set_currency(self, code: str) -> None:
        """By its ISO 4217 code, one of `CURRENCIES`."""
        schema.set_meta(self.store.book, _CURRENCY, CURRENCIES[code].code)

    def health(self) -> Health:
        """Whom one talks to."""
        return Health(self.name, PROTOCOL, self.lineage, __version__, self.clock())

    def invite(self, store_id: str, terminal: str = "") -> str:
        """A joining code for a shop; its feed is made with it."""
        with self.store.book.transaction():
            self.store.feeds.ensure(CATALOGUE)
            self.store.feeds.ensure(store_feed(store_id))
            code = self.members.invite(store_id, terminal, self.clock())
        announce_the_rest(self.store)  # what others sent to it before it had a feed
        return code

    def name_shop(self, store_id: str, zh: str, en: str, *, actor: str) -> None:
        """Add a shop, or give one another name: what else stands of it, its policies before all, stays."""
        self.store.feeds.ensure(store_feed(store_id))
        document = StoreSaved(id=store_id, name_zh=zh or en or store_id, name_en=en or zh or store_id)
        stands = posting_registry.stands(self.store.book, document)
        known = self.store.journal.document(stands) if stands else None
        if isinstance(known, StoreSaved):
            document = msgspec.structs.replace(
                known, name_zh=document.name_zh, name_en=document.name_en, based_on="", answers=""
            )
        self.store.journal.append(document, actor=actor)

    def enrol(self, request: Enrol, *, token: str = "", address: str = "") -> Enrolled:
        """Let a terminal in, by a code; or give one whose journal was forked a place under a new origin."""
        now = self.clock()
        with self.store.book.transaction():
            if request.code == AGAIN:
                known = self.members.known(token)
                store_id, name = known.store_id, known.name
            else:
                store_id, name = self.members.accept(request.code, address, now)
            tip = self.store.journal.tip(request.origin)
            if tip is not None and self.members.owner_of(request.origin) is None:
                raise OfficeRefusal(403, "store", "this origin is taken")
            owner = self.members.owner_of(request.origin)
            if owner is not None and owner.store_id != store_id:
                raise OfficeRefusal(403, "store", "this terminal belongs to another shop")
            name = name or request.terminal
            secret = self.members.enrol(store_id, request.origin, name, request.version, now)
        feeds = [CATALOGUE, store_feed(store_id)]
        return Enrolled(secret, store_id, name, self.name, self.lineage, feeds, now)

    def update_of(self, terminal: Terminal, report: UpdateReport) -> UpdateOffer:
        """Take down how far a terminal's update is, and say what it should have."""
        now = self.clock()
        with self.store.book.transaction():
            self.members.touch(terminal, now, terminal.oldest_at, report.running)
            if self.releases.take_report(terminal, report, now) and report.stage == "failed":
                detail = f"{report.version} {report.why}".strip()
                self.alarms.say("update", now, store_id=terminal.store_id, origin=terminal.origin, detail=detail)
        return self.releases.offer(terminal, report)

    def push(self, terminal: Terminal, request: Push) -> Pushed:
        """Take a terminal's entries in: one transaction, an answer for each."""
        if request.origin != terminal.origin:
            raise OfficeRefusal(403, "store", "this origin is not this terminal's")
        entries = [from_wire(e) for e in request.entries]
        if any(e.origin != terminal.origin or e.store_id != terminal.store_id for e in entries):
            raise OfficeRefusal(403, "store", "an entry of another terminal or shop")
        now = self.clock()
        try:
            with self.store.book.transaction():
                self.store.feeds.lock(store_feed(terminal.store_id))
                receipts = self._take(terminal, bytes.fromhex(request.before), entries, now) if entries else []
                left = any(r.outcome in ("gap", "fork") for r in receipts)
                self.members.touch(terminal, now, request.oldest_unsent_at if left else 0, request.version)
        except StoreError as problem:
            raise OfficeRefusal(503, "busy", str(problem), BUSY_S) from problem
        announce(self.store, entries)
        tip = self.store.journal.tip(terminal.origin)
        seq, digest = (tip.seq, tip.digest) if tip else (0, NO_DIGEST)
        return Pushed(self.lineage, now, seq, digest.hex(), receipts)

    def page(self, terminal: Terminal, feed: str, after: int, limit: int, checksum: str = "") -> FeedPage:
        """A feed's items after a position. Raises OfficeRefusal where the feed has no such place."""
        if feed not in (CATALOGUE, store_feed(terminal.store_id)):
            raise OfficeRefusal(403, "store", "this feed is not this terminal's")
        found = self.store.feeds.ensure(feed)
        if after > found.position:
            self._is_restored(terminal)
        here = self.store.feeds.checksum_at(feed, after)
        if here is None or after + 1 < found.oldest or (checksum and here.hex() != checksum):
            raise OfficeRefusal(409, "cursor", "the feed has no such place; take a snapshot")
        items, last = self.store.feeds.page(feed, after, min(limit, MAX_ENTRIES))
        return FeedPage(
            feed, self.lineage, self.clock(), after, found.position, last.hex(),
            [
                FeedItem(position, own=e.id, digest=e.digest.hex())
                if e.origin == terminal.origin
                else FeedItem(position, to_wire(e))
                for position, e in items
            ],
        )  # fmt: skip

    def elsewhere(self, terminal: Terminal, product_id: str) -> Elsewhere:
        """What the shops other than the asking terminal's have of a product."""
        return elsewhere(self.store, self.members.all(), terminal.store_id, product_id, self.clock())

    def restored(self) -> None:
        """This database is an old copy: a new lineage, and new origins, so that no number is given twice."""
        with self.store.book.transaction():
            schema.set_meta(self.store.book, "lineage", new_origin())
            self.store.feeds.renew_origins()

    # --- inside

    def _is_restored(self, terminal: Terminal) -> None:
        with self.store.book.transaction():
            self.restored()
            self.alarms.say("restored", self.clock(), store_id=terminal.store_id, origin=terminal.origin)

    def _take(self, terminal: Terminal, before: bytes, entries: list[Entry], now: int) -> list[Receipt]:
        journal = self.store.journal
        tip = journal.tip(terminal.origin)
        last = tip.seq if tip else 0
        if entries[0].seq > last + 1:
            return [Receipt(e.seq, "gap") for e in entries]
        known = [journal.digest_at(e.origin, e.seq) for e in entries if e.seq <= last]
        differs = any(digest != e.digest for digest, e in zip(known, entries, strict=False))
        if differs or journal.digest_at(terminal.origin, entries[0].seq - 1) != before:
            # Not the journal that is known here: nothing of it may get in among the other's entries
            journal.keep_fork(entries)
            self.alarms.say("fork", now, store_id=terminal.store_id, origin=terminal.origin, detail=entries[0].id)
            return [Receipt(e.seq, "fork") for e in entries]
        outcomes = journal.receive_many(entries)
        taken = [e for e, o in zip(entries, outcomes, strict=True) if o in ("posted", "pending", "quarantined")]
        self.store.feeds.add(store_feed(terminal.store_id), taken)
        self.store.proposals.answer_customers()
        if any(e.at > now + DAY_MS for e in taken):
            self.alarms.say("clock", now, store_id=terminal.store_id, origin=terminal.origin)
        if "quarantined" in outcomes:
            first = entries[outcomes.index("quarantined")]
            self.alarms.say("quarantine", now, store_id=first.store_id, origin=first.origin, detail=first.id)
        return [Receipt(e.seq, _OUTCOMES[o]) for e, o in zip(entries, outcomes, strict=True)]
