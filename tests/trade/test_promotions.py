from __future__ import annotations

from kiosk.trade.basket import Basket
from kiosk.trade.edits import add_line
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import BundlePart
from kiosk.trade.quantity import Quantity
from tests.trade.shop import basket, nets, price, product, promotion, saved

TEN = Rate(100_000)
A, B, C = product("a", 1000), product("b", 600), product("c", 300)


# --- the price of each unit


def test_percent_off_is_taken_line_by_line() -> None:
    assert saved(price(basket((A, 1), (product("x", 15), 1)), promotion("percent", rate=TEN))) == [100, 2]


def test_percent_off_holds_for_weighed_goods_too() -> None:
    assert price(basket((product("w", 1000, weighed=True), 1.5)), promotion("percent", rate=TEN)).total == 1350


def test_an_amount_off_is_per_unit_and_never_more_than_the_price() -> None:
    off = promotion("amount", amount=Money(400))
    assert saved(price(basket((A, 3), (C, 2)), off)) == [1200, 600]


def test_a_fixed_price_never_raises_a_price() -> None:
    fixed = promotion("fixed_price", amount=Money(500))
    assert nets(price(basket((A, 2), (C, 2)), fixed)) == [1000, 600]


def test_a_fixed_price_is_per_kilogram_for_weighed_goods() -> None:
    assert (
        price(basket((product("w", 1000, weighed=True), 2.5)), promotion("fixed_price", amount=Money(800))).total
        == 2000
    )


def test_a_limit_counts_the_dearest_units_first() -> None:
    two = promotion("percent", rate=Rate(500_000), limit=2)
    assert saved(price(basket((C, 1), (A, 1), (B, 3)), two)) == [0, 500, 300]


def test_a_limit_counts_every_unit_of_a_line() -> None:
    three = promotion("percent", rate=Rate(500_000), limit=3)
    assert saved(price(basket((A, 2), (B, 3)), three)) == [1000, 300]


def test_a_weighed_line_counts_once_towards_a_limit() -> None:
    one = promotion("percent", rate=TEN, limit=1)
    heavy = product("w", 2000, weighed=True)
    assert saved(price(basket((heavy, 3.2), (A, 1)), one)) == [640, 0]


def test_goods_already_cheaper_do_not_use_up_the_limit() -> None:
    fixed = promotion("fixed_price", amount=Money(500), limit=1)
    assert saved(price(basket((C, 1), (B, 2)), fixed)) == [0, 100]


# --- groups


def test_of_three_units_the_cheapest_is_free_and_all_three_share_it() -> None:
    priced = price(basket((A, 1), (B, 1), (C, 1)), promotion("n_for_m", buy=3, free=1))
    assert priced.saved == 300
    assert saved(priced) == [158, 95, 47]


def test_two_units_are_no_three() -> None:
    assert price(basket((A, 2)), promotion("n_for_m", buy=3, free=1)).saved == 0


def test_groups_form_from_the_dearest_down_so_that_splitting_the_basket_gains_nothing() -> None:
    cheap = product("d", 100)
    together = price(basket((A, 3), (cheap, 3)), promotion("n_for_m", buy=3, free=1))
    assert saved(together) == [1000, 100]


def test_units_left_over_are_the_cheapest_and_pay_in_full() -> None:
    assert saved(price(basket((A, 3), (C, 1)), promotion("n_for_m", buy=3, free=1))) == [1000, 0]


def test_a_limit_on_groups() -> None:
    assert price(basket((A, 9)), promotion("n_for_m", buy=3, free=1, limit=2)).saved == 2000


def test_nine_thousand_bottles_are_grouped_as_exactly_as_three() -> None:
    odd = product("o", 333)
    assert price(basket((odd, 9999)), promotion("n_for_m", buy=3, free=1)).saved == 3333 * 333
    assert price(basket((odd, 9999)), promotion("second_half")).saved == 4999 * 167


def test_the_second_at_half_price_is_the_cheaper_of_each_pair() -> None:
    assert price(basket((A, 1), (B, 2)), promotion("second_half")).saved == 300
    assert price(basket((A, 2), (B, 2)), promotion("second_half")).saved == 500 + 300


def test_the_third_may_be_what_is_cheaper() -> None:
    third = promotion("second_half", buy=3, rate=Rate(800_000))
    assert price(basket((A, 3)), third).saved == 800


def test_any_three_for_a_price_from_the_dearest_down() -> None:
    mix = promotion("mix_match", buy=3, amount=Money(2000), product_ids=["a", "b", "c"])
    priced = price(basket((A, 2), (B, 1), (C, 1)), mix)
    assert priced.saved == 600
    assert saved(priced) == [462, 138, 0]
    assert priced.lines[2].net == 300


def test_three_that_cost_less_than_their_joint_price_stay_as_they_are() -> None:
    assert price(basket((C, 3)), promotion("mix_match", buy=3, amount=Money(1000))).saved == 0


def test_a_bundle_needs_all_its_parts_and_counts_sets() -> None:
    parts = (BundlePart("a", Quantity(1000)), BundlePart("b", Quantity(2000)))
    set_menu = promotion("bundle", bundle=parts, amount=Money(1600))
    assert price(basket((A, 1), (B, 1)), set_menu).saved == 0
    assert price(basket((A, 1), (B, 2)), set_menu).total == 1600
    priced = price(basket((A, 3), (B, 5), (C, 1)), set_menu)
    assert priced.saved == 1200
    assert priced.total == 2 * 1600 + 1000 + 600 + 300


def test_a_bundle_is_shared_by_price_to_the_cent() -> None:
    parts = (
        BundlePart("a", Quantity(1000)),
        BundlePart("b", Quantity(1000)),
        BundlePart("c", Quantity(1000)),
    )
    priced = price(basket((A, 1), (B, 1), (C, 1)), promotion("bundle", bundle=parts, amount=Money(1000)))
    assert nets(priced) == [526, 316, 158]


def test_a_bundle_never_costs_more_than_its_parts() -> None:
    parts = (BundlePart("b", Quantity(1000)), BundlePart("c", Quantity(1000)))
    assert price(basket((B, 1), (C, 1)), promotion("bundle", bundle=parts, amount=Money(2000))).total == 900


def test_promotions_by_number_of_units_do_not_see_weighed_goods_or_lengths() -> None:
    apples, cloth = product("w", 100, weighed=True), product("m", 100, unit="m")
    three = promotion("n_for_m", buy=3, free=1)
    assert price(basket((apples, 3), (cloth, 3), (A, 2)), three).saved == 0


# --- the basket


def test_the_threshold_takes_its_amount_off_all_that_counted() -> None:
    off = promotion("threshold", threshold=Money(1500), amount=Money(100))
    priced = price(basket((A, 1), (B, 1)), off)
    assert saved(priced) == [63, 37]  # 62.5 and 37.5: the first has the odd one
    assert price(basket((A, 1), (C, 1)), off).saved == 0


def test_the_threshold_is_reached_by_exactly_its_amount() -> None:
    assert price(basket((A, 1)), promotion("threshold", threshold=Money(1000), amount=Money(1))).saved == 1
    assert price(basket((A, 1)), promotion("threshold", threshold=Money(1001), amount=Money(1))).saved == 0


def test_every_full_hundred_counts_when_it_repeats_up_to_its_limit() -> None:
    each = promotion("threshold", threshold=Money(1000), amount=Money(100), repeat=True)
    assert price(basket((A, 3), (B, 1)), each).saved == 300
    most = promotion("threshold", threshold=Money(1000), amount=Money(100), repeat=True, limit=2)
    assert price(basket((A, 3), (B, 1)), most).saved == 200


def test_a_threshold_may_take_a_rate_off() -> None:
    assert price(basket((A, 2)), promotion("threshold", threshold=Money(1500), rate=TEN)).saved == 200


def test_a_threshold_counts_what_line_promotions_left_to_pay() -> None:
    tenth = promotion("percent", "L", rate=TEN, exclusive=False)
    off = promotion("threshold", "T", threshold=Money(1000), amount=Money(500), exclusive=False, priority=9)
    assert price(basket((A, 1)), tenth, off).saved == 100
    assert price(basket((A, 2)), tenth, off).saved == 200 + 500


def test_a_threshold_only_counts_its_category() -> None:
    tea = product("t", 1000, category="tea")
    off = promotion("threshold", threshold=Money(1000), amount=Money(100), category_ids=["tea"])
    assert saved(price(basket((A, 5), (tea, 1)), off)) == [0, 100]


# --- together


def test_an_exclusive_promotion_leaves_its_units_to_no_other() -> None:
    tenth, half = (
        promotion("percent", "1", rate=TEN, priority=1),
        promotion("percent", "2", rate=Rate(500_000)),
    )
    assert price(basket((A, 1)), tenth, half).saved == 100


def test_a_stacking_promotion_does_not_join_an_exclusive_one_before_it() -> None:
    tenth = promotion("percent", "1", rate=TEN, priority=1)
    half = promotion("percent", "2", rate=Rate(500_000), exclusive=False)
    off = promotion("threshold", "3", threshold=Money(1), amount=Money(1), exclusive=False)
    assert price(basket((A, 1)), tenth, half, off).saved == 100


def test_an_exclusive_promotion_does_not_join_one_that_stacks() -> None:
    tenth = promotion("percent", "1", rate=TEN, priority=1, exclusive=False)
    assert price(basket((A, 1)), tenth, promotion("percent", "2", rate=Rate(500_000))).saved == 100


def test_stacking_promotions_apply_to_what_is_left_to_pay() -> None:
    tenth = promotion("percent", "1", rate=TEN, exclusive=False)
    half = promotion("percent", "2", rate=Rate(500_000), exclusive=False)
    priced = price(basket((A, 1)), tenth, half)
    assert [(s.promotion_id, s.amount) for s in priced.lines[0].savings] == [("1", 100), ("2", 450)]


def test_the_higher_priority_has_its_turn_first_then_the_lower_id() -> None:
    one = promotion("amount", "z", amount=Money(100), priority=5)
    two = promotion("amount", "b", amount=Money(200))
    three = promotion("amount", "a", amount=Money(300))
    assert price(basket((A, 1)), three, two, one).saved == 100
    assert price(basket((A, 1)), two, three).saved == 300


def test_units_that_an_exclusive_promotion_left_are_free_for_the_next() -> None:
    pairs = promotion("n_for_m", "1", buy=2, free=1, priority=1)
    tenth = promotion("percent", "2", rate=TEN)
    priced = price(basket((A, 3)), pairs, tenth)
    assert [(s.promotion_id, s.amount) for s in priced.lines[0].savings] == [("1", 1000), ("2", 100)]


def test_stacking_a_group_on_part_of_a_line_splits_only_its_units() -> None:
    pairs = promotion("n_for_m", "1", buy=2, free=1, priority=1, exclusive=False)
    tenth = promotion("percent", "2", rate=TEN, exclusive=False)
    assert price(basket((A, 3)), pairs, tenth).total == 1800


def test_promotions_of_other_goods_levels_days_and_hours_do_not_apply() -> None:
    goods = basket((A, 1))
    assert price(goods, promotion("percent", rate=TEN, product_ids=["b"])).saved == 0
    assert price(goods, promotion("percent", rate=TEN, category_ids=["tea"])).saved == 0
    assert price(goods, promotion("percent", rate=TEN, level="vip")).saved == 0
    assert price(goods, promotion("percent", rate=TEN, weekdays=[5, 6]), weekday=0).saved == 0
    assert price(goods, promotion("percent", rate=TEN, weekdays=[5, 6]), weekday=5).saved == 100
    assert (
        price(
            basket((A, 1), customer=Customer("C", "Li", level="vip")),
            promotion("percent", rate=TEN, level="vip"),
        ).saved
        == 100
    )


def test_a_promotion_by_product_or_by_category_takes_a_line_once() -> None:
    tea = product("t", 1000, category="tea")
    both = promotion("percent", rate=TEN, product_ids=["t"], category_ids=["tea"], exclusive=False)
    assert price(basket((tea, 1)), both).saved == 100


def test_gifts_that_cost_nothing_are_not_the_free_unit() -> None:
    assert price(basket((A, 2), (product("g", 0), 1)), promotion("n_for_m", buy=3, free=1)).saved == 0


def test_the_order_of_scanning_does_not_change_the_price() -> None:
    three = promotion("n_for_m", buy=3, free=1)
    first = price(basket((A, 1), (B, 2), (C, 2)), three)
    second = price(basket((C, 2), (B, 2), (A, 1)), three)
    assert saved(first) == list(reversed(saved(second)))


def test_a_label_with_a_stated_price_reaches_a_threshold() -> None:
    full, _ = add_line(Basket("T"), product("m", None, weighed=True), Quantity(500), amount=Money(999))
    full, _ = add_line(full, product("x", 1))
    assert price(full, promotion("threshold", threshold=Money(1000), amount=Money(100))).total == 900
