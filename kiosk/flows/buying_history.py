"""What was done to an order: who, when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.flows import papers
from kiosk.flows.buying_words import step_text
from kiosk.flows.tables import Table
from kiosk.flows.views import TableRow
from kiosk.i18n import M, plain

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class OrderHistory(Table):
    """The latest first."""

    columns = (M("Time"), M("Action"), M("Who"))
    empty = M("Nothing was done yet.")

    def __init__(self, counter: Counter, order_id: str) -> None:
        super().__init__(counter)
        self.title = M("Order {number}", number=order_id)
        self._order_id = order_id

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        order = self.counter.store.purchases.order(self._order_id)
        steps = order.steps[::-1][offset : offset + limit] if order else ()
        return [
            TableRow(
                s.id,
                (
                    plain(papers.local_time(self.counter, s.at)[5:]),
                    step_text(s),
                    plain(papers.name_of(self.counter, s.approved_by or s.actor)),
                ),
            )
            for s in steps
        ]

    def choose(self, row: str) -> None:
        """There is no more to be seen of it."""
