"""Changes to one line: quantity, price by hand, discount, remark, taking it out and bringing it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import Refused
from kiosk.flows.discounts import ask_discount, ask_reason
from kiosk.flows.sale_policies import check_stock
from kiosk.flows.sheets import ChoiceSheet, NumberSheet, TextSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount, shown_quantity
from kiosk.flows.views import ChoiceView, NumberView, Option, TextView
from kiosk.i18n import M, plain
from kiosk.store.documents import Approval
from kiosk.trade.basket import Basket, Discount, Line, PriceOverride
from kiosk.trade.edits import (
    discount_line,
    line_of,
    override_price,
    remove_line,
    set_note,
    set_quantity,
    set_salesperson,
)
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity

if TYPE_CHECKING:
    from kiosk.flows.selling import Selling


class LineEdits:
    """What the strip of a line does. Each edit is saved before it is seen; a refused one changes nothing."""

    def __init__(self, selling: Selling) -> None:
        self._selling = selling
        self._counter = selling.counter

    def step(self, key: int, by: int) -> None:
        """One piece more or less; less than one piece takes the line out."""
        line = self._line(key)
        quantity = line.quantity + by * ONE
        if quantity <= 0:
            self.void(key)
        else:
            self._set_quantity(key, quantity)

    def ask_quantity(self, key: int) -> None:
        """Type it. Less than before is goods taken out, and treated as such."""
        line = self._line(key)
        ask = NumberView(
            M("Quantity of {name}", name=names_of(line.product)),
            "quantity",
            decimals_of(line.product.unit),
            line.quantity,
        )
        self._counter.sheet(NumberSheet(self._counter, ask, lambda n: self._set_quantity(key, n)))

    def _set_quantity(self, key: int, quantity: int) -> None:
        line = self._line(key)
        changed = set_quantity(self._basket, key, Quantity(quantity))
        if quantity < line.quantity:
            self._take_out(changed, line, line.quantity - quantity)
            return

        def change(_approvals: tuple[Approval, ...]) -> None:
            self._change(set_quantity(self._basket, key, Quantity(quantity)))

        check_stock(self._counter, line, quantity - line.quantity, change)

    def ask_price(self, key: int) -> None:
        """By who may: permission first, then the price and why."""
        line = self._line(key)
        if line.returned:
            raise Refused(M("Returned goods give back what was paid for them."))
        counter = self._counter
        name = names_of(line.product)

        def allowed(approvals: tuple[Approval, ...]) -> None:
            by = approvals[0].by if approvals else counter.actor
            ask = NumberView(
                M("Price of {name}", name=name), "amount", counter.settings.currency.exponent, line.product.price
            )
            counter.sheet(NumberSheet(counter, ask, lambda price: typed(price, by)))

        def typed(price: int, by: str) -> None:
            override_price(self._basket, key, PriceOverride(Money(price)))  # refused before anybody is asked why
            ask_reason(counter, M("Why this price?"), lambda why: priced(price, by, why))

        def priced(price: int, by: str, why: str) -> None:
            override = PriceOverride(Money(price), why, by)
            self._change(override_price(self._basket, key, override))

        counter.with_permission("sale.price.override", M("Set the price of {name} by hand", name=name), allowed)

    def ask_discount(self, key: int) -> None:
        """Percent or amount, within the role's limit or with somebody's agreement."""
        line = self._line(key)
        if line.returned:
            raise Refused(M("Returned goods give back what was paid for them."))
        title = M("Discount on {name}", name=names_of(line.product))

        def edit(discount: Discount | None) -> Basket:
            return discount_line(self._basket, key, discount)

        ask_discount(self._counter, title, edit, self._change)

    def ask_note(self, key: int) -> None:
        """A remark; it is printed on the receipt."""
        line = self._line(key)

        def noted(text: str) -> None:
            self._change(set_note(self._basket, text, key))

        ask = TextView(M("Note on {name}", name=names_of(line.product)), line.note)
        self._counter.sheet(TextSheet(self._counter, ask, noted))

    def ask_salesperson(self, key: int) -> None:
        """Who served."""
        self._line(key)
        users = self._counter.store.people.users()
        options = (Option("", M("Nobody in particular")), *(Option(u.id, plain(u.name)) for u in users))
        ask = ChoiceView(M("Who served the customer?"), options)

        def chosen(user_id: str) -> None:
            self._change(set_salesperson(self._basket, user_id, key))

        self._counter.sheet(ChoiceSheet(self._counter, ask, chosen))

    def void(self, key: int) -> None:
        """Out of the basket, by who may, written down; `undo` brings it back."""
        line = self._line(key)
        self._take_out(remove_line(self._basket, key), line, line.quantity)

    def undo(self) -> None:
        """The line taken out last, as it was."""
        line = self._selling.voided
        if line is None:
            raise Refused(M("There is nothing to bring back."))
        basket = self._basket
        back = msgspec.structs.replace(line, key=basket.next_key)
        self._counter.audit("sale.line.restored", {"product": line.product.id, "basket": basket.id})
        self._change(msgspec.structs.replace(basket, lines=(*basket.lines, back), next_key=basket.next_key + 1))
        self._selling.voided = None
        self._selling.show_added(back.key)

    def _take_out(self, changed: Basket, line: Line, quantity: int) -> None:
        counter, selling = self._counter, self._selling
        gone = msgspec.structs.replace(line, quantity=Quantity(quantity))
        before = counter.cart.priced.total
        name, shown = names_of(line.product), shown_quantity(gone)

        def take(approvals: tuple[Approval, ...]) -> None:
            basket = remove_line(self._basket, line.key) if quantity == line.quantity else changed
            detail = {"product": line.product.id, "name": str(name), "quantity": shown, "basket": basket.id}
            counter.audit("sale.line.void", detail, amount=_cost(selling, line, quantity), approvals=approvals)
            self._change(basket)
            selling.voided = gone if quantity == line.quantity else None
            selling.selected = line.key if counter.cart.line(line.key) else None

        amount = shown_amount(counter, _cost(selling, line, quantity) or before)
        detail = M("Remove {count} {name}, {amount}", count=shown, name=name, amount=amount)
        counter.with_permission("sale.line.void", detail, take)

    @property
    def _basket(self) -> Basket:
        return self._counter.cart.basket

    def _line(self, key: int) -> Line:
        return line_of(self._basket, key)

    def _change(self, basket: Basket) -> None:
        self._counter.cart.change(basket)
        self._selling.clear_strip()
        self._selling.marked = None


def _cost(selling: Selling, line: Line, quantity: int) -> int:
    """What that much of the line costs now, for the audit trail."""
    for priced in selling.counter.cart.priced.lines:
        if priced.line.key == line.key:
            return priced.total * quantity // line.quantity
    return 0
