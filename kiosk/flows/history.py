"""Sales of before: found by number or by receipt, looked at, printed again, taken back, undone. And shifts of before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.shifts import ShiftPage
from kiosk.flows.tables import Table
from kiosk.flows.views import Action, PaperPage, TableRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, plain
from kiosk.trade.barcodes import DocumentCode, read_code

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class History(Table):
    """The latest sales first. A scanned receipt opens its sale."""

    title = M("Sales")
    columns = (M("Number"), M("Time"), M("Cashier"), M("Items"))
    empty = M("No sale yet. Scan a receipt to find one.")
    searchable = True

    def __init__(self, counter: Counter, *, returning: bool = False) -> None:
        super().__init__(counter)
        self._returning = returning
        if returning:
            self.title = M("Return: scan the receipt, or choose the sale")
            self.actions = (Action("no_receipt", M("Without receipt"), "receipt", "F5"),)

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        sales = self.counter.store.sales.recent(limit=limit, offset=offset, text=query or None)
        names = {u.id: u.name for u in self.counter.store.people.users()}
        return [
            TableRow(
                s.id,
                (
                    plain(s.id),
                    plain(papers.local_time(self.counter, s.at)),
                    plain(names.get(s.user_id, s.user_id)),
                    plain(str(s.count)),
                ),
                s.total,
                "muted" if s.undone else "warn" if s.total < 0 or s.has_returns else "",
            )
            for s in sales
        ]

    def choose(self, row: str) -> None:
        if self._returning:
            self._return(row)
        else:
            self.counter.enter(SalePage(self.counter, row))

    def scan(self, scan: Scan) -> None:
        code = read_code(scan.data, scan.symbology, ())
        if not isinstance(code, DocumentCode) or self.counter.store.sales.get(code.entry_id) is None:
            self.counter.refuse_scan(M("This is no receipt of this shop. Scan the code at its foot."))
            return
        self.counter.ok()
        self.choose(code.entry_id)

    def act_no_receipt(self) -> None:
        """Goods come back and nobody has the receipt."""
        from kiosk.flows.returning import return_without_receipt

        return_without_receipt(self.counter)

    def _return(self, sale_id: str) -> None:
        from kiosk.flows.returning import Returning

        self.counter.replace(Returning(self.counter, sale_id))


class SalePage(Flow):
    """A sale as its receipt, and what can be done with it."""

    def __init__(self, counter: Counter, sale_id: str) -> None:
        super().__init__(counter)
        self._sale_id = sale_id
        paper = papers.receipt_of(counter, sale_id)
        self._picture = counter.devices.picture(papers.encode(paper))

    def view(self) -> PaperPage:
        undone = self.counter.store.sales.is_undone(self._sale_id)
        actions = (
            Action("reprint", M("Print again"), "printer", "F9"),
            Action("return", M("Return"), "return", "F5", enabled=not undone),
            Action("undo", M("Undo sale"), "undo", "F8", enabled=not undone, danger=True),
        )
        return PaperPage(M("Sale {number}", number=self._sale_id), self._picture, actions, self.strip)

    def act_reprint(self) -> None:
        """Print the receipt again; it says that it is a copy."""
        papers.reprint(self.counter, self._sale_id)
        self.tell(M("The copy is being printed."), "ok")

    def act_return(self) -> None:
        """Take goods of this sale back."""
        from kiosk.flows.returning import Returning

        if self.counter.shift is None:
            raise Refused(M("Open a shift first."))
        self.counter.replace(Returning(self.counter, self._sale_id))

    def act_undo(self) -> None:
        """Undo the whole sale, so that it can be corrected (反结账)."""
        from kiosk.flows.returning import undo_sale

        undo_sale(self.counter, self._sale_id)


class ShiftHistory(Table):
    """Shifts of before, with their Z reports."""

    title = M("Shifts")
    columns = (M("Number"), M("Opened"), M("Closed"), M("Cashier"))
    empty = M("No shift was closed yet.")

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        names = {u.id: u.name for u in self.counter.store.people.users()}
        shifts = self.counter.store.shifts.history(limit + offset)[offset:]
        return [
            TableRow(
                s.id,
                (
                    plain(s.id),
                    plain(papers.local_time(self.counter, s.opened_at)),
                    plain(papers.local_time(self.counter, s.closed_at)) if s.closed_at else M("open"),
                    plain(names.get(s.user_id, s.user_id)),
                ),
                s.over_short,
                "warn" if s.over_short else "",
            )
            for s in shifts
        ]

    def choose(self, row: str) -> None:
        self.counter.enter(ShiftPage(self.counter, row))
