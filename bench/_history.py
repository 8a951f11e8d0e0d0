"""Stores with two years of movements for benches: rows straight into the tables, made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench._shop import AT, _row, goods
from kiosk.store.demand import DAY_MS
from kiosk.store.documents import SupplierSaved
from kiosk.store.documents_buying import SupplierProductSaved, supplier_product_id
from kiosk.store.queries import insert
from kiosk.store.store import Store
from kiosk.store.tables_goods import ProductRow
from kiosk.store.tables_stock import MovementRow, StockRow
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

DAYS, KINDS = 728, 500
LINES_A_DAY = 3
"""At most, of a product: what sells forty a day is bought by several at a time."""
_FORMAT = 1
"""Raise it when what is built changes."""


@cache
def histories() -> NDArray[np.int64]:
    """Two years of products that sell from forty a day to one a month, thousandths."""
    chance = np.random.default_rng(1)
    rates = np.exp(chance.uniform(np.log(1 / 30), np.log(40), KINDS))
    return chance.poisson(rates[:, None], (KINDS, DAYS)) * 1000


def store_with_history(build: Path, products: int) -> Path:
    """A closed file of a store with so many products, each with its supplier, a delivery and two years of sales."""
    path = build / f"history-{products}-{_FORMAT}.db"
    if path.exists():
        return path
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    store = Store.create(making, "S01", clock=lambda: AT)
    store.book.sql("PRAGMA synchronous = OFF")
    store.journal.append(SupplierSaved(id="V1", name="华南食品", lead_days=3), actor="u1")
    store.journal.append_many([_terms(f"p{n}") for n in range(products)], actor="u1")
    with store.book.transaction():
        store.book.many(insert(ProductRow), [_row(n, goods(n)) for n in range(products)])
        stock = [("S01", f"p{n}", n % 40 * 1000, 1_000_000, AT, "BENCH0", 1) for n in range(products)]
        store.book.many(insert(StockRow), stock)
        for n in range(products):
            store.book.many(insert(MovementRow), _movements(n))
    store.book.sql("PRAGMA optimize")
    store.close()
    making.rename(path)
    return path


def _terms(product_id: str) -> SupplierProductSaved:
    return SupplierProductSaved(
        id=supplier_product_id("V1", product_id), supplier_id="V1", product_id=product_id, code=product_id,
        pack=Quantity(6000), prices=(PriceBreak(Money(600)),),
    )  # fmt: skip


def _movements(n: int) -> list[tuple[object, ...]]:
    sold = histories()[n % KINDS].tolist()
    begin = AT // DAY_MS - DAYS
    rows: list[tuple[object, ...]] = [_moved(n, begin, 0, "receipt", sum(sold) + n % 40 * 1000)]
    for day, quantity in enumerate(sold):
        lines = min(quantity // 1000, LINES_A_DAY)
        for line in range(lines):
            part = quantity // 1000 // lines + (line < quantity // 1000 % lines)
            rows.append(_moved(n, begin + day, line + 1, "sale", -part * 1000))
    return rows


def _moved(n: int, day: int, line: int, why: str, quantity: int) -> tuple[object, ...]:
    at = day * DAY_MS + 36_000_000 + line
    return ("S01", f"p{n}", at, "BENCH0", day * 10 + line, n, why, quantity, None, "", "", "")
