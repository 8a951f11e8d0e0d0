"""How an order being written is shown: the product in hand, its packs largest; the rest below."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.flows.buying_content import Content, terms_for
from kiosk.flows.buying_words import expected_text, packs
from kiosk.flows.units import decimals_of, shown_amount, unit_name
from kiosk.flows.views import Action, DoneRow, Hand, TaskView
from kiosk.i18n import M, Names, Text, plain
from kiosk.store.documents_buying import PurchaseLine
from kiosk.store.suppliers import Supplier
from kiosk.trade.buying import line_amount, next_break, orderable
from kiosk.trade.money import Currency, format_money
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def draft_view(counter: Counter, supplier: Supplier, content: Content, hand: str, *, undoable: bool) -> TaskView:
    """hand: the product in hand, "" for none."""
    line, currency = content.line(hand), counter.settings.currency
    return TaskView(
        title=M("Order to {supplier}", supplier=supplier.name),
        empty=M("Scan goods, or search them, to put them on the order."),
        progress=plain(shown_amount(counter, content.total)),
        detail=_detail(counter, supplier, content),
        hand=None if line is None else _in_hand(counter, supplier, line),
        rows=tuple(_row(currency, x) for x in reversed(content.lines) if x.product_id != hand),
        actions=(
            Action("undo", M("Undo"), "undo", enabled=undoable),
            Action("done", M("Done"), "check", enabled=bool(content.lines)),
        ),
        more=(
            Action("find", M("Search"), "magnify", "F2"),
            Action("price", M("Price"), "tag", "F6", enabled=line is not None),
            Action("remove", M("Remove"), "delete", "F8", enabled=line is not None),
            Action("other", M("More"), "menu"),
        ),
    )


def _detail(counter: Counter, supplier: Supplier, content: Content) -> Text | None:
    missing = supplier.min_order - content.total
    if content.lines and missing > 0:
        return M("{amount} more to this supplier's minimum order", amount=shown_amount(counter, missing))
    return expected_text(content.expected) if content.expected else None


def _in_hand(counter: Counter, supplier: Supplier, line: PurchaseLine) -> Hand:
    store, places = counter.store, decimals_of(line.unit)
    cost = shown_amount(counter, line_amount(line.quantity, line.pack, line.price))
    price, count = shown_amount(counter, line.price), format_quantity(line.pack)
    each = M("{price} for {count} {unit}", price=price, count=count, unit=unit_name(line.unit))
    level = format_quantity(store.stock.level(line.product_id).on_hand, places)
    coming = format_quantity(store.purchases.on_order(line.product_id), places)
    facts: list[Text] = [
        M("{amount} · {each}", amount=cost, each=each) if line.price else M("No price is known. Type one."),
        M("In stock {level} · on order {coming}", level=level, coming=coming),
    ]
    terms = terms_for(store, supplier.id, line.product_id)
    better = next_break(terms, line.quantity)
    if better is not None:
        start = packs(orderable(terms, better.min_quantity), line.pack, line.unit)
        facts.append(M("From {count} on: {price}", count=start, price=shown_amount(counter, better.price)))
    elif line.note:
        facts.append(plain(line.note))
    code = M("Supplier's number {code}", code=line.code) if line.code else None
    number = plain(packs(line.quantity, line.pack, line.unit))
    return Hand(Names(line.name_zh, line.name_en), number, code, tuple(facts), "" if line.price else "warn")


@lru_cache(maxsize=4096)  # of a long order each scan changes one line
def _row(currency: Currency, line: PurchaseLine) -> DoneRow:
    cost = format_money(line_amount(line.quantity, line.pack, line.price), currency, symbol=True)
    number = plain(packs(line.quantity, line.pack, line.unit))
    name = Names(line.name_zh, line.name_en)
    return DoneRow(line.product_id, name, number, plain(cost), "" if line.price else "warn")
