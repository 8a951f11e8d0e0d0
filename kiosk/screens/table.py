"""Any list: sales, baskets put aside, shifts, the audit trail."""

from __future__ import annotations

from kiosk.flows.views import TableView
from kiosk.screens import kv
from kiosk.screens.listing import Listing


class Table(Listing):
    """Draws TableView."""

    def draw(self, view: TableView, before: TableView | None) -> None:
        ids = self.ids
        ids.head.msg = view.title
        ids.strip.strip = view.strip
        self.hear(view.query, before)
        ids.list.columns, ids.list.empty = view.columns, view.empty
        if before is None or view.page != before.page:
            ids.list.ids.list.scroll = 0
        ids.list.rows = view.rows
        ids.actions.actions = view.actions
        ids.actions.shown = bool(view.actions)
        ids.newer.shown = ids.older.shown = view.page > 0 or view.more
        ids.newer.enabled, ids.older.enabled = view.page > 0, view.more
        ids.foot.shown = bool(view.actions) or ids.newer.shown


kv.load(__file__)
