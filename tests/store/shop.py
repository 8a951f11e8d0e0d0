"""A small shop for tests of the store: a clock to move by hand, and documents that read as trade."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.store.documents import (
    AdjustmentLine,
    CategorySaved,
    Document,
    PackCode,
    ProductSaved,
    RoleSaved,
    SaleCompleted,
    SaleLine,
    ShiftOpened,
    StockAdjusted,
    TaxSaved,
    TenderLine,
    UserSaved,
)
from kiosk.store.entry import Entry
from kiosk.store.store import Store
from kiosk.trade.money import Money, Rate
from kiosk.trade.priced import TaxTotal
from kiosk.trade.quantity import Quantity

NOON = 1_700_000_000_000


@dataclass
class Clock:
    """UTC milliseconds that stand still until a test moves them."""

    now: int = NOON

    def __call__(self) -> int:
        return self.now


def new_store(path: Path, store_id: str = "S01", clock: Clock | None = None, key: bytes | None = None) -> Store:
    """A store whose writes are not waited for: what survives a power cut is tested where that is the point."""
    store = Store.create(path / f"{store_id}.db", store_id, key=key, clock=clock or Clock())
    store.book.sql("PRAGMA synchronous = OFF")
    return store


def stock_up(store: Store, products: int = 6) -> None:
    """A tax, a category, a cashier, and products p1 … at 1.00, 2.00 …"""
    documents: list[Document] = [
        TaxSaved(id="vat13", name_zh="增值税", name_en="VAT", rate=Rate(130_000)),
        CategorySaved(id="drinks", name_zh="饮料", name_en="Drinks", position=1),
        RoleSaved(id="cashier", name_zh="收银员", name_en="Cashier", permissions=frozenset(("sale.sell",))),
        UserSaved(id="1001", name="王芳", role_id="cashier", pin_hash="argon"),
        *(product(n) for n in range(1, products + 1)),
    ]
    store.journal.append_many(documents, actor="1001")


def product(number: int, **fields: object) -> ProductSaved:
    given: dict[str, object] = {
        "id": f"p{number}",
        "name_zh": f"可口可乐{number}",
        "name_en": f"Cola {number}",
        "unit": "pcs",
        "tax_id": "vat13",
        "price": Money(100 * number),
        "category_id": "drinks",
        "barcodes": (PackCode(f"OWN{number}"),),
    }
    return ProductSaved(**(given | fields))  # type: ignore[arg-type]


def open_shift(store: Store, float_amount: int = 10_000) -> str:
    document = ShiftOpened(terminal="T1", float_amount=Money(float_amount))
    return store.journal.append(document, actor="1001").id


def line(number: int, quantity: int = 1000, price: int = 100, *, product_id: str = "", **fields: object) -> SaleLine:
    total = price * quantity // 1000
    given: dict[str, object] = {
        "number": number,
        "product_id": product_id or f"p{number}",
        "name_zh": f"可口可乐{number}",
        "name_en": f"Cola {number}",
        "unit": "pcs",
        "quantity": Quantity(quantity),
        "unit_price": Money(price),
        "gross": Money(total),
        "tax_id": "vat13",
        "tax": Money(total * 13 // 113),
        "total": Money(total),
        "category_id": "drinks",
    }
    return SaleLine(**(given | fields))  # type: ignore[arg-type]


def sale(shift_id: str, *lines: SaleLine, tender: str = "cash", **fields: object) -> SaleCompleted:
    """A sale of these lines (five by default), settled by one tender."""
    lines = lines or tuple(line(n, price=100 * n) for n in range(1, 6))
    total, tax = sum(x.total for x in lines), sum(x.tax for x in lines)
    given: dict[str, object] = {
        "basket_id": "b1",
        "shift_id": shift_id,
        "terminal": "T1",
        "lines": lines,
        "taxes": (TaxTotal("vat13", "增值税", "VAT", Rate(130_000), Money(total - tax), Money(tax)),),
        "tenders": (TenderLine(tender=tender, amount=Money(total)),),
        "total": Money(total),
    }
    return SaleCompleted(**(given | fields))  # type: ignore[arg-type]


def refund(shift_id: str, of_sale: str, of_line: int, quantity: int = 1000, price: int = 100) -> SaleCompleted:
    back = line(1, -quantity, price, product_id=f"p{of_line}", of_sale=of_sale, of_line=of_line)
    return sale(shift_id, back)


def received(product_id: str, quantity: int, unit_cost: int | None = None) -> StockAdjusted:
    return StockAdjusted(
        reason="opening",
        lines=(AdjustmentLine(product_id=product_id, quantity=Quantity(quantity), unit_cost=unit_cost),),
    )


def copy_all(source: Store, target: Store) -> list[str]:
    """Have `target` receive every entry of `source`'s own."""
    return [target.journal.receive(entry) for entry in own_entries(source)]


def own_entries(store: Store) -> list[Entry]:
    return store.journal.entries(store.origin, 0, 100_000)
