"""What is still to be picked, and where: kept up to date product by product; a long list costs a scan no more."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kiosk.flows.gathered import Gathered
from kiosk.flows.units import decimals_of, names_of
from kiosk.i18n import M, Message
from kiosk.trade.goods import Product
from kiosk.trade.picking import Cell, Lying, Pick, Walked, besides, proposed, walked, way
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_MANY = 50
"""Picks from which on sorting all beats putting each in its place."""


def ready_by_product(counter: Counter) -> dict[str, dict[str, int]]:
    """What lies ready for customers: product, order, base units; of orders that are over, too, until it went back."""
    found: dict[str, dict[str, int]] = {}
    promises = counter.store.promises
    for order_id, goods in (promises.lying() | promises.forgotten()).items():
        for product_id, quantity in goods.items():
            found.setdefault(product_id, {})[order_id] = quantity
    return found


def ready_words(product: Product, ready: Mapping[str, int]) -> Message:
    """How much of it lies ready, and for whom. ready: base units by order."""
    count, orders = format_quantity(sum(ready.values()), decimals_of(product.unit)), ", ".join(sorted(ready)[:3])
    return M("{count} of {name} lie ready: order {orders}.", count=count, name=names_of(product), orders=orders)


class Plan:
    """wanted: base units by product. todo: picks in the order of the way. gathered: what is picked already."""

    def __init__(self, counter: Counter, gathered: Gathered, wanted: Mapping[str, int]) -> None:
        self._counter = counter
        self._gathered = gathered
        self._walk = {place.code: n for n, place in enumerate(counter.store.stockroom.locations())}
        self._empty: set[tuple[str, Cell]] = set()
        self._whole: set[str] = set()
        self._agreed: set[str] = set()
        self.ready: dict[str, dict[str, int]] = {}
        self.wanted: dict[str, int] = {}
        self.todo: list[Pick] = []
        self._ways: list[Walked] = []
        """What `todo` is ordered by, place for place."""
        self._of: dict[str, list[Pick]] = {}
        self.want(wanted)

    def want(self, wanted: Mapping[str, int]) -> None:
        """Other goods, or more or less of them."""
        touched = {*self.wanted, *wanted}
        self.wanted = dict(wanted)
        self.ready = ready_by_product(self._counter)
        self._whole &= self.wanted.keys()
        self.anew(touched)

    def left(self, product_id: str) -> int:
        """How much of a product is still wanted."""
        return self.wanted.get(product_id, 0) - self._gathered.of(product_id)

    @property
    def whole(self) -> int:
        """Of how many products all is picked."""
        return len(self._whole)

    def anew(self, products: Iterable[str], lying: Sequence[Lying] | None = None) -> None:
        """Where the rest of these products is to be taken from. lying: what there is of the one product, if known."""
        touched = set(products)
        gone = [pick for product_id in touched for pick in self._of.pop(product_id, ())]
        found: list[Pick] = []
        for product_id in touched & self.wanted.keys():
            left = self.left(product_id)
            (self._whole.discard if left > 0 else self._whole.add)(product_id)
            if left > 0:
                self._of[product_id] = picks = self.proposed(
                    product_id, left, self.lying(product_id) if lying is None else lying
                )
                found += picks
        if len(gone) + len(found) > _MANY:
            self.todo = way((p for picks in self._of.values() for p in picks), self._walk)
            self._ways = [self._walked(p) for p in self.todo]
            return
        for pick in gone:
            at = bisect_left(self._ways, self._walked(pick))
            del self.todo[at], self._ways[at]
        for pick in found:
            where = self._walked(pick)
            at = bisect_right(self._ways, where)
            self.todo.insert(at, pick)
            self._ways.insert(at, where)

    def of(self, product_id: str) -> Sequence[Pick]:
        """Where a product is still to be taken from; the first to expire first."""
        return self._of.get(product_id, ())

    def at(self, place: str) -> Pick | None:
        """The first that is to be taken from a place."""
        here = self._walked(Pick("", 0, place))[:2]
        number = bisect_left(self._ways, here)
        found = self.todo[number] if number < len(self.todo) else None
        return found if found is not None and found.known and found.location == place else None

    def not_there(self, pick: Pick) -> None:
        """Somebody looked, and found nothing."""
        self._empty.add((pick.product_id, pick.cell))
        self.anew((pick.product_id,))

    def next(self, hand: str, place: str) -> Pick | None:
        """What is taken next: of the goods in hand, else in the place where the picker stands, else on the way."""
        mine = min(self.of(hand), key=self._walked, default=None) if hand else None
        return mine or (self.at(place) if place else None) or next(iter(self.todo), None)

    def proposed(self, product_id: str, quantity: int, lying: Sequence[Lying]) -> list[Pick]:
        """Where so much of a product is taken from, what is picked already left out."""
        taken: dict[Cell, int] = {}
        for x in self._gathered.lines_of(product_id):
            cell = (x.location, x.batch, x.expiry)
            taken[cell] = taken.get(cell, 0) + x.quantity
        empty = {cell for product, cell in self._empty if product == product_id}
        return proposed(
            product_id, quantity, lying, today=self.today, walk=self._walk, taken=taken, empty=empty
        )  # fmt: skip

    def lying(self, product_id: str) -> list[Lying]:
        """What there is of a product by the books, besides what lies ready for customers."""
        rows = [
            Lying(r.quantity, r.location, r.batch, r.expiry) for r in self._counter.store.stockroom.where(product_id)
        ]
        ready = 0 if product_id in self._agreed else sum(self.ready.get(product_id, {}).values())
        return besides(rows, ready) if ready else rows

    def free(self, product_id: str, batch: str = "") -> int:
        """How much of a product, or of its batch, can still be picked without taking what lies ready."""
        gathered = self._gathered.of_lot(product_id, batch) if batch else self._gathered.of(product_id)
        return sum(r.quantity for r in self.lying(product_id) if batch in ("", r.batch)) - gathered

    def take_ready(self, product_id: str) -> None:
        """Somebody agreed to take what lies ready for a customer."""
        self._agreed.add(product_id)
        self.anew((product_id,))

    def news(self) -> None:
        """Another terminal may have picked for a customer what is still to be picked here."""
        now = ready_by_product(self._counter)
        changed = {p for p in {*now, *self.ready} if now.get(p) != self.ready.get(p)}
        self.ready = now
        self.anew(changed & self.wanted.keys())

    def _walked(self, pick: Pick) -> Walked:
        return walked(pick, self._walk)

    @property
    def today(self) -> str:
        """The shop's day, ISO 8601."""
        return self._counter.clock.today().isoformat()
