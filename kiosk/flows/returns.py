"""What was sent back to suppliers before; and one of them, row by row, to be taken back."""

from __future__ import annotations

from kiosk.flows import papers
from kiosk.flows.adjustments import AdjustmentList, AdjustmentPage
from kiosk.flows.units import shown_amount
from kiosk.flows.views import DoneRow, TaskView
from kiosk.i18n import M, Text, plain
from kiosk.store.documents import GoodsReturned
from kiosk.store.supplier_returns import SupplierReturn
from kiosk.trade.sending_back import REASONS


class ReturnList(AdjustmentList):
    """The latest first; tap one to see it."""

    def entered(self) -> None:
        self._rows = tuple(self._returned(r) for r in self.counter.store.supplier_returns.recent())

    def view(self) -> TaskView:
        empty = M("Tap one to see it.") if self._rows else M("Nothing was sent back yet.")
        return TaskView(title=M("Sent back"), empty=empty, rows=self._rows, strip=self.strip, edge=self.edge)

    def _returned(self, r: SupplierReturn) -> DoneRow:
        about = plain(f"{papers.local_time(self.counter, r.at)}  {papers.name_of(self.counter, r.actor)}")
        worth = shown_amount(self.counter, r.value) if self.counter.may("product.cost") else f"{r.lines}"
        undone = self.counter.store.supplier_returns.is_undone(r.id, r.at)
        return DoneRow(
            r.id, plain(r.supplier), plain(worth), about, "error" if undone else "muted" if r.undoes else "warn"
        )


class ReturnPage(AdjustmentPage):
    """One of them. Raises Refused for one that is not here any more."""

    kind = GoodsReturned
    what = "return"
    reasons = REASONS

    def is_undone(self, document_id: str, at: int) -> bool:
        return self.counter.store.supplier_returns.is_undone(document_id, at)

    def titled(self) -> tuple[Text, Text]:
        return M("Return {id}", id=self._id), M("Take return {id} back?", id=self._id)
