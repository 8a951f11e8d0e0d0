"""Goods between shops: is what is on its way the sum of what was sent, came and was explained?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import REBUILD, Finding
from kiosk.store.queries import Query
from kiosk.store.tables_transfers import TransferDocumentRow as D
from kiosk.store.tables_transfers import TransferLineRow as L
from kiosk.store.tables_transfers import TransferRow as T
from kiosk.store.tables_transfers import TransitRow
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.store.store import Store

_LINES = Query(
    L.select(L.store_id, L.transfer_id, L.about, D.author, L.product_id, L.quantity)
    .join(D, on=((D.store_id == L.store_id) & (D.document_id == L.document_id)))
    .where(L.about != "requested")
)
_WAYS = Query(T.select(T.store_id, T.transfer_id, T.inward).where(T.goods == True))  # noqa: E712
_KEPT = Query(TransitRow.select(TransitRow.store_id, TransitRow.product_id, TransitRow.inward, TransitRow.quantity))
_MOST = 20


def check(store: Store) -> Iterable[Finding]:
    """Adds up all lines of transfers."""
    ways = {(shop, transfer): bool(inward) for shop, transfer, inward in store.book.each(_WAYS)}
    sums: dict[tuple[str, str, bool], int] = {}
    for shop, transfer, about, author, product, quantity in store.book.each(_LINES):
        # A part may have come before the office told of the goods: who takes in is where they go
        inward = ways.get((shop, transfer), (author == shop) == (about != "dispatched"))
        key = (shop, product, inward)
        sums[key] = sums.get(key, 0) + (quantity if about == "dispatched" else -quantity)
    kept = {(shop, product, bool(way)): quantity for shop, product, way, quantity in store.book.each(_KEPT)}
    wrong = [key for key in sorted(sums.keys() | kept.keys()) if sums.get(key, 0) != kept.get(key, 0)]
    for key in wrong[:_MOST]:
        text = M(
            "On its way of product {product}: the books say {kept}, its documents add up to {sum}.",
            product=key[1], kept=format_quantity(kept.get(key, 0)), sum=format_quantity(sums.get(key, 0)),
        )  # fmt: skip
        yield Finding("transit", "fault", text, REBUILD)
    if not wrong:
        yield Finding("transit", "ok", M("Goods on their way, added up again, are right."))
