"""Scans in flows that wait for one kind of code only: a badge, a receipt, goods of a sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput
from kiosk.hw.ports import Scan
from kiosk.trade.barcodes import Code, DocumentCode, EmbeddedCode, EmbeddedLayout, Gs1Code, ItemCode, read_code

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.records import Found


def code_of(scan: Scan, layouts: tuple[EmbeddedLayout, ...] = ()) -> Code | None:
    """What the scan means; None for what can't be a code at all: the flow refuses both alike."""
    try:
        return read_code(scan.data, scan.symbology, layouts)
    except BadInput:
        return None


def find_goods(counter: Counter, scan: Scan) -> Found | None:
    """The product that a scan stands for, whatever else is in the code; None if it is no goods that are known."""
    match code_of(scan, counter.layouts):
        case ItemCode(code=key) | Gs1Code(gtin=key) | EmbeddedCode(item=key) | DocumentCode(entry_id=key):
            return counter.store.catalogue.find_code(key)
        case _:
            return None
