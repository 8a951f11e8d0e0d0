"""Goods come back: what is left of a sale, as much as the customer brings; never more than was sold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.flows.base import Flow
from kiosk.flows.codes import find_goods
from kiosk.flows.paper_receipt import tender_words
from kiosk.flows.papers import not_here
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import ChoiceView, NumberView, Option, ReturnLine, ReturnView, TenderRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, Names
from kiosk.store.documents import Approval
from kiosk.trade.basket import Line
from kiosk.trade.edits import add_line, set_customer
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity
from kiosk.trade.returns import SoldLine, refund_for

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

REASONS: dict[str, Message] = {
    "unwanted": M("Not wanted after all"),
    "damaged": M("Damaged"),
    "expired": M("Expired or spoiled"),
    "wrong": M("Wrong goods"),
    "price": M("Wrong price"),
    "other": M("Other reason"),
}


class Returning(Flow):
    """Choose lines of one sale, then `accept`: they go into the basket, to be settled, or exchanged for other goods.

    What lies in the open basket already counts as brought back. Raises Refused for a sale that is not here, or that
    was undone.
    """

    stays_lit = True

    def __init__(self, counter: Counter, sale_id: str) -> None:
        super().__init__(counter)
        sale = counter.store.sales.get(sale_id)
        if sale is None:
            raise not_here(counter, sale_id)
        if counter.shift is None:
            raise Refused(M("Open a shift first."))
        if sale.undoes or counter.store.sales.is_undone(sale_id):
            raise Refused(M("Sale {number} was reversed; nothing can be returned from it.", number=sale_id))
        self._sale_id = sale_id
        self._sale = sale
        entry = counter.store.journal.get(sale_id)
        self._sold_at = entry.at if entry else 0
        self._lines = {line.line: line for line in sold_lines(counter, sale_id)}
        self._chosen: dict[int, int] = {}
        if not any(line.left for line in self._lines.values()):
            raise Refused(M("Everything of sale {number} came back already.", number=sale_id))

    def news(self) -> None:
        """A neighbour may have taken some of it back: what is left is less, and no more than that is chosen."""
        self._lines = {line.line: line for line in sold_lines(self.counter, self._sale_id)}
        self._chosen = {n: left for n, q in self._chosen.items() if (left := min(q, int(self._lines[n].left)))}

    def view(self) -> ReturnView:
        rows = tuple(self._row(line) for line in self._lines.values())
        return ReturnView(
            self._sale_id,
            self._sold_at,
            rows,
            sum(row.amount for row in rows),
            tuple(
                TenderRow(i, tender_words(t.tender, t.reference, self._sale.order_id), t.amount, t.given, t.reference)
                for i, t in enumerate(self._sale.tenders)
            ),
            self.strip,
        )

    def _row(self, line: SoldLine) -> ReturnLine:
        chosen = self._chosen.get(line.line, 0)
        amount = refund_for(line, Quantity(chosen)).amount if chosen else 0
        name = Names(line.name_zh, line.name_en)
        places = decimals_of(line.product.unit)
        return ReturnLine(line.line, name, line.quantity, line.left, chosen, places, amount)

    def choose_all(self) -> None:
        """Everything that is left; pressed again, nothing."""
        everything = {n: int(line.left) for n, line in self._lines.items() if line.left}
        self._chosen = {} if self._chosen == everything else everything
        self.clear_strip()

    def step(self, line: int, by: int) -> None:
        """One piece more or less; of what is weighed, all or nothing."""
        sold = self._line(line)
        chosen = self._chosen.get(line, 0)
        wanted = chosen + by * ONE
        if sold.product.weighed or sold.left % ONE:
            wanted = sold.left if by > 0 else 0
        self._choose(sold, max(0, wanted))

    def ask_quantity(self, line: int) -> None:
        """Type how much comes back."""
        sold = self._line(line)
        ask = NumberView(
            M("How much of {name} comes back?", name=Names(sold.name_zh, sold.name_en)),
            "quantity",
            decimals_of(sold.product.unit),
            self._chosen.get(line, 0) or sold.left,
        )
        self.counter.sheet(NumberSheet(self.counter, ask, lambda n: self._choose(sold, n)))

    def scan(self, scan: Scan) -> None:
        """A product chooses one of it, wherever in the sale some is left."""
        found = find_goods(self.counter, scan)
        if found is None:
            self.counter.refuse_scan(M("Scan goods of this sale, or choose them."))
            return
        mine = [line for line in self._lines.values() if line.product.id == found.product.id]
        free = [line for line in mine if line.left > self._chosen.get(line.line, 0)]
        name = names_of(found.product)
        if not mine:
            self.counter.refuse_scan(M("{name} is not in this sale.", name=name))
        elif not free:
            self.counter.refuse_scan(M("No more of {name} can come back.", name=name))
        else:
            self.step(free[0].line, 1)
            self.counter.ok()

    def accept(self) -> None:
        """Ask why, by who may, then put the goods into the basket with what is given back for them."""
        if not self._chosen:
            raise Refused(M("Choose what comes back first."))
        amount = sum(refund_for(self._lines[n], Quantity(q)).amount for n, q in self._chosen.items())
        detail = M("Return goods for {amount}", amount=shown_amount(self.counter, amount))
        ask_why(self.counter, lambda why: self._allowed(detail, why))

    def _allowed(self, detail: Message, why: str) -> None:
        self.counter.with_permission("sale.refund", detail, lambda approvals: self._take(why, approvals))

    def _take(self, why: str, approvals: tuple[Approval, ...]) -> None:
        counter = self.counter
        basket = counter.cart.basket
        current = {line.line: line for line in sold_lines(counter, self._sale_id)}
        for number, quantity in self._chosen.items():
            sold = current[number]
            basket, _key = add_line(
                basket,
                sold.product,
                Quantity(quantity),
                returned=refund_for(sold, Quantity(quantity), why),
                batch=sold.batch,
                expiry=sold.expiry,
            )
        if basket.customer is None and self._sale.customer_id:
            basket = set_customer(basket, counter.store.people.customer(self._sale.customer_id))
        counter.cart.change(basket)
        counter.cart.approvals += approvals
        counter.ok()
        to_the_sale(counter)
        counter.front.tell(M("Returned. Pay, or add what the customer takes instead."), "info")

    def _choose(self, sold: SoldLine, quantity: int) -> None:
        if quantity < 0 or quantity > sold.left:
            name = Names(sold.name_zh, sold.name_en)
            raise BadInput(M("No more of {name} can come back than is left of it.", name=name))
        if quantity % ONE and not decimals_of(sold.product.unit) and not sold.product.weighed:
            raise BadInput(M("This is sold in whole pieces only."))
        if quantity:
            self._chosen[sold.line] = quantity
        else:
            self._chosen.pop(sold.line, None)
        self.clear_strip()

    def _line(self, number: int) -> SoldLine:
        if number not in self._lines:
            raise Refused(M("This line no longer exists."))
        return self._lines[number]


def sold_lines(counter: Counter, sale_id: str) -> tuple[SoldLine, ...]:
    """A sale's goods with what came back of them, in other sales and in the open basket."""
    here: dict[int, list[Line]] = {}
    for line in counter.cart.basket.lines:
        if line.returned is not None and line.returned.sale_id == sale_id:
            here.setdefault(line.returned.line, []).append(line)
    found = []
    for sold in counter.store.sales.sold_lines(sale_id):
        back = [(line, line.returned) for line in here.get(sold.line, ()) if line.returned]
        found.append(
            msgspec.structs.replace(
                sold,
                returned_quantity=Quantity(sold.returned_quantity + sum(line.quantity for line, _ in back)),
                returned_amount=Money(sold.returned_amount + sum(r.amount for _, r in back)),
                returned_tax=Money(sold.returned_tax + sum(r.tax for _, r in back)),
            )
        )
    return tuple(found)


def ask_why(counter: Counter, then: Callable[[str], None]) -> None:
    """Why goods come back, in one tap."""
    options = tuple(Option(key, text) for key, text in REASONS.items())
    counter.sheet(ChoiceSheet(counter, ChoiceView(M("Why does it come back?"), options), then))


def to_the_sale(counter: Counter) -> None:
    """Down to the basket, whatever lies above it."""
    if len(counter.stack) > 1:
        counter.leave(counter.stack[1])


def return_without_receipt(counter: Counter) -> None:
    """Goods come back and nobody has the receipt: see `kiosk.flows.returning_without`."""
    from kiosk.flows.returning_without import begin

    begin(counter)


def undo_sale(counter: Counter, sale_id: str) -> None:
    """Reverse a closed sale, to be corrected (反结账): see `kiosk.flows.undoing`."""
    from kiosk.flows.undoing import ask_undo

    ask_undo(counter, sale_id)
