"""The note that goes with goods to another shop: what is in the boxes, and a code that opens it over there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.paper_parts import Words, heading, signature
from kiosk.flows.papers import job, local_time
from kiosk.flows.transfer_words import lot, shop_name
from kiosk.flows.units import decimals_of
from kiosk.hw.paper import Barcode, Blank, Item, Pair, Paper, Rule
from kiosk.hw.paper import Text as Line
from kiosk.i18n import M, Names
from kiosk.store.documents_transfers import TransferDispatched
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.entry import Entry
    from kiosk.store.journal import Jobs


def note_jobs(counter: Counter, sent: TransferDispatched) -> Jobs:
    """Has the note queued together with the document."""
    return lambda entry: (job(M("Goods for another shop"), transfer_note(counter, sent, entry)),)


def transfer_note(counter: Counter, sent: TransferDispatched, entry: Entry) -> Paper:
    """What was sent, where to, by whom."""
    language = counter.settings.paper_language
    target = shop_name(counter, sent.target)
    items: list[Item] = heading(counter.store.settings.store(), counter.settings, language, brief=True)
    items += [
        Blank(),
        Line(M("GOODS FOR {shop}", shop=target).in_(language), align="center", bold=True, size="tall"),
        Rule(),
        Pair(
            local_time(counter, entry.at), f"{counter.settings.terminal}  {counter.user.name if counter.user else ''}"
        ),
        Rule(),
    ]
    known = counter.store.catalogue.names({x.product_id for x in sent.lines})
    for x in sent.lines:
        name, unit = known.get(x.product_id) or (Names(x.product_id, x.product_id), "pcs")
        items.append(Pair(name.in_(language), format_quantity(x.quantity, decimals_of(unit))))
        if (words := lot(x.batch, x.expiry)) is not None:
            items.append(Line(f"  {words.in_(language)}"))
    items += [Rule(), Blank(), signature(Words.of(counter.settings)), Blank(), Barcode(entry.id)]
    return Paper(language, tuple(items))
