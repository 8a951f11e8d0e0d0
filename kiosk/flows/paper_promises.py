"""Slips of a customer's order, its own and that of goods that lie ready; the code on either brings the order back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.paper_parts import Words, heading
from kiosk.flows.papers import local_time
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.hw.paper import Barcode, Blank, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M
from kiosk.store.documents_promises import CustomerOrdered, CustomerOrderReady
from kiosk.store.promises import Promised
from kiosk.trade.goods import Customer
from kiosk.trade.priced import PricedBasket
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def order_slip(
    counter: Counter, order: CustomerOrdered, priced: PricedBasket, customer: Customer, number: str, at: int
) -> Paper:
    """For the customer, in the paper's language."""
    words = Words.of(counter.settings)
    items: list[Item] = heading(counter.store.settings.store(), counter.settings, words.language)
    items += [
        Blank(),
        Text(words.say(M("CUSTOMER'S ORDER")), align="center", bold=True, size="tall"),
        Pair(number, local_time(counter, at)),
        Pair(words.say(M("Customer")), customer.name),
        Rule(),
    ]
    for line in priced.lines:
        product = line.line.product
        count = format_quantity(line.line.quantity, decimals_of(product.unit))
        items.append(Text(names_of(product).in_(words.language)))
        items.append(Pair(count, shown_amount(counter, line.total)))
    items += [Rule(), Pair(words.say(M("Total")), shown_amount(counter, order.total), bold=True)]
    if order.deposit:
        items.append(Pair(words.say(M("Deposit paid")), shown_amount(counter, order.deposit)))
        items.append(Pair(words.say(M("Still to pay")), shown_amount(counter, order.total - order.deposit), bold=True))
    if order.promised:
        items.append(Pair(words.say(M("Promised for")), order.promised, bold=True))
    items += [Blank(), Barcode(number), Text(words.say(M("Bring this slip when you collect.")), align="center")]
    return Paper(words.language, tuple(items))


def ready_slip(counter: Counter, order: Promised, ready: CustomerOrderReady, at: int) -> Paper:
    """To lie with the goods: whose they are, and which."""
    words = Words.of(counter.settings)
    items: list[Item] = heading(counter.store.settings.store(), counter.settings, words.language, brief=True)
    items += [
        Blank(),
        Text(words.say(M("READY TO COLLECT")), align="center", bold=True, size="tall"),
        Text(order.customer, align="center", bold=True, size="tall"),
        Pair(order.phone, order.promised),
        Pair(order.id, local_time(counter, at)),
        Rule(),
    ]
    for x in ready.lines:
        product = counter.store.catalogue.product(x.product_id)
        name = names_of(product).in_(words.language) if product else x.product_id
        items.append(Pair(name, format_quantity(x.quantity, decimals_of(product.unit) if product else 0)))
    items.append(Rule())
    if not ready.whole:
        items.append(Text(words.say(M("A part of the order: the rest follows.")), bold=True))
    items += [Blank(), Barcode(order.id)]
    return Paper(words.language, tuple(items))
