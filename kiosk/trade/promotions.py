"""How promotions apply to a basket.

Each promotion in force takes its turn: line promotions, then basket promotions; within each the higher
priority first, ties by id. Promotions of the shop never add to each other by accident: an exclusive one takes
only units that no other has touched and leaves them to no other (不与其他优惠同享); stacking ones apply to
what the ones before left to pay. No promotion raises a price or takes more than a line costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.promotion_groups import apply_bundle, apply_group
from kiosk.trade.promotion_index import PromotionIndex, in_force, index_of
from kiosk.trade.promotion_lots import PromotedLine
from kiosk.trade.promotion_price import apply_price
from kiosk.trade.promotion_threshold import apply_threshold

_APPLY: dict[PromotionKind, Callable[[Promotion, Sequence[PromotedLine], int], int]] = {
    PromotionKind.PERCENT: apply_price,
    PromotionKind.AMOUNT: apply_price,
    PromotionKind.FIXED_PRICE: apply_price,
    PromotionKind.N_FOR_M: apply_group,
    PromotionKind.SECOND_HALF: apply_group,
    PromotionKind.MIX_MATCH: apply_group,
    PromotionKind.BUNDLE: apply_bundle,
    PromotionKind.THRESHOLD: apply_threshold,
}

__all__ = ["PromotedLine", "PromotionIndex", "Turn", "apply_promotions", "index_of"]


class Turn(NamedTuple):
    """A promotion in force that goods in the basket are for. lines: those it could take. times: how often it applied.

    barred: "customer" where it wants one by name, "used" where he has had all of it; "" for neither.
    """

    promotion: Promotion
    lines: list[PromotedLine]
    times: int
    barred: str


def apply_promotions(
    lines: Sequence[PromotedLine],
    promotions: tuple[Promotion, ...],
    *,
    at: int,
    weekday: int,
    minute: int,
    level: str,
    used: Mapping[str, int] | None,
) -> list[Turn]:
    """Let every promotion in force take its turn on `lines`, given in the order that breaks ties.

    used: how often each promotion applied to this customer before; None for a customer without a name.
    """
    turns = []
    for promotion, touched in index_of(promotions).touching(lines):
        if not in_force(promotion, at=at, weekday=weekday, minute=minute, level=level):
            continue
        barred, limit = "", promotion.limit
        if promotion.customer_limit:
            left = promotion.customer_limit - (used or {}).get(promotion.id, 0)
            barred = "customer" if used is None else "used" if left <= 0 else ""
            limit = min(limit, left) if limit else left
        times = 0 if barred else _APPLY[promotion.kind](promotion, touched, limit)
        turns.append(Turn(promotion, touched, times, barred))
    return turns
