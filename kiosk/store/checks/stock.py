"""Stock: is what the books say is there the sum of what came and went, at the cost that follows from it?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from peewee import fn

from kiosk.i18n import M
from kiosk.store.checks.finding import REBUILD, Finding
from kiosk.store.queries import Query
from kiosk.store.stock_levels import UNKNOWN, Level, Movement, course
from kiosk.store.tables_stock import MovementRow as V
from kiosk.store.tables_stock import StockRow
from kiosk.store.tables_stockroom import BinRow as B
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.store.store import Store

_MOVEMENTS = Query(
    V.select(V.store_id, V.product_id, V.at, V.origin, V.seq, V.why, V.quantity, V.cost, V.batch).order_by(
        V.store_id, V.product_id, V.at, V.origin, V.seq, V.line
    )
)
_KEPT = Query(StockRow.select(StockRow.store_id, StockRow.product_id, StockRow.on_hand, StockRow.average))
_BINS = Query(B.select(B.store_id, B.product_id, B.location, B.batch, B.expiry, B.quantity))
_PLACED = Query(
    V.select(V.store_id, V.product_id, V.location, V.batch, V.expiry, fn.SUM(V.quantity))
    .where((V.location != "") | (V.batch != "") | (V.expiry != ""))
    .group_by(V.store_id, V.product_id, V.location, V.batch, V.expiry)
)
_MOST = 20


def check(store: Store) -> Iterable[Finding]:
    """Replays all movements."""
    levels: dict[tuple[str, str], Level] = {}
    for place, rows in groupby(store.book.each(_MOVEMENTS), key=lambda row: (row[0], row[1])):
        movements = [Movement((row[2], row[3], row[4]), *row[5:]) for row in rows]
        for step in course(movements):
            levels[place] = step.after
    added = {place: (level.on_hand, level.average) for place, level in levels.items() if level != UNKNOWN}
    kept = {
        (shop, product): (on_hand, average)
        for shop, product, on_hand, average in store.book.each(_KEPT)
        if on_hand or average or (shop, product) in added
    }
    wrong = [place for place in sorted(added.keys() | kept.keys()) if added.get(place) != kept.get(place)]
    for place in wrong[:_MOST]:
        has, ought = kept.get(place, (0, 0)), added.get(place, (0, 0))
        if has[0] != ought[0]:
            text = M(
                "Stock of product {product}: the books say {kept}, its movements add up to {sum}.",
                product=place[1], kept=format_quantity(has[0]), sum=format_quantity(ought[0]),
            )  # fmt: skip
        else:
            text = M("The average cost of product {product} does not follow from its movements.", product=place[1])
        yield Finding("stock", "fault", text, REBUILD)
    bins = {tuple(row[:-1]): row[-1] for row in store.book.each(_BINS) if row[-1]}
    placed = {tuple(row[:-1]): int(row[-1]) for row in store.book.each(_PLACED) if row[-1]}
    lost = [place for place in sorted(bins.keys() | placed.keys()) if bins.get(place) != placed.get(place)]
    for place in lost[:_MOST]:
        text = M(
            "Product {product} in place {place}: the books say {kept}, its movements add up to {sum}.",
            product=place[1], place=" ".join(filter(None, place[2:])), kept=format_quantity(bins.get(place, 0)),
            sum=format_quantity(placed.get(place, 0)),
        )  # fmt: skip
        yield Finding("stock", "fault", text, REBUILD)
    if not wrong and not lost:
        yield Finding("stock", "ok", M("Stock of {count} products, recalculated, is right.", count=len(kept)))
