"""Goods are picked: the next place and what to take there stand on the screen, the scanner says whether it is right.

The core for whatever is picked: goods for another shop, for a customer. A subclass says what is wanted and what
becomes of it. What is picked is on the disk at once, and stays on the books until the document is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput, Refused
from kiosk.flows import picking_rows
from kiosk.flows.codes import code_of
from kiosk.flows.enough import check_there, keeps_above_nothing, words
from kiosk.flows.gathered import Gathered, Piece
from kiosk.flows.goods_in import Goods, goods_of
from kiosk.flows.lots import ask_quantity, check_quantity
from kiosk.flows.picking_plan import Plan, ready_words
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, ConfirmView, DoneRow, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, Text
from kiosk.store.enough import Missing, Taken
from kiosk.trade.barcodes import LocationCode
from kiosk.trade.goods import Product
from kiosk.trade.picking import Lying, Pick, expires_before
from kiosk.trade.quantity import Quantity, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Picking(Lit):
    """Work through what is wanted. wanted: base units by product; with `free`, whatever is scanned is wanted."""

    title: Text = M("Pick")
    finish_text: Text = M("Done")
    free = False

    def __init__(self, counter: Counter, task: str, wanted: Mapping[str, int]) -> None:
        super().__init__(counter)
        self.gathered = Gathered(lambda: counter.store, task)
        self.plan = Plan(counter, self.gathered, wanted)
        self.place = ""
        self.hand = ""
        self._undo: list[list[Piece]] = []
        self._asked: set[str] = set()
        self.shown: dict[Pick, DoneRow] = {}
        self._products: dict[str, Product] = {}
        if self.gathered.lines:
            self.tell(M("This list is half done. Go on, or give it up."), "info")

    # --- what a subclass says

    def detail(self) -> Text | None:
        """For whom."""
        return None

    def more(self) -> tuple[Action, ...]:
        """What is rarer, besides giving up."""
        return ()

    def finish(self, picked: Sequence[Piece]) -> None:
        """All that can be picked is."""
        raise NotImplementedError

    def allowed(self, product: Product, quantity: int) -> None:
        """Raises Refused where so much more must not be taken, although it is wanted."""

    def kept_from(self, product_id: str, quantity: int) -> int:
        """How much is kept for customers, where so much more would not leave them enough."""
        return 0

    def news(self) -> None:
        self.plan.news()

    # --- view

    def view(self) -> TaskView:
        missing = bool(self.plan.todo) and self.plan.todo[0].known and not self.free
        return TaskView(
            title=self.title,
            empty=M("Scan the goods that go.") if self.free else M("All is picked."),
            progress=picking_rows.progress(self),
            detail=self.detail(),
            hand=picking_rows.hand(self),
            rows=picking_rows.rows(self),
            actions=(
                Action("undo", M("Undo"), "undo", enabled=bool(self._undo)),
                Action("done", self.finish_text, "check", enabled=bool(self.gathered.lines)),
            ),
            more=(
                *(() if self.free else (Action("not_there", M("Not there"), "alert", enabled=missing),)),
                *self.more(),
                Action("give_up", M("Give up"), "delete", enabled=bool(self.gathered.lines)),
            ),
            strip=self.strip,
            edge=self.edge,
        )

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

    def _at(self, code: str) -> None:
        if self.counter.store.stockroom.location(code) is None:
            raise Refused(M("No place has the code {code}.", code=code))
        if not self.free and self.plan.at(code) is None:
            following = self.plan.todo[0].location if self.plan.todo else ""
            if following:
                raise Refused(M("Nothing is picked in {place}. Go to {next}.", place=code, next=following))
            raise Refused(M("Nothing is picked in {place}.", place=code))
        self.place, self.hand = code, ""
        self.good()

    def _take(self, goods: Goods) -> None:
        product = goods.product
        self._products[product.id] = product
        if not self.free and product.id not in self.plan.wanted:
            raise Refused(M("{name} is not wanted. Put it back.", name=names_of(product)))
        left = self.plan.left(product.id)
        if not self.free and left <= 0:
            raise Refused(M("Enough of {name} is picked already.", name=names_of(product)))
        if not goods.quantity:
            ask_quantity(self.counter, goods, self._take)
            return
        if not self.free and goods.quantity > left:
            count = format_quantity(left, decimals_of(product.unit))
            raise Refused(M("Only {count} of {name} are still wanted.", count=count, name=names_of(product)))
        check_quantity(product, goods.quantity + self.gathered.of(product.id))
        self.allowed(product, goods.quantity)
        self._unless_ready(goods, lambda: self._first_to_expire(goods))

    def _first_to_expire(self, goods: Goods) -> None:
        product = goods.product
        first = expires_before(self.plan.lying(product.id), goods.batch, today=self.plan.today) if goods.batch else None
        if first is not None and not any(x.batch == goods.batch for x in self.gathered.lines_of(product.id)):
            self.counter.unknown()
            ask = ConfirmView(
                M("Another batch expires first"),
                M("{lot} goes before this one.", lot=batch_words(first.batch, first.expiry)),
                M("Take it all the same"),
                danger=False,
            )
            self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._add(goods)))
            return
        self._add(goods)

    def begin_with(self, product: Product, quantity: int) -> None:
        """As if it had been scanned. quantity: stands in the question how much."""
        ask_quantity(self.counter, Goods(product, quantity), self._take)

    def _add(self, goods: Goods) -> None:
        """From the places that are proposed, those of the scanned batch and of where the picker stands first."""
        product, left = goods.product, goods.quantity
        before: list[Piece] = []
        lying = self.plan.lying(product.id)
        for pick in self._sources(goods, lying):
            quantity = min(pick.quantity, left)
            line = self.gathered.line_for(product.id, pick.batch, pick.expiry, pick.location)
            before.append(line)
            self.gathered.put(replace(line, quantity=line.quantity + quantity))
            left -= quantity
            if not left:
                break
        self._undo.append(before)
        self.hand = product.id
        self.plan.anew((product.id,), lying)
        self.good()

    def _sources(self, goods: Goods, there_is: Sequence[Lying]) -> list[Pick]:
        lying = [r for r in there_is if not goods.batch or r.batch == goods.batch]
        picks = self.plan.proposed(goods.product.id, goods.quantity, lying)
        here = [p for p in picks if p.location == self.place and self.place]
        if self.place and not here:
            there = [r for r in lying if r.location == self.place]
            picks = self.plan.proposed(goods.product.id, goods.quantity, there) if there else picks
        known = [p for p in picks if p.known]
        short = goods.quantity - sum(p.quantity for p in known)
        if short <= 0:
            return known
        if keeps_above_nothing(self.counter):
            raise Refused(words(self.counter, Missing(goods.product.id, Quantity(goods.quantity - short))))
        return [*known, Pick(goods.product.id, short, self.place, goods.batch, goods.expiry, known=False)]

    def _unless_ready(self, goods: Goods, then: Callable[[], None]) -> None:
        """What lies ready for a customer, or is kept for one, is not taken for somebody else without a word."""
        product, ready = goods.product, self.plan.ready.get(goods.product.id, {})
        why: Message | None = None
        if ready and goods.quantity > self.plan.free(product.id, goods.batch):
            why = ready_words(product, ready)
        elif kept := self.kept_from(product.id, goods.quantity):
            count, name = format_quantity(kept, decimals_of(product.unit)), names_of(product)
            why = M("{count} of {name} are kept for customers' orders.", count=count, name=name)
        if why is None or product.id in self._asked:
            then()
            return

        def agreed() -> None:
            self._asked.add(product.id)
            self.plan.take_ready(product.id)
            then()

        self.counter.unknown()
        ask = ConfirmView(M("For somebody else?"), why, M("Take it all the same"), danger=False)
        self.counter.sheet(ConfirmSheet(self.counter, ask, agreed))

    # --- acts

    def choose(self, row: str) -> None:
        """Goods that are tapped are next, wherever they lie."""
        if row in self.plan.wanted and self.plan.of(row):
            self.hand, self.place = row, ""
            self.clear_strip()

    def ask_number(self) -> None:
        """Type how many of what is in hand are picked in all."""
        product = self.product(self.hand or (self.plan.todo[0].product_id if self.plan.todo else ""))
        if product is None:
            return
        goods = Goods(product, self.gathered.of(product.id) or self.plan.left(product.id))
        ask_quantity(self.counter, goods, lambda g: self._set(product, g.quantity))

    def _set(self, product: Product, quantity: int) -> None:
        more = quantity - self.gathered.of(product.id)
        if not self.free and more > self.plan.left(product.id):
            raise BadInput(M("No more than {count} are wanted.", count=format_quantity(
                self.plan.wanted[product.id], decimals_of(product.unit))))  # fmt: skip
        if more > 0:
            self.allowed(product, more)
            self._unless_ready(Goods(product, more), lambda: self._add(Goods(product, more)))
            return
        before: list[Piece] = []
        for line in reversed(self.gathered.lines_of(product.id)):
            back = min(line.quantity, -more)
            more += back
            before.append(line)
            self.gathered.put(replace(line, quantity=line.quantity - back))
        self._undo.append(before)
        self.hand = product.id
        self.plan.anew((product.id,))
        self.good()

    def act_not_there(self) -> None:
        """The place is empty: what else there is of these goods is proposed."""
        pick = self.current()
        if pick is None or not pick.known:
            raise Refused(M("Nothing is to be picked here."))
        self.plan.not_there(pick)
        self.hand = pick.product_id
        following = self.current()
        product = self.product(pick.product_id)
        name = names_of(product) if product else pick.product_id
        if following is not None and following.known and following.product_id == pick.product_id:
            self.tell(M("{name}: look in {place}.", name=name, place=following.location or M("Shop floor")), "warn")
        else:
            self.hand = ""
            self.tell(M("By the books there is no more {name}.", name=name), "warn")

    def act_undo(self) -> None:
        """Take the last back."""
        if not self._undo:
            raise Refused(M("There is nothing to undo."))
        touched = self._undo.pop()
        for line in reversed(touched):
            self.gathered.put(line)
        if touched:
            self.plan.anew((touched[0].product_id,))
            self.hand = touched[0].product_id if self.gathered.of(touched[0].product_id) else ""
        self.good()

    def act_give_up(self) -> None:
        """Everything goes back to its place."""
        self.ask_give_up(M("Give this list up?"), len(self.gathered.lines), self.gathered.give_up)

    def act_done(self) -> None:
        """Off it goes; where something is missing, the picker says that he knows."""
        if not self.gathered.lines:
            raise Refused(M("Nothing is picked yet."))
        short = len(self.plan.wanted) - self.plan.whole
        if not short:
            self.finish(tuple(self.gathered.lines.values()))
            return
        ask = ConfirmView(
            M("Not all is picked"), M("Short: {count} rows.", count=short), M("Go on without"), danger=False
        )
        self.counter.sheet(
            ConfirmSheet(self.counter, ask, lambda: self.finish(tuple(self.gathered.lines.values())))
        )  # fmt: skip

    # --- inside

    def still_there(self) -> None:
        """Raises Refused for what was sold or moved since it was picked."""
        check_there(self.counter, [Taken.of(x, x.quantity) for x in self.gathered.lines.values()])

    def current(self) -> Pick | None:
        """What is taken next."""
        return self.plan.next(self.hand, self.place)

    def product(self, product_id: str) -> Product | None:
        """Read once."""
        if product_id not in self._products:
            found = self.counter.store.catalogue.product(product_id) if product_id else None
            if found is None:
                return None
            self._products[product_id] = found
        return self._products[product_id]
