"""Customers' orders in the stock room: which are to be picked, the walk, and the slip that lies with the goods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.customer_orders import STATES, over_words, state_words
from kiosk.flows.gathered import Piece
from kiosk.flows.paper_promises import ready_slip
from kiosk.flows.papers import job
from kiosk.flows.picking import Picking
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.views import ConfirmView, DoneRow, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Text, plain
from kiosk.store.documents import Document
from kiosk.store.documents_promises import CustomerOrderReady, PromisedLine
from kiosk.store.documents_stockroom import PlacedLine, StockPlaced
from kiosk.store.promises import Promised
from kiosk.trade.barcodes import DocumentCode
from kiosk.trade.promising import Ready
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def waiting(counter: Counter) -> int:
    """Orders of which something is to be picked, was picked twice, or lies there although they are over."""
    promises = counter.store.promises
    return sum(r.state != "whole" for r in promises.all_ready().values()) + len(promises.forgotten())


def twice(counter: Counter) -> int:
    """Orders that two terminals picked, not knowing of each other; and those that are over, whose goods lie there."""
    promises = counter.store.promises
    return sum(r.state == "twice" for r in promises.all_ready().values()) + len(promises.forgotten())


def surplus(counter: Counter, order: Promised) -> dict[str, int]:
    """What lies ready of an order and should go back, base units by product."""
    promises = counter.store.promises
    return promises.ready(order.id).over if order.open else promises.forgotten().get(order.id, {})


def of_order(counter: Counter, order_id: str) -> Lit:
    """What a scanned order leads to. Raises Refused where there is nothing to do."""
    order = counter.store.promises.get(order_id)
    if order is None:
        raise Refused(M("This order is not of this shop, or not here yet."))
    if surplus(counter, order):
        return ToPick(counter)
    return PickOrder(counter, order)


def left_of(counter: Counter, order_id: str) -> dict[str, int]:
    """What is still to be picked, base units by product. Raises Refused for an order that ended, or lies ready."""
    order = counter.store.promises.get(order_id)
    if order is None:
        raise Refused(M("This order is not of this shop, or not here yet."))
    if not order.open:
        raise Refused(M("Order {number}: {state}.", number=order_id, state=STATES[order.state]))
    left = counter.store.promises.ready(order_id).left
    if not left:
        raise Refused(M("Order {number} lies ready.", number=order_id))
    return left


class ToPick(Lit):
    """What is promised soonest first. A scanned slip opens its order."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        promises = self.counter.store.promises
        ready = promises.all_ready()
        over = (promises.get(order_id) for order_id in promises.forgotten())
        open_ = [p for p in promises.open() if p.id in ready and ready[p.id].state != "whole"]
        open_.sort(key=lambda p: (ready[p.id].state != "twice", p.promised or "9999", p.at))
        self._rows = (*(_heap(p) for p in over if p is not None), *(self._row(p, ready[p.id]) for p in open_))

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        nothing = M("No customer's order is to be picked.")
        return TaskView(
            title=M("Customers' orders"),
            empty=M("Tap an order, or scan its slip.") if self._rows else nothing,
            progress=plain(str(len(self._rows))) if self._rows else None,
            rows=self._rows,
            actions=(),
            strip=self.strip,
            edge=self.edge,
        )

    def _row(self, p: Promised, ready: Ready) -> DoneRow:
        late = p.promised and p.promised < self.counter.clock.today().isoformat()
        tone = "error" if ready.state == "twice" else "warn" if late or ready.state == "part" else ""
        about = plain("  ".join(x for x in (p.promised[5:], p.id) if x))
        words = state_words(p, ready) if ready.state else M("To pick")
        return DoneRow(p.id, plain(p.customer), words, about, tone)  # type: ignore[arg-type]

    def choose(self, row: str) -> None:
        """Pick it; of one that was picked twice, what is too much goes back."""
        self.clear_strip()
        order = self.counter.store.promises.get(row)
        if order is None:
            return
        if surplus(self.counter, order):
            self._ask_back(order)
            return
        self.counter.enter(PickOrder(self.counter, order))

    def scan(self, scan: Scan) -> None:
        code = code_of(scan)
        if not isinstance(code, DocumentCode) or self.counter.store.promises.get(code.entry_id) is None:
            self.counter.refuse_scan(M("No order has this code."))
            return
        try:
            self.choose(code.entry_id)
        except Refused as refusal:
            self.counter.refuse_scan(refusal.message)
            return
        self.counter.ok()

    def _ask_back(self, order: Promised) -> None:
        title = M("Order {number}: picked twice", number=order.id)
        detail = M("Two terminals picked it, not knowing of each other. What is too much lies ready too.")
        if order.state == "cancelled":
            title = M("Order {number}: {state}.", number=order.id, state=STATES[order.state])
            detail = M("Its goods lie ready still.")
        ask = ConfirmView(title, detail, M("It goes back"), danger=False)
        self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._back(order)))

    def _back(self, order: Promised) -> None:
        """Another keeper may have done it meanwhile."""
        now = self.counter.store.promises.get(order.id)
        over = surplus(self.counter, now) if now is not None else {}
        if over:
            lines = tuple(PromisedLine(p, Quantity(-quantity)) for p, quantity in over.items())
            document = CustomerOrderReady(order_id=order.id, lines=lines, whole=False)
            self.counter.store.journal.append(document, actor=self.counter.actor)
        self.entered()
        self.good()
        self.tell(M("By the books it lies on the shop floor now. Put it away."), "info")


def _heap(p: Promised) -> DoneRow:
    """An order that is over, and goods that lie ready for it all the same."""
    return DoneRow(p.id, plain(p.customer), over_words(p), plain(p.id), "error")


class PickOrder(Picking):
    """Raises Refused for an order that ended, or that lies ready."""

    finish_text = M("Ready")

    def __init__(self, counter: Counter, order: Promised) -> None:
        self._order = order
        super().__init__(counter, f"customer order {order.id}", left_of(counter, order.id))
        self.title = M("Pick {id}", id=order.id)

    def detail(self) -> Text | None:
        return M("For {name}", name=self._order.customer)

    def finish(self, picked: Sequence[Piece]) -> None:
        """They lie ready: taken from their places, kept as before, with a slip."""
        self._still_wanted()
        self.still_there()
        order, sums = self._order, dict[str, int]()
        for x in picked:
            sums[x.product_id] = sums.get(x.product_id, 0) + x.quantity
        whole = all(sums.get(product, 0) >= quantity for product, quantity in self.plan.wanted.items())
        lines = tuple(PromisedLine(p, Quantity(quantity)) for p, quantity in sums.items())
        ready = CustomerOrderReady(order_id=order.id, lines=lines, whole=whole)
        moved = tuple(
            PlacedLine(product_id=x.product_id, quantity=Quantity(x.quantity), source=x.location, batch=x.batch,
                       expiry=x.expiry)
            for x in picked if x.location
        )  # fmt: skip
        documents: list[Document] = [ready, *((StockPlaced(lines=moved),) if moved else ())]
        self.gathered.post(
            documents,
            self.counter.actor,
            lambda entry: (job(M("Ready to collect"), ready_slip(self.counter, order, ready, entry.at)),),
        )
        self.counter.printing.kick()
        self.hand = ""
        self.good()
        self.back()
        said = M("Ready for {name}: {number}.", name=order.customer, number=order.id)
        if not whole:
            said = M("Partly ready for {name}: {number}.", name=order.customer, number=order.id)
        self.counter.front.tell(said, "ok")

    def _still_wanted(self) -> None:
        """It may have been collected, cancelled or picked meanwhile. Raises Refused, and shows what is left."""
        left = left_of(self.counter, self._order.id)
        if left == self.plan.wanted:
            return
        self.plan.want(left)
        raise Refused(M("This order was picked or collected meanwhile. Look through it again."))
