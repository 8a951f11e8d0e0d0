"""What concerns the whole basket: its customer, a discount on everything, putting it aside, throwing it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows.discounts import ask_discount
from kiosk.flows.sheets import ConfirmSheet, TextSheet
from kiosk.flows.suspended import Suspended, put_aside
from kiosk.flows.units import shown_amount
from kiosk.flows.views import ConfirmView, TextView
from kiosk.i18n import M
from kiosk.store.documents import Approval
from kiosk.trade.basket import Basket, Discount
from kiosk.trade.edits import discount_basket, set_customer, set_note
from kiosk.trade.goods import Customer

if TYPE_CHECKING:
    from kiosk.flows.selling import Selling


class BasketActs:
    """The action bar below the basket."""

    def __init__(self, selling: Selling) -> None:
        self._selling = selling
        self._counter = selling.counter

    def ask_customer(self) -> None:
        """Choose who buys; his prices apply at once, to what is in the basket already too."""
        from kiosk.flows.customers import Customers

        current = self._counter.cart.basket.customer
        self._counter.enter(Customers(self._counter, self.take_customer, current))

    def take_customer(self, customer: Customer | None) -> None:
        """This customer, or nobody in particular."""
        self._change(set_customer(self._counter.cart.basket, customer))

    def ask_discount(self) -> None:
        """A rate or an amount off everything that is sold."""
        cart = self._counter.cart
        self._need_goods()

        def edit(discount: Discount | None) -> Basket:
            return discount_basket(cart.basket, discount)

        ask_discount(self._counter, M("Discount on the sale"), edit, self._change)

    def ask_note(self, then: Callable[[], None] | None = None) -> None:
        """A remark on the whole sale. then: what waited for one, which the shop wants to have."""
        cart = self._counter.cart

        def noted(text: str) -> None:
            if then is not None and not text:
                raise BadInput(M("This shop wants a note on each sale."))
            self._change(set_note(cart.basket, text))
            if then is not None:
                then()

        self._counter.sheet(TextSheet(self._counter, TextView(M("Note on the sale"), cart.basket.note), noted))

    def suspend(self) -> None:
        """Put the basket aside; an empty one means: which one is to come back?"""
        if self._counter.cart.empty:
            self._counter.enter(Suspended(self._counter))
            return

        def aside(_approvals: tuple[Approval, ...]) -> None:
            label = put_aside(self._counter)
            self._begin_anew()
            self._selling.refresh_suspended()
            self._selling.tell(M("Put aside: {label}", label=label), "ok")

        self._counter.with_permission("sale.suspend", M("Put a basket aside"), aside)

    def ask_void(self) -> None:
        """Throw the basket away: named and confirmed, since this can't be undone."""
        self._need_goods()
        counter = self._counter
        priced = counter.cart.priced
        amount = shown_amount(counter, priced.total)

        def void() -> None:
            counter.with_permission(
                "sale.basket.void", M("Void {count} items, {amount}", count=priced.count, amount=amount), voided
            )

        def voided(approvals: tuple[Approval, ...]) -> None:
            detail = {"basket": priced.basket.id, "lines": str(len(priced.lines)), "undoes": priced.basket.undoes}
            counter.audit("sale.basket.void", detail, amount=priced.total, approvals=approvals)
            counter.cart.clear()
            self._begin_anew()
            self._selling.tell(M("The sale was voided."), "info")

        ask = ConfirmView(
            M("Void the whole sale?"),
            M("{count} items, {amount}", count=priced.count, amount=amount),
            M("Void {count} items", count=priced.count),
        )
        counter.sheet(ConfirmSheet(counter, ask, void))

    def _begin_anew(self) -> None:
        selling = self._selling
        selling.selected = selling.marked = selling.voided = None
        selling.clear_strip()

    def _need_goods(self) -> None:
        if self._counter.cart.empty:
            raise Refused(M("The basket is empty. Scan to begin."))

    def _change(self, basket: Basket) -> None:
        self._counter.cart.change(basket)
        self._selling.clear_strip()
