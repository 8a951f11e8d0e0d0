"""What a supplier sells a product for, typed in at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows.amounts import read_amount
from kiosk.flows.sheets import FieldRefused, FormSheet
from kiosk.flows.units import names_of
from kiosk.flows.views import Field, FormView
from kiosk.i18n import M
from kiosk.store.documents_buying import SupplierProductSaved, supplier_product_id
from kiosk.trade.buying import PriceBreak, Terms
from kiosk.trade.money import Money, format_money
from kiosk.trade.quantity import ONE, Quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MOST_PACKS = 100_000


def ask_terms(counter: Counter, supplier_id: str, product_id: str, then: Callable[[], None]) -> None:
    """Ask for code, pack, minimum, price and one price break; `then` runs when they are kept.

    Further breaks, which come with imported lists, are kept as they are only while the first two stay untouched.
    """
    product = counter.store.catalogue.product(product_id)
    if product is None:
        raise Refused(M("This product no longer exists."))
    now = counter.store.suppliers.terms(supplier_id, product_id) or Terms(
        supplier_id=supplier_id, product_id=product_id
    )
    prices = sorted(now.prices, key=lambda b: b.min_quantity)
    first, second = [*prices, None, None][:2]

    def amount(of: PriceBreak | None) -> str:
        return format_money(of.price, counter.settings.currency) if of else ""

    def count(quantity: int) -> str:
        return str(quantity // now.pack) if quantity else ""

    def save(values: dict[str, str]) -> None:
        pack = Quantity(_whole(values, "pack", 1) * ONE)
        breaks = [PriceBreak(_amount(counter, values, "price"))]
        many = _whole(values, "many", 0)
        if many:
            breaks.append(PriceBreak(_amount(counter, values, "less"), Quantity(many * pack)))
        elif values["less"]:
            raise FieldRefused("many", M("From how many packs on?"))
        shown = [PriceBreak(b.price, b.min_quantity if n else Quantity(0)) for n, b in enumerate(prices[:2])]
        document = SupplierProductSaved(
            id=supplier_product_id(supplier_id, product_id),
            supplier_id=supplier_id,
            product_id=product_id,
            code=values["code"],
            pack=pack,
            min_quantity=Quantity(_whole(values, "least", 0) * pack),
            prices=now.prices if breaks == shown and pack == now.pack else tuple(breaks),
            lead_days=_whole(values, "days", 0) if values["days"] else None,
        )
        counter.store.journal.append(document, actor=counter.actor)
        then()

    ask = FormView(
        names_of(product),
        (
            Field("price", M("Price of a pack"), "amount", amount(first), required=True),
            Field("pack", M("Units in a pack"), "number", str(now.pack // ONE), required=True),
            Field("least", M("At least so many packs"), "number", count(now.min_quantity)),
            Field("many", M("Cheaper from so many packs"), "number", count(second.min_quantity) if second else ""),
            Field("less", M("Price of a pack then"), "amount", amount(second)),
            Field("code", M("Supplier's number"), "text", now.code),
            Field("days", M("Days to delivery"), "number", "" if now.lead_days is None else str(now.lead_days)),
        ),
        M("Save"),
    )
    counter.with_permission(
        "supplier.change",
        M("Change what a supplier sells {name} for", name=names_of(product)),
        lambda _approvals: counter.sheet(FormSheet(counter, ask, save)),
    )


def _whole(values: dict[str, str], field: str, least: int) -> int:
    text = values[field] or "0"
    if not text.isdecimal() or not least <= int(text) <= MOST_PACKS:
        raise FieldRefused(field, M("Type a whole number from {least} to {most}.", least=least, most=MOST_PACKS))
    return int(text)


def _amount(counter: Counter, values: dict[str, str], field: str) -> Money:
    try:
        return read_amount(values[field], counter.settings.currency)
    except BadInput as error:
        raise FieldRefused(field, error.message) from error
