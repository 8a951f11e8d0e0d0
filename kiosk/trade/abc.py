"""Counting by value class: what turns over most is counted most often.

Classes after E. A. Silver, D. F. Pyke and D. J. Thomas, Inventory and Production Management in Supply Chains, "ABC
classification": ranked by annual usage value, A makes up the first four fifths of it, B the next 15 %, C the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

A_SHARE, B_SHARE = 80, 95
"""Per cent of the usage value up to which a product is of class A, or B."""

EVERY_DAYS = {"A": 30, "B": 90, "C": 180}
"""How often each class is counted."""

DAY_MS = 86_400_000


def classes(usage: Mapping[str, int]) -> dict[str, str]:
    """Product to A, B or C by its usage value (any unit, all the same); of equal ones the lesser id comes first."""
    whole, before, found = sum(max(v, 0) for v in usage.values()), 0, {}
    for product, value in sorted(usage.items(), key=lambda item: (-item[1], item[0])):
        # By what comes before it: the product that crosses a line still belongs above it
        share = before * 100
        found[product] = "C" if value <= 0 or share >= B_SHARE * whole else "B" if share >= A_SHARE * whole else "A"
        before += max(value, 0)
    return found


def due(of: Mapping[str, str], counted: Mapping[str, int], now: int, limit: int) -> Sequence[str]:
    """What to count next: at most `limit` products whose time has come, the most overdue for its class first.

    counted: when each was counted last (UTC ms); one that never was comes first, those of class A before the others.
    """

    def age(product: str) -> float:
        return (now - counted[product]) / (EVERY_DAYS[of[product]] * DAY_MS) if product in counted else float("inf")

    late = [product for product in of if age(product) >= 1]
    return sorted(late, key=lambda product: (-age(product), of[product], product))[:limit]
