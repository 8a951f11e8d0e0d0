"""A shop with two months behind it, for tests of what to order: Bea, the buyer, at a warehouse terminal."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.documents import AdjustmentLine, ShiftOpened, StockAdjusted
from kiosk.store.reckoning import reckon
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.shop import Shop
from tests.store.buying import sells, supplier
from tests.store.shop import line, sale

DAYS = 63
DAY_S = 86_400
OFFSET = 480


def opening(product_id: str, quantity: int, *, batch: str = "", expiry: str = "") -> StockAdjusted:
    goods = AdjustmentLine(
        product_id=product_id, quantity=Quantity(quantity), unit_cost=100, batch=batch, expiry=expiry
    )
    return StockAdjusted(reason="opening", lines=(goods,))


def closed_desk(made: bytes, path: Path) -> Shop:
    """The same on its last morning, from the database of one that was closed; nobody is signed in."""
    (path / "shop.db").write_bytes(made)
    shop = Shop(path / "shop.db", role="warehouse")
    shop.time.pass_s(DAYS * DAY_S)
    shop.start()
    return shop


def open_desk(path: Path, user: str = "bea") -> Shop:
    """Ten colas and a water a day; three colas left, no water, too much rice, milk that expires. It is 31 July 2026."""
    shop = Shop(path / "shop.db", role="warehouse")
    journal = shop.store.journal
    found = shop.store.stock.level
    master = [supplier(), supplier("V2", "Dairy Co"), sells("cola"), sells("water", min_quantity=Quantity(0)),
              sells("milk", "V2", code="M-1", pack=Quantity(1000), min_quantity=Quantity(0))]  # fmt: skip
    journal.append_many(
        [
            *master,
            opening("cola", DAYS * 10_000 + 3000 - found("cola").on_hand),
            opening("water", DAYS * 1000 - found("water").on_hand),
            opening("rice", DAYS * 1000 + 400_000 - found("rice").on_hand),
            opening("milk", DAYS * 2000 - found("milk").on_hand),
        ],
        actor="-",
    )
    shift = journal.append(ShiftOpened(terminal="T9", float_amount=Money(0)), actor="-").id
    for _ in range(DAYS):
        sold = (("cola", 10_000), ("water", 1000), ("rice", 1000), ("milk", 2000))
        lines = (line(n, q, product_id=p) for n, (p, q) in enumerate(sold, start=1))
        journal.append(sale(shift, *lines), actor="-")
        shop.time.pass_s(DAY_S)
    journal.append(opening("milk", 40_000, batch="M7", expiry="2026-08-05"), actor="-")
    shop.start()
    shop.sign_in(user)
    return shop


def work_out(shop: Shop) -> None:
    """The reckoning, and its news."""
    reckon(shop.store, shop.time.at, OFFSET)
    shop.front.entered()
    shop.tick()
