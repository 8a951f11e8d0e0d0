from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.trade.money import CNY, JPY, Rate, allot, allot_within, divide, format_money, share

amounts = st.integers(-(10**9), 10**9)
weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=20)


def test_380_times_0575_is_219_halves_go_up() -> None:
    # 3.80 × 0.575 = 2.185: half-up says 2.19; half-even and binary floats say 2.18
    assert share(380, Rate(575_000)) == 219


@pytest.mark.parametrize(("numerator", "rounded"), [(5, 1), (4, 0), (15, 2), (25, 3), (-5, -1), (-4, 0), (-15, -2)])
def test_halves_round_away_from_zero_on_both_sides(numerator: int, rounded: int) -> None:
    assert divide(numerator, 10) == rounded


def test_nothing_is_divided_by_zero_or_less() -> None:
    with pytest.raises(ValueError, match="positive"):
        divide(1, 0)


@given(amounts, weights)
@settings(deadline=None, max_examples=150)
def test_an_allotment_neither_loses_nor_makes_a_cent(total: int, shares: list[int]) -> None:
    parts = allot(total, shares)
    assert sum(parts) == total
    assert all(part * total >= 0 for part in parts)
    whole = sum(shares)
    if whole:
        assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, shares, strict=True))


def test_the_odd_cents_go_to_the_largest_remainders_then_to_the_first() -> None:
    assert allot(100, [1, 1, 1]) == [34, 33, 33]
    assert allot(10, [1, 5, 3]) == [1, 6, 3]
    assert allot(-100, [1, 1, 1]) == [-34, -33, -33]


def test_an_amount_over_worthless_parts_stays_whole() -> None:
    assert allot(7, [0, 0]) == [7, 0]


def test_an_allotment_needs_sensible_weights() -> None:
    with pytest.raises(ValueError, match="weights"):
        allot(1, [])
    with pytest.raises(ValueError, match="weights"):
        allot(1, [1, -1])


@given(st.integers(0, 10**8), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=12))
@settings(deadline=None, max_examples=150)
def test_what_one_part_may_not_take_falls_to_the_others(total: int, pairs: list[tuple[int, int]]) -> None:
    limits = [limit for _, limit in pairs]
    parts = allot_within(total, [weight for weight, _ in pairs], limits)
    assert sum(parts) == min(total, sum(limits))
    assert all(0 <= part <= limit for part, limit in zip(parts, limits, strict=True))


def test_money_reads_as_on_a_till() -> None:
    assert format_money(1250, CNY) == "12.50"
    assert format_money(5, CNY, symbol=True) == "¥0.05"
    assert format_money(-1250, CNY, symbol=True) == "−¥12.50"
    assert format_money(300, CNY, sign=True) == "+3.00"
    assert format_money(1250, JPY) == "1250"
