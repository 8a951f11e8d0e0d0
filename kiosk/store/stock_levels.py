"""What there is of a product and what it cost on average: it follows from its movements in the order of their keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from kiosk.store.entry import split_id
from kiosk.store.gathering import Row
from kiosk.store.queries import MANY, Book, Query, arg
from kiosk.store.tables_stock import MovementRow, StockRow
from kiosk.trade.costing import Cost, average_after, average_corrected
from kiosk.trade.money import divide
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
OF_PRODUCT = Query(
    MovementRow.select(
        MovementRow.at, MovementRow.origin, MovementRow.seq, MovementRow.why, MovementRow.quantity, MovementRow.cost,
        MovementRow.batch,
    )
    .where(MovementRow.store_id == arg(0), MovementRow.product_id == arg(1))
    .order_by(MovementRow.at, MovementRow.origin, MovementRow.seq, MovementRow.line)
)  # fmt: skip
"""All movements of a product in the order of their keys, as `Movement` has them."""

INVOICED, INVOICED_WHOLE = "invoiced", "invoiced_whole"
"""Why a movement of no goods is there: what came cost something else, or its price became known."""

Key = tuple[int, str, int]
NEVER: Key = (0, "", 0)


class Level(NamedTuple):
    """Stock on hand, what it cost, and which movement set that."""

    on_hand: int
    average: int
    costed: Key


UNKNOWN = Level(0, 0, NEVER)


class Movement(NamedTuple):
    """A movement as it bears on the cost. batch: of an invoice's, the delivery that it is for."""

    key: Key
    why: str
    quantity: int
    cost: int | None
    batch: str = ""


class Step(NamedTuple):
    """A movement with what it changed. variance: what it says that goods cost that are not there any more, exactly."""

    movement: Movement
    before: Level
    after: Level
    variance: int = 0


def after(level: Level, key: Key, quantity: int, cost: int | None) -> Level:
    """The level after one more movement, the last by key."""
    on_hand = level.on_hand + quantity
    if quantity > 0 and cost is not None:
        if level.costed == NEVER:
            return Level(on_hand, cost, key)  # nothing was known of what is there: it cost what these cost
        average = average_after(Quantity(level.on_hand), Cost(level.average), Quantity(quantity), Cost(cost))
        return Level(on_hand, average, key)
    return Level(on_hand, level.average, level.costed)


def course(movements: Sequence[Movement]) -> Iterator[Step]:
    """What all movements of a product made of it, in the order of their keys.

    Of several invoices for a delivery the last by its key counts, whenever it comes; the others change nothing.
    """
    stands = {m.batch: m.key for m in movements if m.why in (INVOICED, INVOICED_WHOLE)}
    came: dict[tuple[str, int], int] = {}
    level = UNKNOWN
    for m in movements:
        following, variance = after(level, m.key, m.quantity, m.cost), 0
        if m.why == "receipt" and stands:
            came[m.key[1:]] = came.get(m.key[1:], 0) + m.quantity
        elif m.why in (INVOICED, INVOICED_WHOLE) and m.cost and stands[m.batch] == m.key:
            delivery = split_id(m.batch)
            following, variance = _invoiced(level, m, came.get(delivery, 0) if delivery else 0)
        yield Step(m, level, following, variance)
        level = following


def _invoiced(level: Level, m: Movement, came: int) -> tuple[Level, int]:
    """What came of a delivery cost so much more, for all of it; of that, what is not there any more is a variance."""
    amount = (m.cost or 0) * 1000
    if m.why == INVOICED_WHOLE and came > 0:
        if level.costed == NEVER:
            return Level(level.on_hand, divide(amount, came), m.key), 0
        amount -= came * level.average
    average = average_corrected(Quantity(level.on_hand), Cost(level.average), Quantity(came), amount)
    return Level(level.on_hand, average, m.key), amount - level.on_hand * (average - level.average)


def replay(book: Book, store: str, product: str, new: Sequence[Movement] = ()) -> Level:
    """The level that follows from all movements of a product, and those that are not written yet."""
    movements = movements_of(book, store, product)
    if new:
        movements = sorted([*movements, *new], key=lambda m: m.key)
    level = UNKNOWN
    for step in course(movements):
        level = step.after
    return level


def movements_of(book: Book, store: str, product: str) -> list[Movement]:
    """All of a product, in the order of their keys."""
    return [Movement((row[0], row[1], row[2]), *row[3:]) for row in book.all(OF_PRODUCT, store, product)]


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
