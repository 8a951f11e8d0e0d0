"""Promotions on groups of units: N for the price of M, second at half price, mix and match, bundles.

Groups are formed from the dearest units down. So a customer gains nothing by splitting his basket in two, and
the units left over, which take no part, are the cheapest. What a group saves is spread over all its units in
proportion to what they cost, whichever of them was "free": who brings one of them back gets back what it cost
him, and each tax rate bears its part. (The State Taxation Administration asks the same of 买一赠一: Guo Shui
Han [2008] 875, art. 3.)

The limit counts groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.trade.money import RATE_ONE, Money, Rate, allot, divide, share
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.promotion_lots import Piece, Pool, PromotedLine, free_lots, put_back, settle

HALF = Rate(RATE_ONE // 2)

Units = Sequence[tuple[int, int]]
"""(quantity, amount) of the members of one group, the dearest first."""


def group_size(promotion: Promotion) -> int:
    """How many units make a group; a second at half price is for pairs unless it says otherwise."""
    return promotion.buy or (2 if promotion.kind is PromotionKind.SECOND_HALF else 0)


def apply_group(promotion: Promotion, lines: Sequence[PromotedLine], limit: int) -> int:
    """N for M, second at half price, mix and match: any units of `lines` together; how many groups (limit 0: any)."""
    lots = free_lots(lines, promotion)
    groups = _form(promotion, [(Pool(lots), group_size(promotion) * 1000)], limit)
    settle(lots, promotion)
    return groups


def apply_bundle(promotion: Promotion, lines: Sequence[PromotedLine], limit: int) -> int:
    """A set of named products; how many sets (limit 0: any)."""
    lots = free_lots(lines, promotion)
    needs: dict[str, int] = {}
    for part in promotion.bundle:
        needs[part.product_id] = needs.get(part.product_id, 0) + part.quantity
    demands = [
        (Pool(lot for lot in lots if lot.line.line.product.id == product_id), need)
        for product_id, need in sorted(needs.items())
    ]
    bundles = _form(promotion, demands, limit)
    settle(lots, promotion)
    return bundles


def _form(promotion: Promotion, demands: list[tuple[Pool, int]], limit: int) -> int:
    """Take groups, each of so much from each pool, until units, limit or savings are used up; how many."""
    saving_of = _SAVINGS[promotion.kind]
    left = min(pool.available // need for pool, need in demands)
    if limit:
        left = min(left, limit)
    formed = 0
    while left > 0:
        # Groups that come alike from the same lots are taken at once: a thousand bottles cost as much as six.
        alike = max(1, min(left, *(pool.together(need) for pool, need in demands)))
        pieces = [piece for pool, need in demands for piece in pool.take(need * alike)]
        amounts = [piece.amount for piece in pieces]
        one = [(p.quantity // alike, divide(p.amount, alike)) for p in pieces]
        saving = min(saving_of(promotion, one) * alike, sum(amounts))
        if saving <= 0:
            put_back(pieces)
            return formed
        _spread(saving, pieces, amounts)
        left -= alike
        formed += alike
    return formed


def _spread(saving: int, pieces: list[Piece], amounts: list[int]) -> None:
    if len(pieces) == 1:
        pieces[0].lot.saved += saving
        return
    for piece, part in zip(pieces, allot(saving, amounts), strict=True):
        piece.lot.saved += part


def _cheapest(units: Units, quantity: int) -> int:
    """What the cheapest `quantity` of the group costs."""
    value = 0
    for here, amount in reversed(units):
        part = min(here, quantity)
        value += amount if part == here else divide(amount * part, here)
        quantity -= part
        if not quantity:
            break
    return value


def _n_for_m(promotion: Promotion, units: Units) -> int:
    return _cheapest(units, promotion.free * 1000)


def _second_half(promotion: Promotion, units: Units) -> int:
    return share(_cheapest(units, 1000), promotion.rate or HALF)


def _for_a_price(promotion: Promotion, units: Units) -> int:
    return sum(amount for _, amount in units) - (promotion.amount or Money(0))


_SAVINGS: dict[PromotionKind, Callable[[Promotion, Units], int]] = {
    PromotionKind.N_FOR_M: _n_for_m,
    PromotionKind.SECOND_HALF: _second_half,
    PromotionKind.MIX_MATCH: _for_a_price,
    PromotionKind.BUNDLE: _for_a_price,
}
