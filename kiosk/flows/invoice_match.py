"""The supplier's invoice is laid beside order and delivery: what differs stands out, and somebody agrees to pay it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from kiosk.exc import BadInput, Refused
from kiosk.flows.goods_in import read_date
from kiosk.flows.lots import check_quantity
from kiosk.flows.sheets import ConfirmSheet, NumberSheet, TextSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import Action, ConfirmView, DoneRow, Hand, NumberView, TaskView, TextView
from kiosk.flows.warehouse import Lit
from kiosk.i18n import M, Message, Names, Text, plain
from kiosk.store.documents import Approval
from kiosk.store.documents_stockroom import CostCorrected, GoodsReceived, InvoicedLine, SupplierInvoiced
from kiosk.trade.costing import Cost
from kiosk.trade.goods import Product
from kiosk.trade.invoicing import Billed, Came, Differs, corrections, differs, due, too_much
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

AGREE = "order.approve"
MOST = Money(100_000_000_000)
"""Minor units; a larger invoice is a slip of the finger."""
_NUMBER = 40


class InvoiceMatch(Lit):
    """Begins as if the invoice said what is due; what it says otherwise is typed. `number`: of the paper."""

    def __init__(self, counter: Counter, receipt_id: str, receipt: GoodsReceived) -> None:
        super().__init__(counter)
        self._id = receipt_id
        self._receipt = receipt
        self._came = came_of(receipt)
        self._due = due((x.product_id, x.quantity, x.price) for x in self._came)
        self._billed = {p: Billed(d.quantity, d.amount or Money(0)) for p, d in self._due.items()}
        self._freight = receipt.freight
        self._number = ""
        self._day = ""
        self._products = {p: counter.store.catalogue.product(p) for p in self._due}
        order = counter.store.purchases.order(receipt.order_id) if receipt.order_id else None
        self._ordered = {x.product_id: int(x.quantity) for x in order.lines} if order else {}

    def view(self) -> TaskView:
        return TaskView(
            title=M("Invoice for {id}", id=self._id),
            empty=plain(""),
            detail=self._detail(),
            hand=self._in_hand(),
            rows=tuple(self._row(p) for p in self._due),
            actions=(Action("number", M("Number"), "pencil"), Action("done", M("Done"), "check")),
            more=(Action("freight", M("Freight"), "truck"), Action("day", M("Date"), "calendar")),
            strip=self.strip,
            edge=self.edge,
        )

    def _detail(self) -> Text | None:
        supplier = self.counter.store.suppliers.get(self._receipt.supplier_id)
        return M("Supplier: {name}", name=supplier.name) if supplier else None

    def _in_hand(self) -> Hand:
        difference = self._difference()
        facts: list[Text] = []
        if self._day:
            facts.append(M("Of {date}", date=self._day))
        if self._freight or self._receipt.freight:
            facts.append(M("Freight: {amount}", amount=shown_amount(self.counter, self._freight)))
        if difference > 0:
            facts.append(M("{amount} more than is due", amount=shown_amount(self.counter, difference)))
        elif difference < 0:
            facts.append(M("{amount} less than is due", amount=shown_amount(self.counter, -difference)))
        elif any(self._differs(p) for p in self._due):
            facts.append(M("The sum is right, the rows are not."))
        else:
            facts.append(M("As it was ordered and as it came"))
        name = M("Invoice {number}", number=self._number or "—")
        tone: Literal["ok", "warn"] = "warn" if difference or any(self._differs(p) for p in self._due) else "ok"
        return Hand(name, plain(shown_amount(self.counter, self._sum())), None, tuple(facts), tone)

    def _row(self, product_id: str) -> DoneRow:
        said, agreed, product = self._billed[product_id], self._due[product_id], self._products[product_id]
        places = decimals_of(product.unit) if product else 0
        wrong, came = self._differs(product_id), format_quantity(agreed.quantity, places)
        billed = format_quantity(said.quantity, places)
        detail: Message
        if wrong == "price":
            detail = M("Another price: {amount} due", amount=shown_amount(self.counter, agreed.amount or 0))
        elif wrong == "quantity":
            detail = M("Another quantity: {came} came, {billed} billed", came=came, billed=billed)
        elif agreed.amount is None:
            detail = M("No price was agreed: {came} came", came=came)
        elif product_id in self._ordered:
            ordered = format_quantity(self._ordered[product_id], places)
            detail = M("{ordered} ordered · {came} came · {billed} billed", ordered=ordered, came=came, billed=billed)
        else:
            detail = M("{came} came · {billed} billed", came=came, billed=billed)
        amount = plain(shown_amount(self.counter, said.amount))
        return DoneRow(product_id, self._name(product_id), amount, detail, "warn" if wrong else "ok")

    def _name(self, product_id: str) -> Names:
        product = self._products[product_id]
        return names_of(product) if product else Names(product_id, product_id)

    def _differs(self, product_id: str) -> Differs:
        return differs(self._due.get(product_id), self._billed[product_id])

    def _sum(self) -> Money:
        return Money(sum(b.amount for b in self._billed.values()) + self._freight)

    def _difference(self) -> Money:
        return too_much(self._due, self._billed, self._receipt.freight, self._freight)

    # --- what the paper says

    def choose(self, row: str) -> None:
        """A row: how much of it is billed, then for how much money."""
        if row not in self._due:
            raise Refused(M("This line no longer exists."))
        product, said = self._products[row], self._billed[row]
        places = decimals_of(product.unit) if product else 0
        ask = NumberView(M("How much of {name} is billed?", name=self._name(row)), "quantity", places, said.quantity)

        def typed(quantity: int) -> None:
            if product is not None:
                check_quantity(product, quantity, zero=True)
            self._ask_amount(row, product, quantity)

        self.counter.sheet(NumberSheet(self.counter, ask, typed))

    def _ask_amount(self, row: str, product: Product | None, quantity: int) -> None:
        said, agreed = self._billed[row], self._due[row]
        start = said.amount
        if agreed.amount is not None and agreed.quantity and quantity != said.quantity:
            start = Money(agreed.amount * quantity // agreed.quantity)
        places = decimals_of(product.unit) if product else 0
        title = M(
            "What do {count} of {name} come to?", count=format_quantity(quantity, places), name=self._name(row)
        )  # fmt: skip
        ask = NumberView(title, "amount", self.counter.settings.currency.exponent, start)

        def typed(amount: int) -> None:
            self._billed[row] = Billed(Quantity(quantity), _sane(amount))
            if self._differs(row):
                self.tell(M("{name} is billed otherwise than it came.", name=self._name(row)), "warn")
            else:
                self.good()

        self.counter.sheet(NumberSheet(self.counter, ask, typed))

    def ask_number(self) -> None:
        """The large figure is the sum: it follows from the rows."""
        self.tell(M("The sum follows from the rows. Tap the row that differs."), "info")

    def act_number(self) -> None:
        """The invoice's number."""
        self._ask_number(self.good)

    def _ask_number(self, then: Callable[[], None]) -> None:
        def typed(text: str) -> None:
            if not text or len(text) > _NUMBER:
                raise BadInput(M("Type the number as it stands on the invoice."))
            self._number = text
            then()

        ask = TextView(M("Number of the invoice?"), self._number)
        self.counter.sheet(TextSheet(self.counter, ask, typed, scans=True))

    def act_day(self) -> None:
        """Its date."""
        ask = NumberView(M("Date of the invoice?"), "code", detail=M("Year, month, day: 270131. 0 if it has no date."))

        def typed(text: str) -> None:
            self._day = read_date(text)
            self.good()

        self.counter.sheet(NumberSheet(self.counter, ask, lambda _n: None, then_text=typed))

    def act_freight(self) -> None:
        """What the invoice asks for transport."""
        ask = NumberView(M("Freight on the invoice?"), "amount", self.counter.settings.currency.exponent, self._freight)

        def typed(amount: int) -> None:
            self._freight = _sane(amount)
            self.good()

        self.counter.sheet(NumberSheet(self.counter, ask, typed))

    # --- the end

    def act_done(self) -> None:
        """The sum on the paper is typed: a slip in any row shows here."""
        if not self._number:
            self._ask_number(self.act_done)
            return
        before = self.counter.store.supplier_invoices.entered_for(
            self._receipt.supplier_id, self._number, but=self._id
        )  # fmt: skip
        if before:
            self.counter.unknown()
            ask = ConfirmView(
                M("The same invoice twice?"),
                M("Invoice {number} of this supplier was entered for delivery {id}.", number=self._number, id=before),
                M("Enter it here too"),
            )
            self.counter.sheet(ConfirmSheet(self.counter, ask, self._ask_sum))
            return
        self._ask_sum()

    def _ask_sum(self) -> None:
        ask = NumberView(M("What does the invoice come to?"), "amount", self.counter.settings.currency.exponent)

        def typed(amount: int) -> None:
            if amount != self._sum():
                raise BadInput(
                    M("The rows come to {rows}: {apart} apart. Close this, and tap the row that differs.",
                      rows=shown_amount(self.counter, self._sum()),
                      apart=shown_amount(self.counter, abs(amount - self._sum())))
                )  # fmt: skip
            self._agree()

        self.counter.sheet(NumberSheet(self.counter, ask, typed))

    def _agree(self) -> None:
        if self._difference() <= 0 and not any(self._differs(p) for p in self._due):
            self._post(())  # freight that somebody else bills
            return
        text = M(
            "Invoice {number}: {amount}, delivery {id} differs by {difference}",
            number=self._number, amount=shown_amount(self.counter, self._sum()), id=self._id,
            difference=shown_amount(self.counter, self._difference()),
        )  # fmt: skip
        self.counter.with_permission(AGREE, text, self._post)

    def _post(self, approvals: tuple[Approval, ...]) -> None:
        document = SupplierInvoiced(
            receipt_id=self._id, supplier_id=self._receipt.supplier_id, number=self._number,
            lines=tuple(InvoicedLine(p, b.quantity, b.amount) for p, b in self._billed.items()),
            amount=self._sum(), difference=self._difference(), freight=self._freight, day=self._day,
            approvals=approvals,
            corrections=tuple(CostCorrected(*x) for x in corrections(self._came, self._billed, self._freight)),
        )  # fmt: skip
        self.counter.store.journal.append(document, actor=self.counter.actor)
        self.good()
        self.back()
        self.counter.front.tell(M("Invoice {number} is entered.", number=self._number), "ok")


def came_of(receipt: GoodsReceived) -> list[Came]:
    """The lines of a delivery as an invoice is compared with them."""
    return [Came(x.product_id, x.quantity, None if x.price is None else Cost(x.price), x.landed) for x in receipt.lines]


def _sane(amount: int) -> Money:
    if not 0 <= amount <= MOST:
        raise BadInput(M("So much can't be on one invoice."))
    return Money(amount)
