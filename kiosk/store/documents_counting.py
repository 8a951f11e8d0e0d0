"""Documents of a stocktake: it begins, goods are counted, some again, another user approves what follows from it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from kiosk.store.document_base import Approval, Document
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


class StocktakeStarted(Document, frozen=True):
    """A count begins; the entry's id is the stocktake's. Trade goes on meanwhile.

    scope: all, category, location or goods; of: the category's id or the place's code; products: those of goods.
    blind: who counts is not told what the books say.
    """

    kind: ClassVar[str] = "stocktake.started"
    scope: str
    of: str = ""
    products: tuple[str, ...] = ()
    blind: bool = True


class StocktakeStep(Document, frozen=True):
    """Root of what is done in a stocktake."""

    stocktake_id: str


class CountLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So much was there, at that moment. at: UTC milliseconds on the journal's clock: what moved up to it is in the
    count. location "": where goods arrive, and the shop floor."""

    product_id: str
    quantity: Quantity
    at: int
    batch: str = ""
    expiry: str = ""
    location: str = ""


class StockCounted(StocktakeStep, frozen=True):
    """What one person counted on one terminal. Documents of one stocktake add up."""

    kind: ClassVar[str] = "stock.counted"
    lines: tuple[CountLine, ...]


class RecountAsked(StocktakeStep, frozen=True):
    """What was counted of these products until now does not stand; they are counted again."""

    kind: ClassVar[str] = "stocktake.recount"
    products: tuple[str, ...]


class SettledLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What there is of a product and batch in a place at a moment. expected, and value (what the difference is worth
    at the average cost, minor units): as known where it was approved."""

    product_id: str
    counted: Quantity
    expected: Quantity
    at: int
    value: Money = Money(0)
    batch: str = ""
    expiry: str = ""
    location: str = ""


class StocktakeApproved(StocktakeStep, frozen=True):
    """The count stands: from its moments on, stock is what was counted, and what moved since."""

    kind: ClassVar[str] = "stocktake.approved"
    lines: tuple[SettledLine, ...]
    approvals: tuple[Approval, ...] = ()


class StocktakeCancelled(StocktakeStep, frozen=True):
    """Nothing follows from the count."""

    kind: ClassVar[str] = "stocktake.cancelled"


ALL: tuple[type[Document], ...] = (
    StocktakeStarted, StockCounted, RecountAsked, StocktakeApproved, StocktakeCancelled,
)  # fmt: skip
