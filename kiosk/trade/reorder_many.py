"""Forecasts of many products at once: what `reorder_demand.forecast` says of each, by numpy over all of them.

A smoothing goes from day to day, so its steps cannot be done at once; those of a thousand products can. Every step is
the same operations in the same order as there, so that the figures are the same, not only nearly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiosk.trade.reorder_demand import (
    ALPHAS,
    CHANCE_ALPHA,
    FIRST_SALES,
    HALF_YEAR,
    NEW_DAYS,
    NOTHING,
    OFTEN,
    SEEN_DAYS,
    SHRINK,
    SIZE_ALPHA,
    START_WEEKS,
    YEAR,
    Forecast,
    mean_of_few,
    weekday_factors,
)

Amounts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]


def forecasts(sold: Amounts, first_weekday: int, blind: Flags) -> list[Forecast]:
    """Of each row: what was sold on each day, oldest first, yesterday last; and which days say nothing.

    first_weekday: of the first column, 0 is Monday. See `reorder_demand.forecast`.
    """
    width = sold.shape[1]
    begin = np.where(sold > 0, np.arange(width), width).min(axis=1, initial=width)
    late = slice(max(width - HALF_YEAR, 0), width)
    within = np.arange(width)[late] >= begin[:, None]
    occasions = np.count_nonzero(sold[:, late] > 0, axis=1)
    hidden = np.count_nonzero(blind[:, late] & (sold[:, late] == 0) & within, axis=1)
    seen = np.maximum(np.count_nonzero(within, axis=1) - hidden, 1)
    few = width - begin < NEW_DAYS
    often = (occasions > 0) & (seen / np.maximum(occasions, 1) < OFTEN)
    found = [NOTHING] * len(sold)
    for row in np.flatnonzero(few & (begin < width)):
        found[row] = _few(sold[row], blind[row], int(begin[row]))
    for choose, reckon in ((~few & often, _steady), (~few & ~often, _rare)):
        rows = np.flatnonzero(choose)
        if len(rows):
            found_here = reckon(Goods(sold[rows], blind[rows], begin[rows], first_weekday))
            for row, of in zip(rows, found_here, strict=True):
                found[row] = of
    return found


class Goods(NamedTuple):
    """Products that sell alike. begin: the column of each one's first sale."""

    sold: Amounts
    blind: Flags
    begin: Amounts
    first_weekday: int


def _few(sold: Amounts, blind: Flags, begin: int) -> Forecast:
    return mean_of_few(sold[begin:].tolist(), set(np.flatnonzero(blind[begin:]).tolist()))


def _steady(of: Goods) -> list[Forecast]:
    week = _weekdays(of)
    weeks, lengths = _weeks(of, np.array(week))
    squares, levels = _smoothed(weeks, lengths)
    best, level = squares[0], levels[0]
    for square, its in zip(squares[1:], levels[1:], strict=True):
        better = (square < best) | ((square == best) & (its < level))
        best, level = np.where(better, square, best), np.where(better, its, level)
    daily, error = (level / 7).tolist(), np.sqrt(best / 7).tolist()
    return [
        _few(of.sold[n], of.blind[n], int(of.begin[n])) if lengths[n] < NEW_DAYS // 7
        else Forecast(daily[n], error[n], "steady", week[n])
        for n in range(len(of.sold))
    ]  # fmt: skip


def _weekdays(of: Goods) -> list[tuple[float, ...]]:
    width = of.sold.shape[1]
    first = max(width - YEAR, 0)
    counts = (np.arange(first, width) >= of.begin[:, None]) & ~of.blind[:, first:]
    sold = np.where(counts, of.sold[:, first:], 0)
    columns = [slice((weekday - of.first_weekday - first) % 7, None, 7) for weekday in range(7)]
    sums = np.stack([sold[:, c].sum(axis=1) for c in columns], axis=1).tolist()
    days = np.stack([np.count_nonzero(counts[:, c], axis=1) for c in columns], axis=1).tolist()
    return [weekday_factors(s, d) for s, d in zip(sums, days, strict=True)]


def _weeks(of: Goods, week: Reals) -> tuple[Reals, Amounts]:
    """Of each product its whole weeks, those that say nothing left out; (weeks × products, how many each has)."""
    rows, width = of.sold.shape
    count = width // 7
    cut = width - count * 7
    sold = of.sold[:, cut:].reshape(rows, count, 7)
    open_ = ~of.blind[:, cut:].reshape(rows, count, 7)
    days = open_.sum(axis=2)
    share = np.zeros((rows, count))
    for day in range(7):
        share += np.where(open_[:, :, day], week[:, (of.first_weekday + cut + day) % 7][:, None], 0.0)
    seen = np.where(open_, sold, 0).sum(axis=2)
    told = np.where(days == 7, seen, seen * 7 / np.where(share > 0, share, 1))
    whole = np.arange(count) * 7 + cut >= of.begin[:, None]
    valid = whole & ((days == 7) | ((days >= SEEN_DAYS) & (share > 0)))
    order = np.argsort(~valid, axis=1, kind="stable")
    return np.take_along_axis(told, order, axis=1).T.copy(), np.count_nonzero(valid, axis=1)


def _smoothed(weeks: Reals, lengths: Amounts) -> tuple[Reals, Reals]:
    """(mean squares of the last year's errors, levels), for each of ALPHAS a row of products."""
    start = np.maximum(np.minimum(START_WEEKS, lengths // 2), 1)
    counted = np.maximum(start, lengths - 52)
    alphas = np.array(ALPHAS)[:, None]
    shape = (len(ALPHAS), weeks.shape[1])
    levels, squares = np.zeros(shape), np.zeros(shape)
    for at, week in enumerate(weeks):
        error = week - levels
        squares += np.where((counted <= at) & (at < lengths), error * error, 0.0)
        learnt = np.where(at < lengths, alphas * error, 0.0)
        levels += np.where(at < start, week / start, learnt)
    return squares / np.maximum(lengths - counted, 1), levels


class _Sales(NamedTuple):
    """The sales of each product in turn, those with most first: position and amount of its n-th, sales × products.

    After a product's last sale comes yesterday's end, with none. size, chance: what its first few sales tell.
    """

    at: Amounts
    amount: Amounts
    counts: Amounts
    size: Reals
    chance: Reals


def _sales(sold: Amounts, begin: Amounts) -> _Sales:
    rows, width = sold.shape
    count = np.count_nonzero(sold > 0, axis=1)
    product, day = np.nonzero(sold > 0)
    amount = sold[product, day]
    first = np.minimum(np.maximum(FIRST_SALES, count // 4), count)
    start = np.cumsum(count) - count
    before = np.concatenate(([0], np.cumsum(amount)))
    size = (before[start + first] - before[start]) / first
    chance = first / (day[start + first - 1] - begin + 1)
    turn = np.arange(len(day)) - np.repeat(start, count)
    at = np.full((int(count.max()) + 1, rows), width)
    amounts = np.zeros_like(at)
    at[turn, product], amounts[turn, product] = day, amount
    return _Sales(at, amounts, count, size, chance)


def _rare(of: Goods) -> list[Forecast]:
    order = np.argsort(-np.count_nonzero(of.sold > 0, axis=1), kind="stable")
    sold, blind, begin = of.sold[order], of.blind[order], of.begin[order]
    rows, width = sold.shape
    dark = np.zeros((rows, width + 1), dtype=np.int64)
    np.cumsum(blind & (sold == 0), axis=1, out=dark[:, 1:])
    fades = np.array([(1 - CHANCE_ALPHA) ** gap for gap in range(width + 1)])
    sales = _sales(sold, begin)
    counted = np.maximum(begin, width - YEAR)
    size, chance, at = sales.size, sales.chance, begin.copy()
    square, days, each = np.zeros(rows), np.zeros(rows, dtype=np.int64), np.arange(rows)
    for turn in range(len(sales.at)):
        here = slice(int(np.count_nonzero(sales.counts >= turn)))
        day, since = sales.at[turn, here], at[here]
        gap = day - since - (dark[each[here], day] - dark[each[here], since])
        fade = fades[gap]
        foreseen = chance[here] * size[here]
        lies = (since >= counted[here]) & (gap > 0)
        square[here] += np.where(lies, foreseen * foreseen * (1 - fade * fade) / (1 - SHRINK), 0.0)
        days[here] += np.where(lies, gap, 0)
        chance[here] *= fade
        more = slice(int(np.count_nonzero(sales.counts > turn)))
        day, amount = day[more], sales.amount[turn, more]
        error = amount - chance[more] * size[more]
        lately = day >= counted[more]
        square[more] += np.where(lately, error * error, 0.0)
        days[more] += lately
        chance[more] += CHANCE_ALPHA * (1 - chance[more])
        size[more] += SIZE_ALPHA * (amount - size[more])
        at[more] = day + 1
    daily = chance * size
    error = np.where(days > 0, np.sqrt(square / np.maximum(days, 1)), np.sqrt(daily * size))
    found = [NOTHING] * rows
    for row, its, off in zip(order.tolist(), daily.tolist(), error.tolist(), strict=True):
        found[row] = Forecast(its, off, "rare")
    return found
