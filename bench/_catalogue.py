"""A shop with as many products as asked, on disk: rows written straight into the tables, since a million documents
would take longer than what is measured."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.documents import CategorySaved, PromotionSaved, ShiftOpened, StoreSaved, TaxSaved
from kiosk.store.queries import insert
from kiosk.store.store import Store
from kiosk.store.tables_goods import BarcodeRow, ProductRow
from kiosk.trade.barcodes import check_digit
from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import Promotion, PromotionKind

CATEGORIES = 40
AT = 1_780_000_000_000


def barcode(number: int) -> str:
    """The EAN-13 of the product with this number."""
    digits = f"952{number:09d}"
    return digits + str(check_digit(digits))


def build(path: Path, products: int) -> Store:
    """A new store with an open shift; one category in eight has a promotion."""
    store = Store.create(path, "S01", terminal="T1", clock=lambda: AT)
    promotions = [_third_free(i) for i in range(0, CATEGORIES, 8)]
    store.journal.append_many(
        [
            StoreSaved(id="S01", name_zh="量", name_en="Bench"),
            TaxSaved(id="V13", name_zh="增值税13%", name_en="VAT 13%", rate=Rate(130_000)),
            *(CategorySaved(id=f"c{i}", name_zh=f"类{i}", name_en=f"Category {i}") for i in range(CATEGORIES)),
            *(PromotionSaved(id=p.id, promotion=p) for p in promotions),
            ShiftOpened(terminal="T1", float_amount=Money(0)),
        ],
        actor="-",
    )
    with store.book.transaction():
        for start in range(0, products, 50_000):
            numbers = range(start, min(products, start + 50_000))
            store.book.many(insert(ProductRow), [_product(n) for n in numbers])
            store.book.many(insert(BarcodeRow), [(f"0{barcode(n)}", f"p{n}", 1000, "") for n in numbers])
    return store


def _third_free(i: int) -> Promotion:
    categories = frozenset({f"c{i}"})
    return Promotion(f"P{i}", PromotionKind.N_FOR_M, "买二送一", "3rd free", category_ids=categories, buy=3, free=1)


def _product(n: int) -> tuple[object, ...]:
    row = {
        "id": f"p{n}", "at": AT, "origin": "BENCH0", "seq": n, "name_zh": f"商品{n}", "name_en": f"Product {n}",
        "unit": "pcs", "tax_id": "V13", "price": 100 + n % 5000, "category_id": f"c{n % CATEGORIES}",
        "tax_included": True, "weighed": False, "tracks_batches": False, "active": True, "cost": None,
        "max_discount": None, "variant_of": "", "attributes": "", "components": "", "listed": False,
        "supplier_id": "", "favourite": int(n < 20),
    }  # fmt: skip
    return tuple(row[field.name] for field in ProductRow._meta.sorted_fields)
