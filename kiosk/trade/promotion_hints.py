"""What little is missing for a promotion: "one more, and the third is free"."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.trade.money import ZERO, Money
from kiosk.trade.priced import PricedBasket
from kiosk.trade.pricing import Terms, promoted
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.promotion_groups import group_size
from kiosk.trade.promotion_lots import Lot, PromotedLine, free_lots, whole

CLOSE = 5
"""A threshold is near when less than a fifth of it is missing."""


class NearMiss(msgspec.Struct, frozen=True):
    """A promotion that is within reach: `units` more of its goods, or goods for `amount` more.

    product_id: the very product that a bundle lacks; "" where any of the promotion's goods will do. barred: nothing
    but this keeps it from applying, "customer" (it is for customers by name) or "used" (he has had all of it).
    """

    promotion: Promotion
    units: int = 0
    amount: Money = ZERO
    product_id: str = ""
    barred: str = ""


def near_misses(priced: PricedBasket, terms: Terms) -> tuple[NearMiss, ...]:
    """What the cashier may offer, in the order of the promotions.

    One unit short of a group or bundle, or little short of a threshold (of its next multiple, if it repeats).
    A promotion with a limit is offered until it has applied once.
    """
    found = []
    for promotion, lines, times, barred in promoted(priced.basket, terms):
        if barred:
            found.append(NearMiss(promotion, barred=barred))
            continue
        applied = times > 0
        if not (applied and promotion.limit):
            miss = _miss(promotion, lines, applied=applied)
            if miss:
                found.append(miss)
    return tuple(found)


def _miss(promotion: Promotion, lines: Sequence[PromotedLine], *, applied: bool) -> NearMiss | None:
    match promotion.kind:
        case PromotionKind.N_FOR_M | PromotionKind.SECOND_HALF | PromotionKind.MIX_MATCH:
            free = _units(free_lots(lines, promotion)) if not applied or promotion.exclusive else 0
            return NearMiss(promotion, units=1) if 0 < free == group_size(promotion) - 1 else None
        case PromotionKind.BUNDLE:
            return None if applied else _bundle_miss(promotion, lines)
        case PromotionKind.THRESHOLD:
            return None if applied else _threshold_miss(promotion, lines)
        case _:
            return None


def _bundle_miss(promotion: Promotion, lines: Sequence[PromotedLine]) -> NearMiss | None:
    missing: dict[str, int] = {}
    for part in promotion.bundle:
        missing[part.product_id] = missing.get(part.product_id, 0) + part.quantity // 1000
    wanted = sum(missing.values())
    for lot in free_lots(lines, promotion):
        product_id = lot.line.line.product.id
        missing[product_id] = max(0, missing[product_id] - _units([lot]))
    if sum(missing.values()) != 1 or wanted == 1:
        return None
    lacking = next(product_id for product_id, units in missing.items() if units)
    return NearMiss(promotion, units=1, product_id=lacking)


def _threshold_miss(promotion: Promotion, lines: Sequence[PromotedLine]) -> NearMiss | None:
    threshold = promotion.threshold or 0
    short = threshold - sum(lot.amount for lot in free_lots(lines, promotion))
    return NearMiss(promotion, amount=Money(short)) if 0 < short * CLOSE < threshold else None


def _units(lots: Sequence[Lot]) -> int:
    return sum(whole(lot.quantity) for lot in lots if lot.line.counted) // 1000
