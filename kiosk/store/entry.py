"""An entry of the journal: its canonical bytes, its place in its origin's chain, its id."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.store.documents import KINDS, Document

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without letters that are mistaken for digits (Douglas Crockford)."""

_ID = re.compile(r"([0-9A-HJKMNP-TV-Z]{6})-([1-9]\d{0,17})")
_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODERS: dict[str, Any] = {}
"""By kind, made when first needed: making them all costs a start nine milliseconds."""


def next_checksum(before: bytes, digest: bytes) -> bytes:
    """A feed's running checksum after one more entry: SHA-256 over the one before and the entry's digest, 16 bytes.

    It starts as no bytes at position 0.
    """
    return hashlib.sha256(before + digest).digest()[:16]


NO_DIGEST = b""
"""What stands before an origin's first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One immutable entry. at: UTC milliseconds; body: canonical JSON; digest: SHA-256 chained to the one before."""

    store_id: str
    origin: str
    seq: int
    at: int
    actor: str
    kind: str
    version: int
    body: bytes
    digest: bytes

    @property
    def id(self) -> str:
        """Of the entry and of its document: `K7QXMP-412`."""
        return f"{self.origin}-{self.seq}"

    @property
    def key(self) -> tuple[int, str, int]:
        """What entries are ordered by, the same everywhere."""
        return (self.at, self.origin, self.seq)


def new_origin() -> str:
    """Six characters by chance: one of a thousand million."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(6))


def split_id(entry_id: str) -> tuple[str, int] | None:
    """Origin and number of an entry's id; None for what is none."""
    match = _ID.fullmatch(entry_id)
    return (match[1], int(match[2])) if match else None


def encode(document: Document) -> bytes:
    """A document as canonical JSON: sorted keys, no blanks, defaults left out."""
    return _ENCODER.encode(document)


def decode(kind: str, version: int, body: bytes) -> Document:
    """The document of a body.

    Raises ValueError (msgspec's are such) for an unknown kind, a version newer than this program, or bytes that are
    not such a document.
    """
    document = KINDS.get(kind)
    if document is None:
        raise ValueError(f"unknown kind {kind!r}")
    if version > document.version:
        raise ValueError(f"{kind} version {version} is newer than this program")
    decoder = _DECODERS.get(kind)
    if decoder is None:
        decoder = _DECODERS[kind] = msgspec.json.Decoder(document)
    found: Document = decoder.decode(body)
    return found


def chain(
    before: bytes, store_id: str, origin: str, seq: int, at: int, actor: str, kind: str, version: int, body: bytes
) -> bytes:
    """The digest: SHA-256 over the digest before and all fields, each after its length, so that none can shift."""
    fields = (
        before, store_id.encode(), origin.encode(), b"%d" % seq, b"%d" % at, actor.encode(), kind.encode(),
        b"%d" % version, body,
    )  # fmt: skip
    return hashlib.sha256(b"".join([len(field).to_bytes(4, "big") + field for field in fields])).digest()


def holds(entry: Entry, before: bytes) -> bool:
    """Whether the entry's digest follows from its fields and the digest before."""
    e = entry
    return e.digest == chain(before, e.store_id, e.origin, e.seq, e.at, e.actor, e.kind, e.version, e.body)
