"""What the cashier may offer, in words: one more, and the third is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.units import names_of, shown_amount
from kiosk.i18n import M, Names, Text
from kiosk.trade.promotion_hints import NearMiss, near_misses

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MOST = 2
"""More than two offers are read to no customer."""


def hints(counter: Counter) -> tuple[Text, ...]:
    """For the open basket, as it stands."""
    cart = counter.cart
    if cart.empty:
        return ()
    return tuple(_worded(counter, miss) for miss in near_misses(cart.priced, cart.terms(cart.basket))[:MOST])


def _worded(counter: Counter, miss: NearMiss) -> Text:
    name = Names(miss.promotion.name_zh, miss.promotion.name_en)
    if miss.barred == "customer":
        return M("For a customer by name: {promotion}", promotion=name)
    if miss.barred:
        return M("This customer has had it already: {promotion}", promotion=name)
    if miss.amount:
        return M("{amount} more: {promotion}", amount=shown_amount(counter, miss.amount), promotion=name)
    product = counter.store.catalogue.product(miss.product_id) if miss.product_id else None
    if product is not None:
        return M("With {product}: {promotion}", product=names_of(product), promotion=name)
    return M("One more: {promotion}", promotion=name)
