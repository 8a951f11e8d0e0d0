"""Own entries to the office, in order, none left out; and what its answer says of where they stand.

The only acknowledgement is `Pushed.last_seq`: what the office has committed. An answer that was lost changes nothing
here; the same entries go again, and the office says that it has them.
"""

from __future__ import annotations

from kiosk.exc import OfficeError
from kiosk.replicate.office import Office
from kiosk.store.entry import NO_DIGEST, Entry
from kiosk.store.store import Store
from kiosk.wire.messages import MAX_ENTRIES, Push, Pushed, to_wire
from kiosk.wire.troubles import trouble

BATCH_ENTRIES = 500
BATCH_BYTES = 1024 * 1024
"""Of entries' bodies in one push: some seconds on a slow line, so that what was sent is soon acknowledged."""


class JournalForked(OfficeError):
    """Somebody else continued this terminal's journal at the office: its card was copied, or an old copy restored."""

    code = "fork"

    def __init__(self) -> None:
        super().__init__(trouble("fork"))


def next_batch(store: Store, *, entries: int = BATCH_ENTRIES, limit: int = BATCH_BYTES) -> list[Entry]:
    """The oldest own entries that the office has not acknowledged; at least one, where there is one."""
    if entries <= 0:
        return []
    journal = store.journal
    batch: list[Entry] = []
    size = 0
    for entry in journal.entries(store.origin, journal.acknowledged(), min(entries, MAX_ENTRIES)):
        size += len(entry.body) + 300
        if batch and size > limit:
            break
        batch.append(entry)
    return batch


def request(store: Store, batch: list[Entry], lineage: str, version: str) -> Push:
    """The push of a batch that begins after what is acknowledged."""
    before = digest_at(store, store.journal.acknowledged())
    if before is None:
        raise OfficeError(trouble("gap"), "gap")
    return Push(store.origin, before.hex(), [to_wire(e) for e in batch], lineage, batch[0].at if batch else 0, version)


def settle(store: Store, answer: Pushed) -> int:
    """Put down where the office stands; how many entries that is further than before (less than 0: back).

    Raises JournalForked where its journal of this origin is not ours, OfficeError `gap` where it lacks entries that
    are pruned here. Nothing is put down then.
    """
    journal = store.journal
    tip = journal.tip(store.origin)
    known = journal.acknowledged()
    if any(r.outcome == "fork" for r in answer.receipts) or answer.last_seq > (tip.seq if tip else 0):
        raise JournalForked
    ours = digest_at(store, answer.last_seq)
    if ours is None:
        raise OfficeError(trouble("gap"), "gap")
    if ours.hex() != answer.last_digest:
        raise JournalForked
    if answer.last_seq != known:
        journal.acknowledge(answer.last_seq)
    return answer.last_seq - known


def digest_at(store: Store, seq: int) -> bytes | None:
    """Of the own entry `seq`; nothing before the first; None where it is pruned."""
    return NO_DIGEST if seq == 0 else store.journal.digest_at(store.origin, seq)


def push(store: Store, office: Office, lineage: str, version: str, **limits: int) -> tuple[int, Pushed]:
    """Send one batch, or only ask where nothing waits; how much further the office is, and its answer."""
    answer = office.push(request(store, next_batch(store, **limits), lineage, version))
    return settle(store, answer), answer
