"""What to order: from whom, the most urgent first. A chosen supplier's goods are picked on the next page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.flows.reckoned import as_of, fresh
from kiosk.flows.tables import Table
from kiosk.flows.views import Action, Strip, TableRow, TableView
from kiosk.i18n import M, Text, plain
from kiosk.store.advice import EMPTY, SupplierNeed

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

NOBODY = "-"
"""The row of goods of which no supplier is known."""
SOON_DAYS = 1


def waiting(counter: Counter) -> int:
    """Products that are to be ordered."""
    return sum(need.products for need in counter.store.advice.needs())


class WhatToOrder(Table):
    """Suppliers from whom something is needed."""

    title = M("What to order")
    columns = (M("Supplier"), M("Goods"))
    empty = M("Nothing has to be ordered today.")
    actions = (Action("anew", M("Refresh"), "sync", "F5"),)

    def entered(self) -> None:
        fresh(self.counter)
        super().entered()

    def view(self) -> TableView:
        said = as_of(self.counter)
        if said is not None and self.strip is None:
            self.strip = Strip("info", said)
        elif said is None and self.strip is not None and self.strip.tone == "info":
            self.clear_strip()
        return super().view()

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        needs = self.counter.store.advice.needs()[offset : offset + limit]
        names = {s.id: s.name for s in self.counter.store.suppliers.all()}
        return [self._row(need, names.get(need.supplier_id)) for need in needs]

    def _row(self, need: SupplierNeed, name: str | None) -> TableRow:
        who: Text = plain(name) if name else M("No supplier known")
        if need.dry == EMPTY:
            goods = M("{count} items · sold out", count=need.products)
        elif need.dry == 0:
            goods = M("{count} items · out today", count=need.products)
        else:
            goods = M("{count} items · {days} days left", count=need.products, days=need.dry)
        tone = "error" if need.dry == EMPTY else "warn" if need.dry <= SOON_DAYS else ""
        return TableRow(need.supplier_id or NOBODY, (who, goods), None, tone)  # type: ignore[arg-type]

    def choose(self, row: str) -> None:
        from kiosk.flows.ordering_picks import Picks

        if row != NOBODY:
            self.counter.enter(Picks(self.counter, row))
            return
        from kiosk.flows.buying import SupplierList

        pick = lambda supplier_id: self.counter.replace(Picks(self.counter, supplier_id, of=""))  # noqa: E731
        self.counter.enter(SupplierList(self.counter, pick))

    def act_anew(self) -> None:
        """With what was sold and came in since."""
        self.counter.reckon()
        self.tell(M("The figures are being worked out. They appear here by themselves."), "ok")
        self._load()
