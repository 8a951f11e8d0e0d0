"""What was set right before: when, why, by whom, what it cost; and one of them, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import DoneRow, Hand, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.flows.warehouse_tasks import open_document
from kiosk.i18n import M, Text, plain
from kiosk.store.adjustments import Adjustment
from kiosk.store.documents import StockAdjusted
from kiosk.trade.adjusting import REASONS
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_EMPTY = M("Nothing was adjusted yet.")
_OTHERS = {"opening": M("Opening stock"), "count": M("Count")}


class AdjustmentList(Lit):
    """The latest first; tap one to see it."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        self._rows = tuple(self._row(a) for a in self.counter.store.adjustments.recent())

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        return TaskView(title=M("Adjustments"), empty=_EMPTY, rows=self._rows, strip=self.strip, edge=self.edge)

    def choose(self, row: str) -> None:
        """Look at it."""
        flow = open_document(self.counter, row)
        if flow is None:
            raise Refused(M("This document is not shown here: {id}", id=row))
        self.counter.enter(flow)

    def _row(self, a: Adjustment) -> DoneRow:
        about = plain(f"{papers.local_time(self.counter, a.at)}  {papers.name_of(self.counter, a.actor)}")
        worth = shown_amount(self.counter, a.value) if self.counter.may("product.cost") else f"{a.lines}"
        return DoneRow(a.id, reason_words(a.reason), plain(worth), about, "ok" if a.value > 0 else "warn")


class AdjustmentPage(Lit):
    """One adjustment. Raises Refused for one that is not here any more."""

    def __init__(self, counter: Counter, document_id: str) -> None:
        super().__init__(counter)
        entry = counter.store.journal.get(document_id)
        document = counter.store.journal.document(document_id) if entry else None
        if entry is None or not isinstance(document, StockAdjusted):
            raise Refused(M("This document is not shown here: {id}", id=document_id))
        self._id, self._entry, self._document = document_id, entry, document
        self._rows = tuple(self._row(n) for n in range(len(document.lines)))

    def view(self) -> TaskView:
        who = papers.name_of(self.counter, self._entry.actor)
        facts: list[Text] = [plain(f"{papers.local_time(self.counter, self._entry.at)}  {who}")]
        facts += [M("Approved by {name}", name=papers.name_of(self.counter, a.by)) for a in self._document.approvals]
        worth = sum(line.value for line in self._document.lines)
        number = shown_amount(self.counter, worth) if self.counter.may("product.cost") else str(len(self._rows))
        return TaskView(
            title=M("Adjustment {id}", id=self._id),
            empty=_EMPTY,
            hand=Hand(reason_words(self._document.reason), plain(number), None, tuple(facts)),
            rows=self._rows,
            strip=self.strip,
            edge=self.edge,
        )

    def choose(self, row: str) -> None:
        """What is done is only looked at."""

    def _row(self, number: int) -> DoneRow:
        line = self._document.lines[number]
        product = self.counter.store.catalogue.product(line.product_id)
        count = format_quantity(line.quantity, decimals_of(product.unit) if product else 0)
        about: Text | None = batch_words(line.batch, line.expiry) if line.batch or line.expiry else None
        if line.location and about is None:
            about = M("Place {place}", place=line.location)
        name = names_of(product) if product else plain(line.product_id)
        return DoneRow(str(number), name, plain(count), about, "ok" if line.quantity > 0 else "warn")


def reason_words(reason: str) -> Text:
    """A reason in words; one that this program does not know stands as it is written."""
    return _OTHERS.get(reason) or REASONS.get(reason) or plain(reason)
