"""The demo shop's neighbours: a distribution centre that has sent goods, and a shop that asks for some.

A demo shop has no head office. What the office would tell of them, the shop is told by its own hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.store.documents import Document, ProductSaved, StoreSaved
from kiosk.store.documents_transfers import TransferAnnounced, TransferLine
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

CENTRE, NORTH = "DC1", "S02"
SENT, ASKED = "DC0001-7", "N0RTH1-4"
HOUR_MS = 3_600_000


def demo_transfers(store_id: str, products: Sequence[ProductSaved], now_ms: int) -> list[Document]:
    """The other shops, goods on their way here, and what is asked of this shop; of the first goods that are counted."""
    goods = [p for p in products if p.unit == "pcs" and not p.tracks_batches and p.barcodes and not p.components]
    sent = tuple(
        TransferLine(product_id=p.id, quantity=Quantity(count * 1000), cost=Money(p.cost or 100) * 10_000)
        for p, count in zip(goods, (24, 12, 6), strict=False)
    )
    asked = tuple(
        TransferLine(product_id=p.id, quantity=Quantity(count * 1000))
        for p, count in zip(goods[3:], (6, 2), strict=False)
    )
    return [
        StoreSaved(id=CENTRE, name_zh="配送中心", name_en="Distribution centre", store_kind="warehouse"),
        StoreSaved(id=NORTH, name_zh="城北店", name_en="North shop"),
        TransferAnnounced(
            about="dispatched", original=SENT, at=now_ms - 5 * HOUR_MS, actor="1004", author=CENTRE, source=CENTRE,
            target=store_id, lines=sent, transfer_id=SENT,
        ),
        TransferAnnounced(
            about="requested", original=ASKED, at=now_ms - HOUR_MS, actor="1005", author=NORTH, source=store_id,
            target=NORTH, lines=asked, transfer_id=ASKED,
        ),
    ]  # fmt: skip
