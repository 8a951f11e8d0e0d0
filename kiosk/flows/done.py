"""Settled: the change alone on the screen, until the drawer closes or the next goods are scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.paper_receipt import tender_words
from kiosk.flows.views import DoneView, PaperPicture, TenderRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M
from kiosk.store.documents import Approval, SaleCompleted

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Done(Flow):
    """A sale that is in the journal. Nothing here can undo it; its receipt can be printed again."""

    def __init__(self, counter: Counter, sale_id: str, sale: SaleCompleted) -> None:
        super().__init__(counter)
        self._sale_id = sale_id
        self._sale = sale
        self._paper: PaperPicture | None = None
        self._drawer_was_open = counter.drawer_open

    def view(self) -> DoneView:
        sale = self._sale
        return DoneView(
            sale_id=self._sale_id,
            total=sale.total,
            change=_change(sale),
            tenders=tuple(
                TenderRow(i, tender_words(t.tender, t.reference, sale.order_id), t.amount, t.given, t.reference)
                for i, t in enumerate(sale.tenders)
            ),
            drawer_open=self.counter.drawer_open,
            strip=self.strip,
            paper=self._paper,
            printing=self.counter.printing.state_of(self._sale_id),
        )

    def next(self) -> None:
        """The next customer."""
        self.counter.leave(self)

    def back(self) -> None:
        """The same as next: what is settled can't be left undone."""
        self.next()

    def scan(self, scan: Scan) -> None:
        """The first goods of the next sale."""
        self.next()
        if self.counter.drawer_open:
            self.counter.front.tell(M("The drawer is still open."), "warn")
        self.counter.front.scan(scan)

    def drawer_changed(self, is_open: bool) -> None:
        """The cashier gave the change and shut the drawer: the next customer."""
        if self._drawer_was_open and not is_open:
            self.next()
        self._drawer_was_open = is_open

    def reprint(self) -> None:
        """Another receipt, which says that it is a copy."""

        def allowed(_approvals: tuple[Approval, ...]) -> None:
            papers.reprint(self.counter, self._sale_id)
            self.tell(M("The copy is being printed."), "ok")

        detail = M("Print receipt {number} again", number=self._sale_id)
        self.counter.with_permission("receipt.reprint", detail, allowed)

    def preview(self) -> None:
        """The receipt on the screen; pressed again, away with it."""
        if self._paper is not None:
            self._paper = None
            return
        paper = papers.receipt_of(self.counter, self._sale_id)
        self._paper = self.counter.devices.picture(papers.encode(paper))

    def act_reprint(self) -> None:
        """The same as `reprint`."""
        self.reprint()

    def act_preview(self) -> None:
        """The same as `preview`."""
        self.preview()


def _change(sale: SaleCompleted) -> int:
    """What the customer gets in cash: change, or the money back."""
    given_back = sum(t.amount for t in sale.tenders if t.tender == "cash" and t.amount < 0)
    return sale.change - given_back
