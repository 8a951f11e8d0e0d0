from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.trade.reorder_demand import NOTHING, Forecast, deviation, expected, forecast, lasts

WEEK = (4000, 4000, 4000, 4000, 6000, 10_000, 10_000)
"""A shop whose weekends are busy; six a day on average."""


def test_what_never_sold_is_not_foreseen_to_sell() -> None:
    assert forecast([0] * 400, 0) == NOTHING
    assert forecast([], 3) == NOTHING


def test_each_weekday_is_foreseen_as_it_sells() -> None:
    found = forecast(WEEK * 60, first_weekday=0)
    assert found.pattern == "steady"
    assert found.daily == pytest.approx(6000)
    assert [round(found.daily * share, -2) for share in found.week] == pytest.approx(WEEK, rel=0.06)
    assert found.error == pytest.approx(0)


def test_the_weekday_is_counted_from_the_first_day() -> None:
    from_friday = forecast((WEEK * 60)[4:], first_weekday=4)
    assert from_friday.week.index(max(from_friday.week)) in (5, 6)
    assert from_friday.week[5] == pytest.approx(10 / 6, rel=0.06)


def test_a_product_that_sells_more_than_it_did_is_followed() -> None:
    found = forecast([2000] * 300 + [6000] * 100, 0)
    assert 5500 < found.daily <= 6000


def test_what_sells_now_and_then_is_foreseen_at_its_rate() -> None:
    chance = random.Random(4)
    days = [1000 * chance.choice((1, 1, 2)) if chance.random() < 0.1 else 0 for _ in range(700)]
    found = forecast(days, 0)
    assert found.pattern == "rare"
    assert found.daily == pytest.approx(sum(days) / 700, rel=0.5)
    # The error of a day is about the spread of days themselves
    mean = sum(days) / 700
    spread = (sum((d - mean) ** 2 for d in days) / 700) ** 0.5
    assert found.error == pytest.approx(spread, rel=0.3)


def test_what_nobody_asks_for_any_more_fades() -> None:
    sold = [1000 if i % 5 == 0 else 0 for i in range(400)]
    alive, forgotten = forecast(sold, 0), forecast(sold + [0] * 120, 0)
    assert forgotten.daily < alive.daily / 20


def test_days_with_an_empty_shelf_say_nothing() -> None:
    days = list(WEEK * 60)
    for i in range(180, 200):
        days[i] = 0
    days[-6:] = [0] * 6
    empty = {*range(180, 200), *range(len(days) - 6, len(days))}
    assert forecast(days, 0, empty).daily == pytest.approx(6000, rel=0.02)
    assert forecast(days, 0).daily < 5800


def test_a_promotion_of_the_past_is_not_taken_for_the_usual() -> None:
    days = [4000] * 364
    days[-21:-7] = [20_000] * 14
    promoted = frozenset(range(364 - 21, 364 - 7))
    assert forecast(days, 0, promoted).daily == pytest.approx(4000, rel=0.01)


def test_a_new_product_is_foreseen_by_its_mean_with_the_error_of_chance() -> None:
    found = forecast([0] * 500 + [2000] * 20, 0)
    assert (found.pattern, found.daily) == ("new", 2000)
    assert found.error >= 2000  # one sale of two a day might as well have been none


def test_the_error_grows_with_the_square_root_of_time() -> None:
    assert deviation(Forecast(1000, 500, "rare"), 9) == 1500


def test_stock_lasts_as_the_weekdays_come() -> None:
    of = forecast(WEEK * 60, 0)
    assert expected(of, 0, 7) == pytest.approx(42_000)
    assert expected(of, 5, 2) == pytest.approx(2 * of.daily * of.week[5], rel=0.01)
    assert expected(of, 0, 3, (1.0, 2.0, 1.0)) == pytest.approx(expected(of, 0, 3) + of.daily * of.week[1])
    assert lasts(of, 0, 42_000.5) == 7
    assert lasts(of, 5, 20_000) < lasts(of, 0, 20_000)
    assert lasts(of, 0, -5) == 0
    assert lasts(NOTHING, 0, 0) == 999


quantities = st.lists(st.one_of(st.just(0), st.integers(0, 50_000)), max_size=250)


@settings(max_examples=60, deadline=None)
@given(quantities, st.integers(0, 6), st.sets(st.integers(0, 250)))
def test_forecasts_stay_within_what_was_ever_sold(days: list[int], weekday: int, blind: set[int]) -> None:
    found = forecast(days, weekday, blind)
    assert 0 <= found.daily <= 7 * max(days, default=0) + 1e-6
    assert found.error >= 0
    assert sum(found.week) == pytest.approx(7)
    assert min(found.week) >= 0


@settings(max_examples=60, deadline=None)
@given(st.floats(1, 50_000), st.integers(0, 6), st.floats(0, 500_000))
def test_a_quantity_lasts_exactly_as_long_as_it_covers(daily: float, weekday: int, quantity: float) -> None:
    of = Forecast(daily, 0, "steady", (0.5, 0.5, 0.8, 1.0, 1.2, 1.5, 1.5))
    days = lasts(of, weekday, quantity)
    assert expected(of, weekday, days) <= quantity * (1 + 1e-9) + 1e-6
    if days < 999:
        assert expected(of, weekday, days + 1) > quantity * (1 - 1e-9) - 1e-6
