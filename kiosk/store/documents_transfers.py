"""Documents of goods that go from one shop to another, and the office's word of them to the other shop."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from kiosk.store.document_base import Approval, Document
from kiosk.trade.quantity import Quantity


class TransferLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods of one product and batch, base units; < 0 in an undoing.

    cost: of a base unit at the sender when they left, ten-thousandths of a minor unit; None: not known. location: the
    bin they were taken from, or put in. reason: in `TransferClosed` why they are missing (or too many, quantity < 0).
    """

    product_id: str
    quantity: Quantity
    batch: str = ""
    expiry: str = ""
    location: str = ""
    cost: int | None = None
    reason: str = ""


class TransferDocument(Document, frozen=True):
    """Root of them. source, target: the shops. undoes: the document of the same shop and kind that this takes back."""

    source: str
    target: str
    lines: tuple[TransferLine, ...]
    note: str = ""
    undoes: str = ""
    approvals: tuple[Approval, ...] = ()


class TransferRequested(TransferDocument, frozen=True):
    """The target asks for goods."""

    kind: ClassVar[str] = "transfer.requested"


class TransferDispatched(TransferDocument, frozen=True):
    """Goods left the source. request_id: what they answer, "" if nobody asked."""

    kind: ClassVar[str] = "transfer.dispatched"
    request_id: str = ""


class TransferReceived(TransferDocument, frozen=True):
    """Goods of a dispatch arrived at the target, all of it or a part."""

    kind: ClassVar[str] = "transfer.received"
    transfer_id: str = ""


class TransferClosed(TransferDocument, frozen=True):
    """No more will come: of a dispatch, with a reason for each difference; of a request, without lines."""

    kind: ClassVar[str] = "transfer.closed"
    transfer_id: str = ""


class TransferAnnounced(Document, frozen=True):
    """The office tells a shop what the other one wrote. about: that kind; original: its entry; at, actor: as there.

    Whoever reads it learns what the original says; the same original announced twice is known once.
    """

    kind: ClassVar[str] = "transfer.announced"
    about: str
    original: str
    at: int
    actor: str
    author: str
    source: str
    target: str
    lines: tuple[TransferLine, ...]
    request_id: str = ""
    transfer_id: str = ""
    note: str = ""
    undoes: str = ""


WRITTEN: tuple[type[TransferDocument], ...] = (
    TransferRequested, TransferDispatched, TransferReceived, TransferClosed,
)  # fmt: skip
"""What shops write."""

ALL: tuple[type[Document], ...] = (*WRITTEN, TransferAnnounced)
