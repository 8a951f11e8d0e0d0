"""Promotions on the basket: from an amount of eligible goods on, an amount or a rate off (满减).

What counts is what the goods cost after line promotions, without the goods that an exclusive promotion took.
The saving is allotted to the lines that counted, by what they cost.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.trade.money import Rate, allot, share
from kiosk.trade.promotion import Promotion
from kiosk.trade.promotion_lots import PromotedLine, free_lots, settle


def apply_threshold(promotion: Promotion, lines: Sequence[PromotedLine], limit: int) -> int:
    """Take the saving off `lines`, if they reach the threshold together; how many times.

    limit: of one that repeats, 0 for none.
    """
    lots = free_lots(lines, promotion)
    amounts = [lot.amount for lot in lots]
    reached = sum(amounts)
    threshold = promotion.threshold or 0
    if not reached or reached < threshold:
        return 0
    times = 1
    if promotion.amount is not None:
        if promotion.repeat and threshold:
            times = min(reached // threshold, limit) if limit else reached // threshold
        saving = promotion.amount * times
    else:
        saving = share(reached, promotion.rate or Rate(0))
    saving = min(saving, reached)
    if saving <= 0:
        return 0
    for lot, part in zip(lots, allot(saving, amounts), strict=True):
        lot.taken, lot.saved = lot.quantity, part
    settle(lots, promotion)
    return times
