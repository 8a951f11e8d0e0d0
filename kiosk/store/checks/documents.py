"""The tables against the journal: is every sale and shift that was written down in its table?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import REBUILD, Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store

_TABLES = {"sale.completed": "sale", "shift.opened": "shift", "shift.closed": "shift_close"}

_MISSING = """
SELECT e.origin, e.seq FROM entry e
LEFT JOIN {table} t ON t.store_id = e.store_id AND t.origin = e.origin AND t.seq = e.seq
WHERE e.kind = '{kind}' AND t.seq IS NULL
  AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.origin = e.origin AND p.seq = e.seq)
  AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.origin = e.origin AND q.seq = e.seq)
ORDER BY e.origin, e.seq LIMIT 20
"""
_STRANGE = """
SELECT t.origin, t.seq FROM {table} t
LEFT JOIN entry e ON e.store_id = t.store_id AND e.origin = t.origin AND e.seq = t.seq
WHERE e.seq IS NULL
  AND t.seq > COALESCE((SELECT CAST(m.value AS BIGINT) FROM meta m WHERE m.key = 'base_seq/' || t.origin), 0)
ORDER BY t.origin, t.seq LIMIT 20
"""


def check(store: Store) -> Iterable[Finding]:
    """Both ways: documents without their row, and rows without a document that is not pruned."""
    found: list[Finding] = []
    for kind, table in _TABLES.items():
        for origin, seq in store.book.sql(_MISSING.format(table=table, kind=kind)):
            text = M("Document {number} is in the journal and not in its table.", number=f"{origin}-{seq}")
            found.append(Finding("documents", "fault", text, REBUILD))
        for origin, seq in store.book.sql(_STRANGE.format(table=table)):
            text = M("{number} is in a table, and the journal knows nothing of it.", number=f"{origin}-{seq}")
            found.append(Finding("documents", "fault", text, REBUILD))
    yield from found or [Finding("documents", "ok", M("Every document stands in its table."))]
