"""Goods leave the stock only if they are there by the books, unless the shop lets its stock go below nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.enough import Missing, Taken, missing
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def keeps_above_nothing(counter: Counter) -> bool:
    """Whether stock below nothing needs leave, or can't be at all: the stock room does not ask for leave, it counts."""
    return counter.store.settings.limits().negative_stock != "allow"


def check_there(counter: Counter, taken: Iterable[Taken]) -> None:
    """Before goods are written off, moved or sent: what was scanned may lie for hours, and be sold meanwhile.

    Raises Refused for what is not there by the books any more, where the shop keeps no stock below nothing.
    """
    if not keeps_above_nothing(counter):
        return
    found = missing(counter.store, taken)
    if found is not None:
        raise Refused(words(counter, found))


def words(counter: Counter, found: Missing) -> Message:
    """What is not there, and what to do."""
    product = counter.store.catalogue.product(found.product_id)
    name: Text = names_of(product) if product else plain(found.product_id)
    count = format_quantity(found.there, decimals_of(product.unit) if product else 0)
    if found.location:
        return M("Only {count} of {name} lie in {place}.", count=count, name=name, place=found.location)
    if found.batch or found.expiry:
        lot = batch_words(found.batch, found.expiry)
        return M("Only {count} of {name}, {lot}, are there by the books. Count it.", count=count, name=name, lot=lot)
    return M("Only {count} of {name} are there by the books. Count it.", count=count, name=name)
