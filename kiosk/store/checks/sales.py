"""Sales: do lines and tenders add up to what each sale says?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import REBUILD, Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store

_OF_SALE = "x.store_id = s.store_id AND x.origin = s.origin AND x.seq = s.seq"
_WRONG = f"""
SELECT * FROM (
  SELECT s.origin, s.seq, s.at, s.total, s.rounding, s.lines,
    (SELECT COALESCE(SUM(x.total), 0) FROM sale_line x WHERE {_OF_SALE}) AS line_sum,
    (SELECT COALESCE(SUM(x.amount), 0) FROM tender x WHERE {_OF_SALE}) AS tender_sum,
    (SELECT COUNT(*) FROM sale_line x WHERE {_OF_SALE}) AS line_count
  FROM sale s) AS s
WHERE line_sum <> s.total OR tender_sum <> s.total + s.rounding OR line_count <> s.lines
ORDER BY s.at LIMIT 20
"""


def check(store: Store) -> Iterable[Finding]:
    """Σ lines = total, Σ tenders = total + rounding, and no line is missing."""
    rows = store.book.sql(_WRONG)
    for origin, seq, _at, total, rounding, _lines, line_sum, tender_sum, _count in rows:
        text = M(
            "Sale {number}: its total is {total}, its lines add up to {lines}, its payments to {tenders}.",
            number=f"{origin}-{seq}", total=total + rounding, lines=line_sum + rounding, tenders=tender_sum,
        )  # fmt: skip
        yield Finding("sales", "fault", text, REBUILD)
    if not rows:
        yield Finding("sales", "ok", M("Every sale's lines and payments add up."))
