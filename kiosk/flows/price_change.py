"""The regular price of a product changed at the counter (调价), now or from tomorrow, by who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.flows.papers import local_time
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.units import names_of, shown_amount
from kiosk.flows.views import ChoiceView, NumberView, Option
from kiosk.i18n import M
from kiosk.store.documents import ActAudited, Approval, PriceLine, ProductSaved
from kiosk.trade.goods import Product, list_price
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

HIGHEST = 10**9
"""More than any price, minor units: a barcode typed into the keypad."""

DAY_MS = 86_400_000
MINUTE_MS = 60_000


def change_price(
    counter: Counter, product: Product, then: Callable[[bool], None], proposed: Money | None = None
) -> None:
    """Ask for the price and from when. `then` is told whether it is in force already. proposed: stands there first."""
    detail = M("Change the price of {name}", name=names_of(product))
    counter.with_permission(
        "product.price", detail, lambda approvals: _ask(counter, product, approvals, then, proposed)
    )


def price_now(counter: Counter, product: Product) -> Money | None:
    """What one costs everybody at this moment."""
    return list_price(product, ONE, at=counter.clock.now())


def next_midnight(counter: Counter) -> int:
    """When tomorrow begins on the shop's clock, UTC milliseconds."""
    now = counter.clock.now()
    offset = counter.clock.utc_offset(now) * MINUTE_MS
    start = ((now + offset) // DAY_MS + 1) * DAY_MS - offset
    return start + offset - counter.clock.utc_offset(start) * MINUTE_MS  # the night when clocks are changed


def _ask(
    counter: Counter, product: Product, approvals: tuple[Approval, ...], then: Callable[[bool], None],
    proposed: Money | None,
) -> None:  # fmt: skip
    def priced(price: int) -> None:
        if price <= 0:
            raise BadInput(M("Type a price above zero."))
        if price > HIGHEST:
            raise BadInput(M("That price is too high."))
        options = (Option("now", M("Now")), Option("tomorrow", M("From tomorrow")))
        shown = M("{name}: {price}", name=names_of(product), price=shown_amount(counter, price))
        ask = ChoiceView(M("From when?"), options, shown)
        counter.sheet(ChoiceSheet(counter, ask, lambda when: save(price, when)))

    def save(price: int, when: str) -> None:
        document = counter.store.catalogue.document(product.id)
        if document is None:
            raise Refused(M("This product no longer exists."))
        before = price_now(counter, product)
        start = None if when == "now" else next_midnight(counter)
        detail = {
            "product": product.name(counter.settings.language),
            "before": shown_amount(counter, before) if before is not None else "",
            "from": local_time(counter, start)[:10],
        }
        act = ActAudited(act="product.price", detail=detail, amount=Money(price), approvals=approvals)
        changed = repriced(document, Money(price), before, start)
        counter.store.journal.append_many([changed, act], actor=counter.actor)
        counter.cart.refresh()
        counter.ok()
        then(start is None)

    ask = NumberView(
        M("New price"),
        "amount",
        counter.settings.currency.exponent,
        proposed if proposed is not None else price_now(counter, product),
        names_of(product),
    )
    counter.sheet(NumberSheet(counter, ask, priced))


def repriced(document: ProductSaved, price: Money, before: Money | None, start: int | None) -> ProductSaved:
    """The product with a new regular price, at once or from `start` on; before: what it costs until then.

    A change is a line of the price list for everybody, from one piece, with no end. There is one at most: a later
    change takes the place of one not yet in force, and one in force long since becomes the regular price.
    """
    others = tuple(line for line in document.prices if not _is_change(line))
    if start is None:
        return msgspec.structs.replace(document, price=price, prices=others)
    change = PriceLine(price=price, start=start)
    return msgspec.structs.replace(document, price=before, prices=(*others, change))


def _is_change(line: PriceLine) -> bool:
    return not line.level and not line.min_quantity and not line.store_id and line.end is None
