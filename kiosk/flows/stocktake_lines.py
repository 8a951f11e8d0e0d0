"""How goods are shown while they are counted: in hand, counted, yet to be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.stocktake_draft import Seen
from kiosk.flows.stocktake_words import place_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import DoneRow, Hand
from kiosk.i18n import M, Text, plain
from kiosk.trade.goods import Product
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def in_hand(counter: Counter, line: Seen, product: Product, blind: bool) -> Hand:
    """So many, and unless the count is blind what the books say."""
    places = decimals_of(product.unit)
    count = format_quantity(line.quantity, places)
    facts: tuple[Text, ...] = (batch_words(line.batch, line.expiry),) if line.batch or line.expiry else ()
    if blind:
        return Hand(names_of(product), plain(count), place_words(line.location), facts)
    expected = counter.store.stocktakes.expected(product.id, line.location, line.batch, line.expiry)
    number = plain(f"{count} / {format_quantity(expected, places)}")
    tone = "ok" if expected == line.quantity else "warn"
    return Hand(names_of(product), number, place_words(line.location), facts, tone)  # type: ignore[arg-type]


def seen_row(line: Seen, product: Product | None) -> DoneRow:
    """A line that was counted."""
    count = plain(format_quantity(line.quantity, decimals_of(product.unit) if product else 0))
    where: Text | None = M("Place {place}", place=line.location) if line.location else None
    if line.batch or line.expiry:
        where = batch_words(line.batch, line.expiry)
    return DoneRow(f"line {line.number}", names_of(product) if product else plain(line.product_id), count, where, "ok")


def left_row(product_id: str, product: Product | None, place: str) -> DoneRow:
    """Goods that somebody has to count, and where they usually lie."""
    name = names_of(product) if product else plain(product_id)
    where = M("To be counted · {where}", where=place_words(place))
    return DoneRow(f"goods {product_id}", name, plain("?"), where, "muted")
