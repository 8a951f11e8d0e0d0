"""Products reckoned a page at a time are reckoned as each of them by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.trade.reorder_demand import Forecast, forecast
from kiosk.trade.reorder_many import forecasts


def one_by_one(sold: list[list[int]], first_weekday: int, blind: list[list[bool]]) -> list[Forecast]:
    hidden = [{day for day, hid in enumerate(row) if hid} for row in blind]
    return [forecast(days, first_weekday, dark) for days, dark in zip(sold, hidden, strict=True)]


def at_once(sold: list[list[int]], first_weekday: int, blind: list[list[bool]]) -> list[Forecast]:
    return forecasts(np.array(sold, dtype=np.int64), first_weekday, np.array(blind, dtype=np.bool_))


def shelves(seed: int, width: int, count: int = 60) -> tuple[list[list[int]], list[list[bool]]]:
    """Goods of all kinds: young and old, from daily to forgotten, some often out or on offer."""
    chance = np.random.default_rng(seed)
    rates = np.exp(chance.uniform(np.log(1 / 60), np.log(30), count))
    sold = chance.poisson(rates[:, None], (count, width)) * 1000
    sold[chance.random(count) < 0.2] //= 7  # by weight: no whole thousands
    for row in sold:
        if chance.random() < 0.3:
            row[: chance.integers(0, width)] = 0
        if chance.random() < 0.1:
            row[:-50] = 0
        if chance.random() < 0.2:
            row[chance.integers(0, width) :] = 0
    blind = chance.random((count, width)) < chance.uniform(0, 0.5, count)[:, None]
    blind &= chance.random(count)[:, None] < 0.7
    sold[blind & (chance.random((count, width)) < 0.8)] = 0
    return sold.tolist(), blind.tolist()


@pytest.mark.parametrize("width", [1, 6, 40, 56, 63, 200, 370, 728, 729])
def test_a_page_of_products_is_foreseen_as_each_by_itself(width: int) -> None:
    sold, blind = shelves(width, width)
    found = at_once(sold, width % 7, blind)
    assert found == one_by_one(sold, width % 7, blind)
    if width == 728:
        assert {of.pattern for of in found} >= {"steady", "rare", "new"}


days = st.one_of(st.just(0), st.just(0), st.integers(0, 50_000))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 500), st.integers(0, 6))
def test_whatever_sold_it_is_foreseen_the_same_in_whichever_company(seed: int, width: int, weekday: int) -> None:
    sold, blind = shelves(seed, width, 8)
    found = at_once(sold, weekday, blind)
    assert found == one_by_one(sold, weekday, blind)
    assert found[3:5] == at_once(sold[3:5], weekday, blind[3:5])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(days, min_size=70, max_size=70), min_size=1, max_size=4), st.integers(0, 6))
def test_any_few_weeks_are_foreseen_the_same(sold: list[list[int]], weekday: int) -> None:
    open_ = [[False] * 70 for _ in sold]
    assert at_once(sold, weekday, open_) == one_by_one(sold, weekday, open_)
