"""Which promotions touch which goods, and when they are in force.

A shop may have thousands of promotions; a basket meets a few. They are ordered and indexed once for a tuple
of promotions, so that pricing looks only at those that name its goods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.promotion_checks import fault
from kiosk.trade.promotion_lots import PromotedLine


class PromotionIndex:
    """Promotions in the order in which they apply, found by product and category.

    Line promotions come before basket promotions, then the higher priority, then the lower id. A promotion
    that lacks what its kind needs is left out: a till sells at the regular price rather than not at all.
    """

    __slots__ = ("_by_category", "_by_product", "_everywhere", "ordered")

    def __init__(self, promotions: Iterable[Promotion]) -> None:
        self.ordered = tuple(
            sorted(
                (p for p in promotions if fault(p) is None),
                key=lambda p: (p.kind is PromotionKind.THRESHOLD, -p.priority, p.id),
            )
        )
        self._by_product: dict[str, list[int]] = {}
        self._by_category: dict[str, list[int]] = {}
        self._everywhere: list[int] = []
        for place, promotion in enumerate(self.ordered):
            products = promotion.product_ids
            categories = promotion.category_ids
            if promotion.kind is PromotionKind.BUNDLE:
                products, categories = frozenset(part.product_id for part in promotion.bundle), frozenset()
            for product_id in products:
                self._by_product.setdefault(product_id, []).append(place)
            for category_id in categories:
                self._by_category.setdefault(category_id, []).append(place)
            if not products and not categories:
                self._everywhere.append(place)

    def touches(self, product_id: str, category_id: str) -> bool:
        """Whether any promotion, in force or not, names these goods."""
        return bool(self._everywhere) or product_id in self._by_product or category_id in self._by_category

    def touching(self, lines: Sequence[PromotedLine]) -> list[tuple[Promotion, list[PromotedLine]]]:
        """Each promotion that names any of `lines`, with those lines, in the order of application."""
        found: dict[int, list[PromotedLine]] = {}
        for line in lines:
            product = line.line.product
            places: Iterable[int] = self._by_product.get(product.id, ())
            if product.category_id in self._by_category:
                places = {*places, *self._by_category[product.category_id]}
            for place in places:
                found.setdefault(place, []).append(line)
        for place in self._everywhere if lines else ():
            found[place] = list(lines)
        return [(self.ordered[place], found[place]) for place in sorted(found)]


def in_force(promotion: Promotion, *, at: int, weekday: int, minute: int, level: str) -> bool:
    """Whether it holds at that moment for a customer of `level`.

    at in UTC ms; weekday (0 Monday) and minute of the shop's own day. Hours may run over midnight
    (22:00–02:00); each part then belongs to its own weekday.
    """
    if promotion.level and promotion.level != level:
        return False
    if (promotion.start is not None and at < promotion.start) or (promotion.end is not None and at >= promotion.end):
        return False
    if promotion.weekdays and weekday not in promotion.weekdays:
        return False
    if promotion.from_minute <= promotion.to_minute:
        return promotion.from_minute <= minute < promotion.to_minute
    return minute >= promotion.from_minute or minute < promotion.to_minute


_KEPT = 4
_kept: list[tuple[tuple[Promotion, ...], PromotionIndex]] = []


def index_of(promotions: tuple[Promotion, ...]) -> PromotionIndex:
    """The index of this very tuple, made at its first use.

    The last few are kept, by identity: comparing thousands of promotions at each scan would cost what the
    index saves. The tuple is kept with its index, so its identity can't pass to another one. Nobody can tell
    but by a clock.
    """
    for known, index in _kept:
        if known is promotions:
            return index
    index = PromotionIndex(promotions)
    _kept.insert(0, (promotions, index))
    del _kept[_KEPT:]
    return index
