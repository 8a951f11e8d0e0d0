"""What a scan in the stock room means: a product, how much of it, its batch and date."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import Refused
from kiosk.flows.units import decimals_of, names_of
from kiosk.i18n import M
from kiosk.trade.barcodes import Code, DocumentCode, EmbeddedCode, Gs1Code, ItemCode
from kiosk.trade.goods import Product
from kiosk.trade.quantity import ONE

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Goods(msgspec.Struct, frozen=True):
    """quantity: base units, 0 where it has to be typed (weighed, and the code has no weight). one_piece: batch is the
    serial number of this piece."""

    product: Product
    quantity: int
    batch: str = ""
    expiry: str = ""
    code: str = ""
    one_piece: bool = False


def goods_of(counter: Counter, code: Code | None, scanned: str) -> Goods:
    """The goods a code stands for: a case counts its units. Raises Refused, saying why, for anything else."""
    match code:
        case ItemCode(code=key) | DocumentCode(entry_id=key):  # a code of the shop's own may look like a document's
            expiry, times, weight = "", 1, None
        case Gs1Code(gtin=key):
            expiry, times, weight = code.expiry or code.best_before, code.count or 1, code.weight
        case EmbeddedCode(item=key):
            expiry, times, weight = "", 1, code.quantity
        case _:
            raise Refused(M("This is no code of goods."))
    found = counter.store.catalogue.find_code(key)
    if found is None:
        raise Refused(M("No product has the code {code}.", code=scanned[:40]))
    product = found.product
    by_weight = product.weighed or decimals_of(product.unit) > 0
    if weight is not None and not by_weight:
        raise Refused(
            M("{name} is counted, and this code has a weight. Type the number of pieces.", name=names_of(product))
        )
    if isinstance(code, Gs1Code) and code.count is not None and by_weight and found.quantity == ONE:
        raise Refused(M("{name} is weighed, and this code has a count. Type the weight.", name=names_of(product)))
    quantity = weight if weight is not None else 0 if product.weighed else found.quantity * times
    batch, one_piece = "", False
    if isinstance(code, Gs1Code):
        batch = code.lot(tracked=product.tracks_batches)
        one_piece = bool(batch) and code.one_piece
    return Goods(product, int(quantity), batch, expiry, scanned, one_piece)


def read_date(digits: str) -> str:
    """`270131` or `20270131` as `2027-01-31`; "" for 0. Raises Refused for what is no day."""
    if digits.strip("0") == "":
        return ""
    whole = f"20{digits}" if len(digits) == 6 else digits
    try:
        return datetime.strptime(whole, "%Y%m%d").date().isoformat()
    except ValueError as problem:
        raise Refused(M("Type year, month and day: 270131 is 31 January 2027.")) from problem
