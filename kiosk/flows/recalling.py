"""A batch is called back: what of it is still here, to whom it went, and a list to telephone by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.paper_parts import Words, heading
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.stocktake_words import place_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, ChoiceView, DoneRow, Hand, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.paper import Blank, Goods, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, Message, Names, plain
from kiosk.store.recalls import Batch, BatchSale
from kiosk.trade.goods import Product
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SHOWN = 100
MOST = 300
"""Sales on one paper."""


def choose_batch(counter: Counter, product: Product) -> None:
    """Which batch is called back? Raises Refused where none is known."""
    batches = {b.batch: b for b in counter.store.recalls.batches(product.id)}
    if not batches:
        raise Refused(M("No batch of {name} is known here.", name=names_of(product)))
    places = decimals_of(product.unit)
    options = tuple(
        Option(b.batch, batch_words(b.batch, b.expiry), M("Left: {count}", count=format_quantity(b.left, places)))
        for b in batches.values()
    )

    def chosen(batch: str) -> None:
        counter.enter(Recall(counter, product, batches[batch]))

    view = ChoiceView(M("Which batch of {name}?", name=names_of(product)), options)
    counter.sheet(ChoiceSheet(counter, view, chosen))


class Recall(Lit):
    """One batch. What is left is written off by Adjust stock; the customers are told by telephone."""

    def __init__(self, counter: Counter, product: Product, batch: Batch) -> None:
        super().__init__(counter)
        self._product = product
        self._batch = batch
        self._sales: tuple[BatchSale, ...] = ()
        self._unnamed = 0
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        recalls = self.counter.store.recalls
        self._sales = recalls.sales(self._product.id, self._batch.batch)
        self._unnamed = recalls.unnamed(self._product.id, self._batch.batch)
        self._rows = (*self._lying(), *(self._sale(s) for s in self._sales[:SHOWN]))

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        facts: list[Message | Names] = [batch_words(self._batch.batch, self._batch.expiry)]
        if self._unnamed > 0:
            facts.append(M("Sold since without a batch: {count}", count=self._count(self._unnamed)))
        return TaskView(
            title=M("Batch recall"),
            empty=M("Scan goods, or a place."),
            hand=Hand(
                names_of(self._product),
                plain(self._count(sum(s.quantity for s in self._sales))),
                M("Sold of this batch"),
                tuple(facts),
                "warn",
            ),
            rows=self._rows,
            actions=(Action("print", M("Print list"), "printer", enabled=bool(self._sales)),),
            strip=self.strip,
            edge=self.edge,
        )

    def _count(self, quantity: int) -> str:
        return format_quantity(quantity, decimals_of(self._product.unit))

    def _lying(self) -> tuple[DoneRow, ...]:
        return tuple(
            DoneRow(f"here {n}", place_words(r.location), plain(self._count(r.quantity)), M("Still here"), "error")
            for n, r in enumerate(self.counter.store.stockroom.where(self._product.id))
            if r.batch == self._batch.batch
        )

    def _sale(self, sale: BatchSale) -> DoneRow:
        when = plain(f"{papers.local_time(self.counter, sale.at)}  {sale.sale_id}")
        who = self.counter.store.people.customer(sale.customer_id) if sale.customer_id else None
        name = plain(f"{who.name} {who.phone}".strip()) if who else M("No customer known")
        return DoneRow(f"sale {sale.sale_id}", name, plain(self._count(sale.quantity)), when, "" if who else "muted")

    def choose(self, row: str) -> None:
        """The sale's receipt, to who may see it."""
        kind, _, sale = row.partition(" ")
        if kind == "sale" and self.counter.may("receipt.reprint"):
            from kiosk.flows.history import SalePage

            self.counter.enter(SalePage(self.counter, sale))

    def act_print(self) -> None:
        """A paper with every sale and who bought."""
        title, content = papers.job(M("Batch recall"), self._paper())
        self.counter.store.prints.add(title, content)
        self.counter.printing.kick()
        self.tell(M("The list is being printed."), "ok")

    def _paper(self) -> Paper:
        words, store = Words.of(self.counter.settings), self.counter.store
        items: list[Item] = heading(store.settings.store(), self.counter.settings, words.language, brief=True)
        items += [
            Blank(),
            Text(words.say(M("RECALL")), align="center", bold=True, size="tall"),
            Text(names_of(self._product).in_(words.language), bold=True),
            Text(batch_words(self._batch.batch, self._batch.expiry).in_(words.language)),
            Pair(words.say(M("Sold of this batch")), self._count(sum(s.quantity for s in self._sales))),
            Rule(),
        ]
        for sale in self._sales[:MOST]:
            who = store.people.customer(sale.customer_id) if sale.customer_id else None
            name = f"{who.name} {who.phone}".strip() if who else words.say(M("No customer known"))
            when = papers.local_time(self.counter, sale.at)
            items.append(Goods(name, f"{when}  {sale.sale_id}", self._count(sale.quantity)))
        if len(self._sales) > MOST:
            items.append(Text(words.say(M("{count} sales more are not on this paper.", count=len(self._sales) - MOST))))
        return Paper(words.language, tuple(items))
