"""Customers: is what each owes, and his points, the sum of what was bought and paid?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import REBUILD, Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store

_WRONG = """
SELECT customer_id, SUM(owed), SUM(points), SUM(kept), SUM(kept_points) FROM (
  SELECT customer_id, amount AS owed, points, 0 AS kept, 0 AS kept_points FROM customer_movement
  UNION ALL SELECT customer_id, 0, 0, balance, points FROM customer_sum) AS both_sides
GROUP BY customer_id HAVING SUM(owed) <> SUM(kept) OR SUM(points) <> SUM(kept_points)
ORDER BY customer_id LIMIT 20
"""


def check(store: Store) -> Iterable[Finding]:
    """Balances and points."""
    rows = store.book.sql(_WRONG)
    for customer, owed, points, kept, kept_points in rows:
        text = M(
            "Customer {id} owes {owed} and has {points} points; the books say {kept} and {kept_points}.",
            id=customer, owed=owed, points=points, kept=kept, kept_points=kept_points,
        )  # fmt: skip
        yield Finding("customers", "fault", text, REBUILD)
    if not rows:
        yield Finding("customers", "ok", M("What customers owe, recalculated, is what the books say."))
