"""The slip that goes with goods to the supplier: what, how much, why, and a line to sign on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.paper_parts import Words, heading, signature
from kiosk.flows.papers import local_time
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.hw.paper import Barcode, Blank, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, plain
from kiosk.store.documents import GoodsReturned
from kiosk.trade.quantity import format_quantity
from kiosk.trade.sending_back import REASONS

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def return_slip(counter: Counter, document: GoodsReturned, number: str, at: int) -> Paper:
    """In the paper's language; its code opens the document again."""
    words = Words.of(counter.settings)
    supplier = counter.store.suppliers.get(document.supplier_id)
    items: list[Item] = heading(counter.store.settings.store(), counter.settings, words.language, brief=True)
    items += [
        Blank(),
        Text(words.say(M("RETURN TO SUPPLIER")), align="center", bold=True, size="tall"),
        Text(supplier.name if supplier else document.supplier_id, align="center"),
        Pair(number, local_time(counter, at)),
        Pair(words.say(M("Reason")), words.say(REASONS[document.reason])),
        Rule(),
    ]
    for line in document.lines:
        product = counter.store.catalogue.product(line.product_id)
        name = names_of(product) if product else plain(line.product_id)
        count = format_quantity(abs(line.quantity), decimals_of(product.unit) if product else 0)
        items.append(Pair(name.in_(words.language), count))
        if line.batch or line.expiry:
            items.append(Text(batch_words(line.batch, line.expiry).in_(words.language)))
    items += [Rule(), Blank(), signature(words), Blank(), Barcode(number)]
    return Paper(words.language, tuple(items))
