"""The buyer's lists: orders, and suppliers to order from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.flows.buying_content import Content
from kiosk.flows.buying_words import state_text
from kiosk.flows.codes import code_of
from kiosk.flows.tables import Table
from kiosk.flows.views import Action, TableRow, TableView
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Text, plain
from kiosk.store.purchases import OrderHead
from kiosk.trade.barcodes import DocumentCode
from kiosk.trade.orders import State

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_TONES: dict[State, str] = {
    "submitted": "warn", "rejected": "error", "received": "ok", "closed": "muted", "cancelled": "muted",
}  # fmt: skip


def waiting(counter: Counter) -> int:
    """Orders that wait for this user: to be approved, or to be sent or mended."""
    purchases = counter.store.purchases
    approve = purchases.count("submitted") if counter.may("order.approve") else 0
    return approve + purchases.count("approved") + purchases.count("rejected")


class Orders(Table):
    """The latest orders first, those that live or all. A scanned order opens."""

    title = M("Purchase orders")
    columns = (M("Supplier"), M("State"))
    empty = M("No order yet. Begin one with “New order”.")

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._all = False

    def entered(self) -> None:
        from kiosk.flows.buying_draft import rescue

        if rescue(self.counter):
            self.tell(M("An order was being written when the terminal stopped. It is kept as a draft."), "info")
        super().entered()

    def view(self) -> TableView:
        other = M("Only open") if self._all else M("All orders")
        self.actions = (Action("all", other, "history"), Action("new", M("New order"), "plus", "F2"))
        return super().view()

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        orders = self.counter.store.purchases.orders(limit, offset, open_only=not self._all)
        return [self._row(order) for order in orders]

    def _row(self, order: OrderHead) -> TableRow:
        state: Text = state_text(order.state)
        if order.expected and order.state == "sent":
            state = M("{state} · {day}", state=state, day=order.expected[5:])
        return TableRow(order.id, (plain(order.supplier), state), order.total, _TONES.get(order.state, ""))  # type: ignore[arg-type]

    def choose(self, row: str) -> None:
        from kiosk.flows.buying_order import OrderPage

        self.counter.enter(OrderPage(self.counter, row))

    def scan(self, scan: Scan) -> None:
        code = code_of(scan)
        if not isinstance(code, DocumentCode) or self.counter.store.purchases.order(code.entry_id) is None:
            self.counter.refuse_scan(M("This is no order of this shop. Scan the code at its foot."))
            return
        self.counter.ok()
        self.choose(code.entry_id)

    def act_all(self) -> None:
        """Those that have ended too, or not."""
        self._all, self._page = not self._all, 0
        self._load()

    def act_new(self) -> None:
        """Choose a supplier, then write the order."""
        self.counter.enter(SupplierList(self.counter, self._begin))

    def _begin(self, supplier_id: str) -> None:
        from kiosk.flows.buying_draft import OrderDraft

        self.counter.replace(OrderDraft(self.counter, Content(supplier_id=supplier_id)))


class SupplierList(Table):
    """Those we buy from; `then` gets the one that was chosen, while this list is still in front."""

    title = M("Order from whom?")
    columns = (M("Supplier"), M("Phone"))
    empty = M("No supplier is known. Import a list of suppliers first.")
    searchable = True

    def __init__(self, counter: Counter, then: Callable[[str], None]) -> None:
        super().__init__(counter)
        self._then = then

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        words = query.casefold()
        found = [s for s in self.counter.store.suppliers.all() if words in f"{s.name} {s.phone} {s.id}".casefold()]
        return [TableRow(s.id, (plain(s.name), plain(s.phone))) for s in found[offset : offset + limit]]

    def choose(self, row: str) -> None:
        self._then(row)
