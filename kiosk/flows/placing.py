"""Goods are put away, or moved to another place: scan the goods, scan the place, it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.enough import check_there, keeps_above_nothing, words
from kiosk.flows.goods_in import Goods, goods_of
from kiosk.flows.lots import ask_quantity, with_lot
from kiosk.flows.picking_plan import ready_words
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, ConfirmView, DoneRow, Hand, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, plain
from kiosk.store.documents import Approval
from kiosk.store.documents_stockroom import LocationSaved, PlacedLine, StockPlaced, location_id
from kiosk.store.enough import Missing, Taken
from kiosk.store.stockroom import InPlace
from kiosk.trade.barcodes import LocationCode
from kiosk.trade.quantity import Quantity, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SHOWN = 20


class Placing(Lit):
    """Root of the two tasks. source: where goods are taken from; None: its place is to be scanned first."""

    title: Message
    empty: Message
    source: str | None = None

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self.goods: Goods | None = None
        self._usual = ""
        self._done: list[tuple[PlacedLine, DoneRow]] = []

    def view(self) -> TaskView:
        return TaskView(
            title=self.title,
            empty=self.empty if self.source is not None else M("Scan the place where the goods lie."),
            progress=plain(str(len(self._done))) if self._done else None,
            detail=M("From {place}", place=self.source) if self.source else None,
            hand=self._hand(),
            rows=self._rows(),
            actions=(
                Action("undo", M("Undo"), "undo", enabled=self.goods is not None or bool(self._done)),
                Action("done", M("Done"), "check"),
            ),
            strip=self.strip,
            edge=self.edge,
        )

    def _hand(self) -> Hand | None:
        goods = self.goods
        if goods is None:
            return None
        known = bool(self._usual) and self._usual != self.source
        place = M("Usually in {place}", place=self._usual) if known else M("Scan the place where it goes.")
        facts = (batch_words(goods.batch, goods.expiry),) if goods.batch or goods.expiry else ()
        number = plain(format_quantity(goods.quantity, decimals_of(goods.product.unit)))
        return Hand(names_of(goods.product), number, place, facts)

    def _rows(self) -> tuple[DoneRow, ...]:
        return tuple(row for _line, row in reversed(self._done[-SHOWN:]))

    # --- scans

    def scan(self, scan: Scan) -> None:
        code = code_of(scan, self.counter.layouts)
        if isinstance(code, LocationCode):
            self._at(code.location)
            return
        try:
            goods = goods_of(self.counter, code, scan.data)
            self._take(goods)
        except Refused as refusal:
            self.counter.refuse_scan(refusal.message)

    def _at(self, code: str) -> None:
        if self.counter.store.stockroom.location(code) is None:
            self.counter.unknown()
            ask = ConfirmView(
                M("Make place {place}?", place=code), M("No place has this code yet."), M("Make it"), danger=False
            )
            self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._make(code)))
        elif self.goods is None:
            self._from(code)
        else:
            self._put(code)

    def _make(self, code: str) -> None:
        def allowed(approvals: tuple[Approval, ...]) -> None:
            store = self.counter.store
            position = max((place.position for place in store.stockroom.locations()), default=-1) + 1
            document = LocationSaved(
                id=location_id(store.store_id, code), store_id=store.store_id, code=code, position=position
            )
            store.journal.append(document, actor=self.counter.actor)
            self._at(code)

        self.counter.with_permission("stock.place", M("Make place {place}", place=code), allowed)

    def _from(self, code: str) -> None:
        """A place was scanned, and nothing is in hand."""
        self.counter.refuse_scan(M("Scan goods first, then the place where they go."))

    def _take(self, goods: Goods) -> None:
        if self.source is None:
            raise Refused(M("Scan the place where the goods lie."))
        if not goods.quantity:
            ask_quantity(self.counter, goods, self._hold)
            return
        held = self.goods
        if held is not None and (held.product.id, held.batch) == (goods.product.id, goods.batch or held.batch):
            self._hold(replace(held, quantity=held.quantity + goods.quantity))
            return
        lots = self._lots(goods.product.id)
        with_lot(self.counter, goods, lots, lambda chosen: self._hold(chosen, lots))

    def _lots(self, product_id: str) -> list[InPlace]:
        return [r for r in self.counter.store.stockroom.where(product_id) if r.location == self.source]

    def _hold(self, goods: Goods, lots: Sequence[InPlace] | None = None) -> None:
        """Have it in hand. Raises Refused where not so much of it lies in the place.

        What arrives may not be taken in yet: of that only a shop that keeps no stock below nothing is particular.
        lots: what lies there, where that was just read.
        """
        known = self._lots(goods.product.id) if lots is None else lots
        lies = sum(r.quantity for r in known if _same(r, goods))
        short = goods.quantity > lies
        if short and (self.source or keeps_above_nothing(self.counter)):
            there = Missing(goods.product.id, Quantity(max(lies, 0)), location=self.source or "")
            raise Refused(words(self.counter, there))
        self.goods = goods
        self._usual = self.counter.store.stockroom.usual_place(goods.product.id)
        self.good()
        if not self.source:
            self._ready_for_others(goods, lies)
        if short:
            self.tell(M("More than the books say is there. A count would set them right."), "warn")

    def _ready_for_others(self, goods: Goods, lies: int) -> None:
        """What was picked for customers lies on the shop floor, and may be what is in hand."""
        lying = self.counter.store.promises.lying().items()
        ready = {order: its[goods.product.id] for order, its in lying if goods.product.id in its}
        if goods.quantity > lies - sum(ready.values()) and ready:
            self.tell(ready_words(goods.product, ready), "warn")

    def _put(self, target: str) -> None:
        goods, source = self.goods, self.source or ""
        assert goods is not None
        if target == source:
            self.counter.refuse_scan(M("It lies in {place} already.", place=target))
            return
        line = PlacedLine(
            product_id=goods.product.id,
            quantity=Quantity(goods.quantity),
            source=source,
            target=target,
            batch=goods.batch,
            expiry=goods.expiry,
        )
        self.counter.store.journal.append(StockPlaced(lines=(line,)), actor=self.counter.actor)
        count = plain(format_quantity(goods.quantity, decimals_of(goods.product.unit)))
        row = DoneRow(f"done{len(self._done)}", names_of(goods.product), count, M("Place {place}", place=target), "ok")
        self._done.append((line, row))
        self.goods = None
        self.good()

    # --- acts

    def ask_number(self) -> None:
        """Type how much."""
        if self.goods is not None:
            ask_quantity(self.counter, self.goods, self._hold)

    def choose(self, row: str) -> None:
        """What is done is only looked at."""

    def act_undo(self) -> None:
        """Out of the hand; or the last goods back to where they were, by another document."""
        if self.goods is not None:
            self.goods = None
            self.good()
            return
        if not self._done:
            raise Refused(M("There is nothing to undo."))
        line, _row = self._done[-1]
        check_there(
            self.counter, [Taken(line.product_id, line.quantity, line.target, line.batch, line.expiry)]
        )  # fmt: skip
        self._done.pop()
        back = replace(line, source=line.target, target=line.source)
        self.counter.store.journal.append(StockPlaced(lines=(back,)), actor=self.counter.actor)
        self.good()

    def act_done(self) -> None:
        """Back to the tasks, with empty hands."""
        if self.goods is not None:
            raise Refused(M("Scan the place where {name} goes, or undo.", name=names_of(self.goods.product)))
        self.back()


def _same(lying: InPlace, goods: Goods) -> bool:
    """Whether these goods may be of those that lie there."""
    return lying.batch == goods.batch and (bool(goods.batch) or lying.expiry == goods.expiry)


class PutAway(Placing):
    """From where goods arrive to their place."""

    title = M("Put away")
    empty = M("Scan goods, then the place where they go.")
    source = ""


class Move(Placing):
    """From one place to another."""

    title = M("Move")
    empty = M("Scan goods of this place, or tap them.")

    def _from(self, code: str) -> None:
        self.source = code
        self.good()

    def _rows(self) -> tuple[DoneRow, ...]:
        """What lies in the place; once nothing is chosen from it, what was done."""
        if not self.source or self.goods is not None:
            return super()._rows()
        return (*super()._rows()[:1], *(self._lying(r) for r in self.counter.store.stockroom.at(self.source)))

    def _lying(self, row: InPlace) -> DoneRow:
        product = self.counter.store.catalogue.product(row.product_id)
        name = names_of(product) if product else plain(row.product_id)
        count = plain(format_quantity(row.quantity, decimals_of(product.unit) if product else 0))
        about = batch_words(row.batch, row.expiry) if row.batch or row.expiry else None
        return DoneRow(f"{row.product_id}\n{row.batch}\n{row.expiry}", name, count, about, "muted")

    def choose(self, row: str) -> None:
        """All of it in hand."""
        product_id, _, lot = row.partition("\n")
        batch, _, expiry = lot.partition("\n")
        product = self.counter.store.catalogue.product(product_id)
        if product is None or not self.source:
            return
        lies = sum(r.quantity for r in self._lots(product_id) if (r.batch, r.expiry) in ((batch, expiry), (batch, "")))
        if lies <= 0:
            raise Refused(M("Nothing of {name} lies there.", name=names_of(product)))
        self._hold(Goods(product, lies, batch, expiry))
