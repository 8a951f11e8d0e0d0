"""Picking: which goods to take from which place, the first to expire first, in the order of the way through the places.

FEFO (first expired, first out) is decided for each product before the way is: of two batches the earlier goes, however
far it lies. What has no date goes last, and what is past its date is not proposed at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

Cell = tuple[str, str, str]
"""Place, batch and date, as goods lie; "" for the shop floor, for no batch, for no date."""

Walked = tuple[bool, tuple[int, str], str, str, str]
"""What picks are ordered by on the way; the first two say where it leads."""


class Lying(NamedTuple):
    """So much of a product lies there, base units. expiry: ISO 8601 or ""."""

    quantity: int
    location: str = ""
    batch: str = ""
    expiry: str = ""

    @property
    def cell(self) -> Cell:
        """Where, and of which batch."""
        return self.location, self.batch, self.expiry


class Pick(NamedTuple):
    """Take so much of a product from there. known: the books say that it is there."""

    product_id: str
    quantity: int
    location: str = ""
    batch: str = ""
    expiry: str = ""
    known: bool = True

    @property
    def cell(self) -> Cell:
        """Where, and of which batch."""
        return self.location, self.batch, self.expiry


def proposed(
    product_id: str,
    wanted: int,
    lying: Iterable[Lying],
    *,
    today: str,
    walk: Mapping[str, int],
    taken: Mapping[Cell, int] | None = None,
    empty: Collection[Cell] = (),
) -> list[Pick]:
    """Where to take `wanted` from. today: ISO 8601. walk: a place's number on the way.

    taken: what is picked already, and still on the books. empty: where somebody looked and found nothing. What the
    books do not know of is a last pick that says so.
    """
    picks: list[Pick] = []
    good = (row for row in lying if row.cell not in empty and not (row.expiry and row.expiry < today))
    for row in sorted(good, key=lambda r: (r.expiry or "9999", _far(r.location, walk), r.batch)):
        there = row.quantity - (taken or {}).get(row.cell, 0)
        quantity = min(there, wanted)
        if quantity > 0:
            picks.append(Pick(product_id, quantity, *row.cell))
            wanted -= quantity
    if wanted > 0:
        picks.append(Pick(product_id, wanted, known=False))
    return picks


def way(picks: Iterable[Pick], walk: Mapping[str, int]) -> list[Pick]:
    """In the order in which they are walked to; what nobody knows the place of comes last."""
    return sorted(picks, key=lambda p: walked(p, walk))


def walked(p: Pick, walk: Mapping[str, int]) -> Walked:
    """What picks are ordered by on the way."""
    return not p.known, _far(p.location, walk), p.product_id, p.expiry or "9999", p.batch


def besides(lying: Iterable[Lying], ready: int) -> list[Lying]:
    """What lies there besides goods that were picked for somebody and wait on the shop floor.

    The books do not part them from the rest of the floor: of these goods too the first to expire were picked first.
    """
    found: list[Lying] = []
    for row in sorted(lying, key=lambda r: r.expiry or "9999"):
        theirs = min(max(row.quantity, 0), ready) if not row.location else 0
        ready -= theirs
        if row.quantity != theirs:
            found.append(row._replace(quantity=row.quantity - theirs))
    return found


def expires_before(lying: Iterable[Lying], batch: str, *, today: str) -> Lying | None:
    """What should go before this batch; None where it is the first."""
    good = [r for r in lying if r.quantity > 0 and r.expiry and r.expiry >= today]
    mine = next((r.expiry for r in good if r.batch == batch), "9999")
    return min((r for r in good if r.expiry < mine), key=lambda r: r.expiry, default=None)


def _far(location: str, walk: Mapping[str, int]) -> tuple[int, str]:
    """The shop floor, and a place that is not on the way, are walked to at the end."""
    return walk.get(location, len(walk) + 1 if location else len(walk) + 2), location
