"""A purchase order on the receipt printer's paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.buying_words import packs
from kiosk.flows.paper_parts import Words, heading, signature
from kiosk.flows.papers import local_time, name_of
from kiosk.flows.units import unit_name
from kiosk.hw.paper import Banner, Barcode, Blank, Goods, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M
from kiosk.store.purchases import Order
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

VALID = ("approved", "sent", "partly_received", "received", "closed")
"""States in which it is an order, and not only a wish."""


def order_paper(counter: Counter, order: Order) -> Paper:
    """For the supplier. What nobody has approved yet says so across its head."""
    words = Words.of(counter.settings)
    head, supplier = order.head, counter.store.suppliers.get(order.head.supplier_id)
    items: list[Item] = []
    if head.state not in VALID:
        text = M("CANCELLED") if head.state == "cancelled" else M("DRAFT, NOT AN ORDER")
        items += [Banner(words.say(text)), Blank()]
    items += heading(counter.store.settings.store(), counter.settings, words.language)
    items += [
        Blank(),
        Text(words.say(M("PURCHASE ORDER")), align="center", bold=True, size="double"),
        Rule(),
        Pair(words.say(M("Number")), head.id),
        Pair(words.say(M("Date")), local_time(counter, head.sent_at or head.created_at)[:10]),
        Pair(words.say(M("Supplier")), head.supplier, bold=True),
    ]
    if supplier is not None:
        known = ((M("Contact"), supplier.contact), (M("Phone"), supplier.phone))
        items += [Pair(words.say(label), value) for label, value in known if value]
    if head.expected:
        items.append(Pair(words.say(M("Deliver by")), head.expected, bold=True))
    items.append(Rule())
    for line in order.lines:
        per = f"{words.money(line.price)} / {format_quantity(line.pack)} {unit_name(line.unit).in_(words.language)}"
        detail = f"{packs(line.quantity, line.pack, line.unit)}  {per}"
        items.append(Goods(words.name(line.name_zh, line.name_en), detail, words.money(line.amount)))
        if line.code:
            items.append(Text(words.say(M("Your number: {code}", code=line.code))))
    items += [Rule(), Pair(words.say(M("Total")), words.money(head.total, symbol=True), bold=True, size="tall")]
    if order.note:
        items += [Rule(), Text(order.note)]
    approved = next((s for s in reversed(order.steps) if s.act == "approved"), None)
    items += [Rule(), Pair(words.say(M("Buyer")), name_of(counter, head.created_by))]
    if approved is not None and head.state in VALID:
        items.append(Pair(words.say(M("Approved by")), name_of(counter, approved.approved_by or approved.actor)))
    items += [Blank(2), signature(words), Blank(), Barcode(head.id)]
    return Paper(words.language, tuple(items))
