"""Whether the books hold what is about to leave: of a product in all, of a batch in all its places, of a place.

What the shop floor owes (`trade.owed`) counts as gone. So as long as nothing leaves that this says is not there, no
product, no batch and no place ever holds less than nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from kiosk.store.store import Store


class _Line(Protocol):
    """Goods in a place, on a line of whichever paper."""

    @property
    def product_id(self) -> str: ...
    @property
    def location(self) -> str: ...
    @property
    def batch(self) -> str: ...
    @property
    def expiry(self) -> str: ...


class Taken(NamedTuple):
    """So much is about to leave, base units (< 0: comes); from where and of which batch, as far as anybody says."""

    product_id: str
    quantity: int
    location: str = ""
    batch: str = ""
    expiry: str = ""

    @classmethod
    def of(cls, line: _Line, quantity: int) -> Taken:
        """So much of the goods of a line, from where it says that they lie."""
        return cls(line.product_id, quantity, line.location, line.batch, line.expiry)


class Missing(NamedTuple):
    """There is only so much of a product; of the batch or in the place that are named, else in all."""

    product_id: str
    there: Quantity
    batch: str = ""
    expiry: str = ""
    location: str = ""


def missing(store: Store, taken: Iterable[Taken]) -> Missing | None:
    """The first of which more is taken than is there; None where all of it is there."""
    by_product: dict[str, list[Taken]] = defaultdict(list)
    for t in taken:
        by_product[t.product_id].append(t)
    for product_id, its in by_product.items():
        found = _of_product(store, product_id, its)
        if found is not None:
            return found
    return None


def _of_product(store: Store, product_id: str, taken: list[Taken]) -> Missing | None:
    on_hand = store.stock.level(product_id).on_hand
    if _short(sum(t.quantity for t in taken), on_hand):
        return Missing(product_id, _at_least_none(on_hand))
    if not any(t.location or t.batch or t.expiry for t in taken):
        return None
    cells, _dates = store.stockroom.cells(product_id)
    batches: dict[tuple[str, str], int] = defaultdict(int)
    places: dict[tuple[str, str, str], int] = defaultdict(int)
    for t in taken:
        lot = (t.batch, "" if t.batch else t.expiry)
        if any(lot):
            batches[lot] += t.quantity
        if t.location:
            places[(t.location, *lot)] += t.quantity
    for (batch, expiry), quantity in batches.items():
        there = sum(q for cell, q in cells.items() if cell[1:] == (batch, expiry))
        if _short(quantity, there):
            return Missing(product_id, _at_least_none(there), batch, expiry)
    for (location, batch, expiry), quantity in places.items():
        there = cells.get((location, batch, expiry), 0)
        if _short(quantity, there):
            return Missing(product_id, _at_least_none(there), batch, expiry, location)
    return None


def _short(quantity: int, there: int) -> bool:
    """What only comes makes nothing worse, whatever the books are short of already."""
    return quantity > max(there, 0)


def _at_least_none(quantity: int) -> Quantity:
    return Quantity(max(quantity, 0))
