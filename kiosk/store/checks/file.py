"""The file: does SQLite find every page and index of it in order?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import RESTORE, Finding
from kiosk.store.database import SqliteFile

if TYPE_CHECKING:
    from kiosk.store.store import Store


def check(store: Store) -> Iterable[Finding]:
    """SQLite's own check of all pages, and SQLCipher's of their authentication codes. A server sees to its own."""
    if store.book.shared:
        return
    wrong = [row[0] for row in store.book.sql("PRAGMA integrity_check(5)") if row[0] != "ok"]
    if isinstance(store.book.db, SqliteFile) and store.book.db.key is not None:
        wrong += [row[0] for row in store.book.sql("PRAGMA cipher_integrity_check")]
    if not wrong:
        yield Finding("file", "ok", M("The database file is whole."))
    for text in wrong:
        yield Finding("file", "fault", M("The database file is damaged: {what}", what=text), RESTORE)
