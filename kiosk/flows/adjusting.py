"""Stock is set right: goods broken, expired, stolen, used up or found are scanned, with a reason, and written off."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.adjusting_draft import Gathering, Part, taken
from kiosk.flows.codes import code_of
from kiosk.flows.enough import check_there, keeps_above_nothing, words
from kiosk.flows.finding import find_goods
from kiosk.flows.goods_in import Goods, goods_of
from kiosk.flows.lots import ask_quantity, with_lot
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import Action, ChoiceView, DoneRow, Hand, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.documents import Approval
from kiosk.store.enough import missing
from kiosk.trade.adjusting import IN, REASONS, needs_approval
from kiosk.trade.barcodes import LocationCode
from kiosk.trade.goods import Product
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.flows.counter import Counter

SHOWN = 20
APPROVE = "stock.adjust.approve"


class Adjusting(Lit):
    """Scan goods; a place's code says where the next ones lay. What was scanned is on the disk at once."""

    title = M("Adjust stock")
    empty = M("Scan what is broken, gone or found.")
    reasons = REASONS

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self.gathering = self.begun()
        self.gathering.load()
        self.place = ""
        self.hand: int | None = max(self.gathering.lines, default=None)
        self._undo: list[tuple[int, int]] = []
        self._products: dict[str, Product] = {}
        self._made: dict[int, tuple[Part, DoneRow]] = {}
        if self.gathering.lines:
            self.tell(M("This list is half done. Go on, or give it up."), "info")

    def begun(self) -> Gathering:
        """What is gathered."""
        return Gathering(lambda: self.counter.store)

    def detail(self) -> Text | None:
        """What is said of the whole."""
        reason = self.gathering.reason
        return M("Reason: {reason}", reason=self.reasons[reason]) if reason in self.reasons else None

    def view(self) -> TaskView:
        return TaskView(
            title=self.title,
            empty=self.empty,
            progress=plain(str(len(self.gathering.lines))) if self.gathering.lines else None,
            detail=self.detail(),
            hand=self._hand(),
            rows=tuple(self._row(x) for x in islice(reversed(self.gathering.lines.values()), SHOWN)),
            actions=(Action("undo", M("Undo"), "undo", enabled=bool(self._undo)), Action("done", M("Done"), "check")),
            more=(
                Action("search", M("Search"), "magnify"),
                Action("reason", M("Reason"), "note"),
                Action("history", M("Earlier"), "history"),
                Action("give_up", M("Give up"), "delete", enabled=bool(self.gathering.lines)),
            ),
            strip=self.strip,
            edge=self.edge,
        )

    def _hand(self) -> Hand | None:
        line = self.gathering.lines.get(self.hand or 0)
        product = self._product(line.product_id) if line else None
        if line is None or product is None:
            return None
        sign = "+" if self.gathering.reason in IN else "−"
        number = plain(sign + format_quantity(line.quantity, decimals_of(product.unit)))
        facts: tuple[Text, ...] = (batch_words(line.batch, line.expiry),) if line.batch or line.expiry else ()
        return Hand(
            names_of(product), number, M("Place {place}", place=line.location) if line.location else None, facts
        )

    def _row(self, line: Part) -> DoneRow:
        """Made when it changes."""
        made = self._made.get(line.number)
        if made is None or made[0] is not line:
            made = self._made[line.number] = (line, self._new_row(line))
        return made[1]

    def _new_row(self, line: Part) -> DoneRow:
        product = self._product(line.product_id)
        about = batch_words(line.batch, line.expiry) if line.batch or line.expiry else None
        count = format_quantity(line.quantity, decimals_of(product.unit) if product else 0)
        return DoneRow(str(line.number), names_of(product) if product else plain(line.product_id), plain(count), about)

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
        if self.counter.store.stockroom.location(place) is None:
            raise Refused(M("No place has the code {code}.", code=place))
        self.place = place
        self.good()
        self.tell(M("The next goods lay in {place}.", place=place), "info")

    def _take(self, goods: Goods) -> None:
        """One question after the other: why, which batch, how much."""
        if not self.gathering.reason:
            self._ask_reason(lambda: self._take(goods))
        elif not goods.quantity:
            ask_quantity(self.counter, goods, self._lot)
        else:
            self._lot(goods)

    def _lot(self, goods: Goods) -> None:
        lying = [r for r in self.counter.store.stockroom.where(goods.product.id) if r.location == self.place]
        with_lot(self.counter, goods, lying, self.add)

    def begin_with(self, product: Product, quantity: int) -> None:
        """As if it had been scanned. quantity: stands in the question how much, 0 for none."""
        if self.gathering.reason:
            ask_quantity(self.counter, Goods(product, quantity), self._lot)
        else:
            self._ask_reason(lambda: self.begin_with(product, quantity))

    def add(self, goods: Goods) -> None:
        """Everything was asked: so much more of it."""
        line = self.gathering.line_for(goods.product.id, goods.batch, goods.expiry, self.place)
        self._products[goods.product.id] = goods.product
        self._set(line, line.quantity + goods.quantity, goods.product)

    def _set(self, line: Part, quantity: int, product: Product) -> None:
        short = self._more_than_there(line, quantity, product)
        self._undo.append((line.number, quantity - line.quantity))
        self.gathering.put(replace(line, quantity=quantity))
        self.hand = line.number if quantity else max(self.gathering.lines, default=None)
        self.good()
        if short:
            self.tell(M("More than the books say is there. A count would set them right."), "warn")

    def _more_than_there(self, line: Part, quantity: int, product: Product) -> bool:
        """Whether the books know of less. Raises Refused where the shop keeps no stock below nothing."""
        if self.gathering.reason in IN:
            return False
        others = [x for x in self.gathering.lines_of(product.id) if x.number != line.number]
        found = missing(self.counter.store, taken([*others, replace(line, quantity=quantity)]))
        if found is not None and keeps_above_nothing(self.counter):
            raise Refused(words(self.counter, found))
        return found is not None

    # --- acts

    def choose(self, row: str) -> None:
        """Take a line in hand."""
        if int(row) in self.gathering.lines:
            self.hand = int(row)
            self.clear_strip()

    def ask_number(self) -> None:
        """Type how much."""
        line = self.gathering.lines.get(self.hand or 0)
        product = self._product(line.product_id) if line else None
        if line is not None and product is not None:
            goods = Goods(product, line.quantity, line.batch, line.expiry)
            ask_quantity(self.counter, goods, lambda g: self._set(line, g.quantity, product))

    def act_search(self) -> None:
        """Goods whose code can't be read."""
        find_goods(self.counter, lambda product: self._take(Goods(product, 0)))

    def act_reason(self) -> None:
        """Another reason, for all of it."""
        self._ask_reason(self.good)

    def _ask_reason(self, then: Callable[[], None]) -> None:
        options = tuple(Option(id_, text) for id_, text in self.reasons.items())

        def chosen(reason: str) -> None:
            self.gathering.because(reason)
            then()

        self.counter.sheet(ChoiceSheet(self.counter, ChoiceView(M("Why?"), options), chosen))

    def act_undo(self) -> None:
        """Take the last back."""
        while self._undo:
            number, quantity = self._undo.pop()
            line = self.gathering.lines.get(number)
            if line is not None:
                self.gathering.put(replace(line, quantity=max(line.quantity - quantity, 0)))
                self.hand = number if number in self.gathering.lines else max(self.gathering.lines, default=None)
                self.good()
                return
        raise Refused(M("There is nothing to undo."))

    def act_history(self) -> None:
        """What was set right before."""
        from kiosk.flows.adjustments import AdjustmentList

        self.counter.enter(AdjustmentList(self.counter))

    def act_give_up(self) -> None:
        """Nothing of it happened."""
        self.ask_give_up(M("Give this list up?"), len(self.gathering.lines), self.gathering.give_up)

    def act_done(self) -> None:
        """Write it down; over the shop's limit another user agrees."""
        if not self.gathering.lines:
            self.back()
            return
        self._still_there()
        values = [line.value for line in self.gathering.document().lines]
        if not needs_approval(values, self.counter.store.settings.limits().adjust_limit):
            self.post(())
            return
        worth = shown_amount(self.counter, sum(abs(v) for v in values))
        text = M("{reason}: {count} rows worth {amount}", reason=self.reasons[self.gathering.reason],
                 count=len(values), amount=worth)  # fmt: skip
        self.counter.ask_approval(APPROVE, text, self.post)

    def post(self, approvals: tuple[Approval, ...]) -> None:
        """Into the journal."""
        self._still_there()
        count = len(self.gathering.lines)
        document = self.gathering.post(self.counter.actor, approvals)
        self.over(M("Stock adjusted: {count} rows, {id}.", count=count, id=document))

    def _still_there(self) -> None:
        """Raises Refused for what was sold or moved since it was scanned."""
        if self.gathering.reason not in IN:
            check_there(self.counter, taken(self.gathering.lines.values()))

    def over(self, said: Message) -> None:
        """It is written down."""
        self.hand = None
        self._undo.clear()
        self.good()
        self.back()
        self.counter.front.tell(said, "ok")

    def _product(self, product_id: str) -> Product | None:
        """Read once."""
        if product_id not in self._products:
            found = self.counter.store.catalogue.product(product_id)
            if found is None:
                return None
            self._products[product_id] = found
        return self._products[product_id]
