"""Deliveries of before: what came, when and from whom; and one taken back, by a document of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.enough import check_there
from kiosk.flows.papers import local_time
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.setting_right import SET_RIGHT, ask_set_right
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import Action, ConfirmView, DoneRow, Hand, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.i18n import M, Text, plain
from kiosk.store.documents import Approval, Document
from kiosk.store.documents_stockroom import GoodsReceived, SupplierInvoiced
from kiosk.store.enough import Taken
from kiosk.store.stockroom import Receipt
from kiosk.store.supplier_invoices import SupplierInvoice
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


SHOWN = 200


class Receipts(Lit):
    """The latest deliveries, or those of one order; tap one to see it."""

    def __init__(self, counter: Counter, order_id: str = "") -> None:
        super().__init__(counter)
        self._order = order_id
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        found = self.counter.store.stockroom.receipts(SHOWN)
        self._rows = tuple(self._row(r) for r in found if self._order in ("", r.order_id))

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        return TaskView(
            title=M("Deliveries"), empty=M("Tap a delivery to see it."), rows=self._rows, strip=self.strip,
            edge=self.edge,
        )  # fmt: skip

    def choose(self, row: str) -> None:
        """Look at it."""
        self.counter.enter(ReceiptPage(self.counter, row))

    def _row(self, receipt: Receipt) -> DoneRow:
        about: Text = plain(f"{local_time(self.counter, receipt.at)}  {receipt.order_id or receipt.paper}".strip())
        sees = self.counter.may("product.cost")
        if sees and not receipt.undone:
            invoice = self.counter.store.supplier_invoices.of(receipt.id)
            said = M("Invoice {number}", number=invoice.number) if invoice else M("no invoice yet")
            about = M("{one} · {two}", one=about, two=said)
        value = plain(shown_amount(self.counter, receipt.value) if sees else "")
        return DoneRow(receipt.id, plain(receipt.supplier), value, about, "error" if receipt.undone else "ok")


class ReceiptPage(Lit):
    """One delivery. Raises Refused for one that is not here."""

    def __init__(self, counter: Counter, receipt_id: str) -> None:
        super().__init__(counter)
        found = counter.store.stockroom.receipt(receipt_id)
        if found is None:
            raise Refused(M("This delivery is not on this terminal."))
        self._id = receipt_id
        self._receipt: GoodsReceived = found
        entry = counter.store.journal.get(receipt_id)
        self._at = entry.at if entry else 0
        self._undone = False
        self._invoice: SupplierInvoice | None = None
        self._surplus = ""
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        self._undone = self.counter.store.stockroom.is_undone(self._id)
        self._invoice = self.counter.store.supplier_invoices.of(self._id)
        self._surplus = self.counter.store.doubles.undoings("receipt", self._at).surplus(self._id)
        self._rows = tuple(self._row(n) for n in range(len(self._receipt.lines)))

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        supplier = self.counter.store.suppliers.get(self._receipt.supplier_id)
        open_ = not self._undone and not self._receipt.undoes
        return TaskView(
            title=M("Delivery {id}", id=self._id),
            empty=M("Tap a delivery to see it."),
            detail=M("Supplier: {name}", name=supplier.name) if supplier else None,
            hand=Hand(
                plain(supplier.name if supplier else self._receipt.supplier_id),
                plain(str(len(self._rows))),
                M("Taken back twice") if self._surplus else M("Taken back") if self._undone else None,
                self._facts(),
                "error" if self._undone else "",
            ),
            rows=self._rows,
            actions=(SET_RIGHT,) if self._surplus else self._acts() if open_ else (),
            more=(Action("labels", M("Labels"), "label"),) if open_ and self.counter.may("goods.receive") else (),
            strip=self.strip,
            edge=self.edge,
        )

    def _acts(self) -> tuple[Action, ...]:
        may = self.counter.may
        back = (Action("take_back", M("Take back"), "return", danger=True),) if may("goods.receive") else ()
        return (*back, Action("invoice", M("Invoice"), "receipt")) if may("product.cost") else back

    def _facts(self) -> tuple[Text, ...]:
        """What the supplier's invoice said, to who may see what things cost."""
        invoice = self._invoice
        if not self.counter.may("product.cost"):
            return ()
        if invoice is None:
            return (M("No invoice was entered yet"),)
        facts: list[Text] = [
            M("Invoice {number}: {amount}", number=invoice.number, amount=shown_amount(self.counter, invoice.amount))
        ]
        if invoice.difference:
            amount = shown_amount(self.counter, abs(invoice.difference))
            more, less = M("{amount} more than is due", amount=amount), M("{amount} less than is due", amount=amount)
            facts.append(more if invoice.difference > 0 else less)
        return tuple(facts)

    def act_labels(self) -> None:
        """A label for each piece, or for each row."""
        from kiosk.flows.labels import ask_labels

        self.clear_strip()
        ask_labels(self.counter, self._receipt.lines)

    def act_invoice(self) -> None:
        """Compare the supplier's invoice with it."""
        from kiosk.flows.invoice_match import InvoiceMatch

        if not self.counter.may("product.cost"):
            raise Refused(M("Your role does not do this."))
        self.clear_strip()
        self.counter.enter(InvoiceMatch(self.counter, self._id, self._receipt))

    def choose(self, row: str) -> None:
        """A row of a delivery that is closed is only looked at."""

    def act_take_back(self) -> None:
        """It never came, or was taken in by mistake: another document takes every line back."""
        detail = M("{count} rows leave the stock again.", count=len(self._receipt.lines))
        ask = ConfirmView(M("Take delivery {id} back?", id=self._id), detail, M("Take back"))
        self.counter.sheet(ConfirmSheet(self.counter, ask, self._confirmed))

    def _confirmed(self) -> None:
        text = M("Take delivery {id} back", id=self._id)
        self.counter.with_permission("goods.receive.differs", text, self._take_back)

    def _take_back(self, approvals: tuple[Approval, ...]) -> None:
        store = self.counter.store
        if store.stockroom.is_undone(self._id):
            raise Refused(M("This delivery was taken back already."))
        receipt = self._receipt
        lines = tuple(
            replace(x, quantity=Quantity(-x.quantity), landed=Money(-x.landed), damaged=Quantity(0))
            for x in receipt.lines
        )
        check_there(self.counter, [Taken.of(x, x.quantity) for x in receipt.lines])
        undoing = replace(
            receipt, lines=lines, freight=Money(-receipt.freight), undoes=self._id, approvals=approvals, heard=None
        )  # fmt: skip
        taken_back: list[Document] = [undoing]
        if self._invoice is not None:
            # What is given back cost what it was taken in at: its invoice changes no cost any more
            invoice = store.journal.document(self._invoice.id)
            if isinstance(invoice, SupplierInvoiced) and invoice.corrections:
                taken_back.insert(0, replace(invoice, corrections=(), approvals=()))
        store.journal.append_many(taken_back, actor=self.counter.actor)
        self.entered()
        self.good()
        self.tell(M("The delivery is taken back."), "info")

    def act_set_right(self) -> None:
        """Two took it back and did not know of each other: what one of them took back comes in again."""

        def again(approvals: tuple[Approval, ...]) -> None:
            self.entered()
            if not self._surplus:
                raise Refused(M("Somebody set this right already."))
            document = replace(self._receipt, undoes=self._surplus, approvals=approvals, heard=None)
            self.counter.store.journal.append(document, actor=self.counter.actor)
            self.entered()
            self.good()
            self.tell(M("It is taken back once."), "info")

        ask_set_right(self.counter, self._id, "goods.receive.differs", again)

    def _row(self, number: int) -> DoneRow:
        line = self._receipt.lines[number]
        product = self.counter.store.catalogue.product(line.product_id)
        about = batch_words(line.batch, line.expiry) if line.batch or line.expiry else None
        quantity = format_quantity(line.quantity, decimals_of(product.unit) if product else 0)
        name = names_of(product) if product else plain(line.product_id)
        return DoneRow(str(number), name, plain(quantity), about, "warn" if line.damaged else "ok")
