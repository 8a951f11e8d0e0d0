"""Where goods are, after some went out without a word of where they lay or which batch they were.

A sale scans a price code: it names no batch, and no place. What it took is owed by the shop floor (the cell without a
place), which may so hold less than nothing while shelves and batches hold too much. The whole is right; what lies
where follows from it: a batch's debt on the floor is borne by the same batch in its other places, then what was taken
unnamed by what lies on the floor, and by what expires first (FEFO).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Cell = tuple[str, str, str]
"""Place, batch and date; "" for the shop floor, for no batch, for no date."""

PLAIN: Cell = ("", "", "")


def borne(books: Mapping[Cell, int], dates: Mapping[str, str] | None = None) -> dict[Cell, int]:
    """The same goods with their debts borne; less than nothing is left only where all of it is not enough.

    dates: of batches that one of their codes told, ISO 8601. The sum stays what it was.
    """
    left = dict(books)
    debts = sorted(cell for cell, quantity in left.items() if quantity < 0 and not cell[0])
    for debt in sorted(debts, key=lambda cell: cell == PLAIN):
        mine = [c for c in left if debt == PLAIN or c[1:] == debt[1:]]
        for cell in _in_turn((c for c in mine if c != debt and left[c] > 0), dates or {}):
            part = min(left[cell], -left[debt])
            left[cell] -= part
            left[debt] += part
            if not left[debt]:
                break
    return left


def _in_turn(cells: Iterable[Cell], dates: Mapping[str, str]) -> list[Cell]:
    """Off the shop floor first, then what expires first; what has no date goes last."""
    return sorted(cells, key=lambda c: (c[0] != "", dates.get(c[1], "") or c[2] or "9999", c))
