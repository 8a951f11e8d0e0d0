"""Goods of another shop arrive: scan what is there, and say why it is not what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput, Refused
from kiosk.flows import transfer_differences, transfer_rows
from kiosk.flows.codes import code_of
from kiosk.flows.finding import find_goods
from kiosk.flows.gathered import Gathered, Piece
from kiosk.flows.goods_in import Goods, goods_of
from kiosk.flows.lots import ask_quantity, check_quantity
from kiosk.flows.sheets import ConfirmSheet, NumberSheet
from kiosk.flows.transfer_words import direction
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, ConfirmView, DoneRow, NumberView, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M
from kiosk.store.transfers import Transfer, TransferGoods
from kiosk.trade.barcodes import LocationCode
from kiosk.trade.goods import Product

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class TakingIn(Lit):
    """Unload a transfer. What was scanned is on the disk at once. Raises Refused for one that does not come here."""

    def __init__(self, counter: Counter, transfer_id: str) -> None:
        super().__init__(counter)
        self.id = transfer_id
        found = counter.store.transfers.get(transfer_id)
        if found is None or not found.goods or not found.inward:
            raise Refused(M("No goods come here with {id}.", id=transfer_id))
        self.transfer: Transfer = found
        self.gathered = Gathered(lambda: counter.store, f"transfer in {transfer_id}")
        self.hand: int | None = max(self.gathered.lines, default=None)
        self.goods: tuple[TransferGoods, ...] = ()
        self.seen: frozenset[str] = frozenset()
        self._undo: list[tuple[Piece, ...]] = []
        self._products: dict[str, Product] = {}
        self.shown: dict[tuple[str, str], tuple[TransferGoods, int, int, DoneRow]] = {}
        self._looked: frozenset[str] = frozenset()
        self.look()
        self.seen = self.steps()
        if self.gathered.lines:
            self.tell(M("This delivery is half unloaded. Go on, or give it up."), "info")

    def news(self) -> None:
        if self.steps() != self._looked:
            self.look()

    def look(self) -> None:
        """What was sent, and what has come of it."""
        self._looked = self.steps()
        self.goods = self.counter.store.transfers.goods(self.id)
        self.lots = {(g.product_id, g.batch): g for g in self.goods}
        self.of: dict[str, list[TransferGoods]] = {}
        for g in self.goods:
            self.of.setdefault(g.product_id, []).append(g)
        self.standing = transfer_rows.Standing(self)

    def steps(self) -> frozenset[str]:
        """Documents of the transfer that are here."""
        return frozenset(step.id for step in self.counter.store.transfers.steps(self.id))

    def view(self) -> TaskView:
        return TaskView(
            title=M("Take in {id}", id=self.id),
            empty=M("Scan the goods that came."),
            progress=transfer_rows.progress(self),
            detail=direction(self.counter, self.transfer),
            hand=transfer_rows.hand(self),
            rows=transfer_rows.rows(self),
            actions=(
                Action("undo", M("Undo"), "undo", enabled=bool(self._undo)),
                Action("done", M("Done"), "check", enabled=bool(self.gathered.lines)),
            ),
            more=(
                Action("damaged", M("Damaged"), "alert", enabled=self.hand is not None),
                Action("all", M("All is here"), "check-all"),
                Action("search", M("Search"), "magnify"),
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
                self._put_at(code.location)
            else:
                self._take(goods_of(self.counter, code, scan.data))
        except Refused as refusal:
            self.counter.refuse_scan(refusal.message)

    def _put_at(self, code: str) -> None:
        line = self.gathered.lines.get(self.hand or 0)
        if line is None:
            raise Refused(M("Scan goods first, then the place where they go."))
        if self.counter.store.stockroom.location(code) is None:
            raise Refused(M("No place has the code {code}.", code=code))
        self._undo.append((line,))
        self._keep(replace(line, location=code))
        self.good()

    def _take(self, goods: Goods) -> None:
        product = goods.product
        self._products[product.id] = product
        if product.id in self.of or self.gathered.of(product.id):
            self._amount(goods)
            return
        self.counter.unknown()
        ask = ConfirmView(
            M("Other goods than were sent"),
            M("{name} is not among what was sent.", name=names_of(product)),
            M("Take it in all the same"),
        )
        self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._amount(goods)))

    def _amount(self, goods: Goods) -> None:
        if not goods.quantity:
            ask_quantity(self.counter, goods, self._add)
        else:
            self._add(goods)

    def _add(self, goods: Goods) -> None:
        """To the lines that still wait for it, the batch of the code first; what is too many to the last of them."""
        product, left = goods.product, goods.quantity
        check_quantity(product, self.gathered.of(product.id) + left)
        open_ = [g for g in self.of.get(product.id, ()) if not goods.batch or g.batch == goods.batch]
        before: list[Piece] = []
        for number, sent in enumerate(open_):
            room = sent.sums.in_transit - self.came(sent)
            quantity = left if number == len(open_) - 1 else min(max(room, 0), left)
            if quantity:
                self._more(before, product.id, sent.batch, sent.expiry, quantity)
                left -= quantity
        if left:
            self._more(before, product.id, goods.batch, goods.expiry, left)
        self._undo.append(tuple(before))
        self.good()
        if any(self.came(g) > g.sums.in_transit for g in self.of.get(product.id, ())):
            self.tell(M("More has come than is on its way."), "warn")

    def _more(self, before: list[Piece], product_id: str, batch: str, expiry: str, quantity: int) -> None:
        placed = self.gathered.lines.get(self.hand or 0)
        same = placed is not None and not placed.broken and (placed.product_id, placed.batch) == (product_id, batch)
        line = placed if same and placed is not None else self._line(product_id, batch, expiry)
        before.append(line)
        self._keep(replace(line, quantity=line.quantity + quantity))
        self.hand = line.number

    def _line(self, product_id: str, batch: str, expiry: str) -> Piece:
        plain = self.gathered.line_for(product_id, batch, expiry)
        if plain.quantity or not self.gathered.of_lot(product_id, batch):
            return plain
        found = [x for x in self.gathered.lines_of(product_id) if (x.batch, x.broken) == (batch, False)]
        return found[-1] if found else plain

    # --- acts

    def choose(self, row: str) -> None:
        """Take a line in hand."""
        product_id, _, batch = row.partition("\n")
        mine = [x for x in self.gathered.lines_of(product_id) if x.batch == batch]
        if not mine:
            raise Refused(M("Nothing of this has come yet. Scan it."))
        self.hand = mine[-1].number
        self.clear_strip()

    def ask_number(self) -> None:
        """Type how much of the line in hand came."""
        line, product = self.in_hand()
        goods = Goods(product, line.quantity, line.batch, line.expiry)

        def typed(said: Goods) -> None:
            self._undo.append((line,))
            self._keep(replace(line, quantity=said.quantity))
            self.good()

        ask_quantity(self.counter, goods, typed)

    def act_damaged(self) -> None:
        """How many of these came broken: they do not go into stock."""
        line, product = self.in_hand()
        if line.broken:
            raise Refused(M("These are written down as broken already. Undo, or type how many."))

        def broken(count: int) -> None:
            if count > line.quantity or count <= 0:
                raise BadInput(M("No more can be broken than came."))
            check_quantity(product, count)
            bad = self.gathered.line_for(product.id, line.batch, line.expiry, broken=True)
            self._undo.append((line, bad))
            self._keep(replace(line, quantity=line.quantity - count))
            self._keep(replace(bad, quantity=bad.quantity + count))
            self.hand = bad.number
            self.tell(M("Broken on arrival, not taken: {name}", name=names_of(product)), "warn")

        ask = NumberView(
            M("How much of {name} came broken?", name=names_of(product)), "quantity", decimals_of(product.unit)
        )
        self.counter.sheet(NumberSheet(self.counter, ask, broken))

    def act_all(self) -> None:
        """Whatever is still on its way is here, without scanning each."""
        rest = [g for g in self.goods if g.sums.in_transit > self.came(g)]
        if not rest:
            raise Refused(M("Nothing more is on its way."))

        def here() -> None:
            before: list[Piece] = []
            for g in rest:
                self._more(before, g.product_id, g.batch, g.expiry, g.sums.in_transit - self.came(g))
            self._undo.append(tuple(before))
            self.good()

        ask = ConfirmView(
            M("Is all of it here?"), M("Taken as sent: {count} rows.", count=len(rest)), M("All is here"),
            danger=False,
        )  # fmt: skip
        self.counter.sheet(ConfirmSheet(self.counter, ask, here))

    def act_search(self) -> None:
        """Goods whose code can't be read."""
        find_goods(self.counter, lambda product: self._take(Goods(product, 0)))

    def act_undo(self) -> None:
        """Take the last back."""
        if not self._undo:
            raise Refused(M("There is nothing to undo."))
        for line in reversed(self._undo.pop()):
            self._keep(line)
            self.hand = line.number if line.number in self.gathered.lines else None
        if self.hand is None:
            self.hand = max(self.gathered.lines, default=None)
        self.good()

    def act_give_up(self) -> None:
        """Nothing of it was taken in."""
        self.ask_give_up(M("Give this delivery up?"), len(self.gathered.lines), self.gathered.give_up)

    def act_done(self) -> None:
        """Take it in; what is not as it was sent is asked about."""
        if not self.gathered.lines:
            raise Refused(M("Scan the goods that came."))
        transfer_differences.settle(self)

    def taken_in(self) -> None:
        """It is in the journal: leave."""
        self.hand = None
        self._undo.clear()
        self.good()
        self.back()
        self.counter.front.tell(M("Taken in: {id}.", id=self.id), "ok")

    # --- inside

    def _keep(self, line: Piece) -> None:
        self.gathered.put(line)
        self.standing.changed(line.product_id, line.batch)

    def came(self, goods: TransferGoods) -> int:
        """How much of it is unloaded, the broken too."""
        return self.gathered.of_lot(goods.product_id, goods.batch)

    def in_hand(self) -> tuple[Piece, Product]:
        """The line in hand. Raises Refused where there is none."""
        line = self.gathered.lines.get(self.hand or 0)
        product = self.product(line.product_id) if line else None
        if line is None or product is None:
            raise Refused(M("Scan the goods that came."))
        return line, product

    def product(self, product_id: str) -> Product | None:
        """Read once."""
        if product_id not in self._products:
            found = self.counter.store.catalogue.product(product_id)
            if found is None:
                return None
            self._products[product_id] = found
        return self._products[product_id]
