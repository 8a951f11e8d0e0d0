"""Customers' orders in a simulated chain: picked, perhaps by two who don't know of each other, and put back. And what
then must be said of each: how far it is picked, what lies ready, what is kept; reckoned from the documents alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.store.documents import Document, SaleCompleted
from kiosk.store.documents_promises import (
    CustomerOrderCancelled,
    CustomerOrdered,
    CustomerOrderReady,
    PromisedLine,
)
from kiosk.store.documents_stockroom import PlacedLine, StockPlaced
from kiosk.store.entry import Entry
from kiosk.store.promises import Promises
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from tests.simulation.world import Till, World

Goods = dict[str, int]


def pick(world: World, till: Till) -> None:
    """What is still to be picked of an order, by this till's books, lies ready: all of it, or a part."""
    open_ = [p for p in till.store.promises.open() if till.store.promises.ready(p.id).left]
    if not open_:
        return
    order = world.chance.choice(open_)
    left = till.store.promises.ready(order.id).left
    part = world.chance.random() < 0.4
    picked = {p: q // 2 if part else q for p, q in left.items()}
    lines = tuple(PromisedLine(p, Quantity(q)) for p, q in picked.items())
    whole = not part or world.chance.random() < 0.2
    till.store.journal.append(CustomerOrderReady(order_id=order.id, lines=lines, whole=whole), actor="1001")
    for product, quantity in picked.items():
        shelf = next((r for r in till.store.stockroom.where(product) if r.location and r.quantity >= quantity), None)
        if shelf is not None:
            moved = PlacedLine(
                product_id=product, quantity=Quantity(quantity), source=shelf.location, batch=shelf.batch,
                expiry=shelf.expiry,
            )  # fmt: skip
            till.store.journal.append(StockPlaced(lines=(moved,)), actor="1001")


def put_back(world: World, till: Till) -> None:
    """What lies ready and should not: of an order picked twice, collected or cancelled."""
    promises = till.store.promises
    heaps = {p.id: promises.ready(p.id).over for p in promises.open()} | promises.forgotten()
    found = sorted(order for order, goods in heaps.items() if goods)
    if found:
        order = world.chance.choice(found)
        lines = tuple(PromisedLine(p, Quantity(-q)) for p, q in heaps[order].items())
        till.store.journal.append(CustomerOrderReady(order_id=order, lines=lines, whole=False), actor="1001")


@dataclass
class Said:
    """All that was written of one order."""

    ordered: Goods = field(default_factory=dict)
    collected: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    picked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    whole: bool = False
    cancelled: bool = False

    @property
    def open(self) -> bool:
        rest = [quantity - self.collected[p] for p, quantity in self.ordered.items()]
        return not self.cancelled and any(rest) and min(rest) >= 0

    def kept(self) -> Goods:
        """What the customer may still have."""
        return {p: q - self.collected[p] for p, q in self.ordered.items() if q > self.collected[p]} if self.open else {}

    def heap(self) -> Goods:
        """What lies there for him."""
        return {p: q - self.collected[p] for p, q in self.picked.items() if q > self.collected[p]}

    def over(self) -> Goods:
        return {p: q - self.ordered[p] for p, q in self.picked.items() if q > self.ordered[p]}

    def left(self) -> Goods:
        """What a picker has still to fetch: not picked, and not collected either."""
        if self.whole:
            return {}
        return {
            p: min(q - self.collected[p], q - self.picked[p])
            for p, q in self.ordered.items()
            if min(q - self.collected[p], q - self.picked[p]) > 0
        }


class Waiting:
    """The orders of all shops."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Said]] = defaultdict(lambda: defaultdict(Said))

    def note(self, entry: Entry, document: Document) -> None:
        mine = self.orders[entry.store_id]
        if isinstance(document, CustomerOrdered):
            mine[entry.id].ordered = {x.product_id: int(x.quantity) for x in document.lines}
        elif isinstance(document, CustomerOrderCancelled):
            mine[document.order_id].cancelled = True
        elif isinstance(document, CustomerOrderReady):
            said = mine[document.order_id]
            said.whole = said.whole or document.whole
            for x in document.lines:
                said.picked[x.product_id] += x.quantity
        elif isinstance(document, SaleCompleted) and document.order_id:
            for line in document.lines:
                mine[document.order_id].collected[line.product_id] += line.quantity

    @property
    def twice(self) -> int:
        """How many were picked twice at some time: what this is about."""
        return sum(bool(said.over()) for orders in self.orders.values() for said in orders.values())

    def faults(self, world: World) -> Iterator[str]:
        """Where a till or the office says something else."""
        office = world.office.store
        for till in world.tills:
            yield from self._faults(till.name, till.store.store_id, till.store.promises)
        for shop in sorted(self.orders):
            yield from self._faults("the office", shop, Promises(office.book, office.journal, shop))

    def _faults(self, name: str, shop: str, promises: Promises) -> Iterator[str]:
        kept: dict[str, int] = defaultdict(int)
        lying, forgotten = {}, {}
        for order_id, said in self.orders[shop].items():
            ready = promises.ready(order_id)
            if (dict(ready.left), dict(ready.over)) != (said.left(), said.over()):
                yield f"{name}: of order {order_id} {ready}; it should be {said.left()} left, {said.over()} too much"
            for product, quantity in said.kept().items():
                kept[product] += quantity
            if said.heap():
                (lying if said.open else forgotten)[order_id] = said.heap()
        if promises.all_kept() != dict(kept):
            yield f"{name}: {shop} keeps {promises.all_kept()}, it should keep {dict(kept)}"
        if (promises.lying(), promises.forgotten()) != (lying, forgotten):
            yield f"{name}: in {shop} lies {promises.lying()} and {promises.forgotten()}, not {lying} and {forgotten}"
