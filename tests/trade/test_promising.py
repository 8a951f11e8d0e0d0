"""For which day goods can be promised, and what is sold of what others wait for."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.promising import Arrival, promise, sold_to_others, state_of

TODAY = date(2026, 11, 24)
amounts = st.integers(0, 50)
arrivals = st.lists(st.builds(lambda d, q: Arrival(TODAY + timedelta(days=d), q), st.integers(-3, 30), amounts))


def test_what_is_free_is_promised_for_today() -> None:
    assert promise(5, 5, (), TODAY, 3).day == TODAY


def test_what_is_on_order_is_promised_for_the_day_that_makes_it_enough() -> None:
    coming = (Arrival(TODAY + timedelta(days=9), 5), Arrival(TODAY + timedelta(days=2), 3))
    assert promise(1, 4, coming, TODAY, 3).day == TODAY + timedelta(days=2)
    said = promise(1, 5, coming, TODAY, 3)
    assert said.day == TODAY + timedelta(days=9)
    assert str(said.why) == "It is on order and expected on 2026-12-03."


def test_who_waits_already_comes_first() -> None:
    assert promise(-3, 1, (Arrival(TODAY, 3),), TODAY, 4).day == TODAY + timedelta(days=4)


def test_goods_of_nobody_are_promised_for_no_day() -> None:
    assert promise(0, 1, (), TODAY, None).day is None


def test_a_delivery_that_is_late_is_promised_for_no_day_of_the_past() -> None:
    assert promise(0, 1, (Arrival(TODAY - timedelta(days=4), 1),), TODAY, None).day == TODAY


@given(amounts, amounts, arrivals)
def test_more_is_never_promised_for_an_earlier_day(free: int, wanted: int, coming: list[Arrival]) -> None:
    less, more = promise(free, wanted, coming, TODAY, 40), promise(free, wanted + 1, coming, TODAY, 40)
    assert less.day is not None
    assert more.day is not None
    assert TODAY <= less.day <= more.day


@given(st.integers(-20, 50), amounts, amounts)
def test_what_is_kept_stays_unless_there_is_not_enough_besides(on_hand: int, kept: int, wanted: int) -> None:
    gone = sold_to_others(on_hand, kept, wanted)
    assert 0 <= gone <= kept
    assert (gone == 0) == (kept == 0 or wanted <= on_hand - kept)


def test_where_an_order_stands() -> None:
    assert state_of([(2, 2), (1, 1)], cancelled=False) == "open"
    assert state_of([(2, 1), (1, 1)], cancelled=False) == "part_collected"
    assert state_of([(2, 0), (1, 0)], cancelled=False) == "collected"
    assert state_of([(2, 1)], cancelled=True) == "cancelled"
    assert state_of([(2, 0)], cancelled=True) == "collected"
    assert state_of([(2, -2)], cancelled=False) == "over"
