"""The audit trail: who did what that needs answering for, and who agreed."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.flows import papers
from kiosk.flows.reasons import reason_in_words
from kiosk.flows.tables import Table
from kiosk.flows.views import TableRow
from kiosk.i18n import M, Text, plain
from kiosk.store.records import AuditRow
from kiosk.trade.permissions import describe

_LABELS = {
    "before": M("Before"),
    "copy": M("Copy"),
    "counted": M("Counted"),
    "document": M("Document"),
    "from": M("From"),
    "lines": M("Lines"),
    "sale": M("Sale"),
    "shift": M("Shift"),
}
"""Facts that say nothing without their name."""

_HIDDEN = frozenset({"basket"})
"""Facts for programs only."""


class Audit(Table):
    """Newest first."""

    title = M("Audit trail")
    columns = (M("Time"), M("Who"), M("Action"), M("Detail"), M("Approved by"))
    empty = M("Nothing to answer for yet.")
    _sales: dict[str, str]

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        names = {u.id: u.name for u in self.counter.store.people.users()}
        rows = self.counter.store.audit.rows(limit, offset)
        self._sales = {row.id: row.detail.get("sale") or row.detail.get("document", "") for row in rows}
        return [
            TableRow(
                row.id,
                (
                    plain(papers.local_time(self.counter, row.at)),
                    plain(names.get(row.user_id, row.user_id)),
                    describe(row.act),
                    _detail(row, names),
                    plain(", ".join(names.get(by, by) for by in row.approved_by.split(", "))),
                ),
                row.amount or None,
                "warn" if row.act.endswith("failed") else "",
            )
            for row in rows
        ]

    def choose(self, row: str) -> None:
        """A row says all there is; choosing it opens the sale it speaks of, where it does."""
        from kiosk.flows.history import SalePage

        sale = self._sales.get(row, "")
        if sale and self.counter.store.sales.get(sale) is not None:
            self.counter.enter(SalePage(self.counter, sale))


def _detail(row: AuditRow, names: dict[str, str]) -> Text:
    """The reason and the facts in words, as one text."""
    facts: list[Text] = [reason_in_words(row.act, row.reason)] if row.reason else []
    for key, value in row.detail.items():
        if value and key not in _HIDDEN:
            shown = plain(names.get(value, value) if key == "user" else value)
            facts.append(M("{name} {value}", name=_LABELS[key], value=shown) if key in _LABELS else shown)
    said = facts[0] if facts else plain("")
    for fact in facts[1:]:
        said = M("{first} · {rest}", first=said, rest=fact)
    return said
