"""A count sheet: what should be counted, place by place, with room to write."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.paper_parts import Words, heading, signature
from kiosk.flows.papers import local_time
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.stocktake_words import place_words, scope_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.hw.paper import Barcode, Blank, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, plain
from kiosk.store.stocktakes import Compared, Stocktake
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MOST = 300
"""Rows: more would be metres of paper."""
_ROOM = "________"


def count_sheet(counter: Counter, stocktake: Stocktake, compared: Sequence[Compared]) -> Paper:
    """In the order of the way through the stock room. What the books say stands on it unless the count is blind.

    Raises Refused where there is too much for a paper.
    """
    if len(compared) > MOST:
        raise Refused(M("Too many goods for one paper: {count}. Count by category or place.", count=len(compared)))
    words = Words.of(counter.settings)
    items = heading(counter.store.settings.store(), counter.settings, words.language, brief=True)
    items += [
        Blank(),
        Text(words.say(M("COUNT SHEET")), align="center", bold=True, size="tall"),
        Text(scope_words(counter, stocktake).in_(words.language), align="center"),
        Pair(stocktake.id, local_time(counter, stocktake.at)),
        Rule(),
    ]
    order = {place.code: n for n, place in enumerate(counter.store.stockroom.locations(), start=1)}
    rows = sorted(compared, key=lambda c: (order.get(c.location, 0), c.location, c.product_id, c.batch, c.expiry))
    for location, cells in groupby(rows, key=lambda c: c.location):
        items.append(Text(place_words(location).in_(words.language), bold=True))
        for c in cells:
            items += _row(counter, words, stocktake, c)
        items.append(Blank())
    items += [Rule(), Blank(), signature(words), Blank(), Barcode(stocktake.id)]
    return Paper(words.language, tuple(items))


def _row(counter: Counter, words: Words, stocktake: Stocktake, c: Compared) -> list[Item]:
    product = counter.store.catalogue.product(c.product_id)
    name = names_of(product) if product else plain(c.product_id)
    facts = [batch_words(c.batch, c.expiry).in_(words.language)] if c.batch or c.expiry else []
    if not stocktake.blind:
        books = format_quantity(c.expected, decimals_of(product.unit) if product else 0)
        facts.append(words.say(M("Books: {count}", count=books)))
    return [Pair(name.in_(words.language), _ROOM), *(Text(fact) for fact in facts)]
