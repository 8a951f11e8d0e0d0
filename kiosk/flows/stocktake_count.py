"""Counting: scan a place, then what lies there; or scan once and type how many there are. Trade goes on meanwhile."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.finding import find_goods
from kiosk.flows.goods_in import Goods, goods_of
from kiosk.flows.lots import ask_quantity
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet
from kiosk.flows.stocktake_draft import Seen, Tally
from kiosk.flows.stocktake_lines import in_hand, left_row, seen_row
from kiosk.flows.stocktake_words import place_words, scope_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, ChoiceView, ConfirmView, DoneRow, Hand, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, plain
from kiosk.store.stocktakes import Stocktake
from kiosk.trade.barcodes import LocationCode
from kiosk.trade.goods import Product
from kiosk.trade.quantity import ONE, format_quantity
from kiosk.trade.receiving import TWICE_MS, sensible

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SHOWN = 20
MANY = 10_000 * ONE
"""A number so large is asked about: more often a code typed into the wrong field than goods."""


class Counting(Lit):
    """One person counts for a stocktake. What was counted is on the disk at once, with the moment it was counted."""

    def __init__(self, counter: Counter, stocktake: Stocktake) -> None:
        super().__init__(counter)
        self.stocktake = stocktake
        self.tally = Tally(lambda: counter.store, stocktake.id, counter.actor)
        self.place = stocktake.of if stocktake.scope == "location" else ""
        self.hand: int | None = max(self.tally.lines, default=None)
        self._undo: list[tuple[int, Seen | None]] = []
        self._last: tuple[str, float] = ("", 0.0)
        self._products: dict[str, Product] = {}
        self._made: dict[int, tuple[Seen, DoneRow]] = {}
        self._made_left: dict[str, tuple[str, DoneRow]] = {}
        self._title = scope_words(counter, stocktake)
        self._wanted = self._in_scope()
        self._listed: dict[str, str] = {}
        self._left: dict[str, str] = {}
        self._heard = -1
        if self.tally.lines:
            self.tell(M("This count is half done. Go on, or hand it in."), "info")

    def entered(self) -> None:
        """What is to be counted again, and of a list of goods what nobody has counted yet, in the order of the way."""
        self._heard = self.counter.store.stocktakes.heard(self.stocktake.id)
        again = self.counter.store.stocktakes.again(self.stocktake.id)
        listed = self.stocktake.products
        done = self.counter.store.stocktakes.counted(self.stocktake.id) if listed else {}
        todo = dict.fromkeys((*again, *(p for p in listed if p not in done)))
        usual = {p: self.counter.store.stockroom.usual_place(p) for p in todo}
        places = self.counter.store.stockroom.locations() if todo else ()
        way = {place.code: n for n, place in enumerate(places, start=1)}
        self._listed = dict(sorted(usual.items(), key=lambda item: (way.get(item[1], 0), item[1], item[0])))
        self._still_left()

    def _still_left(self) -> None:
        self._left = {p: place for p, place in self._listed.items() if not self.tally.goods[p]}

    def news(self) -> None:
        if self.counter.store.stocktakes.heard(self.stocktake.id) != self._heard:
            self.entered()

    def view(self) -> TaskView:
        return TaskView(
            title=M("Count: {what}", what=self._title),
            empty=M("Scan a place, then what lies there."),
            progress=plain(str(len(self.tally.lines))) if self.tally.lines else None,
            detail=place_words(self.place),
            hand=self._hand(),
            rows=self._rows(),
            actions=(
                Action("undo", M("Undo"), "undo", enabled=bool(self._undo)),
                Action("done", M("Hand in"), "check"),
            ),
            more=(Action("floor", M("Shop floor"), "store"),)
            if self.place and self.stocktake.scope != "location"
            else (),
            strip=self.strip,
            edge=self.edge,
        )

    @property
    def _roams(self) -> bool:
        """Whether more than one place is counted."""
        return self.stocktake.scope != "location"

    def _hand(self) -> Hand | None:
        line = self.tally.lines.get(self.hand or 0)
        product = self.product(line.product_id) if line else None
        return None if line is None or product is None else in_hand(self.counter, line, product, self.stocktake.blind)

    def _rows(self) -> tuple[DoneRow, ...]:
        last = islice(reversed(self.tally.lines.values()), SHOWN)
        left = islice(self._left.items(), SHOWN)
        return (*(self._seen(x) for x in last), *(self._to_count(p, place) for p, place in left))

    def _to_count(self, product_id: str, place: str) -> DoneRow:
        made = self._made_left.get(product_id)
        if made is None or made[0] != place:
            made = self._made_left[product_id] = (place, left_row(product_id, self.product(product_id), place))
        return made[1]

    def _seen(self, line: Seen) -> DoneRow:
        """A line's row, made when it changes."""
        made = self._made.get(line.number)
        if made is None or made[0] is not line:
            made = self._made[line.number] = (line, seen_row(line, self.product(line.product_id)))
        return made[1]

    # --- scans

    def scan(self, scan: Scan) -> None:
        code = code_of(scan, self.counter.layouts)
        try:
            if isinstance(code, LocationCode):
                self._at(code.location)
            else:
                self._take(goods_of(self.counter, code, scan.data))
        except Refused as refusal:
            self.counter.refuse_scan(refusal.message)

    def _at(self, place: str) -> None:
        if not self._roams and place != self.stocktake.of:
            raise Refused(M("This count is of place {place} alone.", place=self.stocktake.of))
        if self.counter.store.stockroom.location(place) is None:
            raise Refused(M("No place has the code {code}.", code=place))
        self.place, self.hand = place, None
        self.good()

    def _take(self, goods: Goods) -> None:
        """One question after the other: does it belong here, is it the same case again, which batch, how much."""
        self._check(goods.product)
        code, at = self._last
        self._last = (goods.code, self.counter.clock.mono())
        if goods.quantity > ONE and code == goods.code and (self.counter.clock.mono() - at) * 1000 < TWICE_MS:
            self.counter.unknown()
            detail = M("{name} was scanned a moment ago.", name=names_of(goods.product))
            ask = ConfirmView(M("The same code twice?"), detail, M("Count it again"), danger=False)
            self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._lot(goods)))
            return
        self._lot(goods)

    def _check(self, product: Product) -> None:
        if self._wanted is not None and product.id not in self._wanted:
            raise Refused(M("{name} is not part of this count.", name=names_of(product)))

    def _lot(self, goods: Goods) -> None:
        asked = goods.product.tracks_batches or bool(goods.batch)
        known = self.counter.store.stockroom.where(goods.product.id) if asked else ()
        lots = {r.batch: r.expiry for r in known if r.batch}
        if goods.batch or not lots or not goods.product.tracks_batches:
            self._amount(replace(goods, expiry=goods.expiry or lots.get(goods.batch, "")))
            return
        options = (
            *(Option(batch, batch_words(batch, expiry)) for batch, expiry in lots.items()),
            Option("", M("Without a batch")),
        )

        def chosen(batch: str) -> None:
            self._amount(replace(goods, batch=batch, expiry=lots.get(batch, "")))

        view = ChoiceView(M("Which batch of {name}?", name=names_of(goods.product)), options)
        self.counter.sheet(ChoiceSheet(self.counter, view, chosen))

    def _amount(self, goods: Goods) -> None:
        if goods.quantity:
            self._add(goods)
        else:
            ask_quantity(self.counter, goods, self._add, zero=True)

    def _add(self, goods: Goods) -> None:
        line = self.tally.line_for(goods.product.id, goods.batch, goods.expiry, self.place)
        self._products[goods.product.id] = goods.product
        if not sensible(line.quantity + goods.quantity):
            raise Refused(M("So much can't be there. Check the number."))
        self._set(line, line.quantity + goods.quantity)

    def _set(self, line: Seen, quantity: int) -> None:
        self._undo.append((line.number, self.tally.lines.get(line.number)))
        self.hand = self.tally.put(replace(line, quantity=quantity)).number
        self._left.pop(line.product_id, None)
        self.good()

    # --- acts

    def choose(self, row: str) -> None:
        """A line comes in hand; of goods that are to be counted the number is asked, which may be none."""
        kind, _, what = row.partition(" ")
        if kind == "line" and int(what) in self.tally.lines:
            self.hand = int(what)
            self.clear_strip()
        elif kind == "goods" and (product := self.product(what)) is not None:
            self._lot(Goods(product, 0))

    def ask_number(self) -> None:
        """Type how many there are."""
        line = self.tally.lines.get(self.hand or 0)
        product = self.product(line.product_id) if line else None
        if line is not None and product is not None:
            goods = Goods(product, line.quantity, line.batch, line.expiry)
            ask_quantity(self.counter, goods, lambda g: self._typed(line, product, g.quantity), zero=True)

    def _typed(self, line: Seen, product: Product, quantity: int) -> None:
        if quantity < MANY:
            self._set(line, quantity)
            return
        count = format_quantity(quantity, decimals_of(product.unit))
        ask = ConfirmView(M("Really {count}?", count=count), names_of(product), M("Yes, {count}", count=count))
        self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._set(line, quantity)))

    def act_search(self) -> None:
        """Goods whose code can't be read, or that stand on a count sheet: how many there are is typed."""

        def found(product: Product) -> None:
            self._check(product)
            self._lot(Goods(product, 0))

        find_goods(self.counter, found)

    def act_floor(self) -> None:
        """What lies in no place."""
        self.place, self.hand = "", None
        self.good()

    def act_undo(self) -> None:
        """Take the last back."""
        if not self._undo:
            raise Refused(M("There is nothing to undo."))
        number, before = self._undo.pop()
        self.tally.back(number, before)
        self._still_left()
        self.hand = number if before is not None else max(self.tally.lines, default=None)
        self._last = ("", 0.0)
        self.good()

    def act_done(self) -> None:
        """What was counted goes into the stocktake."""
        count = len(self.tally.lines)
        if not count:
            self.back()
            return
        now = self.counter.store.stocktakes.get(self.stocktake.id)
        if now is None or now.state != "open":
            raise Refused(M("This count has ended already. Begin a new one."))
        self.tally.post(self.counter.actor)
        self._undo.clear()
        self.hand = None
        self.good()
        self.back()
        self.counter.front.tell(M("Handed in: {count} rows.", count=count), "ok")

    def _in_scope(self) -> frozenset[str] | None:
        if self.stocktake.scope == "goods":
            return frozenset(self.stocktake.products)
        if self.stocktake.scope == "category":
            return frozenset(self.counter.store.catalogue.products_of(self.stocktake.of))
        return None

    def product(self, product_id: str) -> Product | None:
        """Read once."""
        if product_id not in self._products:
            found = self.counter.store.catalogue.product(product_id)
            if found is None:
                return None
            self._products[product_id] = found
        return self._products[product_id]
