"""The documents of the journal: one frozen struct for each kind of fact, named in the past tense.

A document says what happened, whole: posting it needs nothing that is not in it or in the documents it refers to.
`KINDS` maps a kind to its struct; a struct's `version` rises when its meaning changes. Amounts are minor units,
quantities thousandths, times UTC milliseconds (when something happened is the entry's `at`).
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from kiosk.store import (
    documents_buying,
    documents_counting,
    documents_promises,
    documents_stockroom,
    documents_transfers,
)
from kiosk.store.document_base import Approval, Document, MasterDocument
from kiosk.trade.goods import Component
from kiosk.trade.money import Money, Rate
from kiosk.trade.priced import Saving, TaxTotal
from kiosk.trade.promotion import Promotion
from kiosk.trade.quantity import Quantity

__all__ = ["KINDS", "Approval", "Document", "MasterDocument"]


class SaleLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line as sold. number: 1, 2 … in this document. For goods taken back quantity and amounts are negative.

    name_*: as they were, so that an old receipt reads as it did. cost: minor units per base unit, at its moment.
    category_id: as it was, for the shift's report by category.
    of_sale, of_line: the sale and line these goods came from ("" and 0: without receipt).
    """

    number: int
    product_id: str
    name_zh: str
    name_en: str
    unit: str
    quantity: Quantity
    unit_price: Money
    gross: Money
    savings: tuple[Saving, ...] = ()
    discount: Money = Money(0)
    tax_id: str
    tax: Money
    total: Money
    category_id: str = ""
    cost: int | None = None
    barcode: str = ""
    batch: str = ""
    expiry: str = ""
    note: str = ""
    salesperson: str = ""
    reason: str = ""
    price_by: str = ""
    discount_by: str = ""
    of_sale: str = ""
    of_line: int = 0
    components: tuple[Component, ...] = ()


class CustomerUse(msgspec.Struct, frozen=True):
    """How often a promotion applied to a customer; negative: so often he may have it again, since goods came back."""

    promotion_id: str
    customer_id: str
    times: int


class TenderLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One means of payment. amount: what it paid (negative: given back). given: notes handed over, before change."""

    tender: str
    amount: Money
    given: Money = Money(0)
    reference: str = ""


class SaleCompleted(Document, frozen=True):
    """A sale, a return or an exchange: lines sold and taken back, and how it was settled.

    Σ tenders.amount = total + rounding; change = Σ given − Σ amount over cash. undoes: this document takes back
    the whole of that sale (反结账).
    """

    kind: ClassVar[str] = "sale.completed"
    basket_id: str
    shift_id: str
    terminal: str
    lines: tuple[SaleLine, ...]
    taxes: tuple[TaxTotal, ...]
    tenders: tuple[TenderLine, ...]
    total: Money
    rounding: Money = Money(0)
    change: Money = Money(0)
    customer_id: str = ""
    points: int = 0
    note: str = ""
    undoes: str = ""
    replaces: str = ""
    approvals: tuple[Approval, ...] = ()
    uses: tuple[CustomerUse, ...] = ()
    order_id: str = ""
    """The customer's order that it collects, in whole or in part."""


class BasketSuspended(Document, frozen=True):
    """A basket put aside (挂单), to be recalled here or at another till. body: the basket, as JSON."""

    kind: ClassVar[str] = "basket.suspended"
    basket_id: str
    label: str
    total: Money
    count: int
    body: msgspec.Raw


class BasketResumed(Document, frozen=True):
    """A basket put aside was taken up again, or thrown away."""

    kind: ClassVar[str] = "basket.resumed"
    suspended_id: str
    discarded: bool = False


class ShiftOpened(Document, frozen=True):
    """A cashier begins at a drawer; the entry's id is the shift's. counts: denomination → pieces, if counted so."""

    kind: ClassVar[str] = "shift.opened"
    terminal: str
    float_amount: Money
    counts: dict[str, int] = {}


class ShiftClosed(Document, frozen=True):
    """The drawer was counted. expected is recorded as it was known here; over_short = counted − expected."""

    kind: ClassVar[str] = "shift.closed"
    shift_id: str
    terminal: str
    counted: Money
    expected: Money
    over_short: Money
    counts: dict[str, int] = {}
    reason: str = ""
    approvals: tuple[Approval, ...] = ()


class CashMoved(Document, frozen=True):
    """Money into (amount > 0) or out of (< 0) the drawer, other than by sales."""

    kind: ClassVar[str] = "cash.moved"
    shift_id: str
    terminal: str
    amount: Money
    reason: str
    note: str = ""
    approvals: tuple[Approval, ...] = ()


class CustomerPaid(Document, frozen=True):
    """A customer pays what he owes (收款). amount > 0."""

    kind: ClassVar[str] = "customer.paid"
    shift_id: str
    terminal: str
    customer_id: str
    amount: Money
    tender: str
    reference: str = ""


class DrawerOpened(Document, frozen=True):
    """The drawer was opened without a sale."""

    kind: ClassVar[str] = "drawer.opened"
    shift_id: str
    terminal: str
    reason: str
    approvals: tuple[Approval, ...] = ()


class ActAudited(Document, frozen=True):
    """Something to be answered for that leaves no other document: a line voided, a receipt reprinted, a wrong PIN.

    act: a permission's name or `signin.failed`, `signin.succeeded`, `receipt.reprinted`, `catalogue.imported` ….
    detail: named facts, as text.
    """

    kind: ClassVar[str] = "act.audited"
    act: str
    detail: dict[str, str] = {}
    reason: str = ""
    amount: Money = Money(0)
    approvals: tuple[Approval, ...] = ()


class AdjustmentLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """quantity > 0: more than thought. unit_cost: minor units per base unit, where it brings goods in.

    location: the bin or shelf. value: what it is worth by the average cost known where it was written, minor units,
    with the quantity's sign.
    """

    product_id: str
    quantity: Quantity
    unit_cost: int | None = None
    batch: str = ""
    expiry: str = ""
    location: str = ""
    value: Money = Money(0)


class StockAdjusted(Document, frozen=True):
    """Stock set right, with its reason: opening, damage, expiry, theft, own_use, found.

    undoes: the adjustment that this one takes back, line by line.
    """

    kind: ClassVar[str] = "stock.adjusted"
    reason: str
    lines: tuple[AdjustmentLine, ...]
    note: str = ""
    undoes: str = ""
    approvals: tuple[Approval, ...] = ()


class GoodsReturned(Document, frozen=True):
    """Goods that go back to the supplier (采购退货), with the reason. Quantities and values of the lines are < 0.

    undoes: the return that this one takes back, line by line. heard, and no lines: as in `GoodsReceived`.
    """

    kind: ClassVar[str] = "goods.returned"
    supplier_id: str
    reason: str
    lines: tuple[AdjustmentLine, ...]
    note: str = ""
    undoes: str = ""
    approvals: tuple[Approval, ...] = ()
    heard: dict[str, int] | None = None


class PackCode(msgspec.Struct, frozen=True, omit_defaults=True):
    """A barcode, and how much of the base unit it stands for (a case of 24 has its own)."""

    code: str
    quantity: Quantity = Quantity(1000)


class PriceLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of a price list, as in `kiosk.trade.goods.PriceRule`. store_id "": every store."""

    price: Money
    level: str = ""
    store_id: str = ""
    min_quantity: Quantity = Quantity(0)
    start: int | None = None
    end: int | None = None


class ProductSaved(MasterDocument, frozen=True):
    """A product, its whole row, barcodes and price list. The later (at, origin) wins."""

    kind: ClassVar[str] = "product.saved"
    name_zh: str
    name_en: str
    unit: str
    tax_id: str
    price: Money | None
    category_id: str = ""
    tax_included: bool = True
    weighed: bool = False
    tracks_batches: bool = False
    active: bool = True
    cost: int | None = None
    max_discount: Rate | None = None
    variant_of: str = ""
    attributes: dict[str, str] = {}
    components: tuple[Component, ...] = ()
    barcodes: tuple[PackCode, ...] = ()
    prices: tuple[PriceLine, ...] = ()
    supplier_id: str = ""
    favourite: int = 0


class CategorySaved(MasterDocument, frozen=True):
    """A category of goods; position orders the grid's tabs; colour 0–7 is a place in the theme's palette."""

    kind: ClassVar[str] = "category.saved"
    name_zh: str
    name_en: str
    parent_id: str = ""
    position: int = 0
    colour: int = 0
    active: bool = True


class TaxSaved(MasterDocument, frozen=True):
    """A tax category."""

    kind: ClassVar[str] = "tax.saved"
    name_zh: str
    name_en: str
    rate: Rate


class PromotionSaved(MasterDocument, frozen=True):
    """A promotion; active False ends it."""

    kind: ClassVar[str] = "promotion.saved"
    promotion: Promotion
    active: bool = True


class UserSaved(MasterDocument, frozen=True):
    """A user. pin_hash: argon2 encoded. badge_hash: SHA-256 of the secret on his badge, hex, or ""."""

    kind: ClassVar[str] = "user.saved"
    name: str
    role_id: str
    pin_hash: str
    badge_hash: str = ""
    language: str = ""
    active: bool = True


class RoleSaved(MasterDocument, frozen=True):
    """A role and what it may do."""

    kind: ClassVar[str] = "role.saved"
    name_zh: str
    name_en: str
    permissions: frozenset[str]
    discount_limit: Rate = Rate(0)
    refund_limit: Money | None = None


class CustomerSaved(MasterDocument, frozen=True):
    """A customer or member."""

    kind: ClassVar[str] = "customer.saved"
    name: str
    phone: str = ""
    code: str = ""
    level: str = ""
    credit_limit: Money = Money(0)
    note: str = ""
    active: bool = True


class SupplierSaved(MasterDocument, frozen=True):
    """A supplier. min_order: the least he delivers for."""

    kind: ClassVar[str] = "supplier.saved"
    name: str
    phone: str = ""
    contact: str = ""
    address: str = ""
    lead_days: int = 0
    min_order: Money = Money(0)
    note: str = ""
    active: bool = True


class StoreSaved(MasterDocument, frozen=True):
    """A shop's own data: what stands on its receipts, and its policies."""

    kind: ClassVar[str] = "store.saved"
    name_zh: str
    name_en: str
    store_kind: str = "shop"
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    policies: dict[str, str] = {}


_ALL: tuple[type[Document], ...] = (
    SaleCompleted, BasketSuspended, BasketResumed, ShiftOpened, ShiftClosed, CashMoved, CustomerPaid, DrawerOpened,
    ActAudited, StockAdjusted, GoodsReturned, ProductSaved, CategorySaved, TaxSaved, PromotionSaved, UserSaved,
    RoleSaved, CustomerSaved, SupplierSaved, StoreSaved, *documents_buying.ALL, *documents_stockroom.ALL,
    *documents_counting.ALL, *documents_transfers.ALL, *documents_promises.ALL,
)  # fmt: skip
KINDS: dict[str, type[Document]] = {document.kind: document for document in _ALL}
