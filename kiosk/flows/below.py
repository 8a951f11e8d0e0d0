"""Goods of which there is less than nothing by the books: what it is, and the acts that set it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.tables import Table
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import ChoiceView, Option, TableRow
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.below import Lack
from kiosk.store.documents_counting import StocktakeStarted
from kiosk.trade.goods import Product
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

WHY = M("More left than was there by the books: two may have sold the last of it. Count what is there.")

COUNT = Option("count", M("Count it"), M("A count of these goods alone."), "clipboard-check")
ADJUST = Option("adjust", M("Adjust stock"), M("Write it off, or set it right."), "pencil")
LOOK_UP = Option("enquiry", M("Look up"), M("Where it lies, what moved."), "magnify")


class BelowNothing(Table):
    """Read anew whenever something comes: two tills that were apart sold the same piece."""

    title = M("Less than nothing in stock")
    columns = (M("Product"), M("By the books"))
    empty = M("No product has this trouble any more.")

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        catalogue = self.counter.store.catalogue
        goods = ((x, catalogue.product(x.product_id)) for x in self.counter.store.below.all()[offset : offset + limit])
        return [TableRow(p.id, (names_of(p), _words(x, p)), None, "error") for x, p in goods if p is not None]

    def choose(self, row: str) -> None:
        counter = self.counter
        product = counter.store.catalogue.product(row)
        if product is None:
            self._load()
            return
        options = [LOOK_UP]
        if counter.may("stock.count"):
            options.insert(0, COUNT)
        if counter.may("stock.adjust"):
            options.append(ADJUST)
        ask = ChoiceView(names_of(product), tuple(options), WHY)
        counter.sheet(ChoiceSheet(counter, ask, lambda how: mend(counter, how, product)))


def mend(counter: Counter, how: str, product: Product) -> None:
    """Go to the act that was chosen."""
    if how == "count":
        from kiosk.flows.stocktake_page import StocktakePage

        started = StocktakeStarted(
            scope="goods", products=(product.id,), blind=counter.store.settings.limits().blind_count
        )
        entry = counter.store.journal.append(started, actor=counter.actor)
        counter.ok()
        counter.enter(StocktakePage(counter, entry.id))
    elif how == "adjust":
        from kiosk.flows.adjusting import Adjusting

        flow = Adjusting(counter)
        counter.enter(flow)
        flow.begin_with(product, 0)
    else:
        from kiosk.flows.enquiry import Enquiry

        enquiry = Enquiry(counter)
        counter.enter(enquiry)
        enquiry.show(product.id)


def _words(lack: Lack, product: Product) -> Text:
    count = format_quantity(lack.quantity, decimals_of(product.unit))
    where: Message | None = None
    if lack.location:
        where = M("Place {place}", place=lack.location)
    elif lack.batch or lack.expiry:
        where = batch_words(lack.batch, "" if lack.batch else lack.expiry)  # type: ignore[assignment]
    return plain(count) if where is None else M("{where}: {count}", where=where, count=count)
