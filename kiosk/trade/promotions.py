"""How promotions apply to a basket.

Each promotion in force takes its turn: line promotions, then basket promotions; within each the higher
priority first, ties by id. Promotions of the shop never add to each other by accident: an exclusive one takes
only units that no other has touched and leaves them to no other (不与其他优惠同享); stacking ones apply to
what the ones before left to pay. No promotion raises a price or takes more than a line costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.promotion_groups import apply_bundle, apply_group
from kiosk.trade.promotion_index import PromotionIndex, in_force, index_of
from kiosk.trade.promotion_lots import PromotedLine
from kiosk.trade.promotion_price import apply_price
from kiosk.trade.promotion_threshold import apply_threshold

_APPLY: dict[PromotionKind, Callable[[Promotion, Sequence[PromotedLine]], None]] = {
    PromotionKind.PERCENT: apply_price,
    PromotionKind.AMOUNT: apply_price,
    PromotionKind.FIXED_PRICE: apply_price,
    PromotionKind.N_FOR_M: apply_group,
    PromotionKind.SECOND_HALF: apply_group,
    PromotionKind.MIX_MATCH: apply_group,
    PromotionKind.BUNDLE: apply_bundle,
    PromotionKind.THRESHOLD: apply_threshold,
}

__all__ = ["PromotedLine", "PromotionIndex", "apply_promotions", "index_of"]


def apply_promotions(
    lines: Sequence[PromotedLine],
    promotions: tuple[Promotion, ...],
    *,
    at: int,
    weekday: int,
    minute: int,
    level: str,
) -> list[tuple[Promotion, list[PromotedLine]]]:
    """Let every promotion in force take its turn on `lines`, given in the order that breaks ties.

    Returns the promotions that had a turn, each with the lines it could have taken.
    """
    turns = [
        (promotion, touched)
        for promotion, touched in index_of(promotions).touching(lines)
        if in_force(promotion, at=at, weekday=weekday, minute=minute, level=level)
    ]
    for promotion, touched in turns:
        _APPLY[promotion.kind](promotion, touched)
    return turns
