"""What the test shop sells, to whom, and who works there. Barcodes are of GS1's demonstration and restricted ranges."""

from __future__ import annotations

from functools import cache
from typing import Any

from kiosk.store.documents import (
    AdjustmentLine,
    CategorySaved,
    CustomerSaved,
    Document,
    PackCode,
    PriceLine,
    ProductSaved,
    PromotionSaved,
    RoleSaved,
    StockAdjusted,
    StoreSaved,
    TaxSaved,
    UserSaved,
)
from kiosk.store.pins import hash_badge, hash_pin
from kiosk.store.store import Store
from kiosk.trade.barcodes import check_digit, item_key
from kiosk.trade.money import Money, Rate
from kiosk.trade.permissions import ROLES
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.quantity import Quantity


def ean(digits: str) -> str:
    """With its check digit."""
    return digits + str(check_digit(digits))


COLA = ean("952000000001")  # 3.50; members pay 3.00
COLA_CASE = ean("952000000002")  # 24 of it
WATER = ean("952000000003")  # 2.00, every third is free
MILK = ean("952000000004")  # 6.00, has batches
NO_PRICE = ean("952000000005")
GONE = ean("952000000006")  # not sold any more
CHEESE = ean("952000000007")  # 20.00, at most 10 % off
RICE = ean("952000000008")  # 128.00
UNKNOWN = ean("952000009999")
LAYOUTS = ("21IIIIIWWWWWC", "22IIIIIPPPPPC", "26IIIIIPPPPPWWWWWC")
GS = "\x1d"


def banana(grams: int) -> str:
    """A label of the scale with the weight in it."""
    return ean(f"2100001{grams:05d}")


def banana_for(amount: int) -> str:
    """A label of the scale with the price in it."""
    return ean(f"2200001{amount:05d}")


def banana_label(grams: int, amount: int) -> str:
    """A label of eighteen places with both, as scales in China print it."""
    return ean(f"2600001{amount:05d}{grams:05d}")


def milk_batch(batch: str, expiry: str) -> str:
    """GS1 element string: GTIN, expiry YYMMDD, batch."""
    return f"010{MILK}17{expiry}10{batch}"


def milk_piece(serial: str) -> str:
    """GS1 element string: GTIN, serial number."""
    return f"010{MILK}21{serial}"


PINS = {"AMY": "1111", "BOB": "1212", "MEI": "2222", "LEE": "3333", "KIM": "4444", "TOM": "5555", "BEA": "6666"}
_ROLES = {
    "AMY": "cashier",
    "BOB": "cashier",
    "MEI": "supervisor",
    "LEE": "manager",
    "KIM": "auditor",
    "TOM": "keeper",
    "BEA": "buyer",
}


def badge_of(user: str) -> str:
    """What stands on a user's badge."""
    return f"ZGU-{user.upper()}-{user.upper()}SECRET0123456789"


@cache
def _hash(pin: str) -> str:
    """Made once: it is slow on purpose."""
    return hash_pin(pin)


def _product(id_: str, zh: str, en: str, price: int | None, code: str, **more: Any) -> ProductSaved:
    fields: dict[str, Any] = {
        "unit": "pcs", "tax_id": "V13", "category_id": "drinks", "barcodes": (PackCode(item_key(code)),),
        "favourite": 1,
    } | more  # fmt: skip
    return ProductSaved(id=id_, name_zh=zh, name_en=en, price=None if price is None else Money(price), **fields)


_OPENING = {"cola": 100_000, "water": 50_000, "milk": 10_000, "banana": 30_000, "rice": 5_000}


def documents() -> list[Document]:
    """Everything the shop knows before its first day."""
    cola = (PackCode(item_key(COLA)), PackCode(item_key(COLA_CASE), Quantity(24_000)))
    member = (PriceLine(price=Money(300), level="gold"),)
    banana_codes = (PackCode("2100001"), PackCode("2200001"), PackCode("2600001"))
    water = Promotion(
        "W3", PromotionKind.N_FOR_M, "买二送一", "3rd free", product_ids=frozenset({"water"}), buy=3, free=1
    )
    return [
        StoreSaved(id="S01", name_zh="城南店", name_en="South shop"),
        TaxSaved(id="V13", name_zh="增值税13%", name_en="VAT 13%", rate=Rate(130_000)),
        TaxSaved(id="V0", name_zh="免税", name_en="No VAT", rate=Rate(0)),
        CategorySaved(id="drinks", name_zh="饮料", name_en="Drinks"),
        CategorySaved(id="fresh", name_zh="生鲜", name_en="Fresh", position=1),
        _product("cola", "可乐", "Cola", 350, COLA, barcodes=cola, prices=member, cost=200),
        _product("water", "水", "Water", 200, WATER),
        _product("jacket", "外套", "Jacket", 19900, "JACKET-38"),
        _product("milk", "牛奶", "Milk", 600, MILK, tracks_batches=True),
        _product("novelty", "新品", "Novelty", None, NO_PRICE, favourite=0),
        _product("gone", "旧货", "Old goods", 100, GONE, active=False),
        _product("cheese", "奶酪", "Cheese", 2000, CHEESE, max_discount=Rate(100_000)),
        _product("rice", "大米", "Rice", 12800, RICE),
        _product("banana", "香蕉", "Banana", 798, COLA, barcodes=banana_codes, unit="kg", weighed=True, tax_id="V0",
                 category_id="fresh"),
        PromotionSaved(id="W3", promotion=water),
        *(RoleSaved(**{f: getattr(r, f) for f in r.__struct_fields__}) for r in ROLES.values()),
        *(
            UserSaved(id=u, name=u.title(), role_id=_ROLES[u], pin_hash=_hash(pin), badge_hash=_badge_hash(u))
            for u, pin in PINS.items()
        ),
        CustomerSaved(id="C1", name="Zhang", phone="13800000001", code="M001", level="gold", credit_limit=Money(10000)),
        CustomerSaved(id="C2", name="Li", phone="13800000002"),
        StockAdjusted(
            reason="opening",
            lines=tuple(
                AdjustmentLine(product_id=p, quantity=Quantity(q), unit_cost=100)
                for p, q in _OPENING.items()
            ),
        ),
    ]  # fmt: skip


def more_products(count: int, code: str = "") -> list[Document]:
    """So many more in the category of fresh goods."""
    return [
        _product(f"f{n}", f"菜{n}", f"Greens {n}", 100 + n, code or ean(f"952000001{n:03d}"), category_id="fresh")
        for n in range(count)
    ]


def _badge_hash(user: str) -> str:
    return hash_badge(f"{user}SECRET0123456789")


def stock(store: Store) -> None:
    """Fill a new store."""
    store.journal.append_many(documents(), actor="-")
