"""The list of transfers: what others ask of this shop, what comes, what was sent; with where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.papers import local_time
from kiosk.flows.transfer_words import NO_OFFICE, STATES, TONES, shop_name
from kiosk.flows.views import Action, DoneRow, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Text, plain
from kiosk.store.transfers import Transfer
from kiosk.trade.barcodes import DocumentCode

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SHOWN = 100


def waiting(counter: Counter) -> int:
    """Goods that come here, and what other shops ask for."""
    return counter.store.transfers.waiting()


class Transfers(Lit):
    """Those that are open, or all; the latest first. A scanned note opens its transfer."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._all = False
        self._known = False
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        transfers = self.counter.store.transfers
        self._known = bool(transfers.shops())
        found = transfers.latest(SHOWN) if self._all else transfers.open(SHOWN)
        self._rows = tuple(self._row(t) for t in found)

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        nothing = M("Nothing is on its way. Ask another shop for goods, or send some.") if self._known else NO_OFFICE
        may = self.counter.may
        return TaskView(
            title=M("Transfers"),
            empty=M("Tap a transfer, or scan its note.") if self._rows else nothing,
            progress=plain(str(len(self._rows))) if self._rows else None,
            rows=self._rows,
            actions=(
                Action("ask", M("Ask for goods"), "plus", enabled=self._known and may("transfer.request")),
                Action("send", M("Send goods"), "truck", enabled=self._known and may("transfer.dispatch")),
            ),
            more=(Action("all", M("Only open") if self._all else M("Ended too"), "history"),),
            strip=self.strip,
            edge=self.edge,
        )

    def _row(self, t: Transfer) -> DoneRow:
        shop = shop_name(self.counter, t.peer)
        what: Text
        if t.goods:
            what = M("From {shop}", shop=shop) if t.inward else M("To {shop}", shop=shop)
        else:
            what = M("Asked of {shop}", shop=shop) if t.inward else M("{shop} asks", shop=shop)
        about = plain(f"{local_time(self.counter, t.at)[5:]}  {t.id}")
        return DoneRow(t.id, what, STATES[t.state], about, TONES[t.state])  # type: ignore[arg-type]

    def choose(self, row: str) -> None:
        """Look at it."""
        from kiosk.flows.transfer_page import TransferPage

        self.clear_strip()
        self.counter.enter(TransferPage(self.counter, row))

    def scan(self, scan: Scan) -> None:
        code = code_of(scan)
        if not isinstance(code, DocumentCode) or self.counter.store.catalogue.find_code(code.entry_id) is not None:
            self.counter.refuse_scan(M("This is no note of a transfer. Scan the code at its foot."))
            return
        transfer_id = self.counter.store.transfers.of(code.entry_id)
        if not transfer_id:
            self.counter.refuse_scan(
                M("Nothing is known here of {id} yet. What another shop sends is told by the office.", id=code.entry_id)
            )
            return
        self.counter.ok()
        self.choose(transfer_id)

    def act_all(self) -> None:
        """Those that have ended too, or not."""
        self._all = not self._all
        self.entered()

    def act_ask(self) -> None:
        """Ask another shop."""
        from kiosk.flows.transfer_asking import Asking

        self._check("transfer.request")
        self.counter.enter(Asking(self.counter))

    def act_send(self) -> None:
        """Send what nobody asked for."""
        from kiosk.flows.transfer_sending import Sending

        self._check("transfer.dispatch")
        self.counter.enter(Sending(self.counter))

    def _check(self, permission: str) -> None:
        if not self.counter.store.transfers.shops():
            raise Refused(NO_OFFICE)
        if not self.counter.may(permission):
            raise Refused(M("Your role does not do this."))
        self.clear_strip()
