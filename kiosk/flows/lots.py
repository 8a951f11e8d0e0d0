"""What is asked of goods in hand, wherever they are handled: which batch of those that lie there, and how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput
from kiosk.flows.goods_in import Goods
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import ChoiceView, NumberView, Option
from kiosk.i18n import M, plain
from kiosk.store.stockroom import InPlace
from kiosk.trade.goods import Product
from kiosk.trade.quantity import ONE, format_quantity
from kiosk.trade.receiving import sensible

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

Then = Callable[[Goods], None]


def with_lot(counter: Counter, goods: Goods, lying: Sequence[InPlace], then: Then) -> None:
    """Go on with the batch: that of the code, the only one there is, or one that is chosen; the earliest date first."""
    lots = [r for r in lying if r.quantity > 0 and (r.batch or r.expiry)]
    if goods.batch or not lots:
        known = next((r.expiry for r in lots if r.batch == goods.batch), "")
        then(replace(goods, expiry=known or goods.expiry))
        return
    if len(lots) == 1:
        then(replace(goods, batch=lots[0].batch, expiry=lots[0].expiry))
        return
    places = decimals_of(goods.product.unit)
    options = tuple(
        Option(str(n), batch_words(r.batch, r.expiry), plain(format_quantity(r.quantity, places)))
        for n, r in enumerate(lots)
    )
    view = ChoiceView(M("Which batch of {name}?", name=names_of(goods.product)), options)

    def chosen(which: str) -> None:
        lot = lots[int(which)]
        then(replace(goods, batch=lot.batch, expiry=lot.expiry))

    counter.sheet(ChoiceSheet(counter, view, chosen))


def ask_quantity(counter: Counter, goods: Goods, then: Then, *, zero: bool = False) -> None:
    """How much of it. zero: none at all is an answer, too."""
    ask = NumberView(
        M("How much of {name}?", name=names_of(goods.product)), "quantity", decimals_of(goods.product.unit),
        goods.quantity or None,
    )  # fmt: skip

    def typed(quantity: int) -> None:
        check_quantity(goods.product, quantity, zero=zero)
        then(replace(goods, quantity=quantity))

    counter.sheet(NumberSheet(counter, ask, typed))


def check_quantity(product: Product, quantity: int, *, zero: bool = False) -> None:
    """Raises BadInput for what nobody has in hand: nothing, a billion, half a bottle."""
    if quantity < 0 or (quantity == 0 and not zero) or not sensible(quantity):
        raise BadInput(M("Type a quantity above zero."))
    if quantity % ONE and not decimals_of(product.unit):
        raise BadInput(M("This is counted in whole pieces only."))
