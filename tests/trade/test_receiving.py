"""Goods that come in: their cost with freight, and what is asked about them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.costing import Cost
from kiosk.trade.money import Rate
from kiosk.trade.receiving import differs, landed_cost, look_at_expiry, over, sensible, shares, short

lines = st.lists(st.tuples(st.integers(0, 10**9), st.one_of(st.none(), st.integers(0, 10**10).map(Cost))), max_size=20)


@given(st.integers(0, 10**8), lines)
def test_freight_is_parted_to_the_cent(freight: int, goods: list[tuple[int, Cost | None]]) -> None:
    parts = shares(freight, goods)
    assert len(parts) == len(goods)
    assert sum(parts) in ({freight} if any(q for q, _ in goods) else {0})
    assert all(p >= 0 for p in parts)


def test_dearer_goods_bear_more_of_the_freight() -> None:
    assert shares(1000, [(10_000, Cost(10_000_000)), (10_000, Cost(30_000_000))]) == (250, 750)


def test_where_no_price_is_known_freight_goes_by_quantity() -> None:
    assert shares(1000, [(1000, None), (3000, None)]) == (250, 750)


def test_a_base_unit_costs_its_price_and_its_share() -> None:
    assert landed_cost(Cost(2_000_000), 10_000, 500) == 2_500_000
    assert landed_cost(None, 10_000, 500) is None


def test_a_little_more_or_less_than_ordered_is_let_pass() -> None:
    two_percent = Rate(20_000)
    assert not over(100_000, 102_000, two_percent)
    assert over(100_000, 102_001, two_percent)
    assert not short(100_000, 98_000, two_percent)
    assert short(100_000, 97_999, two_percent)


def test_another_price_than_ordered_is_seen_and_no_price_is_none() -> None:
    assert differs(Cost(100), Cost(101))
    assert not differs(Cost(100), Cost(100))
    assert not differs(None, Cost(100))
    assert not differs(Cost(100), None)


def test_dates_on_goods_that_come_in_are_looked_at() -> None:
    assert look_at_expiry("", "2026-05-28", 30) == ""
    assert look_at_expiry("2026-05-27", "2026-05-28", 30) == "past"
    assert look_at_expiry("2026-05-28", "2026-05-28", 30) == "near"
    assert look_at_expiry("2026-06-27", "2026-05-28", 30) == "near"
    assert look_at_expiry("2026-06-28", "2026-05-28", 30) == ""
    assert look_at_expiry("2099-06-28", "2026-05-28", 30) == "absurd"
    assert look_at_expiry("2026-13-01", "2026-05-28", 30) == "absurd"


def test_a_million_of_anything_in_one_go_is_the_most() -> None:
    assert sensible(1_000_000_000)
    assert not sensible(1_000_000_001)
    assert not sensible(-1)
