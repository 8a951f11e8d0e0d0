"""Posting of stock: movements, the total on hand, and an average cost that does not depend on the order of arrival.

The average is defined by a product's movements in the order of their keys (at, origin, seq, line). A movement that
brings a cost and comes after all others changes it by one formula. Only one that comes late, before a movement that
had set the average, has the product's movements replayed: rare, and never at the till that wrote them.

A count says how much there is at a moment: its movement is the difference to what moved up to then. What comes late,
dated before a count that stands already, was in that count: the count's movement gives it back. So a sale made while
the line was down changes nothing in what was counted after it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from kiosk.store.cells import COUNT, Cell, CountKey, cell_of, level_before, next_count
from kiosk.store.entry import Entry
from kiosk.store.gathering import Row
from kiosk.store.queries import Book, Query, add, arg, insert, put
from kiosk.store.tables_counting import CountedRow
from kiosk.store.tables_stock import MovementRow, StockRow
from kiosk.store.tables_stockroom import BinRow
from kiosk.trade.costing import Cost, average_after
from kiosk.trade.quantity import Quantity

_MOVE = insert(MovementRow)
_ADD = add(StockRow, StockRow.on_hand)
_PUT = put(StockRow)
_PLACE = add(BinRow, BinRow.quantity)
_STOCK = Query(
    StockRow.select(
        StockRow.on_hand, StockRow.average, StockRow.costed_at, StockRow.costed_origin, StockRow.costed_seq
    ).where(StockRow.store_id == arg(0), StockRow.product_id == arg(1))
)
_LAST = Query(
    MovementRow.select(MovementRow.at, MovementRow.origin, MovementRow.seq)
    .where(MovementRow.store_id == arg(0), MovementRow.product_id == arg(1))
    .order_by(MovementRow.at.desc(), MovementRow.origin.desc(), MovementRow.seq.desc())
    .limit(1)
)
_ALL = Query(
    MovementRow.select(MovementRow.at, MovementRow.origin, MovementRow.seq, MovementRow.quantity, MovementRow.cost)
    .where(MovementRow.store_id == arg(0), MovementRow.product_id == arg(1))
    .order_by(MovementRow.at, MovementRow.origin, MovementRow.seq, MovementRow.line)
)
_SHIFT = Query(
    MovementRow.update({MovementRow.quantity: MovementRow.quantity - arg(0)}).where(
        MovementRow.store_id == arg(1), MovementRow.product_id == arg(2), MovementRow.at == arg(3),
        MovementRow.origin == arg(4), MovementRow.seq == arg(5), MovementRow.line == arg(6),
    )
)  # fmt: skip
_COUNTED = Query(CountedRow.select(CountedRow.at).where(CountedRow.store_id == arg(0), CountedRow.product_id == arg(1)))
_PUT_COUNTED = put(CountedRow)

Key = tuple[int, str, int]
NEVER: Key = (0, "", 0)


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


class Level(NamedTuple):
    """Stock on hand, what it cost, and which movement set that."""

    on_hand: int
    average: int
    costed: Key


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
    of: dict[str, list[Move]] = {}
    for m in moves:
        of.setdefault(m.product_id, []).append(m)
    for product, its in of.items():
        _total(book, entry, product, its, moved.get(product))
    book.later_many(
        _MOVE,
        [
            (store, m.product_id, *entry.key, m.line, m.why, m.quantity, m.cost, m.batch, m.expiry, m.location)
            for m in moves
        ],
    )  # fmt: skip
    for m in moves:
        if m.location or m.batch or m.expiry:
            book.later(_PLACE, store, m.product_id, m.location, m.batch, m.expiry, m.quantity)


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
        if key[:3] > _costed(book, store, c.product_id):
            book.run(_ADD, store, c.product_id, more, 0, *NEVER)
        else:
            _put(book, store, c.product_id, replay(book, store, c.product_id))
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


def _put(book: Book, store: str, product: str, level: Level) -> None:
    book.run(_PUT, store, product, level.on_hand, level.average, *level.costed)
    if book.memory is not None:
        book.memory[_costed, store, product] = level.costed


def _total(book: Book, entry: Entry, product: str, moves: Sequence[Move], moved: Key | None) -> None:
    """moved: the key of a count that moves less for these. Within one millisecond that may be before a movement which
    set the average and comes before these by its own key: then there was something else when it came."""
    store = entry.store_id
    if moved is not None and moved <= _costed(book, store, product):
        _put(book, store, product, replay(book, store, product, entry, moves))
        return
    brings_cost = any(m.quantity > 0 and m.cost is not None for m in moves)
    if not brings_cost and entry.key > _costed(book, store, product):
        quantity = sum(m.quantity for m in moves)
        book.later(_ADD, store, product, quantity, 0, *NEVER)
        return
    level = _level(book.one(_STOCK, store, product))
    last = book.one(_LAST, store, product)
    if last is None or entry.key > tuple(last):
        for m in moves:
            level = after(level, entry.key, m.quantity, m.cost)
    else:
        level = replay(book, store, product, entry, moves)
    _put(book, store, product, level)


def _level(row: Row | None) -> Level:
    return Level(row[0], row[1], (row[2], row[3], row[4])) if row else Level(0, 0, NEVER)


def _costed(book: Book, store: str, product: str) -> Key:
    """The key of the movement that set the average; nothing gathered changes it."""
    memory = book.memory
    if memory is None:
        return _level(book.one(_STOCK, store, product)).costed
    found: Key | None = memory.get((_costed, store, product))
    if found is None:
        found = memory[_costed, store, product] = _level(book.peek(_STOCK, store, product).fetchone()).costed
    return found


def foresee(book: Book, store: str, products: Collection[str]) -> None:
    """Learn at once what posting movements of these products will ask one by one; while rows are gathered."""
    memory = book.memory
    assert memory is not None
    memory.update(((_costed, store, p), NEVER) for p in products)
    is_one, wanted = book.one_of(products)
    rows = book.sql(
        "SELECT product_id, costed_at, costed_origin, costed_seq FROM stock "
        f"WHERE store_id = ? AND product_id {is_one}",
        (store, wanted),
    )
    memory.update(((_costed, store, p), (at, origin, seq)) for p, at, origin, seq in rows)


def after(level: Level, key: Key, quantity: int, cost: int | None) -> Level:
    """The level after one more movement, the last by key."""
    on_hand = level.on_hand + quantity
    if quantity > 0 and cost is not None:
        if level.costed == NEVER:
            return Level(on_hand, cost, key)  # nothing was known of what is there: it cost what these cost
        average = average_after(Quantity(level.on_hand), Cost(level.average), Quantity(quantity), Cost(cost))
        return Level(on_hand, average, key)
    return Level(on_hand, level.average, level.costed)


def replay(book: Book, store: str, product: str, entry: Entry | None = None, moves: Sequence[Move] = ()) -> Level:
    """The level that follows from all movements of a product, those of `entry` (not written yet) in their place."""
    rows = [((at, origin, seq), quantity, cost) for at, origin, seq, quantity, cost in book.all(_ALL, store, product)]
    if entry is not None:
        rows += [(entry.key, m.quantity, m.cost) for m in moves]
        rows.sort(key=lambda r: r[0])
    level = Level(0, 0, NEVER)
    for key, quantity, cost in rows:
        level = after(level, key, quantity, cost)
    return level
