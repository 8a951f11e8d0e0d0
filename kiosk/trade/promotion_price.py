"""Promotions that lower the price of each unit: percent off, amount off, fixed price.

The limit counts units; a weighed line, or one whose barcode states its amount, counts as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.trade.money import Money, Rate, divide, share
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.promotion_lots import Lot, PromotedLine, dearest_first, free_lots, settle
from kiosk.trade.quantity import extend


def apply_price(promotion: Promotion, lines: Sequence[PromotedLine], limit: int) -> int:
    """Lower every free lot of `lines`, as far as the limit goes (0: all), the dearest units first; how many units."""
    lots = free_lots(lines, promotion)
    if promotion.kind is not PromotionKind.PERCENT:
        # "a unit" means nothing on a label that only states what the bag costs
        lots = [lot for lot in lots if not lot.line.stated]
    if limit:
        lots = dearest_first(lots)
    times = 0
    for lot in lots:
        units = lot.quantity
        if limit:
            if times == limit:
                break
            if lot.line.counted:
                units = min(units, (limit - times) * 1000)
        amount = lot.amount if units == lot.quantity else divide(lot.amount * units, lot.quantity)
        saved = min(_saving(promotion, amount, units), amount)
        if saved > 0:
            lot.taken, lot.saved = units, saved
            times += _times(lot, units)
    settle(lots, promotion)
    return times


def _saving(promotion: Promotion, amount: int, quantity: int) -> int:
    if promotion.kind is PromotionKind.PERCENT:
        return share(amount, promotion.rate or Rate(0))
    off = extend(promotion.amount or Money(0), quantity)
    return off if promotion.kind is PromotionKind.AMOUNT else amount - off


def _times(lot: Lot, units: int) -> int:
    return -(-units // 1000) if lot.line.counted else 1
