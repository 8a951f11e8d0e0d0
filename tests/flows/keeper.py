"""A stock room for flow tests: Tom, a keeper, at a warehouse terminal; places, a supplier, an order that was sent."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.documents_buying import PurchaseApproved, PurchaseSent
from kiosk.store.documents_stockroom import GoodsReceived, LocationSaved, location_id
from tests.flows.shop import Shop
from tests.store.buying import draft, supplier


def open_stockroom(path: Path, user: str = "tom") -> Shop:
    shop = Shop(path / "shop.db", role="warehouse")
    shop.start()
    shop.store.journal.append(supplier(), actor="-")
    shop.store.journal.append(supplier("V2", "北方粮油"), actor="-")
    for position, code in enumerate(("A-01", "A-02", "B-01")):
        place = LocationSaved(id=location_id("S01", code), store_id="S01", code=code, position=position)
        shop.store.journal.append(place, actor="-")
    shop.sign_in(user)
    return shop


def sent_order(shop: Shop, *lines: tuple[str, int, int, int], supplier_id: str = "V1") -> str:
    """An order of (product, quantity, pack, price), approved and sent; its id."""
    order = shop.store.journal.append(draft(*lines, supplier_id=supplier_id), actor="BEA").id
    shop.store.journal.append(PurchaseApproved(order_id=order, revision=order), actor="LEE")
    shop.store.journal.append(PurchaseSent(order_id=order, revision=order), actor="BEA")
    return order


def last_delivery(shop: Shop) -> GoodsReceived:
    found = shop.store.stockroom.receipt(shop.store.stockroom.receipts(1)[0].id)
    assert found is not None
    return found


def number(shop: Shop) -> str:
    """The large one."""
    return str(shop.body.hand.number) if shop.body.hand else ""


def strip(shop: Shop) -> str:
    return str(shop.body.strip.text) if shop.body.strip else ""
