"""How much more a promotion sells: as this product's earlier ones did, or else as prices do on average.

Sales go with the price to the power of −2.62: the mean of 1,851 measured price elasticities (Bijmolt, van Heerde &
Pieters 2005, Journal of Marketing Research 42). A guess about one product, but not about a shop full of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.trade.money import RATE_ONE, Rate
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.reorder_demand import Forecast

ELASTICITY = 2.62
MOST = 4.0
"""Times as much; more is not foreseen from a price."""
ENOUGH_DAYS = 5
"""Of earlier promotions, before what they brought is believed."""


def depth(promotion: Promotion, price: int | None) -> Rate:
    """The share of the price that who buys as the promotion wants is spared; 0 where that hangs on the whole basket."""
    kind, rate, amount = promotion.kind, promotion.rate or 0, promotion.amount or 0
    share = 0
    if kind is PromotionKind.PERCENT:
        share = rate
    elif kind is PromotionKind.SECOND_HALF and promotion.buy:
        share = rate // promotion.buy
    elif kind is PromotionKind.N_FOR_M and promotion.buy:
        share = promotion.free * RATE_ONE // promotion.buy
    elif price and kind is PromotionKind.AMOUNT:
        share = amount * RATE_ONE // price
    elif price and kind is PromotionKind.FIXED_PRICE:
        share = RATE_ONE - amount * RATE_ONE // price
    elif price and kind is PromotionKind.MIX_MATCH and promotion.buy:
        share = RATE_ONE - amount * RATE_ONE // (price * promotion.buy)
    return Rate(min(max(share, 0), RATE_ONE))


def runs(promotion: Promotion, day_start: int, day_end: int, weekday: int) -> bool:
    """Whether it runs at any time of a day (UTC ms, end exclusive)."""
    if promotion.start is not None and promotion.start >= day_end:
        return False
    if promotion.end is not None and promotion.end <= day_start:
        return False
    return not promotion.weekdays or weekday in promotion.weekdays


def concerns(promotion: Promotion, product_id: str, category_id: str) -> bool:
    """Whether it lowers this product's price for everybody. One without an end is no event: the sales know it."""
    if promotion.level or promotion.end is None:
        return False
    if not promotion.product_ids and not promotion.category_ids:
        return True
    return product_id in promotion.product_ids or category_id in promotion.category_ids


def by_price(rate: Rate) -> float:
    """Times as much at a price lower by `rate`."""
    left = max(RATE_ONE - rate, 1) / RATE_ONE
    return min(float(left**-ELASTICITY), MOST)


def measured(days: Sequence[int], promoted: Iterable[int], of: Forecast, first_weekday: int) -> float | None:
    """Times as much as foreseen on days with promotions, from the same history; None where there were too few."""
    seen = [i for i in promoted if 0 <= i < len(days)]
    base = sum(of.daily * of.week[(first_weekday + i) % 7] for i in seen)
    if len(seen) < ENOUGH_DAYS or base <= 0:
        return None
    return min(max(sum(days[i] for i in seen) / base, 1.0), MOST)
