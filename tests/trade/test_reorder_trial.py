"""A slice of the trial in bench/reorder.py: what is proposed keeps the shelf fuller than the rule of thumb."""

from __future__ import annotations

import random

from bench._trial import LEAD, ONE, REVIEW, naive, ours, play


def asked_for(seed: int, days: int = 180) -> list[int]:
    """Steady goods, more of them at week's end."""
    chance = random.Random(seed)
    return [ONE * sum(chance.random() < 0.3 for _ in range(20 if day % 7 > 4 else 10)) for day in range(days)]


def test_as_proposed_more_is_served_than_by_what_the_last_week_sold() -> None:
    results = [(play(days, 90, 0, ours), play(days, 90, 0, naive(1))) for days in map(asked_for, range(6))]
    asked = sum(mine.asked for mine, _ in results)
    assert sum(mine.served for mine, _ in results) > 0.98 * asked
    assert sum(other.served for _, other in results) < sum(mine.served for mine, _ in results)


def test_a_rule_is_never_told_what_was_not_on_the_shelf() -> None:
    heard: list[int] = []

    def nothing(seen: object) -> int:
        heard.append(sum(seen.sold[90:]))  # type: ignore[attr-defined]
        return 0

    days = asked_for(1)
    result = play(days, 90, 0, nothing)
    begun_with = sum(days[90 - LEAD - REVIEW : 90])
    assert result.served == begun_with == heard[-1]
    assert result.asked == sum(days[90:])
