"""Documents of buying: what suppliers sell, and the orders they are sent.

An order is its first draft: that entry's id is the order's. What changes it, or happens to it, is another document.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from kiosk.store.document_base import Approval, Document, MasterDocument
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity


class SupplierProductSaved(MasterDocument, frozen=True):
    """What a supplier sells a product for, as in `kiosk.trade.buying.Terms`. id: `supplier_product_id`."""

    kind: ClassVar[str] = "supplier_product.saved"
    supplier_id: str
    product_id: str
    code: str = ""
    pack: Quantity = ONE
    min_quantity: Quantity = Quantity(0)
    prices: tuple[PriceBreak, ...] = ()
    lead_days: int | None = None
    active: bool = True


def supplier_product_id(supplier_id: str, product_id: str) -> str:
    """One row for a supplier and a product, whoever writes it first."""
    return f"{supplier_id}/{product_id}"


class PurchaseLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One product of an order; no product stands in it twice.

    quantity: base units. price: of a pack of `pack` base units, without freight. code: the supplier's number.
    name_*: as they were. note: why so much, or what the supplier should know.
    """

    product_id: str
    name_zh: str
    name_en: str
    unit: str
    quantity: Quantity
    pack: Quantity = ONE
    price: Money = Money(0)
    code: str = ""
    note: str = ""


class PurchaseDrafted(Document, frozen=True):
    """An order's content, whole. order_id: "" for a new order, whose id is then this entry's.

    expected: the day the goods should come, ISO 8601, or "". total = Σ amounts of the lines. copied_from: the order
    of before that it repeats.
    """

    kind: ClassVar[str] = "purchase.drafted"
    supplier_id: str
    lines: tuple[PurchaseLine, ...]
    total: Money
    order_id: str = ""
    expected: str = ""
    note: str = ""
    copied_from: str = ""


class PurchaseStep(Document, frozen=True):
    """Root of what happens to an order. revision: the id of the draft that was seen while doing so."""

    order_id: str
    revision: str
    note: str = ""
    approvals: tuple[Approval, ...] = ()


class PurchaseSubmitted(PurchaseStep, frozen=True):
    """The buyer asks for approval."""

    kind: ClassVar[str] = "purchase.submitted"


class PurchaseApproved(PurchaseStep, frozen=True):
    """It may be sent: under the limit by whoever made it, above it by another."""

    kind: ClassVar[str] = "purchase.approved"


class PurchaseRejected(PurchaseStep, frozen=True):
    """It goes back to the buyer; note says why."""

    kind: ClassVar[str] = "purchase.rejected"


class PurchaseSent(PurchaseStep, frozen=True):
    """The supplier has it. note: how (paper, file, telephone)."""

    kind: ClassVar[str] = "purchase.sent"


class PurchaseClosed(PurchaseStep, frozen=True):
    """What has not come is not waited for any more."""

    kind: ClassVar[str] = "purchase.closed"


class PurchaseCancelled(PurchaseStep, frozen=True):
    """It is given up before anything came."""

    kind: ClassVar[str] = "purchase.cancelled"


STEPS: tuple[type[PurchaseStep], ...] = (
    PurchaseSubmitted, PurchaseApproved, PurchaseRejected, PurchaseSent, PurchaseClosed, PurchaseCancelled,
)  # fmt: skip
ALL: tuple[type[Document], ...] = (SupplierProductSaved, PurchaseDrafted, *STEPS)
