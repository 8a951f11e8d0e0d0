"""What the store answers with: frozen values, never a live database row."""

from __future__ import annotations

import msgspec

from kiosk.trade.goods import Product
from kiosk.trade.money import Money, Rate
from kiosk.trade.permissions import Role
from kiosk.trade.quantity import Quantity


class Found(msgspec.Struct, frozen=True):
    """What a barcode stands for: this product, so much of its base unit."""

    product: Product
    quantity: Quantity
    code: str
    active: bool = True


class Category(msgspec.Struct, frozen=True):
    """A tab of the grid."""

    id: str
    name_zh: str
    name_en: str
    parent_id: str = ""
    colour: int = 0

    def name(self, language: str) -> str:
        """In `language`, or in the other one where this is empty."""
        return (self.name_zh or self.name_en) if language.startswith("zh") else (self.name_en or self.name_zh)


class Tile(msgspec.Struct, frozen=True):
    """A product in a list or grid: enough to draw and to add it."""

    id: str
    name_zh: str
    name_en: str
    price: Money | None
    unit: str
    weighed: bool
    category_id: str
    colour: int = 0
    on_hand: Quantity | None = None

    def name(self, language: str) -> str:
        """In `language`, or in the other one where this is empty."""
        return (self.name_zh or self.name_en) if language.startswith("zh") else (self.name_en or self.name_zh)


class User(msgspec.Struct, frozen=True):
    """Somebody who may sign in."""

    id: str
    name: str
    role: Role
    language: str = ""


class Shift(msgspec.Struct, frozen=True):
    """A cashier at a drawer. closed_at None: still open."""

    id: str
    terminal: str
    user_id: str
    opened_at: int
    float_amount: Money
    closed_at: int | None = None
    counted: Money | None = None
    over_short: Money | None = None


class TenderSum(msgspec.Struct, frozen=True):
    """One means of payment over a shift."""

    tender: str
    count: int
    amount: Money


class NamedSum(msgspec.Struct, frozen=True):
    """A named figure of a report: a tax, a category, a reason."""

    id: str
    name_zh: str
    name_en: str
    count: int
    amount: Money
    base: Money = Money(0)


class ShiftReport(msgspec.Struct, frozen=True):
    """The figures of an X report (shift open) or Z report (closed). expected: cash that should be in the drawer.

    sales and returns are totals with tax (returns negative); discounts and savings positive. customer_payments: of
    what customers owed, by any means; customer_tenders: the same by means of payment.
    """

    shift: Shift
    sales_count: int
    sales: Money
    returns_count: int
    returns: Money
    undone_count: int
    savings: Money
    discounts: Money
    rounding: Money
    tenders: tuple[TenderSum, ...]
    taxes: tuple[NamedSum, ...]
    categories: tuple[NamedSum, ...]
    cash_in: Money
    cash_out: Money
    customer_payments: Money
    no_sale_openings: int
    voided_lines: int
    reprints: int
    expected: Money
    customer_tenders: tuple[TenderSum, ...] = ()


class SaleRow(msgspec.Struct, frozen=True):
    """A sale in a list."""

    id: str
    at: int
    user_id: str
    terminal: str
    total: Money
    count: int
    customer_id: str = ""
    undone: bool = False
    has_returns: bool = False


class SuspendedRow(msgspec.Struct, frozen=True):
    """A basket put aside, in a list."""

    id: str
    at: int
    label: str
    user_id: str
    total: Money
    count: int


class StockLevel(msgspec.Struct, frozen=True):
    """How much of a product a store has, and what a base unit cost on average (ten-thousandths of a minor unit)."""

    product_id: str
    on_hand: Quantity
    average_cost: int


class AuditRow(msgspec.Struct, frozen=True):
    """One line of the audit trail."""

    id: str
    at: int
    user_id: str
    act: str
    detail: dict[str, str]
    reason: str
    amount: Money
    approved_by: str


class PrintJob(msgspec.Struct, frozen=True):
    """A paper in the print queue. state: waiting, printing, asking, printed, dropped. paper: JSON of hw.paper.Paper.

    asking: somebody must say whether to print it (it may have come out already, or it is old). copy: 0 is the original.
    """

    id: int
    title: str
    paper: bytes
    state: str
    created_at: int
    entry_id: str = ""
    copy: int = 0
    attempts: int = 0
    problem: str = ""


class Limits(msgspec.Struct, frozen=True):
    """Policies of the shop, read from StoreSaved.policies; defaults are those of a small Chinese shop."""

    negative_stock: str = "allow"  # allow | approve | refuse
    expired_goods: str = "approve"  # allow | approve | refuse
    cash_rounding: str = "nearest"  # nearest | down | none
    blind_close: bool = True
    tax_per: str = "line"  # line | document
    points_rate: Rate = Rate(10_000)  # points an amount of one major unit earns, in millionths × 100
    over_short_limit: Money = Money(2000)
    note_required: bool = False
    receipt_tolerance: Rate = Rate(20_000)  # so much more or less than ordered, in millionths, is let pass
    near_expiry_days: int = 30  # goods with no more days than this are warned of
    sale_expiry_days: int = 1  # at the till goods with no more days than this are warned of; -1: never
    order_limit: Money = Money(500_000)  # purchase orders of more need another user's approval
    adjust_limit: Money = Money(20_000)  # adjustments of stock worth more need another user's approval
    service_level: Rate = Rate(950_000)  # the share of deliveries before which the shelf is not empty, in millionths
    review_days: int = 7  # from one look at what to order to the next
    blind_count: bool = True  # who counts stock is not told what the books say
    journal_days: int = 30  # so long a terminal keeps what the office has acknowledged; 0: for ever
    return_days: int = 90  # so long sales are kept to be looked at, printed again and taken back
