"""Goods come in: a delivery is unloaded by scanning, for an order or without one, and taken in as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput, Refused
from kiosk.flows import receiving_checks, receiving_rows
from kiosk.flows.codes import code_of
from kiosk.flows.goods_in import Goods, goods_of
from kiosk.flows.receiving_draft import Came, Unloading
from kiosk.flows.receiving_standing import Standing
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, ChoiceView, DoneRow, NumberView, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, plain
from kiosk.store.documents import Approval
from kiosk.store.purchases import Order
from kiosk.trade.barcodes import DocumentCode, LocationCode
from kiosk.trade.buying import pack_price
from kiosk.trade.costing import COST_ONE
from kiosk.trade.goods import Product
from kiosk.trade.money import divide
from kiosk.trade.orders import COMING
from kiosk.trade.quantity import ONE
from kiosk.trade.receiving import sensible

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Receiving(Lit):
    """Scan goods; a place's code says where the last ones were put; an order's code says what they are for.

    What was scanned is on the disk at once. order: begin with this one. Raises Refused for one not here or ended.
    """

    def __init__(self, counter: Counter, order_id: str = "") -> None:
        super().__init__(counter)
        self.unloading = Unloading(lambda: counter.store)
        self.unloading.load()
        self.order: Order | None = None
        self.products: dict[str, Product] = {}
        self.places: dict[str, str] = {}
        self.amounts: dict[str, tuple[int, int]] = {}
        self.prices: dict[str, int] = {}
        self.shown: dict[str | int, tuple[object, DoneRow]] = {}
        self._sender = ("", "")
        self.standing = Standing((), self.unloading.came)
        self.hand: int | None = max(self.unloading.lines, default=None)
        self.last: tuple[str, float] = ("", 0.0)
        self._undo: list[tuple[int, int]] = []
        self._seen: dict[str, int] = {}
        if self.unloading.head.order_id:
            self._for_order(self.unloading.head.order_id)
        elif order_id:
            self.take_order(order_id)
        if self.unloading.lines:
            self.tell(M("This delivery is half unloaded. Go on, or give it up."), "info")

    def view(self) -> TaskView:
        return TaskView(
            title=M("Receive {order}", order=self.order.head.id) if self.order else M("Receive"),
            empty=M("Scan goods to begin, or an order."),
            progress=receiving_rows.progress(self),
            detail=receiving_rows.detail(self),
            hand=receiving_rows.hand(self),
            rows=receiving_rows.rows(self),
            actions=(Action("undo", M("Undo"), "undo", enabled=bool(self._undo)), Action("done", M("Done"), "check")),
            more=(
                Action("damaged", M("Damaged"), "alert", enabled=self.hand is not None),
                Action("price", M("Price"), "tag", enabled=self.hand is not None),
                Action("label", M("Label"), "label", enabled=self.hand is not None),
                Action("rest", M("More"), "menu"),
            ),
            strip=self.strip,
            edge=self.edge,
        )

    # --- scans

    def scan(self, scan: Scan) -> None:
        code = code_of(scan, self.counter.layouts)
        if isinstance(code, LocationCode):
            self._put_at(code.location)
        elif isinstance(code, DocumentCode) and self.counter.store.catalogue.find_code(code.entry_id) is None:
            try:
                self.take_order(code.entry_id)
            except Refused as refusal:
                self.counter.refuse_scan(refusal.message)
        else:
            try:
                receiving_checks.begin(self, goods_of(self.counter, code, scan.data))
            except Refused as refusal:
                self.counter.refuse_scan(refusal.message)

    def add(self, goods: Goods) -> None:
        """Everything was asked: so much more of it lies unloaded."""
        product = goods.product
        if not sensible(self.unloading.came(product.id) + goods.quantity):
            raise BadInput(M("So much can't have come. Check the quantity."))
        line = self.unloading.line_for(product.id, goods.batch, goods.expiry, self.price_of(product))
        self.unloading.put(replace(line, quantity=line.quantity + goods.quantity))
        self.products[product.id] = product
        self.hand = line.number
        self._undo.append((line.number, goods.quantity))
        self.last = (goods.code, self.counter.clock.mono())
        self.good()

    def _put_at(self, code: str) -> None:
        line = self.unloading.lines.get(self.hand or 0)
        if line is None:
            self.counter.refuse_scan(M("Scan goods first, then the place where they go."))
        elif self.counter.store.stockroom.location(code) is None:
            self.counter.refuse_scan(M("No place has the code {code}.", code=code))
        else:
            self.unloading.put(replace(line, location=code))
            self.good()

    # --- the order

    def take_order(self, order_id: str) -> None:
        """This delivery is for that order. Raises Refused where it can't be."""
        head = self.unloading.head
        if head.order_id and head.order_id != order_id and self.unloading.lines:
            raise Refused(M("This delivery is for order {order}. Take it in first.", order=head.order_id))
        order = self.counter.store.purchases.order(order_id)
        if order is None:
            raise Refused(M("This is no order of this shop: {code}", code=order_id))
        if order.head.state not in COMING:
            raise Refused(M("Nothing is expected of order {order} any more, or not yet.", order=order_id))
        if head.supplier_id and head.supplier_id != order.head.supplier_id and self.unloading.lines:
            raise Refused(M("The order is for another supplier than this delivery."))
        self.unloading.say(order_id=order_id, supplier_id=order.head.supplier_id)
        self._for_order(order_id)
        self.good()

    def _for_order(self, order_id: str) -> None:
        self.order = self.counter.store.purchases.order(order_id)
        lines = self.order.lines if self.order else ()
        self.shown.clear()
        self._seen = {x.product_id: int(x.received) for x in lines}
        self.amounts = {x.product_id: (int(x.quantity), int(x.received)) for x in lines}
        self.prices = {x.product_id: divide(x.price * COST_ONE * ONE, x.pack) for x in lines}
        self.standing = Standing(lines, self.unloading.came)
        self.unloading.changed = self.standing.changed

    def ordered(self, product_id: str) -> tuple[int, int] | None:
        """(ordered, come before this delivery) of a product; None if it is not on the order."""
        return self.amounts.get(product_id)

    def price_of(self, product: Product) -> int | None:
        """What a base unit costs by the order, else by the supplier's terms; None where nobody knows."""
        if product.id in self.prices:
            return self.prices[product.id]
        terms = self.counter.store.suppliers.terms(self.unloading.head.supplier_id, product.id)
        pack = pack_price(terms, self.unloading.came(product.id)) if terms else None
        return divide(pack * COST_ONE * ONE, terms.pack) if terms and pack is not None else None

    # --- acts

    def choose(self, row: str) -> None:
        """Take a line in hand."""
        mine = [x for x in self.unloading.lines.values() if x.product_id == row or str(x.number) == row]
        if not mine:
            raise Refused(M("Nothing of this has come yet. Scan it."))
        self.hand = mine[-1].number
        self.clear_strip()

    def ask_number(self) -> None:
        """Type how much came."""
        line, product = self.in_hand()
        ask = NumberView(
            M("How much of {name} came?", name=names_of(product)), "quantity", decimals_of(product.unit), line.quantity
        )
        self.counter.sheet(NumberSheet(self.counter, ask, lambda n: receiving_checks.recount(self, line, n)))

    def set_quantity(self, line: Came, quantity: int) -> None:
        """So much came of it."""
        self._undo.append((line.number, quantity - line.quantity))
        self.unloading.put(replace(line, quantity=quantity))
        self.hand = line.number if line.number in self.unloading.lines else None
        self.good()

    def act_undo(self) -> None:
        """Take the last back."""
        while self._undo:
            number, quantity = self._undo.pop()
            line = self.unloading.lines.get(number)
            if line is not None:
                self.unloading.put(replace(line, quantity=max(line.quantity - quantity, 0)))
                self.hand = number if number in self.unloading.lines else max(self.unloading.lines, default=None)
                self.last = ("", 0.0)
                self.good()
                return
        raise Refused(M("There is nothing to undo."))

    def act_damaged(self) -> None:
        """How many of these came broken: they are not taken, and written down."""
        line, product = self.in_hand()

        def broken(count: int) -> None:
            if count > line.quantity + line.damaged:
                raise BadInput(M("No more can be broken than came."))
            self.unloading.put(replace(line, quantity=line.quantity + line.damaged - count, damaged=count))
            self.tell(M("Broken on arrival, not taken: {name}", name=names_of(product)), "warn")

        ask = NumberView(
            M("How much of {name} came broken?", name=names_of(product)), "quantity", decimals_of(product.unit),
            line.damaged,
        )  # fmt: skip
        self.counter.sheet(NumberSheet(self.counter, ask, broken))

    def act_price(self) -> None:
        """The price on the supplier's paper, where it is another than expected."""
        receiving_checks.ask_price(self)

    def act_label(self) -> None:
        """Name, price and bars for what is in hand."""
        from kiosk.flows import papers

        _line, product = self.in_hand()
        papers.print_label(self.counter, product)
        self.tell(M("The label is being printed."), "ok")

    def act_rest(self) -> None:
        """What is rarer."""
        options = (
            Option("orders", M("Choose an order"), icon="clipboard"),
            Option("supplier", M("Choose the supplier"), icon="truck"),
            Option("freight", M("Freight of this delivery"), icon="cash"),
            Option("receipts", M("Deliveries of before"), icon="history"),
            Option("give_up", M("Give this delivery up"), icon="delete"),
        )
        self.counter.sheet(
            ChoiceSheet(self.counter, ChoiceView(M("Delivery"), options), self.act)
        )  # fmt: skip

    def act_orders(self) -> None:
        """One of the orders that are expected."""
        heads = [h for h in self.counter.store.purchases.orders(open_only=True) if h.state in COMING]
        if not heads:
            raise Refused(M("No order is expected."))
        options = tuple(Option(h.id, plain(f"{h.supplier} · {h.id}"), plain(h.expected)) for h in heads)
        view = ChoiceView(M("Which order?"), options)
        self.counter.sheet(ChoiceSheet(self.counter, view, self.take_order))

    def act_supplier(self) -> None:
        """Who sent it."""
        self.ask_supplier(self.good)

    def act_freight(self) -> None:
        """What the transport cost: the goods bear it by what they are worth."""
        exponent = self.counter.settings.currency.exponent
        ask = NumberView(M("Freight of this delivery"), "amount", exponent, self.unloading.head.freight)

        def said(amount: int) -> None:
            self.unloading.say(freight=amount)
            self.good()

        self.counter.sheet(NumberSheet(self.counter, ask, said))

    def act_receipts(self) -> None:
        """Deliveries of before, to be looked at and taken back."""
        from kiosk.flows.receipts import Receipts

        self.counter.enter(Receipts(self.counter))

    def act_give_up(self) -> None:
        """Nothing of it was taken in."""
        self.ask_give_up(M("Give this delivery up?"), len(self.unloading.lines), self.unloading.give_up)

    def ask_supplier(self, then: receiving_checks.Then) -> None:
        """Choose who sent it, then go on."""
        suppliers = self.counter.store.suppliers.all()
        if not suppliers:
            raise Refused(M("No supplier is known here. The office enters suppliers."))
        if self.order is not None:
            raise Refused(M("The order says who the supplier is."))
        options = tuple(Option(s.id, plain(s.name)) for s in suppliers)

        def chosen(supplier: str) -> None:
            self.unloading.say(supplier_id=supplier)
            for line in tuple(self.unloading.lines.values()):
                product = self.product(line.product_id)
                if line.price is None and product is not None:
                    self.unloading.put(replace(line, price=self.price_of(product)))
            then()

        self.counter.sheet(ChoiceSheet(self.counter, ChoiceView(M("Who sent it?"), options), chosen))

    def act_done(self) -> None:
        """Take all of it in."""
        if not self.unloading.lines:
            raise Refused(M("Scan goods to begin, or an order."))
        if not self.unloading.head.supplier_id:
            self.ask_supplier(self.act_done)
            return
        receiving_checks.finish(self, self._seen)

    def agreed(self, approvals: tuple[Approval, ...]) -> None:
        """Somebody agreed to what differs: it goes into the document."""
        if approvals:
            self.unloading.say(approvals=(*self.unloading.head.approvals, *approvals))

    def post(self, seen: dict[str, int]) -> None:
        """Everything was asked: it is taken in. seen: what is known to have come of the order before."""
        count = len(self.unloading.lines)
        receipt = self.unloading.post(self.counter.actor, seen)
        self.order, self.hand = None, None
        self._undo.clear()
        self.good()
        self.back()
        self.counter.front.tell(M("Taken in: {count} rows, delivery {id}.", count=count, id=receipt), "ok")

    def in_hand(self) -> tuple[Came, Product]:
        """The line in hand. Raises Refused where there is none."""
        line = self.unloading.lines.get(self.hand or 0)
        product = self.product(line.product_id) if line else None
        if line is None or product is None:
            raise Refused(M("Scan goods to begin, or an order."))
        return line, product

    def sender(self) -> str:
        """The supplier's name, read once; "" where nobody said it."""
        supplier_id = self.unloading.head.supplier_id
        if self._sender[0] != supplier_id:
            supplier = self.counter.store.suppliers.get(supplier_id)
            self._sender = (supplier_id, supplier.name if supplier else "")
        return self._sender[1]

    def usual_place(self, product_id: str) -> str:
        """Read once."""
        if product_id not in self.places:
            self.places[product_id] = self.counter.store.stockroom.usual_place(product_id)
        return self.places[product_id]

    def product(self, product_id: str) -> Product | None:
        """Read once."""
        if product_id not in self.products:
            found = self.counter.store.catalogue.product(product_id)
            if found is None:
                return None
            self.products[product_id] = found
        return self.products[product_id]
