"""What the demo shop has on its shelves on the first day, and which of its prices change by the calendar."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

import msgspec

from kiosk.store.documents import AdjustmentLine, PriceLine, ProductSaved, StockAdjusted
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

DAY_MS = 24 * 60 * 60 * 1000

ON_SALE_NOW, DEARER_SOON, NEARLY_OUT = "1013", "1401", "1726"

_PIECES = {
    "drinks": (48, 240),
    "dairy": (12, 60),
    "snacks": (20, 90),
    "fresh": (12, 60),
    "staples": (12, 80),
    "bakery": (6, 24),
    "alcohol": (6, 48),
}
_OTHER_PIECES = (5, 40)
_SHELF_LIFE_DAYS = (3, 21)


def scheduled(product: ProductSaved, now_ms: int) -> ProductSaved:
    """With its prices for a time: green tea at 3.00 for two weeks from yesterday, rice at 36.90 in the week after."""
    lines = {
        ON_SALE_NOW: PriceLine(price=Money(300), start=now_ms - DAY_MS, end=now_ms + 13 * DAY_MS),
        DEARER_SOON: PriceLine(price=Money(3690), start=now_ms + 7 * DAY_MS, end=now_ms + 14 * DAY_MS),
    }
    line = lines.get(product.id)
    return product if line is None else msgspec.structs.replace(product, prices=(*product.prices, line))


def opening_stock(products: Sequence[ProductSaved], now_ms: int, chance: random.Random) -> list[StockAdjusted]:
    """One document: every product that has stock of its own, at its cost; batches in two lots with their dates."""
    lines: list[AdjustmentLine] = []
    for product in products:
        if not product.components:
            lines += _lots(product, _quantity(product, chance), now_ms, chance)
    return [StockAdjusted(reason="opening", lines=tuple(lines), note="开业库存 / opening stock")]


def _quantity(product: ProductSaved, chance: random.Random) -> int:
    if product.id == NEARLY_OUT:
        return 1000
    least, most = _PIECES.get(product.category_id, _OTHER_PIECES)
    if product.weighed:
        return chance.randrange(8, 40) * 1000 + chance.randrange(0, 1000, 5)
    return chance.randint(least, most) * 1000


def _lots(product: ProductSaved, quantity: int, now_ms: int, chance: random.Random) -> list[AdjustmentLine]:
    cost = product.cost
    if not product.tracks_batches:
        return [AdjustmentLine(product_id=product.id, quantity=Quantity(quantity), unit_cost=cost)]
    today = datetime.datetime.fromtimestamp(now_ms / 1000, datetime.UTC).date()
    near = today + datetime.timedelta(days=chance.randint(*_SHELF_LIFE_DAYS))
    far = near + datetime.timedelta(days=7)
    first = quantity // 3000 * 1000
    return [
        AdjustmentLine(
            product_id=product.id,
            quantity=Quantity(part),
            unit_cost=cost,
            batch=f"L{day:%y%m%d}",
            expiry=day.isoformat(),
        )
        for part, day in ((first, near), (quantity - first, far))
        if part
    ]
