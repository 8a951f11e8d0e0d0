"""Goods into the basket: what is missing is asked, what policies forbid is refused or agreed to, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, DeviceError, Refused
from kiosk.flows.sale_policies import Verdict, expired, kept, settle, stock
from kiosk.flows.sheets import NumberSheet
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import NumberView
from kiosk.i18n import M
from kiosk.store.documents import Approval
from kiosk.trade.basket import PriceOverride
from kiosk.trade.edits import add_line
from kiosk.trade.goods import Product
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity
from kiosk.trade.receiving import look_at_expiry

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.flows.selling import Selling

POLICIES = ("expired", "stock", "reserved")
"""In the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What is to be added. quantity None: one piece, or asked for when the product is weighed.

    allowed: policies that somebody agreed to already (expired, stock).
    """

    product: Product
    quantity: Quantity | None = None
    barcode: str = ""
    amount: Money | None = None
    override: PriceOverride | None = None
    batch: str = ""
    expiry: str = ""
    allowed: frozenset[str] = frozenset()


def put(selling: Selling, goods: Goods) -> None:
    """Add it, or ask what must be known first. Raises Refused; then nothing was changed."""
    counter = selling.counter
    if not counter.may("sale.sell"):
        raise Refused(M("You may look around here, not sell."))
    if goods.quantity is None and goods.product.weighed and goods.amount is None:
        _ask_weight(selling, goods)
        return
    if goods.product.price is None and not goods.product.prices and goods.amount is None and not goods.override:
        _ask_price(selling, goods)
        return
    for policy in POLICIES:
        if policy not in goods.allowed:
            verdict = _verdict(policy, counter, goods)
            if verdict is not None:
                _deal_with(selling, goods, policy, verdict)
                return
    cart = counter.cart
    basket, key = add_line(
        cart.basket,
        goods.product,
        ONE if goods.quantity is None else goods.quantity,
        barcode=goods.barcode,
        amount=goods.amount,
        override=goods.override,
        batch=goods.batch,
        expiry=goods.expiry,
    )
    cart.change(basket)
    selling.show_added(key)
    counter.ok()
    _warn_of_date(selling, goods)


def _warn_of_date(selling: Selling, goods: Goods) -> None:
    """The customer should know of goods that keep only for today or tomorrow."""
    counter = selling.counter
    days = counter.cart.limits.sale_expiry_days
    if look_at_expiry(goods.expiry, counter.clock.today().isoformat(), days) == "near":
        name = names_of(goods.product)
        selling.tell(M("{name} keeps until {date} only. Tell the customer.", name=name, date=goods.expiry), "warn")


# --- what is missing


def _ask_weight(selling: Selling, goods: Goods) -> None:
    counter = selling.counter
    try:
        weight = counter.devices.weight()
    except DeviceError:
        weight = None
    measured, hint = None, None
    if weight is not None and not weight.stable:
        hint = M("The scale has not come to rest.")
    elif weight is not None and weight.quantity > 0:
        measured, hint = weight.quantity, M("From the scale")
    ask = NumberView(
        M("Weight of {name}", name=names_of(goods.product)),
        "quantity",
        max(decimals_of(goods.product.unit), 3),
        measured,
        hint,
        measured=measured is not None,
    )

    def weighed(quantity: int) -> None:
        if quantity <= 0:
            raise BadInput(M("Type a weight above zero."))
        put(selling, replace(goods, quantity=Quantity(quantity)))

    counter.sheet(NumberSheet(counter, ask, weighed))


def _ask_price(selling: Selling, goods: Goods) -> None:
    counter = selling.counter
    name = names_of(goods.product)

    def priced(price: int, by: str) -> None:
        if price <= 0:
            raise BadInput(M("Type a price above zero."))
        override = PriceOverride(Money(price), "no_price", by)
        put(selling, replace(goods, override=override))

    def allowed(approvals: tuple[Approval, ...]) -> None:
        by = approvals[0].by if approvals else counter.actor
        ask = NumberView(M("{name} has no price. Type it.", name=name), "amount", counter.settings.currency.exponent)
        counter.sheet(NumberSheet(counter, ask, lambda price: priced(price, by)))

    counter.with_permission("sale.price.override", M("{name} has no price: type one", name=name), allowed)


# --- what the shop's policies say


def _verdict(policy: str, counter: Counter, goods: Goods) -> Verdict | None:
    match policy:
        case "expired":
            return expired(counter, goods.product, goods.expiry)
        case "stock":
            return stock(counter, goods.product, goods.quantity or ONE, goods.batch, goods.expiry)
    return kept(counter, goods.product, goods.quantity or ONE)


def _deal_with(selling: Selling, goods: Goods, policy: str, verdict: Verdict) -> None:
    def agreed(_approvals: tuple[Approval, ...]) -> None:
        put(selling, replace(goods, allowed=goods.allowed | {policy}))

    settle(selling.counter, goods.product.id, verdict, agreed)
