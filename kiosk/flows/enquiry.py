"""What is there? Goods or a place are scanned: how much, where, of which batch, what is to come, what moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.codes import code_of
from kiosk.flows.finding import find_goods
from kiosk.flows.goods_in import goods_of
from kiosk.flows.other_shops import OtherShops, can_ask
from kiosk.flows.papers import local_time
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.transfer_words import shop_name
from kiosk.flows.units import decimals_of, names_of, shown_amount, unit_name
from kiosk.flows.views import Action, DoneRow, Hand, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.flows.warehouse_tasks import open_document
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, Text, plain
from kiosk.trade.adjusting import REASONS
from kiosk.trade.barcodes import DocumentCode, LocationCode
from kiosk.trade.costing import Cost, in_minor
from kiosk.trade.goods import Product
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MOVEMENTS = 20
WHYS: dict[str, Message] = {
    "sale": M("Sold"),
    "return": M("Came back"),
    "receipt": M("Received"),
    "receipt_undone": M("Delivery taken back"),
    "invoiced": M("Invoice prices"),
    "placed": M("Moved"),
    "sent_back": M("Sent back to the supplier"),
    "sent_back_undone": M("Return to the supplier taken back"),
    "transfer_out": M("Sent to another shop"),
    "transfer_in": M("Came from another shop"),
    "opening": M("Opening stock"),
    **REASONS,
    "count": M("Count"),
}
"""Reasons of movements in words; another one stands as it is written."""


class Enquiry(Lit):
    """Scan goods or a place. Nothing is changed here."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._product: Product | None = None
        self._place = ""
        self._history = False
        self._hand: Hand | None = None
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        self._read()

    def news(self) -> None:
        self._read()

    def view(self) -> TaskView:
        chosen = self._product is not None
        return TaskView(
            title=M("Look up"),
            empty=M("Scan goods, or a place."),
            hand=self._hand,
            rows=self._rows,
            actions=(
                Action("search", M("Search"), "magnify"),
                Action("movements", M("Where") if self._history else M("Movements"), "history", enabled=chosen),
            ),
            more=self._more(),
            strip=self.strip,
            edge=self.edge,
        )

    def _more(self) -> tuple[Action, ...]:
        label = (Action("label", M("Label"), "label"),) if self._product is not None or self._place else ()
        if self._product is not None and can_ask(self.counter):
            label = (*label, Action("elsewhere", M("Other shops"), "store"))
        batches = self._product is not None and self._product.tracks_batches and self.counter.may("stock.recall")
        return (*label, Action("recall", M("Recall a batch"), "bell")) if batches else label

    def scan(self, scan: Scan) -> None:
        code = code_of(scan, self.counter.layouts)
        try:
            if isinstance(code, LocationCode):
                self._look_at(code.location)
            elif isinstance(code, DocumentCode) and (flow := open_document(self.counter, code.entry_id)) is not None:
                self.counter.ok()
                self.counter.enter(flow)
            else:
                self._look(goods_of(self.counter, code, scan.data).product)
        except Refused as refusal:
            self.counter.refuse_scan(refusal.message)

    def show(self, product_id: str) -> None:
        """A product, chosen elsewhere."""
        product = self.counter.store.catalogue.product(product_id)
        if product is None:
            raise Refused(M("This product no longer exists."))
        self._product, self._place, self._history = product, "", False
        self._read()

    def _look(self, product: Product) -> None:
        self._product, self._place, self._history = product, "", False
        self._read()
        self.good()

    def _look_at(self, place: str) -> None:
        if self.counter.store.stockroom.location(place) is None:
            raise Refused(M("No place has the code {code}.", code=place))
        self._product, self._place = None, place
        self._read()
        self.good()

    # --- acts

    def choose(self, row: str) -> None:
        """A place shows what lies there, goods where they are, a movement its document."""
        kind, _, what = row.partition(" ")
        if kind == "place":
            self._look_at(what.split(" ")[0])
        elif kind == "goods":
            product = self.counter.store.catalogue.product(what.split(" ")[0])
            if product is not None:
                self._look(product)
        elif kind in ("document", "order"):
            flow = open_document(self.counter, what.split(" ")[0])
            if flow is None:
                raise Refused(M("This document is not shown here: {id}", id=what.split(" ")[0]))
            self.counter.enter(flow)

    def act_recall(self) -> None:
        """Who bought goods of a batch."""
        from kiosk.flows.recalling import choose_batch

        if self._product is not None and self.counter.may("stock.recall"):
            choose_batch(self.counter, self._product)

    def act_movements(self) -> None:
        """What moved, or where it is."""
        if self._product is None:
            raise Refused(M("Scan or choose a product first."))
        self._history = not self._history
        self._read()

    def act_elsewhere(self) -> None:
        """What other shops have of it."""
        if self._product is not None:
            self.counter.enter(OtherShops(self.counter, self._product))

    def act_label(self) -> None:
        """Name, price and bars, on the receipt printer; of a place its own code."""
        if self._product is not None:
            papers.print_label(self.counter, self._product)
        elif self._place:
            papers.print_label(self.counter, self._place)
        else:
            raise Refused(M("Scan or choose a product first."))
        self.tell(M("The label is being printed."), "ok")

    def act_search(self) -> None:
        """By name, pinyin or number, where the code can't be read."""
        find_goods(self.counter, self._look)

    # --- what is shown

    def _read(self) -> None:
        if self._product is not None:
            self._hand = self._stock(self._product)
            self._rows = self._moves(self._product) if self._history else self._places(self._product)
        elif self._place:
            self._rows = self._lying()
            self._hand = Hand(M("Place {place}", place=self._place), plain(str(len(self._rows))))
        else:
            self._hand, self._rows = None, ()

    def _stock(self, product: Product) -> Hand:
        store, places = self.counter.store, decimals_of(product.unit)
        level = store.stock.level(product.id)
        facts: list[Text] = []
        coming = store.purchases.on_order(product.id)
        if coming:
            facts.append(M("On order: {count}", count=format_quantity(coming, places)))
        kept = store.promises.kept(product.id)
        if kept:
            facts.append(M("Kept for customers: {count}", count=format_quantity(kept, places)))
        to_us, away = store.transfers.in_transit(product.id)
        if to_us:
            facts.append(M("On its way here: {count}", count=format_quantity(to_us, places)))
        if away:
            facts.append(M("On its way to other shops: {count}", count=format_quantity(away, places)))
        if self.counter.may("product.cost") and level.average_cost:
            cost = shown_amount(self.counter, in_minor(Cost(level.average_cost)))
            facts.append(M("Average cost {amount}", amount=cost))
        number = plain(format_quantity(level.on_hand, places))
        tone = "error" if level.on_hand < 0 else "warn" if level.on_hand == 0 else ""
        return Hand(names_of(product), number, unit_name(product.unit), tuple(facts), tone)  # type: ignore[arg-type]

    def _places(self, product: Product) -> tuple[DoneRow, ...]:
        places = decimals_of(product.unit)
        found = [
            DoneRow(
                f"place {r.location} {n}" if r.location else f"floor {n}",
                M("Place {place}", place=r.location) if r.location else M("Arrivals and shop floor"),
                plain(format_quantity(r.quantity, places)),
                batch_words(r.batch, r.expiry) if r.batch or r.expiry else None,
                "error" if r.quantity < 0 else "",
            )
            for n, r in enumerate(self.counter.store.stockroom.where(product.id))
        ]
        coming = [
            DoneRow(
                f"order {c.order_id}",
                M("On order {order}", order=c.order_id),
                plain(format_quantity(c.quantity, places)),
                M("Expected {date}", date=c.expected) if c.expected else None,
                "muted",
            )
            for c in self.counter.store.purchases.coming(product.id)
        ]
        ready = {order: goods.get(product.id, 0) for order, goods in self.counter.store.promises.lying().items()}
        kept = [
            DoneRow(
                f"kept {order}",
                M("Kept for order {order}", order=order),
                plain(format_quantity(q, places)),
                M("Ready: {count}", count=format_quantity(ready[order], places)) if ready.get(order) else None,
                "warn",
            )
            for order, q in self.counter.store.promises.orders_of(product.id)
        ]
        return (*found, *kept, *coming, *self._moving(product))

    def _moving(self, product: Product) -> tuple[DoneRow, ...]:
        """What of it is on its way between shops."""
        rows = []
        for n, c in enumerate(self.counter.store.transfers.carrying(product.id)):
            shop = shop_name(self.counter, c.peer)
            name = M("From {shop}", shop=shop) if c.inward else M("To {shop}", shop=shop)
            count = plain(format_quantity(c.quantity, decimals_of(product.unit)))
            about = M("On its way: {id}", id=c.transfer_id)
            rows.append(
                DoneRow(
                    f"document {c.transfer_id} {n}", name, count, about, "muted" if c.quantity > 0 else "error"
                )
            )  # fmt: skip
        return tuple(rows)

    def _moves(self, product: Product) -> tuple[DoneRow, ...]:
        places = decimals_of(product.unit)
        return tuple(
            DoneRow(
                f"document {m.entry_id} {n}",
                WHYS.get(m.why) or plain(m.why),
                plain(f"{'+' if m.quantity > 0 else ''}{format_quantity(m.quantity, places)}"),
                plain(f"{local_time(self.counter, m.at)}  {m.entry_id}"),
                "ok" if m.quantity > 0 else "",
            )
            for n, m in enumerate(self.counter.store.stock.movements(product.id, MOVEMENTS))
        )

    def _lying(self) -> tuple[DoneRow, ...]:
        rows = []
        for n, r in enumerate(self.counter.store.stockroom.at(self._place)):
            product = self.counter.store.catalogue.product(r.product_id)
            count = format_quantity(r.quantity, decimals_of(product.unit) if product else 0)
            about = batch_words(r.batch, r.expiry) if r.batch or r.expiry else None
            name = names_of(product) if product else plain(r.product_id)
            rows.append(DoneRow(f"goods {r.product_id} {n}", name, plain(count), about))
        return tuple(rows)
