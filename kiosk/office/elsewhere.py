"""What every shop has of a product, as far as the office has heard of it."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import fn

from kiosk.office.members import Terminal
from kiosk.store.posting_masters import OFFICE
from kiosk.store.queries import Query, arg
from kiosk.store.store import Store
from kiosk.store.tables_buying import PurchaseDueRow as D
from kiosk.store.tables_people import ShopRow
from kiosk.store.tables_promises import ReservedRow as R
from kiosk.store.tables_stock import StockRow as S
from kiosk.store.tables_transfers import TransitRow as T
from kiosk.wire.elsewhere import MAX_SHOPS, Elsewhere, ShopStock

_NAMED = Query(ShopRow.select(ShopRow.id))
_STOCK = Query(S.select(S.on_hand).where(S.store_id == arg(0), S.product_id == arg(1)))
_KEPT = Query(R.select(fn.SUM(R.quantity)).where(R.store_id == arg(0), R.product_id == arg(1)))
_ORDERED = Query(D.select(fn.SUM(D.quantity)).where(D.store_id == arg(0), D.product_id == arg(1)))
_TRANSIT = Query(
    T.select(T.quantity).where(T.store_id == arg(0), T.product_id == arg(1), T.inward == True)  # noqa: E712
)


def elsewhere(store: Store, terminals: Iterable[Terminal], asker: str, product_id: str, now: int) -> Elsewhere:
    """Of all shops but the asker's; what is said of a shop is as old as that of its terminals that is silent longest.

    Key look-ups for each shop, so that the size of the catalogue does not matter.
    """
    book = store.book
    heard: dict[str, int] = {}
    for terminal in terminals:
        if not terminal.revoked:
            known = _known_until(terminal)
            heard[terminal.store_id] = min(known, heard.get(terminal.store_id, known))
    shops = {row[0] for row in book.all(_NAMED)} | set(heard)
    shops -= {asker, OFFICE}

    def amount(query: Query, shop: str) -> int:
        return int(book.value(query, shop, product_id) or 0)

    found = [
        ShopStock(
            shop,
            amount(_STOCK, shop),
            amount(_KEPT, shop),
            amount(_ORDERED, shop) + max(amount(_TRANSIT, shop), 0),
            heard.get(shop, 0),
        )
        for shop in shops
    ]
    found.sort(key=lambda s: (s.kept - s.on_hand, s.store_id))
    return Elsewhere(product_id, now, found[:MAX_SHOPS])


def _known_until(terminal: Terminal) -> int:
    """What waits at a terminal is not known here: it is known until before the oldest of it."""
    return min(terminal.oldest_at, terminal.contact_at) if terminal.oldest_at else terminal.contact_at
