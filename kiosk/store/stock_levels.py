"""What there is of a product and what it cost on average: it follows from its movements in the order of their keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from kiosk.store.entry import Entry
from kiosk.store.gathering import Row
from kiosk.store.queries import MANY, Book, Query, arg
from kiosk.store.tables_stock import MovementRow, StockRow
from kiosk.trade.costing import Cost, average_after
from kiosk.trade.quantity import Quantity

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

Key = tuple[int, str, int]
NEVER: Key = (0, "", 0)


class Level(NamedTuple):
    """Stock on hand, what it cost, and which movement set that."""

    on_hand: int
    average: int
    costed: Key


UNKNOWN = Level(0, 0, NEVER)


class Moved(Protocol):
    """What a movement changes."""

    @property
    def quantity(self) -> int: ...

    @property
    def cost(self) -> Cost | None: ...


def after(level: Level, key: Key, quantity: int, cost: int | None) -> Level:
    """The level after one more movement, the last by key."""
    on_hand = level.on_hand + quantity
    if quantity > 0 and cost is not None:
        if level.costed == NEVER:
            return Level(on_hand, cost, key)  # nothing was known of what is there: it cost what these cost
        average = average_after(Quantity(level.on_hand), Cost(level.average), Quantity(quantity), Cost(cost))
        return Level(on_hand, average, key)
    return Level(on_hand, level.average, level.costed)


def replay(book: Book, store: str, product: str, entry: Entry | None = None, moves: Sequence[Moved] = ()) -> Level:
    """The level that follows from all movements of a product, those of `entry` (not written yet) in their place."""
    rows = [((at, origin, seq), quantity, cost) for at, origin, seq, quantity, cost in book.all(_ALL, store, product)]
    if entry is not None:
        rows += [(entry.key, m.quantity, m.cost) for m in moves]
        rows.sort(key=lambda r: r[0])
    level = UNKNOWN
    for key, quantity, cost in rows:
        level = after(level, key, quantity, cost)
    return level


def costed(book: Book, store: str, product: str) -> Key:
    """The key of the movement that set the average; nothing gathered changes it."""
    memory = book.memory
    if memory is None:
        return _level(book.one(_STOCK, store, product)).costed
    found: Key | None = memory.get((costed, store, product))
    if found is None:
        found = memory[costed, store, product] = _level(book.peek(_STOCK, store, product).fetchone()).costed
    return found


def all_costed(book: Book, store: str, products: Collection[str]) -> dict[str, Key]:
    """`costed` of each of them; of many, by one question."""
    if book.memory is not None or len(products) < MANY:
        return {p: costed(book, store, p) for p in products}
    return {p: level.costed for p, level in _levels(book, store, products).items()}


def ends(book: Book, store: str, products: Collection[str], key: Key) -> dict[str, Level | None]:
    """The level of each of them before a movement with this key; None of those that moved later than it."""
    if len(products) < MANY:
        last = {p: book.one(_LAST, store, p) for p in products}
        return {
            p: _level(book.one(_STOCK, store, p)) if row is None or key > tuple(row) else None
            for p, row in last.items()
        }
    is_one, wanted = book.one_of(products)
    later = book.sql(
        f"SELECT DISTINCT product_id FROM stock_movement WHERE store_id = ? AND product_id {is_one} "
        'AND "at" >= ? AND ("at", origin, seq) >= (?, ?, ?)',
        (store, wanted, key[0], *key),
    )
    found: dict[str, Level | None] = dict(_levels(book, store, products))
    return found | dict.fromkeys((p for (p,) in later), None)


def _levels(book: Book, store: str, products: Collection[str]) -> dict[str, Level]:
    is_one, wanted = book.one_of(products)
    rows = book.sql(
        "SELECT product_id, on_hand, average, costed_at, costed_origin, costed_seq FROM stock "
        f"WHERE store_id = ? AND product_id {is_one}",
        (store, wanted),
    )
    return dict.fromkeys(products, UNKNOWN) | {row[0]: _level(row[1:]) for row in rows}


def foresee(book: Book, store: str, products: Collection[str]) -> None:
    """Learn at once what posting movements of these products will ask one by one; while rows are gathered."""
    memory = book.memory
    assert memory is not None
    memory.update(((costed, store, p), level.costed) for p, level in _levels(book, store, products).items())


def know(book: Book, store: str, product: str, key: Key) -> None:
    """A movement with this key has set the average."""
    if book.memory is not None:
        book.memory[costed, store, product] = key


def _level(row: Row | None) -> Level:
    return Level(row[0], row[1], (row[2], row[3], row[4])) if row else UNKNOWN
