"""Money: do the running figures of each shift follow from its sales, payments and cash?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M, Message
from kiosk.store.checks.finding import REBUILD, Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store

_DRAWER = "SELECT shift_id, '', SUM(amount) FROM cash_movement GROUP BY shift_id"
_TOTALS = "SELECT shift_id, '', SUM(total) FROM sale GROUP BY shift_id"
_TENDERS = """
SELECT s.shift_id, t.tender, SUM(t.amount) FROM tender t
JOIN sale s ON s.store_id = t.store_id AND s.origin = t.origin AND s.seq = t.seq GROUP BY s.shift_id, t.tender
"""
_TAXES = """
SELECT s.shift_id, l.tax_id, SUM(l.tax) FROM sale_line l
JOIN sale s ON s.store_id = l.store_id AND s.origin = l.origin AND s.seq = l.seq GROUP BY s.shift_id, l.tax_id
"""
_KEPT = "SELECT shift_id, {key}, SUM(amount) FROM shift_sum WHERE name IN ({names}) GROUP BY 1, 2"

_FIGURES: tuple[tuple[Message, str, str], ...] = (
    (M("cash in the drawer"), _DRAWER, _KEPT.format(key="''", names="'drawer'")),
    (M("sales"), _TOTALS, _KEPT.format(key="''", names="'sale', 'return'")),
    (M("payments"), _TENDERS, _KEPT.format(key="key", names="'tender'")),
    (M("tax"), _TAXES, _KEPT.format(key="key", names="'tax'")),
)


def check(store: Store) -> Iterable[Finding]:
    """Each figure is added up anew."""
    found: list[Finding] = []
    for name, added, kept in _FIGURES:
        sums = {(shift, key): amount for shift, key, amount in store.book.sql(added)}
        books = {(shift, key): amount for shift, key, amount in store.book.sql(kept)}
        for place in sorted(sums.keys() | books.keys()):
            if sums.get(place, 0) != books.get(place, 0):
                text = M(
                    "Shift {shift}, {name}: the books say {kept}, recalculated it is {sum}.",
                    shift=place[0], name=name, kept=books.get(place, 0), sum=sums.get(place, 0),
                )  # fmt: skip
                found.append(Finding("money", "fault", text, REBUILD))
    yield from found[:20] or [Finding("money", "ok", M("All money, recalculated, is what the books say."))]
