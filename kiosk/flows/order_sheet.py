"""A purchase order on A4, for the supplier."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.flows.buying_words import packs
from kiosk.flows.paper_orders import VALID
from kiosk.flows.paper_parts import Words
from kiosk.flows.ports import Settings
from kiosk.flows.units import unit_name
from kiosk.hw.a4 import Column, Sheet
from kiosk.i18n import M, Message, Names
from kiosk.store.purchases import Order, OrderedLine
from kiosk.store.store import Store
from kiosk.trade.quantity import ONE, format_quantity


def order_sheet(store: Store, settings: Settings, order: Order, day_of: Callable[[int], str]) -> Sheet:
    """In the language of the shop's papers. day_of: the shop's calendar day of a time, as text.

    What nobody has approved yet says so across its head.
    """
    words = Words.of(settings)
    head = order.head
    banner = M("CANCELLED") if head.state == "cancelled" else M("DRAFT, NOT AN ORDER")
    signed = next((s for s in reversed(order.steps) if s.act == "approved" and s.revision == order.revision), None)
    approver = _person(store, signed.approved_by or signed.actor) if signed and head.state in VALID else ""
    return Sheet(
        title=words.say(M("PURCHASE ORDER")),
        sender=_sender(store, settings, words.language),
        facts=tuple((words.say(label), value) for label, value in _facts(store, order, day_of) if value),
        columns=(
            Column("", 5),
            Column(words.say(M("Your number")), 20),
            Column(words.say(M("Product")), 48),
            Column(words.say(M("Quantity")), 18, "right"),
            Column(words.say(M("Unit")), 16),
            Column(words.say(M("Price")), 17, "right"),
            Column(words.say(M("Amount")), 20, "right"),
        ),
        rows=tuple(_row(number, line, words) for number, line in enumerate(order.lines, start=1)),
        sums=((words.say(M("Total")), words.money(head.total, symbol=True)),),
        notes=(order.note,) if order.note else (),
        signatures=(
            words.say(M("Buyer: {name}", name=_person(store, head.created_by))),
            words.say(M("Approved by: {name}", name=approver)),
            words.say(M("Supplier:")),
        ),
        banner="" if head.state in VALID else words.say(banner),
        page=f"{head.id}   {{n}} / {{all}}",
    )


def _row(number: int, line: OrderedLine, words: Words) -> tuple[str, ...]:
    names = [words.name(line.name_zh, line.name_en)]
    names += [line.note] if line.note else []
    unit = unit_name(line.unit).in_(words.language)
    per = unit if line.pack == ONE else f"{format_quantity(line.pack)} {unit}"
    count = packs(line.quantity, line.pack, line.unit).split(" × ")[0]
    price, amount = words.money(line.price), words.money(line.amount)
    return (str(number), line.code, "\n".join(names), count, per, price, amount)


def _facts(store: Store, order: Order, day_of: Callable[[int], str]) -> list[tuple[Message, str]]:
    head, supplier = order.head, store.suppliers.get(order.head.supplier_id)
    return [
        (M("Number"), head.id),
        (M("Date"), day_of(head.sent_at or head.created_at)),
        (M("Supplier"), head.supplier),
        (M("Deliver by"), head.expected),
        (M("Contact"), supplier.contact if supplier else ""),
        (M("Phone"), supplier.phone if supplier else ""),
        (M("Address"), supplier.address if supplier else ""),
    ]


def _sender(store: Store, settings: Settings, language: str) -> tuple[str, ...]:
    shop = store.settings.store()
    if shop is None:
        return (settings.store_names.in_(language),)
    where = "   ".join(text for text in (shop.address, shop.phone) if text)
    return tuple(text for text in (Names(shop.name_zh, shop.name_en).in_(language), where) if text)


def _person(store: Store, user_id: str) -> str:
    user = store.people.user(user_id)
    return user.name if user else user_id
