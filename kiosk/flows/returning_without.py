"""Goods come back and nobody has the receipt: another user agrees, product and price are chosen by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows.base import Flow
from kiosk.flows.codes import find_goods
from kiosk.flows.returning import ask_why, to_the_sale
from kiosk.flows.sheets import NumberSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import Action, NumberView, ReturnLine, ReturnView
from kiosk.hw.ports import Scan
from kiosk.i18n import M
from kiosk.store.documents import Approval
from kiosk.trade.basket import Returned
from kiosk.trade.edits import MAX_PRICE, MAX_QUANTITY, add_line
from kiosk.trade.goods import Product, list_price
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity, extend
from kiosk.trade.tax import tax_of

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

PERMISSION = "sale.refund.no_receipt"


@dataclass(frozen=True, slots=True)
class _Brought:
    """What the customer brought, and what is given for a unit of it."""

    product: Product
    quantity: int
    price: int

    @property
    def net(self) -> int:
        return extend(self.price, self.quantity)

    @property
    def tax(self) -> int:
        return tax_of(self.net, self.product.tax.rate, included=self.product.tax_included)

    @property
    def amount(self) -> int:
        return self.net if self.product.tax_included else self.net + self.tax


def begin(counter: Counter) -> None:
    """Somebody who may must agree first; it is written down."""
    if counter.shift is None:
        raise Refused(M("Open a shift first."))

    def agreed(approvals: tuple[Approval, ...]) -> None:
        counter.audit(PERMISSION, approvals=approvals)
        agreement = approvals or (Approval(PERMISSION, counter.actor),)
        if counter.front is counter.stack[0]:
            counter.enter(WithoutReceipt(counter, agreement))
        else:
            counter.replace(WithoutReceipt(counter, agreement))

    counter.with_permission(PERMISSION, M("Return goods without receipt"), agreed)


class WithoutReceipt(Flow):
    """Scan or find what was brought; then `accept`."""

    stays_lit = True

    def __init__(self, counter: Counter, agreement: tuple[Approval, ...]) -> None:
        super().__init__(counter)
        self._agreement = agreement
        self._brought: dict[int, _Brought] = {}

    def view(self) -> ReturnView:
        rows = tuple(
            ReturnLine(key, names_of(b.product), 0, 0, b.quantity, decimals_of(b.product.unit), b.amount)
            for key, b in self._brought.items()
        )
        actions = (Action("find", M("Find product"), "magnify", "F2"),)
        return ReturnView("", 0, rows, sum(r.amount for r in rows), (), self.strip, actions)

    def scan(self, scan: Scan) -> None:
        found = find_goods(self.counter, scan)
        if found is None:
            self.counter.refuse_scan(M("No product has this code."))
            return
        self._bring(found.product, found.quantity)
        self.counter.ok()

    def act_find(self) -> None:
        """Goods without a barcode: look them up."""
        from kiosk.flows.lookup import Lookup

        self.counter.enter(Lookup(self.counter, self.add_product))

    def add_product(self, product_id: str) -> None:
        """One of this product was brought."""
        product = self.counter.store.catalogue.product(product_id)
        if product is None:
            raise Refused(M("This product no longer exists."))
        self._bring(product, ONE)

    def step(self, key: int, by: int) -> None:
        """One more or less; none takes the line away."""
        self._set_quantity(key, self._line(key).quantity + by * ONE)

    def ask_quantity(self, key: int) -> None:
        """Type how much was brought."""
        brought = self._line(key)
        ask = NumberView(
            M("How much of {name} comes back?", name=names_of(brought.product)),
            "quantity",
            decimals_of(brought.product.unit),
            brought.quantity,
        )
        self.counter.sheet(NumberSheet(self.counter, ask, lambda n: self._set_quantity(key, n)))

    def ask_price(self, key: int) -> None:
        """Type what is given back for a unit."""
        brought = self._line(key)

        def typed(price: int) -> None:
            if not 0 < price <= MAX_PRICE:
                raise BadInput(M("Type a price above zero."))
            self._brought[key] = replace(self._line(key), price=price)

        ask = NumberView(
            M("Give back for {name}", name=names_of(brought.product)),
            "amount",
            self.counter.settings.currency.exponent,
            brought.price or None,
        )
        self.counter.sheet(NumberSheet(self.counter, ask, typed))

    def accept(self) -> None:
        """Ask why, then put it into the basket."""
        if not self._brought:
            raise Refused(M("Scan what comes back first."))
        for key, brought in self._brought.items():
            if brought.amount <= 0:
                self.ask_price(key)
                return
        ask_why(self.counter, self._take)

    def _take(self, why: str) -> None:
        counter = self.counter
        basket = counter.cart.basket
        for brought in self._brought.values():
            cost = counter.store.catalogue.cost_of(brought.product)
            returned = Returned("", 0, Money(brought.amount), Money(brought.tax), cost, why)
            basket, _key = add_line(basket, brought.product, Quantity(brought.quantity), returned=returned)
        counter.cart.change(basket)
        counter.cart.approvals += self._agreement
        counter.ok()
        amount = shown_amount(counter, sum(b.amount for b in self._brought.values()))
        to_the_sale(counter)
        counter.front.tell(M("Returned for {amount}. Pay to give it back.", amount=amount), "info")

    def _bring(self, product: Product, quantity: int) -> None:
        self.clear_strip()
        for key, brought in self._brought.items():
            if brought.product.id == product.id and not product.weighed:
                self._set_quantity(key, brought.quantity + quantity)
                return
        price = list_price(product, quantity, at=self.counter.clock.now()) or 0
        key = max(self._brought, default=0) + 1
        self._brought[key] = _Brought(product, quantity, price)
        if product.weighed:
            self.ask_quantity(key)
        elif not price:
            self.ask_price(key)

    def _set_quantity(self, key: int, quantity: int) -> None:
        brought = self._line(key)
        if quantity > MAX_QUANTITY or quantity < 0:
            raise BadInput(M("So much can't come back. Check the quantity."))
        if quantity % ONE and not decimals_of(brought.product.unit) and not brought.product.weighed:
            raise BadInput(M("This is sold in whole pieces only."))
        if quantity:
            self._brought[key] = replace(brought, quantity=quantity)
        else:
            del self._brought[key]

    def _line(self, key: int) -> _Brought:
        if key not in self._brought:
            raise Refused(M("This line no longer exists."))
        return self._brought[key]
