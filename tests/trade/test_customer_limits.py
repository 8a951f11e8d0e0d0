"""Promotions that a customer can have only so often, however he spreads his shopping."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.trade.basket import Basket
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money, Rate
from kiosk.trade.pricing import Terms, price_basket
from kiosk.trade.promotion import Promotion
from kiosk.trade.promotion_checks import fault
from kiosk.trade.promotion_hints import near_misses
from kiosk.trade.quantity import Quantity
from kiosk.trade.returns import SavedLine, uses_back
from tests.trade.shop import NOON, basket, product, promotion

A, B = product("a", 1000), product("b", 600)
WANG = Customer("C1", "Wang")
EIGHT = promotion("fixed_price", "eight", amount=Money(800), product_ids=frozenset("a"), customer_limit=2)
KINDS = (
    EIGHT,
    promotion("percent", "p", rate=Rate(100_000), customer_limit=3),
    promotion("amount", "p", amount=Money(50), customer_limit=3),
    promotion("n_for_m", "p", buy=3, free=1, customer_limit=2),
    promotion("second_half", "p", buy=2, rate=Rate(500_000), customer_limit=2),
    promotion("mix_match", "p", buy=2, amount=Money(1000), customer_limit=2),
    promotion("threshold", "p", threshold=Money(2000), amount=Money(100), repeat=True, customer_limit=3),
    promotion("threshold", "p", threshold=Money(2000), rate=Rate(100_000), customer_limit=1),
)


def sold(full: Basket, offer: Promotion, used: int = 0) -> tuple[int, int]:
    """What is saved, and how often the promotion applied."""
    priced = price_basket(full, Terms(NOON, promotions=(offer,), used={offer.id: used}))
    return priced.saved, sum(use.times for use in priced.uses)


def test_what_was_had_before_counts() -> None:
    assert sold(basket((A, 3), customer=WANG), EIGHT) == (400, 2)
    assert sold(basket((A, 3), customer=WANG), EIGHT, used=1) == (200, 1)
    assert sold(basket((A, 3), customer=WANG), EIGHT, used=2) == (0, 0)
    assert sold(basket((A, 3), customer=WANG), EIGHT, used=7) == (0, 0)


def test_without_a_name_there_is_none_of_it() -> None:
    assert sold(basket((A, 3)), EIGHT) == (0, 0)


def test_a_basket_of_one_who_may_have_more_still_has_its_own_limit() -> None:
    one = promotion("fixed_price", "eight", amount=Money(800), product_ids=frozenset("a"), customer_limit=5, limit=1)
    assert sold(basket((A, 3), customer=WANG), one) == (200, 1)


def test_other_promotions_are_not_counted() -> None:
    assert sold(basket((A, 3), customer=WANG), promotion("n_for_m", buy=3, free=1)) == (1000, 0)


@pytest.mark.parametrize(("customer", "used", "barred"), [(None, 0, "customer"), (WANG, 2, "used"), (WANG, 1, "")])
def test_the_cashier_is_told_what_stands_in_the_way(customer: Customer | None, used: int, barred: str) -> None:
    terms = Terms(NOON, promotions=(EIGHT,), used={"eight": used})
    told = [miss.barred for miss in near_misses(price_basket(basket((A, 1), customer=customer), terms), terms)]
    assert told == ([barred] if barred else [])


def test_a_negative_limit_is_refused() -> None:
    assert fault(EIGHT) is None
    assert fault(promotion("percent", rate=Rate(1), customer_limit=-1)) is not None


@given(
    offer=st.sampled_from(KINDS),
    baskets=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_in_all_baskets_together_it_never_applies_more_often(offer: Promotion, baskets: list[tuple[int, int]]) -> None:
    used = 0
    for of_a, of_b in baskets:
        full = basket(*((thing, n) for thing, n in ((A, of_a), (B, of_b)) if n), customer=WANG)
        saved, times = sold(full, offer, used)
        assert (saved > 0) == (times > 0)
        used += times
    assert used <= offer.customer_limit


LINE = st.tuples(st.integers(1, 5000), st.integers(1, 9))


@given(times=st.integers(1, 9), lines=st.lists(LINE, min_size=1, max_size=4), data=st.data())
@settings(max_examples=60, deadline=None)
def test_brought_back_in_parts_all_of_them_come_back_and_never_more(
    times: int, lines: list[tuple[int, int]], data: st.DataObject
) -> None:
    gone, back = [0] * len(lines), 0
    while gone != [q for _, q in lines]:
        now = [data.draw(st.integers(0, q - g)) for (_, q), g in zip(lines, gone, strict=True)]
        if not any(now):
            now = [q - g for (_, q), g in zip(lines, gone, strict=True)]
        back += uses_back(times, [
            SavedLine(Money(s), Quantity(q * 1000), Quantity(g * 1000), Quantity(n * 1000))
            for (s, q), g, n in zip(lines, gone, now, strict=True)
        ])  # fmt: skip
        gone = [g + n for g, n in zip(gone, now, strict=True)]
        assert back <= times
    assert back == times


def test_what_saved_nothing_gives_nothing_back() -> None:
    assert uses_back(3, []) == 0
