"""What a terminal and the office say to each other: JSON bodies, compressed with zstd (RFC 8878).

Times are UTC milliseconds, digests and checksums lower-case hexadecimal. Fields may be added; a reader ignores those it
does not know, so that office and terminals can be updated one after the other.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from kiosk.store.entry import Entry

PROTOCOL = 1
"""Rises when a message can no longer be understood by a program of the number before."""

MAX_ENTRIES = 1000
"""In one push, or one page of a feed."""

MAX_BYTES = 8 * 1024 * 1024
"""Of one body, after decompression."""

Origin = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-HJKMNP-TV-Z]{6}$")]
Hex = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]*$", max_length=64)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Time = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Seq = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Position = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class WireEntry(msgspec.Struct, frozen=True):
    """An entry of a journal, as `kiosk.store.entry.Entry`; its body is the canonical JSON as text."""

    store_id: Name
    origin: Origin
    seq: Seq
    at: Time
    actor: Annotated[str, msgspec.Meta(max_length=64)]
    kind: Name
    version: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    body: Annotated[str, msgspec.Meta(max_length=4 * 1024 * 1024)]
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


def to_wire(entry: Entry) -> WireEntry:
    """An entry as it travels. Raises ValueError (UnicodeDecodeError is one) where its body is no text."""
    e = entry
    return WireEntry(e.store_id, e.origin, e.seq, e.at, e.actor, e.kind, e.version, e.body.decode(), e.digest.hex())


def from_wire(entry: WireEntry) -> Entry:
    """The entry that came."""
    w = entry
    return Entry(
        w.store_id, w.origin, w.seq, w.at, w.actor, w.kind, w.version, w.body.encode(), bytes.fromhex(w.digest)
    )


class Enrol(msgspec.Struct, frozen=True):
    """POST /v1/terminals: a new terminal asks to be let in. origin: drawn by it; terminal: its name in the shop."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    origin: Origin
    terminal: Annotated[str, msgspec.Meta(max_length=32)] = ""
    version: Annotated[str, msgspec.Meta(max_length=32)] = ""


class Enrolled(msgspec.Struct, frozen=True):
    """The answer: the terminal's token, and where it belongs."""

    token: str
    store_id: str
    terminal: str
    office: str
    lineage: str
    feeds: list[str]
    now: int


class Push(msgspec.Struct, frozen=True):
    """POST /v1/journal: own entries in order, none left out. `before`: the digest of the entry before the first.

    lineage: the office's, as the terminal knows it ("" for not yet). An empty list only asks where the office stands.
    """

    origin: Origin
    before: Hex
    entries: Annotated[list[WireEntry], msgspec.Meta(max_length=MAX_ENTRIES)]
    lineage: Annotated[str, msgspec.Meta(max_length=32)] = ""
    oldest_unsent_at: Time = 0
    version: Annotated[str, msgspec.Meta(max_length=32)] = ""


Outcome = Literal["stored", "duplicate", "quarantined", "gap", "fork"]


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one entry. stored and quarantined: committed at the office; gap, fork: not in its journal."""

    seq: int
    outcome: Outcome
    reason: str = ""


class Pushed(msgspec.Struct, frozen=True):
    """The answer to a push. last_seq, last_digest: where this origin's journal stands at the office, committed."""

    lineage: str
    now: int
    last_seq: int
    last_digest: str
    receipts: list[Receipt]


class FeedItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry at its place. For an entry that the asking terminal wrote itself, only its id and digest come."""

    position: int
    entry: WireEntry | None = None
    own: str = ""
    digest: str = ""


class FeedPage(msgspec.Struct, frozen=True):
    """GET /v1/feeds/{feed}: the items after a position, in order, without gaps.

    checksum: the feed's running checksum at the last item (at `after` when there are none); head: the feed's newest
    position, so that progress can be shown.
    """

    feed: str
    lineage: str
    now: int
    after: int
    head: int
    checksum: str
    items: list[FeedItem]


class Health(msgspec.Struct, frozen=True):
    """GET /v1/health: whom one talks to. A captive portal does not answer this."""

    office: str
    protocol: int
    lineage: str
    version: str
    now: int


class Problem(msgspec.Struct, frozen=True):
    """The body of every refusal. code: for programs (`token`, `code`, `body`, `cursor`, `store`, `rate` …)."""

    code: str
    detail: str
    retry_after: int = 0
