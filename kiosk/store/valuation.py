"""What the stock is worth, and what changed it: each movement's effect on quantity × average cost, exactly.

The value at the end is the value before and all changes, to the last fraction: a movement's change is the value of its
product after it less that before it. Summed as integers, rounded only at the end.
"""

from __future__ import annotations

import msgspec
from peewee import JOIN

from kiosk.store.queries import Query, arg
from kiosk.store.stock_levels import NEVER, Level, after
from kiosk.store.store import Store
from kiosk.store.tables_goods import ProductRow as P
from kiosk.store.tables_stock import MovementRow as M
from kiosk.store.tables_stock import StockRow as S
from kiosk.trade.costing import Cost, value
from kiosk.trade.money import Money

KEY = "advice.worth"
EXACT = 10_000_000
"""Quantity × average for one minor unit."""


class Part(msgspec.Struct, frozen=True):
    """A category's products with stock, and their worth."""

    category_id: str
    products: int
    worth: Money


class Valuation(msgspec.Struct, frozen=True):
    """On `day`, and what changed since the beginning of `since`: (reason, by how much). ISO days."""

    day: str
    since: str
    before: Money
    now: Money
    parts: tuple[Part, ...]
    changes: tuple[tuple[str, Money], ...]


_STOCK = Query(
    S.select(S.product_id, S.on_hand, S.average, S.costed_at, P.category_id)
    .join(P, JOIN.LEFT_OUTER, on=(P.id == S.product_id))
    .where(S.store_id == arg(0), S.product_id > arg(1))
    .order_by(S.product_id)
    .limit(arg(2))
)
_MOVED = Query(
    M.select(M.at, M.origin, M.seq, M.why, M.quantity, M.cost)
    .where(M.store_id == arg(0), M.product_id == arg(1), M.at >= arg(2))
    .order_by(M.at, M.origin, M.seq, M.line)
)
_READ = msgspec.json.Decoder(Valuation)


def valuate(store: Store, day: str, since: str, since_at: int) -> Valuation:
    """Go through all products. since_at: when `since` began, UTC ms. Products come by the hundred: nothing is held."""
    worth: dict[str, list[int]] = {}
    changes: dict[str, int] = {}
    total, last = 0, ""
    while rows := store.book.all(_STOCK, store.store_id, last, 200):
        for product, on_hand, average, costed_at, category in rows:
            total += on_hand * average
            if on_hand:
                part = worth.setdefault(category or "", [0, 0])
                part[0] += 1
                part[1] += on_hand * average
            _add_changes(store, product, average, costed_at, since_at, changes)
        last = rows[-1][0]
    before = total - sum(changes.values())
    return Valuation(
        day, since, _minor(before), _minor(total),
        tuple(Part(c, n, _minor(w)) for c, (n, w) in sorted(worth.items(), key=lambda kv: (-kv[1][1], kv[0]))),
        tuple((why, _minor(w)) for why, w in sorted(changes.items(), key=lambda kv: (-abs(kv[1]), kv[0]))),
    )  # fmt: skip


def _add_changes(
    store: Store, product: str, average: int, costed_at: int, since_at: int, changes: dict[str, int]
) -> None:
    """Where no cost came since, the average was what it is now; else the product's movements tell it from the first."""
    if costed_at < since_at:
        for *_key, why, quantity, _cost in store.book.all(_MOVED, store.store_id, product, since_at):
            changes[why] = changes.get(why, 0) + quantity * average
        return
    level = Level(0, 0, NEVER)
    for at, origin, seq, why, quantity, cost in store.book.all(_MOVED, store.store_id, product, 0):
        following = after(level, (at, origin, seq), quantity, cost)
        if at >= since_at:
            change = following.on_hand * following.average - level.on_hand * level.average
            changes[why] = changes.get(why, 0) + change
        level = following


def keep(store: Store, valuation: Valuation) -> None:
    """Until the next one."""
    store.settings.put(KEY, msgspec.json.encode(valuation).decode())


def kept(store: Store) -> Valuation | None:
    """The last one; None before the first."""
    text = store.settings.get(KEY)
    return _READ.decode(text) if text else None


def _minor(exact: int) -> Money:
    return value(exact, Cost(1))
