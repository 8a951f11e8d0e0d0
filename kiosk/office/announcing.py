"""The office tells a shop what another one wrote of goods between them.

A shop's own entries are read by its own terminals only; were they put into another shop's feed, that would lack what
lies between. So the office says it in its own words, in the other shop's feed, in a transaction of its own: it holds
the lock of one feed only. What it did not come to say, because the power went, it says at its next start.
"""

from __future__ import annotations

from collections.abc import Iterable

from peewee import fn

from kiosk.store.documents_transfers import WRITTEN, TransferAnnounced, TransferDocument
from kiosk.store.entry import Entry
from kiosk.store.feeds import store_feed
from kiosk.store.posting_transfers import fact_of
from kiosk.store.proposals import OFFICE
from kiosk.store.queries import Query, arg
from kiosk.store.store import Store
from kiosk.store.tables_transfers import TransferDocumentRow as D

KINDS = frozenset(document.kind for document in WRITTEN)

_OTHER = D.alias()
_UNTOLD = D.select(D.document_id, D.peer).where(
    D.store_id == D.author,
    ~fn.EXISTS(
        _OTHER.select(_OTHER.at).where(_OTHER.store_id == D.peer, _OTHER.document_id == D.document_id)
    ),
)  # fmt: skip
_ALL_UNTOLD = Query(_UNTOLD.order_by(D.at, D.document_id))
_IS_TOLD = Query(D.select(D.at).where(D.store_id == arg(0), D.document_id == arg(1)))


def announce(store: Store, entries: Iterable[Entry]) -> int:
    """Tell of those of these entries that are about transfers, and are posted; how many were told."""
    told = 0
    for entry in entries:
        if entry.kind in KINDS:
            document = store.journal.document(entry.id)
            assert isinstance(document, TransferDocument)
            peer = document.target if entry.store_id == document.source else document.source
            told += _tell(store, entry.id, peer)
    return told


def announce_the_rest(store: Store) -> int:
    """Tell of all that nobody told of; how many that were."""
    return sum(_tell(store, document_id, peer) for document_id, peer in store.book.all(_ALL_UNTOLD))


def _tell(store: Store, original: str, peer: str) -> bool:
    """Once; nothing to a shop that the office does not have."""
    if store.feeds.get(store_feed(peer)) is None:
        return False
    with store.book.transaction():
        store.feeds.lock(store_feed(peer))
        entry = store.journal.get(original)
        posted = entry is not None and store.book.one(_IS_TOLD, entry.store_id, original) is not None
        if entry is None or not posted or store.book.one(_IS_TOLD, peer, original) is not None:
            return False
        document = store.journal.document(original)
        assert isinstance(document, TransferDocument)
        fact = fact_of(store.book, entry, document)
        told = TransferAnnounced(
            about=fact.about, original=original, at=fact.at, actor=fact.actor, author=fact.author,
            source=fact.source, target=fact.target, lines=fact.lines, request_id=fact.request_id,
            transfer_id=fact.transfer_id, note=fact.note, undoes=fact.undoes,
        )  # fmt: skip
        store.journal.append(told, actor=OFFICE, feed=store_feed(peer))
        return True
