"""What the stock is worth, and what changed it: each movement's effect on quantity × average cost, exactly.

The value at the end is the value before and all changes, to the last fraction: a movement's change is the value of its
product after it less that before it. Summed as integers, rounded only at the end.
"""

from __future__ import annotations

import msgspec
from peewee import JOIN, fn

from kiosk.store.queries import Query, arg
from kiosk.store.stock_levels import INVOICED, INVOICED_WHOLE, NEVER, OF_PRODUCT, Movement, course
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
    """On `day`, and what changed since the beginning of `since`: (reason, by how much). ISO days.

    variance: by how much invoices say that goods which were sold already cost more than was known then.
    """

    day: str
    since: str
    before: Money
    now: Money
    parts: tuple[Part, ...]
    changes: tuple[tuple[str, Money], ...]
    variance: Money = Money(0)


_STOCK = Query(
    S.select(S.product_id, S.on_hand, S.average, S.costed_at, P.category_id)
    .join(P, JOIN.LEFT_OUTER, on=(P.id == S.product_id))
    .where(S.store_id == arg(0), S.product_id > arg(1))
    .order_by(S.product_id)
    .limit(arg(2))
)
_MOVED = Query(
    M.select(M.product_id, M.why, fn.SUM(M.quantity))
    .where(M.store_id == arg(0), M.product_id >= arg(1), M.product_id <= arg(2), M.at >= arg(3))
    .group_by(M.product_id, M.why)
)
_READ = msgspec.json.Decoder(Valuation)


def valuate(store: Store, day: str, since: str, since_at: int) -> Valuation:
    """Go through all products. since_at: when `since` began, UTC ms. Products come by the hundred: nothing is held."""
    worth: dict[str, list[int]] = {}
    changes: dict[str, int] = {}
    total, variance, last = 0, 0, ""
    while rows := store.book.all(_STOCK, store.store_id, last, 200):
        averages: dict[str, int] = {}
        for product, on_hand, average, costed_at, category in rows:
            total += on_hand * average
            if on_hand:
                part = worth.setdefault(category or "", [0, 0])
                part[0] += 1
                part[1] += on_hand * average
            if costed_at < since_at:
                averages[product] = average
            else:
                variance += _add_course(store, product, since_at, changes)
        for product, why, quantity in store.book.all(_MOVED, store.store_id, rows[0][0], rows[-1][0], since_at):
            if product in averages:  # no cost came since, so the average was what it is now
                changes[why] = changes.get(why, 0) + int(quantity) * averages[product]
        last = rows[-1][0]
    before = total - sum(changes.values())
    return Valuation(
        day, since, _minor(before), _minor(total),
        tuple(Part(c, n, _minor(w)) for c, (n, w) in sorted(worth.items(), key=lambda kv: (-kv[1][1], kv[0]))),
        tuple((why, _minor(w)) for why, w in sorted(changes.items(), key=lambda kv: (-abs(kv[1]), kv[0])) if w),
        _minor(variance),
    )  # fmt: skip


def _add_course(store: Store, product: str, since_at: int, changes: dict[str, int]) -> int:
    """Where a cost came, the product's movements tell from the first what each changed. What its invoices say that
    goods cost which were gone already."""
    variance = 0
    for step in course(_bearing(store, product, since_at)):
        m, before, after = step.movement, step.before, step.after
        if m.key[0] >= since_at:
            why = INVOICED if m.why == INVOICED_WHOLE else m.why
            change = after.on_hand * after.average - before.on_hand * before.average
            changes[why] = changes.get(why, 0) + change
            variance += step.variance
    return variance


def _bearing(store: Store, product: str, since_at: int) -> list[Movement]:
    """A product's movements that bear on its average, and those since a moment. What came and went between is one: of
    years of sales each would else take longer than all that it is for."""
    found: list[Movement] = []
    between = 0
    for at, origin, seq, why, quantity, cost, batch in store.book.all(OF_PRODUCT, store.store_id, product):
        if cost is None and at < since_at and why != "receipt":
            between += quantity
            continue
        if between:
            found.append(Movement(NEVER, "", between, None))
            between = 0
        found.append(Movement((at, origin, seq), why, quantity, cost, batch))
    if between:
        found.append(Movement(NEVER, "", between, None))
    return found


def keep(store: Store, valuation: Valuation) -> None:
    """Until the next one."""
    store.settings.put(KEY, msgspec.json.encode(valuation).decode())


def kept(store: Store) -> Valuation | None:
    """The last one; None before the first."""
    text = store.settings.get(KEY)
    return _READ.decode(text) if text else None


def _minor(exact: int) -> Money:
    return value(exact, Cost(1))
