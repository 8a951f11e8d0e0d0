"""What a shop's policies say of goods about to be sold: past their date, not in stock, kept for somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.i18n import M, Message, plain
from kiosk.store.documents import Approval
from kiosk.store.enough import Taken, missing
from kiosk.trade.basket import Basket, Line
from kiosk.trade.goods import Product
from kiosk.trade.promising import sold_to_others
from kiosk.trade.quantity import ONE, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

Then = Callable[[tuple[Approval, ...]], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A policy's answer: rule is approve or refuse; why in words. short: so much of these is not there."""

    rule: str
    permission: str
    why: Message
    short: Mapping[str, int] = field(default_factory=dict)


def expired(counter: Counter, product: Product, expiry: str) -> Verdict | None:
    """Goods past their date."""
    if not expiry or counter.cart.limits.expired_goods == "allow":
        return None
    if expiry >= counter.clock.today().isoformat():
        return None
    why = M("{name} expired on {date}.", name=names_of(product), date=expiry)
    return Verdict(counter.cart.limits.expired_goods, "sale.expired", why)


def stock(counter: Counter, product: Product, more: int, batch: str = "", expiry: str = "") -> Verdict | None:
    """Whether so much more of it, and of its batch, is there besides what lies in the basket."""
    if counter.cart.limits.negative_stock == "allow":
        return None
    taken = _taken(product, more, batch, expiry)
    parts = {t.product_id for t in taken}
    mine = [t for t in taken_by(counter.cart.basket) if t.product_id in parts]
    return short(counter, [*mine, *taken])


def short(counter: Counter, taken: Sequence[Taken]) -> Verdict | None:
    """The shop's answer to goods that are not there by the books; None where they are, or somebody agreed to them."""
    found = missing(counter.store, taken)
    wanted = sum(t.quantity for t in taken if found is not None and t.product_id == found.product_id)
    if found is None or wanted <= counter.cart.agreed.get(found.product_id, 0):
        return None
    product = counter.store.catalogue.product(found.product_id)
    count = format_quantity(found.there, decimals_of(product.unit) if product else 0)
    name = names_of(product) if product else plain(found.product_id)
    why = M("Only {count} of {name} are in stock.", count=count, name=name)
    if found.batch or found.expiry:
        lot = batch_words(found.batch, found.expiry)
        why = M("Only {count} of {name}, {lot}, are in stock.", count=count, name=name, lot=lot)
    return Verdict(counter.cart.limits.negative_stock, "sale.negative_stock", why, {found.product_id: wanted})


def taken_by(basket: Basket) -> list[Taken]:
    """What goes out with it: of a kit its parts, of goods with a batch that batch."""
    sold = (line for line in basket.lines if line.returned is None)
    return [t for line in sold for t in _taken(line.product, line.quantity, line.batch, line.expiry)]


def _taken(product: Product, quantity: int, batch: str, expiry: str) -> list[Taken]:
    parts: dict[str, int] = {}
    _take(parts, product, quantity)
    lot = (batch, expiry) if not product.components else ("", "")
    return [Taken(product_id, its, "", *lot) for product_id, its in parts.items()]


def _take(taken: dict[str, int], product: Product, quantity: int) -> None:
    if product.components:
        for part in product.components:
            taken[part.product_id] = taken.get(part.product_id, 0) + part.quantity * quantity // ONE
    else:
        taken[product.id] = taken.get(product.id, 0) + quantity


def goods_of_basket(basket: Basket) -> dict[str, int]:
    """What goes out with it, by product, base units; of a kit its parts."""
    found: dict[str, int] = {}
    for t in taken_by(basket):
        found[t.product_id] = found.get(t.product_id, 0) + t.quantity
    return found


def kept(counter: Counter, product: Product, more: int) -> Verdict | None:
    """What is kept for customers' orders goes to others only by leave. Where no order is open, nothing is asked."""
    if not counter.cart.keeps:
        return None
    before = goods_of_basket(counter.cart.basket)
    taken = dict(before)
    _take(taken, product, more)
    for product_id, quantity in taken.items():
        if quantity == before.get(product_id, 0):
            continue
        others = counter.store.promises.kept(product_id, but=counter.cart.basket.order_id)
        if others and sold_to_others(counter.store.stock.level(product_id).on_hand, others, quantity):
            count = format_quantity(others, decimals_of(product.unit))
            why = M("{count} of {name} are kept for customers' orders.", count=count, name=names_of(product))
            return Verdict("approve", "sale.reserved", why)
    return None


def check_stock(counter: Counter, line: Line, more: int, then: Then) -> None:
    """Run `then` if so much more of it may be sold; ask or refuse where the shop's policy says so."""
    product = line.product
    verdict = stock(counter, product, more, line.batch, line.expiry) or kept(counter, product, more)
    if verdict is None:
        then(())
    else:
        settle(counter, product.id, verdict, then)


def check_basket(counter: Counter, then: Callable[[], None]) -> None:
    """Once more before it is paid: it may have been put aside for hours, and other tills sold meanwhile."""
    verdict = None
    if counter.cart.limits.negative_stock != "allow":
        verdict = short(counter, taken_by(counter.cart.basket))
    if verdict is None:
        then()
    else:
        settle(counter, next(iter(verdict.short)), verdict, lambda _approvals: check_basket(counter, then))


def settle(counter: Counter, product_id: str, verdict: Verdict, then: Then) -> None:
    """Refuse, or have somebody agree; then go on."""
    if verdict.rule == "refuse":
        counter.unknown()
        raise Refused(verdict.why)

    def agreed(approvals: tuple[Approval, ...]) -> None:
        counter.audit(verdict.permission, {"product": product_id, "why": str(verdict.why)}, approvals=approvals)
        counter.cart.approvals += approvals
        counter.cart.agreed.update(verdict.short)
        then(approvals)

    counter.with_permission(verdict.permission, verdict.why, agreed)
