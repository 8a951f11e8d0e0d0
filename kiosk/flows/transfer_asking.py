"""Another shop is asked for goods: scan what is wanted, say how much, send it off."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.finding import find_goods
from kiosk.flows.gathered import Gathered, Piece
from kiosk.flows.goods_in import Goods, goods_of
from kiosk.flows.lots import ask_quantity, check_quantity
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.transfer_words import NO_OFFICE, shop_name
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, ChoiceView, DoneRow, Hand, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Names, Text, plain
from kiosk.store.documents_transfers import TransferLine, TransferRequested
from kiosk.trade.goods import Product
from kiosk.trade.quantity import Quantity, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SHOWN = 30


def choose_shop(counter: Counter, title: Text, then: Callable[[str], None]) -> None:
    """One of the other shops; the only one there is needs no question. Raises Refused where there is none."""
    shops = counter.store.transfers.shops()
    if not shops:
        raise Refused(NO_OFFICE)
    if len(shops) == 1:
        then(shops[0].id)
        return
    options = tuple(Option(s.id, Names(s.name_zh, s.name_en), plain(s.id)) for s in shops)
    counter.sheet(ChoiceSheet(counter, ChoiceView(title, options), then))


class Asking(Lit):
    """Scan goods, type how much. What was scanned is on the disk at once."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self.gathered = Gathered(lambda: counter.store, "transfer ask")
        self.hand: int | None = max(self.gathered.lines, default=None)
        self._undo: list[tuple[int, int]] = []
        self._shop: Text | None = None
        self._read_shop()
        if self.gathered.lines:
            self.tell(M("This list is half done. Go on, or give it up."), "info")

    def view(self) -> TaskView:
        count = len(self.gathered.lines)
        return TaskView(
            title=M("Ask for goods"),
            empty=M("Scan the goods that are wanted."),
            progress=plain(str(count)) if count else None,
            detail=M("From {shop}", shop=self._shop) if self._shop else None,
            hand=self._in_hand(),
            rows=self._rows(),
            actions=(
                Action("undo", M("Undo"), "undo", enabled=bool(self._undo)),
                Action("done", M("Send"), "check", enabled=count > 0),
            ),
            more=(
                Action("search", M("Search"), "magnify"),
                Action("shop", M("Shop"), "store"),
                Action("give_up", M("Give up"), "delete", enabled=count > 0),
            ),
            strip=self.strip,
            edge=self.edge,
        )

    def _in_hand(self) -> Hand | None:
        line = self.gathered.lines.get(self.hand or 0)
        product = self._product(line)
        if line is None or product is None:
            return None
        places = decimals_of(product.unit)
        there = self.counter.store.stock.level(product.id).on_hand
        facts = [M("Here: {count}", count=format_quantity(there, places))]
        coming, _going = self.counter.store.transfers.in_transit(product.id)
        if coming:
            facts.append(M("On its way here: {count}", count=format_quantity(coming, places)))
        return Hand(names_of(product), plain(format_quantity(line.quantity, places)), None, tuple(facts))

    def _rows(self) -> tuple[DoneRow, ...]:
        rows = []
        for line in islice(reversed(self.gathered.lines.values()), SHOWN):
            product = self._product(line)
            name = names_of(product) if product else plain(line.product_id)
            count = format_quantity(line.quantity, decimals_of(product.unit) if product else 0)
            rows.append(DoneRow(str(line.number), name, plain(count), None, "ok"))
        return tuple(rows)

    # --- scans

    def scan(self, scan: Scan) -> None:
        try:
            self._take(goods_of(self.counter, code_of(scan, self.counter.layouts), scan.data))
        except Refused as refusal:
            self.counter.refuse_scan(refusal.message)

    def _take(self, goods: Goods) -> None:
        if not goods.quantity:
            ask_quantity(self.counter, goods, self._take)
            return
        line = self.gathered.line_for(goods.product.id)
        check_quantity(goods.product, line.quantity + goods.quantity)
        self._put(line, line.quantity + goods.quantity)

    def _put(self, line: Piece, quantity: int) -> None:
        self._undo.append((line.number, line.quantity))
        self.gathered.put(replace(line, quantity=quantity))
        self.hand = line.number
        self.good()

    def begin(self, shop: str, product: Product) -> None:
        """Of this shop, this product: only how much is left to be said. Raises Refused for a list of another shop's."""
        other = self.gathered.said.get("shop", "")
        if self.gathered.lines and other and other != shop:
            raise Refused(M("This list is for another shop. Send it first."))
        self._of(shop)
        self._take(Goods(product, 0))

    # --- acts

    def choose(self, row: str) -> None:
        """Take a line in hand."""
        if int(row) in self.gathered.lines:
            self.hand = int(row)
            self.clear_strip()

    def ask_number(self) -> None:
        """Type how much."""
        line = self.gathered.lines.get(self.hand or 0)
        product = self._product(line)
        if line is not None and product is not None:
            ask_quantity(self.counter, Goods(product, line.quantity), lambda g: self._put(line, g.quantity))

    def act_search(self) -> None:
        """Goods that are not at hand."""
        find_goods(self.counter, lambda product: self._take(Goods(product, 0)))

    def act_shop(self) -> None:
        """Another shop."""
        choose_shop(self.counter, M("Ask which shop?"), self._of)

    def _of(self, shop: str) -> None:
        self.gathered.say(shop=shop)
        self._read_shop()
        self.good()

    def _read_shop(self) -> None:
        shop = self.gathered.said.get("shop", "")
        self._shop = shop_name(self.counter, shop) if shop else None

    def act_undo(self) -> None:
        """The last line as it was before."""
        if not self._undo:
            raise Refused(M("There is nothing to undo."))
        number, quantity = self._undo.pop()
        line = self.gathered.lines.get(number)
        if line is not None:
            self.gathered.put(replace(line, quantity=quantity))
        self.hand = number if number in self.gathered.lines else max(self.gathered.lines, default=None)
        self.good()

    def act_give_up(self) -> None:
        """Nothing is asked for."""
        self.ask_give_up(M("Give this list up?"), len(self.gathered.lines), self.gathered.give_up)

    def act_done(self) -> None:
        """Send it off: the other shop sees it as soon as the line stands."""
        if not self.gathered.lines:
            raise Refused(M("Scan the goods that are wanted."))
        shop = self.gathered.said.get("shop", "")
        if not shop:
            choose_shop(self.counter, M("Ask which shop?"), self._send)
        else:
            self._send(shop)

    def _send(self, shop: str) -> None:
        lines = tuple(
            TransferLine(product_id=x.product_id, quantity=Quantity(x.quantity)) for x in self.gathered.lines.values()
        )
        document = TransferRequested(source=shop, target=self.counter.store.store_id, lines=lines)
        name = shop_name(self.counter, shop)
        (entry,) = self.gathered.post([document], self.counter.actor)
        self.hand = None
        self._undo.clear()
        self.good()
        self.back()
        self.counter.front.tell(M("Asked of {shop}: {count} rows, {id}.", shop=name, count=len(lines), id=entry.id),
                                "ok")  # fmt: skip

    def _product(self, line: Piece | None) -> Product | None:
        return self.counter.store.catalogue.product(line.product_id) if line else None
