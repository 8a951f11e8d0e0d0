"""Whether a promotion has what its kind needs."""

from __future__ import annotations

from kiosk.i18n import M, Message
from kiosk.trade.money import RATE_ONE
from kiosk.trade.promotion import Promotion, PromotionKind

_BY_PRICE = {PromotionKind.AMOUNT, PromotionKind.FIXED_PRICE, PromotionKind.MIX_MATCH, PromotionKind.BUNDLE}
_BY_GROUP = {PromotionKind.N_FOR_M, PromotionKind.MIX_MATCH}


def fault(promotion: Promotion) -> Message | None:
    """What keeps this promotion from applying, in words; None when it is sound."""
    return _money_fault(promotion) or _count_fault(promotion) or _time_fault(promotion)


def _money_fault(promotion: Promotion) -> Message | None:
    kind, rate, amount = promotion.kind, promotion.rate, promotion.amount
    if rate is not None and not 0 <= rate <= RATE_ONE:
        return M("The rate off must be between 0 % and 100 %.")
    if amount is not None and amount < 0:
        return M("The amount can't be negative.")
    if kind is PromotionKind.PERCENT and rate is None:
        return M("Say how many percent this promotion takes off.")
    if kind in _BY_PRICE and amount is None:
        return M("Say the amount of this promotion.")
    if kind is PromotionKind.THRESHOLD:
        if promotion.threshold is None or promotion.threshold < 0:
            return M("Say from which amount on this promotion applies.")
        if rate is None and amount is None:
            return M("Say how much this promotion takes off.")
    return None


def _count_fault(promotion: Promotion) -> Message | None:
    kind = promotion.kind
    if min(promotion.limit, promotion.customer_limit, promotion.buy, promotion.free) < 0:
        return M("Counts can't be negative.")
    if kind in _BY_GROUP and not promotion.buy:
        return M("Say how many pieces this promotion is for.")
    if kind is PromotionKind.N_FOR_M and not 0 < promotion.free <= promotion.buy:
        return M("Of the pieces bought, at least one and at most all can be free.")
    if kind is PromotionKind.BUNDLE:
        if not promotion.bundle:
            return M("Name the products of this bundle.")
        if any(part.quantity <= 0 or part.quantity % 1000 for part in promotion.bundle):
            return M("A bundle takes whole pieces of each product.")
    return None


def _time_fault(promotion: Promotion) -> Message | None:
    if promotion.start is not None and promotion.end is not None and promotion.end <= promotion.start:
        return M("The promotion ends before it begins.")
    if not (0 <= promotion.from_minute <= 1440 and 0 <= promotion.to_minute <= 1440):
        return M("The hours of the promotion must lie within a day.")
    if any(not 0 <= day <= 6 for day in promotion.weekdays):
        return M("Weekdays are numbered from 0, Monday, to 6, Sunday.")
    return None
