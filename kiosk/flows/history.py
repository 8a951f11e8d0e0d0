"""Sales of before: found by number or receipt, looked at, printed again, taken back, undone. And shifts of before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.codes import code_of
from kiosk.flows.shift_page import ShiftPage
from kiosk.flows.tables import Table
from kiosk.flows.views import Action, PaperPage, TableRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Text, plain
from kiosk.store.records import SaleRow, Shift
from kiosk.trade.barcodes import DocumentCode

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class History(Table):
    """The latest sales first. A scanned receipt opens its sale. returning: to take goods back from it."""

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
        return sale_rows(self.counter, sales)

    def choose(self, row: str) -> None:
        if self._returning:
            self._return(row)
        else:
            self.counter.enter(SalePage(self.counter, row))

    def scan(self, scan: Scan) -> None:
        code = code_of(scan)
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


class CustomerSales(Table):
    """What a customer bought, the latest first."""

    columns = History.columns
    empty = M("Nothing was bought yet.")

    def __init__(self, counter: Counter, customer_id: str, name: str) -> None:
        super().__init__(counter)
        self._customer_id = customer_id
        self.title = M("Sales to {name}", name=name)

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        sales = self.counter.store.sales.of_customer(self._customer_id, limit + offset)
        return sale_rows(self.counter, sales[offset:])

    def choose(self, row: str) -> None:
        self.counter.enter(SalePage(self.counter, row))


def sale_rows(counter: Counter, sales: Sequence[SaleRow]) -> list[TableRow]:
    """Sales as rows of a list; what became of one is said in words, and coloured."""
    names = {u.id: u.name for u in counter.store.people.users()}

    def row(s: SaleRow) -> TableRow:
        cells = (plain(s.id), plain(papers.local_time(counter, s.at)), plain(names.get(s.user_id, s.user_id)))
        items: Text = plain(str(s.count))
        if s.undone:
            items = M("{count} · reversed", count=s.count)
        elif s.total < 0:
            items = M("{count} · return", count=s.count)
        elif s.has_returns:
            items = M("{count} · some came back", count=s.count)
        return TableRow(
            s.id, (*cells, items), s.total, "muted" if s.undone else "warn" if s.total < 0 or s.has_returns else ""
        )

    return [row(s) for s in sales]


class SalePage(Flow):
    """A sale as its receipt, and what can be done with it. Raises Refused for a sale that is not here."""

    def __init__(self, counter: Counter, sale_id: str) -> None:
        super().__init__(counter)
        self._sale_id = sale_id
        paper = papers.receipt_of(counter, sale_id)
        sale = counter.store.sales.get(sale_id)
        self._undoes = sale is not None and bool(sale.undoes)
        self._undone = False
        self._picture = counter.devices.picture(papers.encode(paper))

    def entered(self) -> None:
        self._undone = self.counter.store.sales.is_undone(self._sale_id)
        if self._undone:
            self.tell(M("This sale was reversed."), "info")

    def view(self) -> PaperPage:
        stands = not self._undone and not self._undoes and self.counter.shift is not None
        actions = (
            Action("reprint", M("Print again"), "printer", "F9"),
            Action("return", M("Return"), "return", "F5", enabled=stands),
            Action("undo", M("Reverse sale"), "undo", "F8", enabled=stands, danger=True),
        )
        return PaperPage(M("Sale {number}", number=self._sale_id), self._picture, actions, self.strip)

    def act_reprint(self) -> None:
        """Print the receipt again; it says that it is a copy."""
        detail = M("Print the receipt {number} again", number=self._sale_id)
        self.counter.with_permission("receipt.reprint", detail, lambda _approvals: self._reprint())

    def _reprint(self) -> None:
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
    """Shifts of before, with their Z reports; marked while the office may lack some of their entries."""

    title = M("Shifts")
    columns = (M("Number"), M("Opened"), M("Closed"), M("Cashier"))
    empty = M("No shift was opened yet.")

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        names = {u.id: u.name for u in self.counter.store.people.users()}
        return [
            TableRow(
                s.id,
                (
                    plain(s.id),
                    plain(papers.local_time(self.counter, s.opened_at)),
                    self._closed(s),
                    plain(names.get(s.user_id, s.user_id)),
                ),
                s.over_short,
                "warn" if s.over_short else "",
            )
            for s in self.counter.store.shifts.history(limit, offset)
        ]

    def choose(self, row: str) -> None:
        self.counter.enter(ShiftPage(self.counter, row))

    def _closed(self, shift: Shift) -> Text:
        if shift.closed_at is None:
            return M("open")
        time = papers.local_time(self.counter, shift.closed_at)
        return M("{time} · not sent yet", time=time) if self._waits(shift) else plain(time)

    def _waits(self, shift: Shift) -> bool:
        """Whether its close may be among the entries not sent. A shop without an office waits for nothing."""
        journal, origin = self.counter.store.journal, self.counter.store.origin
        last = journal.origins().get(origin, 0)
        sent = last - journal.waiting()
        if sent <= 0 or sent == last or not shift.id.startswith(f"{origin}-"):
            return False
        entry = journal.entries(origin, sent, 1)[0]
        return shift.closed_at is not None and shift.closed_at >= entry.at
