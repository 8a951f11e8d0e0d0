"""How much of a product will be sold: from its daily sales to a forecast with its error.

What sells on most days is smoothed week by week (Brown 1959), with a factor for each weekday; what sells now and then
by TSB (Teunter, Syntetos & Babai 2011, eq. 2-3): how likely a day sees a sale, and how much is then sold, apart, so
that what nobody asks for any more fades. Which is which: Syntetos, Boylan & Croston 2005, mean interval 1.32 days.
Quantities are thousandths of a base unit; here they are floats, since they are guesses. What `forecast` is for one
product `reorder_many` is for a thousand at once, operation by operation, so that both come to the same figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import sqrt
from typing import Literal

import msgspec

Pattern = Literal["none", "new", "steady", "rare"]

EVEN = (1.0,) * 7
OFTEN = 1.32
"""Days from one day with a sale to the next, on average, below which a product sells steadily."""
NEW_DAYS = 56
"""Of sales a shorter history has no errors to learn from."""
HALF_YEAR = 182
YEAR = 364
ALPHAS = (0.05, 0.1, 0.2, 0.4)
"""Tried on the product's own weeks; the one that would have erred least is kept."""
SIZE_ALPHA = 0.1
CHANCE_ALPHA = 0.03
"""Of TSB, within the range that its authors found to do well."""
SHRINK = (1 - CHANCE_ALPHA) ** 2
FIRST_SALES = 3
"""From which TSB begins, or from a quarter of all."""
SEEN_DAYS = 3
"""Of a week, from which the rest of it can be told."""
START_WEEKS = 4
"""Whose mean smoothing begins with."""
PULL = 4
"""Weekdays are pulled towards an even week, as if there had been so many even weeks more."""


class Forecast(msgspec.Struct, frozen=True):
    """What a day will bring. daily: on an average day. week: what each weekday has more or less, Monday first; mean 1.

    error: the standard deviation of a day's sales from what was foreseen. pattern: how the product sells.
    """

    daily: float
    error: float
    pattern: Pattern
    week: tuple[float, ...] = EVEN


NOTHING = Forecast(0.0, 0.0, "none")


def forecast(days: Sequence[int], first_weekday: int, blind: Collection[int] = ()) -> Forecast:
    """From what was sold on each day, oldest first, yesterday last. first_weekday: of days[0], 0 is Monday.

    blind: positions of days that say nothing about the demand: the shelf was empty, or a promotion ran.
    """
    begin = next((i for i, sold in enumerate(days) if sold > 0), None)
    if begin is None:
        return NOTHING
    known = len(days) - begin
    lately = max(begin, len(days) - HALF_YEAR)
    hidden = sum(1 for i in blind if lately <= i < len(days) and not days[i])
    occasions = sum(1 for sold in days[lately:] if sold > 0)
    seen = max(len(days) - lately - hidden, 1)
    if known < NEW_DAYS:
        return mean_of_few(days[begin:], {i - begin for i in blind})
    if occasions and seen / occasions < OFTEN:
        return _steady(days, begin, first_weekday, frozenset(blind))
    return _rare(days, begin, frozenset(blind))


def mean_of_few(days: Sequence[int], blind: Collection[int]) -> Forecast:
    """Too little is known for smoothing: the plain mean, and at least the error of sales that come by chance alone."""
    seen = [sold for i, sold in enumerate(days) if sold > 0 or i not in blind]
    mean = sum(seen) / len(seen)
    size = sum(seen) / max(sum(1 for sold in seen if sold > 0), 1)
    spread = sum((sold - mean) ** 2 for sold in seen) / len(seen)
    return Forecast(mean, sqrt(max(spread, mean * size)), "new")


def _steady(days: Sequence[int], begin: int, first_weekday: int, blind: frozenset[int]) -> Forecast:
    factors = _weekdays(days, begin, first_weekday, blind)
    weeks = _weeks(days, begin, first_weekday, blind, factors)
    if len(weeks) < NEW_DAYS // 7:
        return mean_of_few(days[begin:], {i - begin for i in blind})
    best, level = min(_smoothed(weeks, alpha) for alpha in ALPHAS)
    return Forecast(level / 7, sqrt(best / 7), "steady", factors)


def _weekdays(days: Sequence[int], begin: int, first_weekday: int, blind: frozenset[int]) -> tuple[float, ...]:
    begin = max(begin, len(days) - YEAR)
    sold, count = [0] * 7, [0] * 7  # of each weekday
    for offset in range(7):
        weekday = (first_weekday + begin + offset) % 7
        of_day = days[begin + offset :: 7]
        sold[weekday], count[weekday] = sum(of_day), len(of_day)
    for i in blind:
        if begin <= i < len(days):
            weekday = (first_weekday + i) % 7
            sold[weekday] -= days[i]
            count[weekday] -= 1
    return weekday_factors(sold, count)


def weekday_factors(sold: Sequence[int], count: Sequence[int]) -> tuple[float, ...]:
    """How each weekday differs from the mean one. sold: in all on Mondays, Tuesdays …; count: of these days."""
    mean = sum(sold) / max(sum(count), 1)
    if mean <= 0:
        return EVEN
    raw = [(s + PULL * mean) / (n + PULL) for s, n in zip(sold, count, strict=True)]
    whole = sum(raw) / 7
    return tuple(r / whole for r in raw)


def _weeks(
    days: Sequence[int], begin: int, first_weekday: int, blind: frozenset[int], factors: tuple[float, ...]
) -> list[float]:
    """Whole weeks up to yesterday; of one that was partly blind, what its other days let expect."""
    weeks: list[float] = []
    for start in range(begin + (len(days) - begin) % 7, len(days), 7):
        if not blind or blind.isdisjoint(range(start, start + 7)):
            weeks.append(sum(days[start : start + 7]))
            continue
        seen = [i for i in range(start, start + 7) if i not in blind]
        share = 0.0
        for i in seen:  # one by one: `sum` rounds otherwise from Python 3.12 on
            share += factors[(first_weekday + i) % 7]
        if len(seen) >= SEEN_DAYS and share > 0:
            weeks.append(sum(days[i] for i in seen) * 7 / share)
    return weeks


def _smoothed(weeks: Sequence[float], alpha: float) -> tuple[float, float]:
    """(mean square of the last year's errors, level) of simple exponential smoothing."""
    start = min(START_WEEKS, len(weeks) // 2)
    level = 0.0
    for week in weeks[:start]:
        level += week / start
    counted = max(start, len(weeks) - 52)
    for week in weeks[start:counted]:
        level += alpha * (week - level)
    square = 0.0
    for week in weeks[counted:]:
        error = week - level
        square += error * error
        level += alpha * error
    return square / (len(weeks) - counted), level


def _rare(days: Sequence[int], begin: int, blind: frozenset[int]) -> Forecast:
    """TSB day by day; the days without a sale between two are taken at once."""
    sales = [(i, days[i]) for i in range(begin, len(days)) if days[i] > 0]
    first = sales[: max(FIRST_SALES, len(sales) // 4)]
    size = sum(sold for _i, sold in first) / len(first)
    chance = len(first) / (first[-1][0] - begin + 1)
    counted = max(begin, len(days) - YEAR)
    dark = sorted(i for i in blind if i >= begin)
    square, at, passed, count = 0.0, begin, 0, 0
    for i, sold in [*sales, (len(days), 0)]:
        gap = i - at
        while passed < len(dark) and dark[passed] < i:
            gap -= dark[passed] >= at and not days[dark[passed]]
            passed += 1
        fade = (1 - CHANCE_ALPHA) ** gap
        if at >= counted and gap:
            foreseen = chance * size
            square += foreseen * foreseen * (1 - fade * fade) / (1 - SHRINK)
            count += gap
        chance *= fade
        if i == len(days):
            break
        if i >= counted:
            error = sold - chance * size
            square += error * error
            count += 1
        chance += CHANCE_ALPHA * (1 - chance)
        size += SIZE_ALPHA * (sold - size)
        at = i + 1
    daily = chance * size
    # Where nothing was sold all year there is no error to learn from but that of chance
    return Forecast(daily, sqrt(square / count) if count else sqrt(daily * size), "rare")


def expected(of: Forecast, weekday: int, days: int, uplift: Sequence[float] = ()) -> float:
    """What `days` days bring, the first of them on `weekday`. uplift: how many times as much, for each day."""
    weeks, rest = divmod(days, 7)
    total = of.daily * (7 * weeks + sum(of.week[(weekday + i) % 7] for i in range(rest)))
    more = (of.week[(weekday + i) % 7] * (times - 1) for i, times in enumerate(uplift[:days]) if times != 1)
    return total + of.daily * sum(more)


def deviation(of: Forecast, days: int) -> float:
    """The standard deviation of what `days` days bring from what is foreseen, errors of days being independent."""
    return of.error * sqrt(days)


def lasts(of: Forecast, weekday: int, quantity: float, most: int = 999) -> int:
    """For how many whole days a quantity will do, the first of them on `weekday`; at most `most`."""
    if of.daily <= 0 or quantity >= of.daily * (most + 7):
        return most
    weeks = int(quantity // (7 * of.daily)) if quantity > 0 else 0
    days, left = 7 * weeks, quantity - 7 * weeks * of.daily
    while days < most and left >= (need := of.daily * of.week[(weekday + days) % 7]):
        left -= need
        days += 1
    return min(days, most)
