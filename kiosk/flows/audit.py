"""The audit trail: who did what that needs answering for, and who agreed."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.flows import papers
from kiosk.flows.tables import Table
from kiosk.flows.views import TableRow
from kiosk.i18n import M, plain
from kiosk.trade.permissions import describe


class Audit(Table):
    """Newest first."""

    title = M("Audit trail")
    columns = (M("Time"), M("Who"), M("Act"), M("Detail"), M("Agreed"))
    empty = M("Nothing to answer for yet.")

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        names = {u.id: u.name for u in self.counter.store.people.users()}
        return [
            TableRow(
                row.id,
                (
                    plain(papers.local_time(self.counter, row.at)),
                    plain(names.get(row.user_id, row.user_id)),
                    describe(row.act),
                    plain(" ".join(filter(None, (*row.detail.values(), row.reason)))),
                    plain(names.get(row.approved_by, row.approved_by)),
                ),
                row.amount or None,
                "warn" if row.act.endswith("failed") else "",
            )
            for row in self.counter.store.audit.rows(limit, offset)
        ]

    def choose(self, row: str) -> None:
        """A row says all there is; choosing it opens the sale it speaks of, where it does."""
        from kiosk.flows.history import SalePage

        sale = next(
            (r.detail.get("sale", "") for r in self.counter.store.audit.rows(500, 0) if r.id == row), ""
        )
        if sale and self.counter.store.sales.get(sale) is not None:
            self.counter.enter(SalePage(self.counter, sale))
