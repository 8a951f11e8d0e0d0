from __future__ import annotations

from kiosk.trade.basket import Basket
from kiosk.trade.money import Money, Rate
from kiosk.trade.pricing import Terms, price_basket
from kiosk.trade.promotion import BundlePart, Promotion
from kiosk.trade.promotion_hints import near_misses
from kiosk.trade.quantity import Quantity
from tests.trade.shop import NOON, basket, product, promotion

A, B = product("a", 1000), product("b", 600)
THREE = promotion("n_for_m", buy=3, free=1)


def misses(full: Basket, *promotions: Promotion) -> list[tuple[int, int, str]]:
    terms = Terms(NOON, promotions=promotions)
    return [(miss.units, miss.amount, miss.product_id) for miss in near_misses(price_basket(full, terms), terms)]


def test_one_more_and_the_third_is_free() -> None:
    assert misses(basket((A, 1), (B, 1)), THREE) == [(1, 0, "")]


def test_nothing_is_offered_that_is_far_or_reached() -> None:
    assert misses(basket((A, 1)), THREE) == []
    assert misses(basket((A, 3)), THREE) == []
    assert misses(Basket("T"), THREE) == []


def test_after_a_full_group_the_next_is_offered_unless_the_limit_is_reached() -> None:
    assert misses(basket((A, 5)), THREE) == [(1, 0, "")]
    assert misses(basket((A, 5)), promotion("n_for_m", buy=3, free=1, limit=1)) == []


def test_units_that_another_promotion_took_are_not_counted() -> None:
    first = promotion("percent", "first", rate=Rate(1000), priority=1)
    assert misses(basket((A, 2)), first, THREE) == []


def test_the_product_that_a_bundle_lacks_is_named() -> None:
    parts = (BundlePart("a", Quantity(1000)), BundlePart("b", Quantity(2000)))
    menu = promotion("bundle", bundle=parts, amount=Money(1500))
    assert misses(basket((A, 1), (B, 1)), menu) == [(1, 0, "b")]
    assert misses(basket((B, 2)), menu) == [(1, 0, "a")]
    assert misses(basket((B, 1)), menu) == []
    assert misses(basket((A, 1), (B, 2)), menu) == []


def test_the_little_that_a_threshold_lacks() -> None:
    off = promotion("threshold", threshold=Money(3000), amount=Money(300))
    assert misses(basket((A, 2), (B, 1)), off) == [(0, 400, "")]
    assert misses(basket((A, 2)), off) == []
    assert misses(basket((A, 3)), off) == []
