from __future__ import annotations

from kiosk.flows.order_sheet import order_sheet
from kiosk.store.document_base import Approval
from kiosk.store.documents_buying import PurchaseApproved, PurchaseDrafted, PurchaseLine, PurchaseSubmitted
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.shop import Shop
from tests.store.buying import supplier


def order(shop: Shop, *, approved: bool) -> str:
    line = PurchaseLine(
        product_id="cola", name_zh="可乐", name_en="Cola", unit="pcs", quantity=Quantity(48_000),
        pack=Quantity(24_000), price=Money(5000), code="HN-1", note="fresh",
    )  # fmt: skip
    rice = PurchaseLine(product_id="rice", name_zh="大米", name_en="Rice", unit="kg", quantity=Quantity(2500))
    journal = shop.store.journal
    journal.append(supplier(contact="Mr Chen"), actor="-")
    draft = PurchaseDrafted(
        supplier_id="V1", lines=(line, rice), total=Money(10_000), expected="2026-06-01", note="Mornings only"
    )
    order_id = journal.append(draft, actor="BEA").id
    if approved:
        journal.append(PurchaseSubmitted(order_id=order_id, revision=order_id), actor="BEA")
        agreed = (Approval("order.approve", "LEE"),)
        journal.append(PurchaseApproved(order_id=order_id, revision=order_id, approvals=agreed), actor="BEA")
    return order_id


def test_an_order_on_a4_says_what_the_supplier_needs(shop: Shop) -> None:
    order_id = order(shop, approved=True)
    found = shop.store.purchases.order(order_id)
    assert found is not None
    sheet = order_sheet(shop.store, shop.settings, found, lambda _at: "2026-05-29")
    assert sheet.title == "PURCHASE ORDER"
    assert sheet.banner == ""
    assert sheet.sender == ("South shop",)
    assert dict(sheet.facts) == {
        "Number": order_id, "Date": "2026-05-29", "Supplier": "华南食品", "Deliver by": "2026-06-01",
        "Contact": "Mr Chen",
    }  # fmt: skip
    assert sheet.rows == (
        ("1", "HN-1", "Cola\nfresh", "2", "24 pcs", "50.00", "100.00"),
        ("2", "", "Rice", "2.500", "kg", "0.00", "0.00"),
    )
    assert sheet.sums == (("Total", "¥100.00"),)
    assert sheet.signatures[:2] == ("Buyer: Bea", "Approved by: Lee")
    assert sheet.notes == ("Mornings only",)


def test_a_draft_says_across_its_head_that_it_is_none(shop: Shop) -> None:
    found = shop.store.purchases.order(order(shop, approved=False))
    assert found is not None
    sheet = order_sheet(shop.store, shop.settings, found, lambda _at: "")
    assert sheet.banner == "DRAFT, NOT AN ORDER"
    assert sheet.signatures[1] == "Approved by: "
