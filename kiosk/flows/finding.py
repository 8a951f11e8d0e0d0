"""Goods whose code can't be read are found by words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.sheets import ChoiceSheet, TextSheet
from kiosk.flows.views import ChoiceView, Option, TextView
from kiosk.i18n import M, Names, plain
from kiosk.trade.goods import Product

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

FOUND = 12


def find_goods(counter: Counter, then: Callable[[Product], None]) -> None:
    """By name, pinyin or number; one of those found is chosen."""

    def typed(text: str) -> None:
        tiles = counter.store.catalogue.search(text, FOUND) if text else ()
        if not tiles:
            raise Refused(M("Nothing found. Try fewer letters, or the code below the bars."))
        options = tuple(Option(t.id, Names(t.name_zh, t.name_en), plain(t.id)) for t in tiles)
        counter.sheet(ChoiceSheet(counter, ChoiceView(M("Which one?"), options), chosen))

    def chosen(product_id: str) -> None:
        product = counter.store.catalogue.product(product_id)
        if product is None:
            raise Refused(M("This product no longer exists."))
        then(product)

    counter.sheet(TextSheet(counter, TextView(M("Search name, pinyin or code")), typed))
