"""Goods into the basket: what is missing is asked, what policies forbid is refused or agreed to, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, DeviceError, Refused
from kiosk.flows.sheets import NumberSheet
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import NumberView
from kiosk.i18n import M, Message
from kiosk.store.documents import Approval
from kiosk.trade.basket import Basket, PriceOverride
from kiosk.trade.edits import add_line
from kiosk.trade.goods import Product
from kiosk.trade.money import Money
from kiosk.trade.promising import sold_to_others
from kiosk.trade.quantity import ONE, Quantity, format_quantity
from kiosk.trade.receiving import look_at_expiry

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.flows.selling import Selling


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
    for policy, check in _POLICIES:
        if policy not in goods.allowed:
            verdict = check(counter, goods)
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


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A policy's answer: rule is approve or refuse; why in words."""

    rule: str
    permission: str
    why: Message


def _expired(counter: Counter, goods: Goods) -> _Verdict | None:
    if not goods.expiry or counter.cart.limits.expired_goods == "allow":
        return None
    if goods.expiry >= counter.clock.today().isoformat():
        return None
    why = M("{name} expired on {date}.", name=names_of(goods.product), date=goods.expiry)
    return _Verdict(counter.cart.limits.expired_goods, "sale.expired", why)


def _out_of_stock(counter: Counter, goods: Goods) -> _Verdict | None:
    return _stock(counter, goods.product, goods.quantity or ONE)


def _stock(counter: Counter, product: Product, more: int) -> _Verdict | None:
    rule = counter.cart.limits.negative_stock
    if rule == "allow":
        return None
    before = goods_of_basket(counter.cart.basket)
    taken = dict(before)
    _take(taken, product, more)
    for product_id, quantity in taken.items():
        if quantity != before.get(product_id, 0):
            on_hand = counter.store.stock.level(product_id).on_hand
            if quantity > on_hand:
                left = format_quantity(on_hand, decimals_of(product.unit))
                why = M("Only {count} of {name} are in stock.", count=left, name=names_of(product))
                return _Verdict(rule, "sale.negative_stock", why)
    return None


def _take(taken: dict[str, int], product: Product, quantity: int) -> None:
    if product.components:
        for part in product.components:
            taken[part.product_id] = taken.get(part.product_id, 0) + part.quantity * quantity // ONE
    else:
        taken[product.id] = taken.get(product.id, 0) + quantity


def goods_of_basket(basket: Basket) -> dict[str, int]:
    """What goes out with it, by product, base units; of a kit its parts."""
    taken: dict[str, int] = {}
    for line in basket.lines:
        if line.returned is None:
            _take(taken, line.product, line.quantity)
    return taken


def _reserved(counter: Counter, goods: Goods) -> _Verdict | None:
    return _kept(counter, goods.product, goods.quantity or ONE)


def _kept(counter: Counter, product: Product, more: int) -> _Verdict | None:
    """What is kept for customers' orders goes to others only by leave. Where no order is open, nothing is asked."""
    if not counter.cart.keeps:
        return None
    before = goods_of_basket(counter.cart.basket)
    taken = dict(before)
    _take(taken, product, more)
    for product_id, quantity in taken.items():
        if quantity == before.get(product_id, 0):
            continue
        kept = counter.store.promises.kept(product_id, but=counter.cart.basket.order_id)
        if kept and sold_to_others(counter.store.stock.level(product_id).on_hand, kept, quantity):
            count = format_quantity(kept, decimals_of(product.unit))
            why = M("{count} of {name} are kept for customers' orders.", count=count, name=names_of(product))
            return _Verdict("approve", "sale.reserved", why)
    return None


_POLICIES = (("expired", _expired), ("stock", _out_of_stock), ("reserved", _reserved))


def _deal_with(selling: Selling, goods: Goods, policy: str, verdict: _Verdict) -> None:
    def agreed(_approvals: tuple[Approval, ...]) -> None:
        put(selling, replace(goods, allowed=goods.allowed | {policy}))

    _settle(selling, goods.product, verdict, agreed)


def check_stock(selling: Selling, product: Product, more: int, then: Callable[[tuple[Approval, ...]], None]) -> None:
    """Run `then` if so much more of it may be sold; ask or refuse where the shop's policy says so."""
    verdict = _stock(selling.counter, product, more) or _kept(selling.counter, product, more)
    if verdict is None:
        then(())
    else:
        _settle(selling, product, verdict, then)


def _settle(
    selling: Selling, product: Product, verdict: _Verdict, then: Callable[[tuple[Approval, ...]], None]
) -> None:
    counter = selling.counter
    if verdict.rule == "refuse":
        counter.unknown()
        raise Refused(verdict.why)

    def agreed(approvals: tuple[Approval, ...]) -> None:
        counter.audit(verdict.permission, {"product": product.id, "why": str(verdict.why)}, approvals=approvals)
        counter.cart.approvals += approvals
        then(approvals)

    counter.with_permission(verdict.permission, verdict.why, agreed)
