"""Counting, for tests: a stocktake begins, goods are counted, it is approved."""

from __future__ import annotations

from typing import Any

from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.store.documents_counting import (
    CountLine,
    RecountAsked,
    StockCounted,
    StocktakeApproved,
    StocktakeStarted,
)
from kiosk.store.entry import Entry
from kiosk.store.stocktakes import Compared, settled
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity


def begin(store: Store, scope: str = "all", of: str = "", products: tuple[str, ...] = ()) -> str:
    return store.journal.append(StocktakeStarted(scope=scope, of=of, products=products), actor="tom").id


def counted(store: Store, product: str, quantity: int, **more: Any) -> CountLine:
    """A line of now."""
    return CountLine(product_id=product, quantity=Quantity(quantity), **({"at": store.journal.moment()} | more))


def count(store: Store, stocktake: str, *lines: CountLine, actor: str = "tom") -> Entry:
    return store.journal.append(StockCounted(stocktake_id=stocktake, lines=lines), actor=actor)


def again(store: Store, stocktake: str, *products: str) -> None:
    store.journal.append(RecountAsked(stocktake_id=stocktake, products=products), actor="lee")


def compared(store: Store, stocktake: str) -> tuple[Compared, ...]:
    found = store.stocktakes.get(stocktake)
    assert found is not None
    return store.stocktakes.compare(found, store.journal.moment())


def differences(store: Store, stocktake: str) -> dict[tuple[str, str, str], int]:
    return {(c.product_id, c.location, c.batch): c.difference for c in compared(store, stocktake) if c.difference}


def approve(store: Store, stocktake: str, *, uncounted: bool = True) -> Entry:
    lines = settled(compared(store, stocktake), uncounted=uncounted)
    return store.journal.append(StocktakeApproved(stocktake_id=stocktake, lines=lines), actor="lee")


def there_are(store: Store, product: str, quantity: int, **more: Any) -> None:
    line = AdjustmentLine(product_id=product, quantity=Quantity(quantity), **more)
    store.journal.append(StockAdjusted(reason="opening", lines=(line,)), actor="-")
