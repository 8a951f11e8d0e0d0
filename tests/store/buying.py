"""A supplier, what he sells, and orders to him."""

from __future__ import annotations

from kiosk.store.documents import SupplierSaved
from kiosk.store.documents_buying import PurchaseDrafted as Drafted
from kiosk.store.documents_buying import PurchaseLine, SupplierProductSaved, supplier_product_id
from kiosk.trade.buying import PriceBreak, line_amount
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


def supplier(id_: str = "V1", name: str = "华南食品", **more: object) -> SupplierSaved:
    return SupplierSaved(id=id_, name=name, lead_days=3, min_order=Money(20_000), **more)  # type: ignore[arg-type]


def sells(product_id: str, supplier_id: str = "V1", **more: object) -> SupplierProductSaved:
    """A case of 24 for 50.00, from ten on for 45.00; at least two."""
    given: dict[str, object] = {
        "code": f"HN-{product_id}",
        "pack": Quantity(24_000),
        "min_quantity": Quantity(48_000),
        "prices": (PriceBreak(Money(5000)), PriceBreak(Money(4500), Quantity(240_000))),
    }
    id_ = supplier_product_id(supplier_id, product_id)
    return SupplierProductSaved(id=id_, supplier_id=supplier_id, product_id=product_id, **(given | more))  # type: ignore[arg-type]


def ordered(product_id: str, quantity: int, pack: int = 1000, price: int = 100) -> PurchaseLine:
    return PurchaseLine(
        product_id=product_id, name_zh=f"商品{product_id}", name_en=f"Thing {product_id}", unit="pcs",
        quantity=Quantity(quantity), pack=Quantity(pack), price=Money(price),
    )  # fmt: skip


def draft(*lines: tuple[str, int] | tuple[str, int, int, int], supplier_id: str = "V1", **more: object) -> Drafted:
    """Of (product, quantity[, pack, price])."""
    made = tuple(ordered(*x) for x in lines)
    total = sum(line_amount(x.quantity, x.pack, x.price) for x in made)
    return Drafted(supplier_id=supplier_id, lines=made, total=Money(total), **more)  # type: ignore[arg-type]
