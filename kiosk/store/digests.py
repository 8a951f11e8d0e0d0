"""One figure for all posted tables, to compare two databases that should hold the same."""

from __future__ import annotations

import hashlib

from kiosk.store.queries import Book, Query, key_names
from kiosk.store.tables import POSTED


def table_digests(book: Book) -> dict[str, str]:
    """SHA-256 of each posted table's rows, in the order of their keys."""
    digests: dict[str, str] = {}
    for model in POSTED:
        meta = model._meta
        query = Query(model.select(*meta.sorted_fields).order_by(*(meta.fields[n] for n in key_names(model))))
        digest = hashlib.sha256()
        for row in book.each(query):
            digest.update(repr(tuple(_plain(v) for v in row)).encode())
        digests[meta.table_name] = digest.hexdigest()
    return digests


def _plain(value: object) -> object:
    """As SQLite tells it, whatever the engine."""
    if isinstance(value, bool):
        return int(value)
    return bytes(value) if isinstance(value, memoryview) else value


def table_digest(book: Book) -> str:
    """One SHA-256 over all posted tables."""
    return hashlib.sha256(repr(sorted(table_digests(book).items())).encode()).hexdigest()
