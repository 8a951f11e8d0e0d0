from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.trade.buying import PriceBreak, Terms
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder import Policy, Stand, suggest, z_of
from kiosk.trade.reorder_demand import Forecast

TEN_A_DAY = Forecast(10_000, 3000, "steady")
SINGLE = Terms(supplier_id="V1", product_id="cola", prices=(PriceBreak(Money(200)),))
CASES = Terms(
    supplier_id="V1", product_id="cola", pack=Quantity(24_000), min_quantity=Quantity(48_000),
    prices=(PriceBreak(Money(4800)),),
)  # fmt: skip
PLAIN = Policy(line_cost=Money(0))


def test_what_there_is_must_last_until_the_delivery_after_the_next_look() -> None:
    found = suggest(TEN_A_DAY, Stand(on_hand=50_000), SINGLE, 2, PLAIN, weekday=0)
    assert found.days == 9
    assert found.demand == 90_000
    assert found.safety == round(z_of(PLAIN.service) * 3000 * 3)  # z·σ·√9
    assert found.point == 105_000  # 90 and 14.8, in whole pieces
    assert found.quantity == 55_000
    assert (found.lasts, found.dry) == (5, 5)


def test_ninety_five_of_a_hundred_is_one_point_six_four_deviations() -> None:
    assert z_of(Rate(950_000)) == pytest.approx(1.6449, abs=1e-4)
    assert z_of(Rate(500_000)) == 0
    assert z_of(Rate(1_000_000)) < 5


def test_what_is_on_order_counts_as_there_and_what_is_promised_as_gone() -> None:
    there = suggest(TEN_A_DAY, Stand(on_hand=30_000, coming=80_000), SINGLE, 2, PLAIN, weekday=0)
    assert there.quantity == 0
    promised = suggest(TEN_A_DAY, Stand(on_hand=30_000, coming=80_000, reserved=20_000), SINGLE, 2, PLAIN, weekday=0)
    assert promised.quantity == 15_000
    assert (promised.lasts, promised.dry) == (9, 3)


def test_a_slip_below_zero_is_not_ordered() -> None:
    below = suggest(TEN_A_DAY, Stand(on_hand=-40_000), SINGLE, 2, PLAIN, weekday=0)
    assert below.quantity == suggest(TEN_A_DAY, Stand(on_hand=0), SINGLE, 2, PLAIN, weekday=0).quantity


def test_orders_are_whole_packs_and_at_least_the_minimum() -> None:
    assert suggest(TEN_A_DAY, Stand(on_hand=104_000), CASES, 2, PLAIN, weekday=0).quantity == 48_000
    assert suggest(TEN_A_DAY, Stand(on_hand=50_000), CASES, 2, PLAIN, weekday=0).quantity == 72_000


def test_a_price_break_is_taken_where_it_saves_more_than_the_stock_costs() -> None:
    cheaper = Terms(
        supplier_id="V1", product_id="cola", pack=Quantity(24_000),
        prices=(PriceBreak(Money(4800)), PriceBreak(Money(4500), Quantity(240_000))),
    )  # fmt: skip
    found = suggest(TEN_A_DAY, Stand(on_hand=50_000), cheaper, 2, PLAIN, weekday=0)
    assert (found.quantity, found.choice) == (240_000, "price")
    hardly = Terms(
        supplier_id="V1", product_id="cola", pack=Quantity(24_000),
        prices=(PriceBreak(Money(4800)), PriceBreak(Money(4799), Quantity(240_000))),
    )  # fmt: skip
    assert suggest(TEN_A_DAY, Stand(on_hand=50_000), hardly, 2, PLAIN, weekday=0).choice == "need"
    slow = Forecast(300, 300, "rare")
    assert suggest(slow, Stand(on_hand=0), cheaper, 2, PLAIN, weekday=0).choice == "need"  # 800 days' worth


def test_cheap_goods_are_ordered_less_often_where_each_line_is_work() -> None:
    cheap = Terms(supplier_id="V1", product_id="match", prices=(PriceBreak(Money(10)),))
    found = suggest(TEN_A_DAY, Stand(on_hand=100_000), cheap, 2, Policy(line_cost=Money(200)), weekday=0)
    assert found.choice == "handling"
    assert found.quantity > 100_000
    assert found.quantity + 100_000 <= 60 * 10_000  # never more than two months


def test_planned_promotions_are_counted() -> None:
    usual = suggest(TEN_A_DAY, Stand(on_hand=0), SINGLE, 2, PLAIN, weekday=0)
    planned = suggest(TEN_A_DAY, Stand(on_hand=0), SINGLE, 2, PLAIN, weekday=0, uplift=(1, 1, 2, 2))
    assert planned.uplift == 20_000
    assert planned.quantity == usual.quantity + 20_000


def test_without_a_suppliers_price_the_last_cost_decides() -> None:
    bare = Terms(supplier_id="", product_id="p")
    policy = Policy(line_cost=Money(200))
    dear = suggest(TEN_A_DAY, Stand(on_hand=100_000), bare, 2, policy, weekday=0, cost=100_000_000)
    cheap = suggest(TEN_A_DAY, Stand(on_hand=100_000), bare, 2, policy, weekday=0, cost=100_000)
    assert 0 < dear.quantity < cheap.quantity


forecasts = st.builds(
    Forecast,
    st.floats(0, 100_000),
    st.floats(0, 100_000),
    st.just("steady"),
    st.just((0.5, 0.5, 1.0, 1.0, 1.0, 1.5, 1.5)),
)
some_terms = st.builds(
    lambda pack, least, prices: Terms(
        supplier_id="V", product_id="p", pack=Quantity(pack), min_quantity=Quantity(least),
        prices=tuple(PriceBreak(Money(p), Quantity(q)) for p, q in prices),
    ),
    st.sampled_from((1000, 6000, 24_000)), st.integers(0, 100_000),
    st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 500_000)), max_size=3),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(forecasts, some_terms, st.integers(-10_000, 10**6), st.integers(0, 10**6), st.integers(0, 30))
def test_after_ordering_there_is_enough_and_never_less_than_the_supplier_sends(
    of: Forecast, terms: Terms, on_hand: int, coming: int, lead: int
) -> None:
    found = suggest(of, Stand(on_hand=on_hand, coming=coming), terms, lead, Policy(), weekday=2)
    position = max(on_hand, 0) + coming
    assert (found.quantity > 0) == (position < found.point)
    if found.quantity:
        assert position + found.quantity >= found.point
        assert found.quantity % terms.pack == 0
        assert found.quantity >= terms.min_quantity
