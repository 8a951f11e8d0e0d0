"""Posting of stock: movements, the total on hand, and an average cost that does not depend on the order of arrival.

The average is defined by a product's movements in the order of their keys (at, origin, seq, line). A movement that
brings a cost and comes after all others changes it by one formula. Only one that comes late, before a movement that
had set the average, has the product's movements replayed: rare, and never at the till that wrote them.

A count says how much there is at a moment: its movement is the difference to what moved up to then. What comes late,
dated before a count that stands already, was in that count: the count's movement gives it back. So a sale made while
the line was down changes nothing in what was counted after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kiosk.store.cells import COUNT, Cell, CountKey, cell_of, level_before, next_count
from kiosk.store.entry import Entry
from kiosk.store.queries import Book, Query, add, arg, insert, put
from kiosk.store.stock_levels import (
    INVOICED,
    INVOICED_WHOLE,
    NEVER,
    Key,
    Level,
    Movement,
    after,
    all_costed,
    costed,
    ends,
    know,
    replay,
)
from kiosk.store.tables_counting import CountedRow
from kiosk.store.tables_stock import MovementRow, StockRow
from kiosk.store.tables_stockroom import BinRow
from kiosk.trade.costing import COST_ONE, Cost

_MOVE = insert(MovementRow)
_ADD = add(StockRow, StockRow.on_hand)
_PUT = put(StockRow)
_PLACE = add(BinRow, BinRow.quantity)
_SHIFT = Query(
    MovementRow.update({MovementRow.quantity: MovementRow.quantity - arg(0)}).where(
        MovementRow.store_id == arg(1), MovementRow.product_id == arg(2), MovementRow.at == arg(3),
        MovementRow.origin == arg(4), MovementRow.seq == arg(5), MovementRow.line == arg(6),
    )
)  # fmt: skip
_COUNTED = Query(CountedRow.select(CountedRow.at).where(CountedRow.store_id == arg(0), CountedRow.product_id == arg(1)))
_PUT_COUNTED = put(CountedRow)


class Move(NamedTuple):
    """Goods in (> 0) or out, on a line of a document. cost: what a base unit coming in cost. location: a bin."""

    product_id: str
    quantity: int
    line: int
    why: str
    cost: Cost | None = None
    batch: str = ""
    expiry: str = ""
    location: str = ""


def move_stock(book: Book, entry: Entry, moves: Sequence[Move]) -> None:
    """Write the movements down and bring the totals up to date."""
    store = entry.store_id
    moved: dict[str, Key] = {}
    if entry.at <= _counted(book, store):
        for m in moves:
            cell = cell_of(m.location, m.batch, m.expiry)
            count = _give_back(book, store, m.product_id, cell, (entry.at, "", 0, 0), m.quantity)
            if count is not None:
                moved[m.product_id] = min(count[:3], moved.get(m.product_id, count[:3]))
    _total(book, entry, moves, moved)
    book.later_many(
        _MOVE,
        [
            (store, m.product_id, *entry.key, m.line, m.why, m.quantity, m.cost, m.batch, m.expiry, m.location)
            for m in moves
        ],
    )  # fmt: skip
    placed = totals(((store, m.product_id, m.location, m.batch, m.expiry), m.quantity) for m in moves if _placed(m))
    book.later_many(_PLACE, [(*key, quantity) for key, quantity in placed])


def totals(sums: Iterable[tuple[tuple[Any, ...], int]]) -> Iterable[tuple[tuple[Any, ...], int]]:
    """Each key once, with the sum of its quantities: rows to be added up, several to a statement."""
    found: dict[tuple[Any, ...], int] = {}
    for key, quantity in sums:
        found[key] = found.get(key, 0) + quantity
    return found.items()


def _placed(m: Move) -> bool:
    return bool(m.location or m.batch or m.expiry)


class Billed(NamedTuple):
    """What all that came of a product cost more than it was taken in at, minor units; whole: all that it cost."""

    amount: int
    whole: bool = False


def bill(book: Book, entry: Entry, delivery: str, billed: Mapping[str, Billed], *, first: bool) -> None:
    """An invoice for a delivery: a movement of no goods for each product, also for what costs what it did.

    For of several invoices the last one stands, whichever comes here first: it has to be seen of every product that it
    says nothing new, and the one before no longer stands. first: none is here yet.
    """
    store = entry.store_id
    others = set() if first else _billed_before(book, store, delivery, billed)
    rows = [
        (store, product, *entry.key, n, INVOICED_WHOLE if b.whole else INVOICED, 0, b.amount * COST_ONE, delivery, "",
         "")
        for n, (product, b) in enumerate(billed.items(), start=1)
    ]  # fmt: skip
    book.many(_MOVE, rows)
    again = [product for product, b in billed.items() if b.amount or product in others]
    if again:
        _put(book, store, {product: replay(book, store, product) for product in again})


def _billed_before(book: Book, store: str, delivery: str, products: Mapping[str, Billed]) -> set[str]:
    is_one, wanted = book.one_of(products)
    rows = book.sql(
        f"SELECT DISTINCT product_id FROM stock_movement WHERE store_id = ? AND product_id {is_one} "
        "AND why IN (?, ?) AND batch = ?",
        (store, wanted, INVOICED, INVOICED_WHOLE, delivery),
    )
    return {product for (product,) in rows}


class Counted(NamedTuple):
    """So much of a product was in a cell at a moment, on a line of a document."""

    product_id: str
    quantity: int
    at: int
    line: int
    location: str = ""
    batch: str = ""
    expiry: str = ""


def settle(book: Book, entry: Entry, counts: Sequence[Counted]) -> None:
    """From these moments on there is what was counted."""
    store = entry.store_id
    book.expect({c.at for c in counts})
    for c in counts:
        cell, key = cell_of(c.location, c.batch, c.expiry), (c.at, entry.origin, entry.seq, c.line)
        more = c.quantity - level_before(book, store, c.product_id, cell, key)
        if c.at <= (last := int(book.value(_COUNTED, store, c.product_id) or 0)):
            _give_back(book, store, c.product_id, cell, key, more)
        book.run(
            _MOVE, store, c.product_id, *key, COUNT, more, None, c.batch, c.expiry, c.location
        )  # fmt: skip
        if c.location or c.batch or c.expiry:
            book.run(_PLACE, store, c.product_id, c.location, c.batch, c.expiry, more)
        if key[:3] > costed(book, store, c.product_id):
            book.run(_ADD, store, c.product_id, more, 0, *NEVER)
        else:
            _put(book, store, {c.product_id: replay(book, store, c.product_id)})
        if c.at > last:
            book.run(_PUT_COUNTED, store, c.product_id, c.at)
    latest = max((c.at for c in counts), default=0)
    if latest > _counted(book, store):
        book.run(_PUT_COUNTED, store, "", latest)
        if book.memory is not None:
            book.memory[_counted, store] = latest


def _give_back(book: Book, store: str, product: str, cell: Cell, key: CountKey, quantity: int) -> CountKey | None:
    """A movement comes in before a count: the count, which stands, moves so much less. Which count that was."""
    found = next_count(book, store, product, cell, key)
    if found is None:
        return None
    count, expiry = found
    book.run(_SHIFT, quantity, store, product, *count)
    book.run(_ADD, store, product, -quantity, 0, *NEVER)
    if cell.location or cell.batch or expiry:
        book.run(_PLACE, store, product, cell.location, cell.batch, expiry, -quantity)
    return count


def _counted(book: Book, store: str) -> int:
    """The last moment at which any count of the store stands; nothing gathered changes it."""
    memory = book.memory
    if memory is None:
        return int(book.value(_COUNTED, store, "") or 0)
    if (_counted, store) not in memory:
        row = book.peek(_COUNTED, store, "").fetchone()
        memory[_counted, store] = int(row[0]) if row else 0
    return int(memory[_counted, store])


def _put(book: Book, store: str, levels: Mapping[str, Level]) -> None:
    book.many(_PUT, [(store, p, level.on_hand, level.average, *level.costed) for p, level in levels.items()])
    for product, level in levels.items():
        know(book, store, product, level.costed)


def _total(book: Book, entry: Entry, moves: Sequence[Move], moved: Mapping[str, Key]) -> None:
    """moved: the key of a count that moves less for these. Within one millisecond that may be before a movement which
    set the average and comes before these by its own key: then there was something else when it came."""
    store = entry.store_id
    of: dict[str, list[Move]] = {}
    for m in moves:
        of.setdefault(m.product_id, []).append(m)
    before = all_costed(book, store, of)
    again = {p for p, key in moved.items() if key <= before[p]}
    plain = {p for p, its in of.items() if entry.key > before[p] and not _brings_cost(its)} - again
    book.later_many(_ADD, [(store, p, sum(m.quantity for m in of[p]), 0, *NEVER) for p in of if p in plain])
    rest = [p for p in of if p not in plain]
    if not rest:
        return
    levels = ends(book, store, rest, entry.key)
    for product in rest:
        level = levels[product]
        if level is None or product in again:
            new = [Movement(entry.key, m.why, m.quantity, m.cost, m.batch) for m in of[product]]
            levels[product] = replay(book, store, product, new)
            continue
        for m in of[product]:
            level = after(level, entry.key, m.quantity, m.cost)
        levels[product] = level
    _put(book, store, {p: level for p, level in levels.items() if level is not None})


def _brings_cost(moves: Sequence[Move]) -> bool:
    return any(m.quantity > 0 and m.cost is not None for m in moves)
