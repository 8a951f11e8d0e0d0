from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.buying import PriceBreak, Terms, line_amount, next_break, orderable, pack_price, unit_cost
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

CASES = Terms(
    supplier_id="V1",
    product_id="cola",
    pack=Quantity(24_000),
    min_quantity=Quantity(48_000),
    prices=(
        PriceBreak(Money(4500), Quantity(240_000)),
        PriceBreak(Money(5000)),
        PriceBreak(Money(4800), Quantity(120_000)),
    ),
)


@pytest.mark.parametrize(
    ("quantity", "price"), [(24_000, 5000), (119_999, 5000), (120_000, 4800), (240_000, 4500), (10**9, 4500)]
)
def test_a_pack_costs_less_for_who_orders_more(quantity: int, price: int) -> None:
    assert pack_price(CASES, quantity) == price


def test_below_all_breaks_the_first_price_stands_and_without_prices_none() -> None:
    only_many = Terms(supplier_id="V1", product_id="p", prices=(PriceBreak(Money(10), Quantity(5000)),))
    assert pack_price(only_many, 1000) == 10
    assert pack_price(Terms(supplier_id="V1", product_id="p"), 1000) is None


def test_the_next_break_is_the_nearest_that_saves() -> None:
    assert next_break(CASES, 48_000) == PriceBreak(Money(4800), Quantity(120_000))
    assert next_break(CASES, 240_000) is None
    assert next_break(Terms(supplier_id="V1", product_id="p"), 1000) is None


@pytest.mark.parametrize(("wanted", "ordered"), [(0, 0), (-1000, 0), (1, 48_000), (48_001, 72_000), (72_000, 72_000)])
def test_orders_are_whole_packs_and_at_least_the_minimum(wanted: int, ordered: int) -> None:
    assert orderable(CASES, wanted) == ordered


@given(st.integers(1, 10**7), st.integers(1, 10**5), st.integers(0, 10**6))
def test_what_is_ordered_covers_what_is_wanted_with_less_than_a_pack_too_much(want: int, pack: int, least: int) -> None:
    terms = Terms(supplier_id="V", product_id="p", pack=Quantity(pack), min_quantity=Quantity(least))
    quantity = orderable(terms, want)
    assert quantity % pack == 0
    assert max(want, least) <= quantity < max(want, least) + pack


def test_a_line_costs_its_packs() -> None:
    assert line_amount(48_000, 24_000, 5000) == 10_000
    assert line_amount(1500, 1000, 333) == 500  # 499.5, half up
    assert unit_cost(24_000, 5000) == 2_083_333  # 2.083333 a bottle, in ten-thousandths of a fen


@given(st.integers(1, 10**6), st.integers(1, 1000), st.integers(0, 10**6))
def test_whole_packs_cost_exactly_their_price(packs: int, pack: int, price: int) -> None:
    assert line_amount(packs * pack * 1000, pack * 1000, price) == packs * price
