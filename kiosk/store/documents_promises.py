"""Documents of customers' orders (订货单): goods promised for a day, goods ready, and the promise taken back."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from kiosk.store.document_base import Approval, Document
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


class PromisedLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """So much of a product is kept for the customer, base units."""

    product_id: str
    quantity: Quantity


class CustomerOrdered(Document, frozen=True):
    """A customer ordered what lay in the basket. body: that basket, as JSON, with the prices that were agreed.

    total: what it comes to. promised: the day, ISO 8601, or "". deposit: paid on his account with the order.
    """

    kind: ClassVar[str] = "customer_order.placed"
    customer_id: str
    lines: tuple[PromisedLine, ...]
    total: Money
    body: msgspec.Raw
    promised: str = ""
    deposit: Money = Money(0)
    note: str = ""


class CustomerOrderCancelled(Document, frozen=True):
    """What was not collected is not wanted any more, or can't be had."""

    kind: ClassVar[str] = "customer_order.cancelled"
    order_id: str
    reason: str
    approvals: tuple[Approval, ...] = ()


class CustomerOrderReady(Document, frozen=True):
    """Goods of an order were picked and lie ready; < 0 for what was picked twice and went back.

    whole: nothing more is to be picked; otherwise the rest follows.
    """

    kind: ClassVar[str] = "customer_order.ready"
    order_id: str
    lines: tuple[PromisedLine, ...]
    whole: bool = True


ALL: tuple[type[Document], ...] = (CustomerOrdered, CustomerOrderCancelled, CustomerOrderReady)
