"""Documents of the stock room: its places, goods that come in, goods that are put elsewhere."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from kiosk.store.document_base import Approval, Document, MasterDocument
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


class LocationSaved(MasterDocument, frozen=True):
    """A bin or shelf of one store. id: `location_id`. code: what its label says after `ZGL-`.

    position: its place on the way that a picker walks.
    """

    kind: ClassVar[str] = "location.saved"
    store_id: str
    code: str
    name: str = ""
    position: int = 0
    active: bool = True


def location_id(store_id: str, code: str) -> str:
    """One row for a place, whoever writes it first."""
    return f"{store_id}/{code}"


class ReceivedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods of one product and batch. quantity: what is good and goes into stock, base units; < 0 in an undoing.

    price: of a base unit by the supplier's paper, ten-thousandths of a minor unit, without freight; None: not known.
    landed: this line's share of the freight, for all of it. damaged: what came broken and is not taken.
    expiry: ISO 8601. location: where it was put at once, "" for where goods arrive.
    """

    product_id: str
    quantity: Quantity
    price: int | None = None
    landed: Money = Money(0)
    damaged: Quantity = Quantity(0)
    batch: str = ""
    expiry: str = ""
    location: str = ""
    note: str = ""


class GoodsReceived(Document, frozen=True):
    """A delivery, for an order or without one. paper: the supplier's delivery note. freight = Σ landed.

    undoes: the receipt that this one takes back, line by line. heard: what its writer knew of the shop's other
    terminals, the number of the last entry of each; so it is told later whether two took the same goods in. Without
    lines: somebody who knew of others looked, and says that all of them came.
    """

    kind: ClassVar[str] = "goods.received"
    supplier_id: str
    lines: tuple[ReceivedLine, ...]
    order_id: str = ""
    paper: str = ""
    freight: Money = Money(0)
    note: str = ""
    undoes: str = ""
    approvals: tuple[Approval, ...] = ()
    heard: dict[str, int] | None = None


class InvoicedLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the invoice says of a product: base units, and what all of them cost, without freight."""

    product_id: str
    quantity: Quantity
    amount: Money


class CostCorrected(msgspec.Struct, frozen=True, omit_defaults=True):
    """What all that came of a product cost more than it was taken in at; whole: all that it cost, without a price."""

    product_id: str
    amount: Money
    whole: bool = False


class SupplierInvoiced(Document, frozen=True):
    """The supplier's invoice for a delivery, compared with it. Of several for one delivery the latest stands.

    day: its date, ISO 8601. amount = Σ lines + freight. difference: how much above what is due, < 0 below.
    approvals: who agreed to pay what differs. corrections: of the lines' products, those that cost something else than
    they were taken in at; the others cost what they did.
    """

    kind: ClassVar[str] = "supplier.invoiced"
    receipt_id: str
    supplier_id: str
    number: str
    lines: tuple[InvoicedLine, ...]
    amount: Money
    difference: Money = Money(0)
    freight: Money = Money(0)
    day: str = ""
    approvals: tuple[Approval, ...] = ()
    corrections: tuple[CostCorrected, ...] = ()


class PlacedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods taken from one place to another of the same store; "" is where goods arrive, and the shop floor."""

    product_id: str
    quantity: Quantity
    source: str = ""
    target: str = ""
    batch: str = ""
    expiry: str = ""


class StockPlaced(Document, frozen=True):
    """Goods put away, or moved: how much there is stays as it was."""

    kind: ClassVar[str] = "stock.placed"
    lines: tuple[PlacedLine, ...]


ALL: tuple[type[Document], ...] = (LocationSaved, GoodsReceived, SupplierInvoiced, StockPlaced)
