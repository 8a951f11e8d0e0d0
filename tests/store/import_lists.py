"""Files to import, and a shop to import them into, for the tests."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.documents import CategorySaved, CustomerSaved, PackCode, ProductSaved, SupplierSaved, TaxSaved
from kiosk.store.documents_buying import SupplierProductSaved
from kiosk.store.import_memory import MemoryShop
from kiosk.store.imports import ImportPlan, ListKind, plan_import
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity

COLA = ProductSaved(
    id="P1", name_zh="可乐", name_en="Cola", unit="pcs", tax_id="vat13", price=Money(300), category_id="drinks",
    barcodes=(PackCode("6901234567892"),), supplier_id="V1",
)  # fmt: skip


def shop() -> MemoryShop:
    return MemoryShop(
        (
            TaxSaved(id="vat13", name_zh="增值税13%", name_en="VAT 13%", rate=Rate(130_000)),
            TaxSaved(id="vat9", name_zh="增值税9%", name_en="VAT 9%", rate=Rate(90_000)),
            CategorySaved(id="drinks", name_zh="饮料", name_en="Drinks"),
            SupplierSaved(id="V1", name="津门饮品"),
            CustomerSaved(id="C1", name="陈静", phone="13800000001", code="M1", level="member"),
            COLA,
            SupplierProductSaved(
                id="V1/P1",
                supplier_id="V1",
                product_id="P1",
                code="77",
                pack=Quantity(24_000),
                min_quantity=Quantity(48_000),
                lead_days=0,
                prices=(PriceBreak(Money(5000)), PriceBreak(Money(4550), Quantity(120_000))),
            ),
        )
    )


def plan(
    tmp_path: Path, text: str, kind: ListKind = "products", *, into: MemoryShop | None = None, partial: bool = False
) -> ImportPlan:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return plan_import(kind, path, into or shop(), partial=partial)


def reasons(plan: ImportPlan) -> list[tuple[int, str, str]]:
    """Row, column and the beginning of each reason."""
    return [(refused.row, refused.column, str(refused.reason)) for refused in plan.refused]
