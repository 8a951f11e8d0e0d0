"""What the stock is worth at its average cost, what changed it in the last month, and in which category it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiosk.flows.enquiry import WHYS
from kiosk.flows.reckoned import fresh
from kiosk.flows.tables import Table
from kiosk.flows.views import TableRow
from kiosk.i18n import M, Names, Text, plain
from kiosk.store.valuation import Valuation, kept

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class StockValue(Table):
    """The total first, then how it came about, then its parts."""

    title = M("Stock value")
    columns = (M("What"), M("Goods"))
    empty = M("The figures are being worked out. They appear here by themselves.")

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._names: dict[str, Names] = {}

    def entered(self) -> None:
        fresh(self.counter)
        self._names = {c.id: Names(c.name_zh, c.name_en) for c in self.counter.store.catalogue.categories()}
        super().entered()

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        found = kept(self.counter.store)
        return list(self._lines(found))[offset : offset + limit] if found else ()

    def _lines(self, found: Valuation) -> Iterator[TableRow]:
        yield TableRow("now", (M("Worth on {day}", day=found.day), plain("")), found.now, "ok")
        yield TableRow("before", (M("Worth on {day}", day=found.since), plain("")), found.before, "muted")
        for why, amount in found.changes:
            said: Text = WHYS.get(why) or plain(why)
            yield TableRow(f"why {why}", (said, M("since then")), amount)
        if found.variance:
            yield TableRow("variance", (M("Price variance"), M("of goods sold")), found.variance)
        for part in found.parts:
            name = self._names.get(part.category_id) or M("Without category")
            yield TableRow(f"part {part.category_id}", (name, M("{count} items", count=part.products)), part.worth)

    def choose(self, row: str) -> None:
        """Nothing lies below."""
