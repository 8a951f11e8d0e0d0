from __future__ import annotations

import msgspec
import pytest

from kiosk.trade.basket import Basket, Discount, Line, PriceOverride, Returned
from kiosk.trade.edits import add_line, discount_basket, discount_line, override_price, set_customer
from kiosk.trade.goods import Customer, PriceRule
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity
from tests.trade.shop import VAT9, VAT13, basket, nets, of_lines, price, product, promotion, saved

HALF_OFF = promotion("percent", rate=Rate(500_000))


def percent(rate: int) -> Discount:
    return Discount(rate=Rate(rate))


def off(amount: int) -> Discount:
    return Discount(amount=Money(amount))


def test_an_empty_basket_costs_nothing() -> None:
    priced = price(Basket("T"))
    assert (priced.total, priced.lines, priced.taxes, priced.count) == (0, (), (), 0)


def test_380_at_0575_units_is_219_on_every_way() -> None:
    """Half up, whether by weight, by percent off, by hand or by tax (3.80 × 0.575 = 2.185)."""
    by_weight = price(basket((product("a", 380, weighed=True), 0.575)))
    assert by_weight.total == 219
    goods = basket((product("b", 380), 1))
    assert price(goods, promotion("percent", rate=Rate(575_000))).saved == 219
    assert price(discount_line(goods, 1, percent(575_000))).discount == 219
    assert price(discount_basket(goods, percent(575_000))).discount == 219
    taxed = product("c", 380, tax=msgspec.structs.replace(VAT13, rate=Rate(575_000)), included=False)
    assert price(basket((taxed, 1))).tax == 219
    assert price(basket((taxed, 1)), tax_per="document").tax == 219


def test_a_quantity_break_counts_all_of_the_product_in_the_basket() -> None:
    bulk = product("a", 1000, prices=[PriceRule("a", Money(800), min_quantity=Quantity(5000))])
    lines = of_lines(Line(1, bulk, Quantity(2000), note="for the office"), Line(2, bulk, Quantity(3000)))
    assert nets(price(lines)) == [1600, 2400]
    fewer = of_lines(Line(1, bulk, Quantity(2000)), Line(2, bulk, Quantity(2000), note="gift"))
    assert nets(price(fewer)) == [2000, 2000]


def test_returned_goods_do_not_help_to_reach_a_quantity_break() -> None:
    bulk = product("a", 1000, prices=[PriceRule("a", Money(800), min_quantity=Quantity(2000))])
    back = Returned("K7QXMP-1", 1, amount=Money(1000), tax=Money(0))
    lines = of_lines(Line(1, bulk, Quantity(1000)), Line(2, bulk, Quantity(1000), returned=back))
    assert nets(price(lines)) == [1000, -1000]


def test_a_members_price_comes_with_the_member() -> None:
    goods = basket((product("a", 1000, prices=[PriceRule("a", Money(880), level="vip")]), 1))
    assert price(goods).total == 1000
    priced = price(set_customer(goods, Customer("C1", "Wang", level="vip")))
    assert (priced.total, priced.lines[0].unit_price, priced.lines[0].regular_price) == (880, 880, 1000)


def test_a_product_without_a_price_is_named_and_costs_nothing() -> None:
    priced = price(basket((product("a", None), 1), (product("b", 500), 1)), HALF_OFF)
    assert priced.unpriced == (1,)
    assert priced.lines[0].unit_price is None
    assert priced.total == 250
    assert sum(t.base + t.tax for t in priced.taxes) == priced.total


def test_a_price_set_by_hand_replaces_price_list_and_promotions() -> None:
    goods = override_price(basket((product("a", 1000), 2)), 1, PriceOverride(Money(700), "damaged", "U2"))
    priced = price(goods, HALF_OFF, promotion("threshold", "T", threshold=Money(100), amount=Money(50)))
    assert (priced.total, priced.saved, priced.lines[0].unit_price) == (1400, 0, 700)


def test_goods_without_a_price_can_be_sold_at_a_price_set_by_hand() -> None:
    priced = price(override_price(basket((product("a", None), 1)), 1, PriceOverride(Money(300))))
    assert (priced.total, priced.unpriced) == (300, ())


def test_a_price_set_by_hand_can_still_be_discounted() -> None:
    goods = override_price(basket((product("a", 1000), 1)), 1, PriceOverride(Money(800)))
    assert price(discount_line(goods, 1, percent(250_000))).total == 600


def test_a_label_that_states_the_price_is_charged_as_stated() -> None:
    meat = product("m", 3999, weighed=True)
    full, _ = add_line(Basket("T"), meat, Quantity(512), amount=Money(2050))
    priced = price(full)
    assert (priced.lines[0].gross, priced.total) == (2050, 2050)


def test_a_stated_price_needs_no_price_list() -> None:
    full, _ = add_line(Basket("T"), product("m", None, weighed=True), Quantity(500), amount=Money(1000))
    priced = price(full)
    assert (priced.total, priced.unpriced, priced.lines[0].unit_price) == (1000, (), 2000)


@pytest.mark.parametrize(
    ("kind", "fields", "total"),
    [
        ("percent", {"rate": Rate(100_000)}, 1845),
        ("threshold", {"threshold": Money(2000), "amount": Money(300)}, 1750),
        ("amount", {"amount": Money(100)}, 2050),
        ("fixed_price", {"amount": Money(1)}, 2050),
        ("n_for_m", {"buy": 1, "free": 1}, 2050),
    ],
)
def test_only_percent_and_threshold_lower_a_stated_price(kind: str, fields: dict[str, object], total: int) -> None:
    full, _ = add_line(Basket("T"), product("m", 3999, weighed=True), Quantity(512), amount=Money(2050))
    assert price(full, promotion(kind, **fields)).total == total


def test_manual_discounts_come_after_promotions_the_lines_before_the_baskets() -> None:
    goods = discount_line(basket((product("a", 1000), 1), (product("b", 1000), 1)), 1, percent(100_000))
    goods = discount_basket(goods, percent(100_000))
    priced = price(goods, promotion("percent", rate=Rate(200_000), product_ids=["a"]))
    # a: 1000 − 200 = 800, −80 = 720, −72; b: 1000 − 100
    assert nets(priced) == [648, 900]
    assert [line.discount for line in priced.lines] == [152, 100]


def test_a_discount_never_exceeds_what_is_left_to_pay() -> None:
    goods = discount_line(basket((product("a", 1000), 1)), 1, off(5000))
    assert price(goods).total == 0
    assert price(discount_basket(basket((product("a", 1000), 1)), off(5000))).total == 0


def test_a_basket_discount_is_allotted_to_the_cent() -> None:
    goods = basket((product("a", 333), 1), (product("b", 333), 1), (product("c", 334), 1))
    priced = price(discount_basket(goods, off(100)))
    assert priced.discount == 100
    assert sorted(line.discount for line in priced.lines) == [33, 33, 34]


def test_the_odd_cent_goes_to_the_same_goods_whichever_was_scanned_first() -> None:
    taxed, exempt = product("a", 50, tax=VAT13, included=False), product("b", 50)
    first = price(discount_basket(basket((taxed, 1), (exempt, 1)), off(1)))
    second = price(discount_basket(basket((exempt, 1), (taxed, 1)), off(1)))
    assert nets(first) == nets(second)[::-1] == [49, 50]
    assert first.total == second.total == 105


def test_goods_with_a_highest_discount_take_no_more_of_the_baskets() -> None:
    goods = basket((product("tobacco", 1000, max_discount=0), 1), (product("tea", 1000), 1))
    assert nets(price(discount_basket(goods, percent(200_000)))) == [1000, 800]
    assert nets(price(discount_basket(goods, off(300)))) == [1000, 700]
    assert nets(price(discount_basket(goods, off(3000)))) == [1000, 0]


def test_a_lines_own_discount_counts_towards_its_highest() -> None:
    goods = discount_line(basket((product("a", 1000, max_discount=100_000), 1)), 1, percent(80_000))
    assert price(discount_basket(goods, percent(100_000))).total == 900


def test_returned_goods_give_back_what_was_paid_whatever_holds_today() -> None:
    back = Returned("K7QXMP-1", 1, amount=Money(565), tax=Money(65))
    lines = of_lines(
        Line(1, product("a", 1000, tax=VAT13), Quantity(1000), returned=back),
        Line(2, product("b", 1130, tax=VAT13), Quantity(1000)),
    )
    priced = price(
        discount_basket(lines, percent(500_000)), promotion("percent", rate=Rate(100_000), product_ids=["a"])
    )
    first = priced.lines[0]
    assert (first.gross, first.savings, first.discount, first.net, first.tax, first.total) == (
        -565, (), 0, -565, -65, -565,
    )  # fmt: skip
    assert priced.total == 0
    assert (priced.taxes[0].base, priced.taxes[0].tax) == (0, 0)


def test_returned_goods_taxed_on_top_give_their_tax_back_too() -> None:
    back = Returned("K7QXMP-1", 1, amount=Money(1130), tax=Money(130))
    priced = price(of_lines(Line(1, product("a", 900, tax=VAT13, included=False), Quantity(2000), returned=back)))
    assert (priced.lines[0].net, priced.lines[0].tax, priced.total) == (-1000, -130, -1130)
    assert priced.lines[0].unit_price == 500


def test_prices_with_and_without_tax_may_share_a_basket() -> None:
    priced = price(
        basket(
            (product("a", 1130, tax=VAT13), 1),
            (product("b", 1000, tax=VAT13, included=False), 1),
            (product("c", 109, tax=VAT9), 1),
        )
    )
    assert priced.total == 1130 + 1130 + 109
    assert [(t.tax_id, t.base, t.tax) for t in priced.taxes] == [("vat13", 2000, 260), ("vat9", 100, 9)]


def test_tax_is_of_what_is_paid_after_promotions_and_discounts() -> None:
    goods = discount_line(basket((product("a", 2260, tax=VAT13), 1)), 1, off(0 + 565))
    assert price(goods, promotion("amount", amount=Money(565))).tax == 130


def test_a_weighed_bag_and_a_length_of_cloth_count_as_one_item() -> None:
    goods = basket((product("a"), 3), (product("b", weighed=True), 1.234), (product("c", unit="m"), 2.5))
    assert price(goods).count == 5


def test_pricing_leaves_the_basket_as_it_is_and_answers_the_same_again() -> None:
    goods = discount_basket(basket((product("a", 999), 3), (product("b", 101), 2)), percent(33_333))
    before = msgspec.json.encode(goods)
    first, second = price(goods, HALF_OFF), price(goods, HALF_OFF)
    assert first == second
    assert msgspec.json.encode(goods) == before


def test_what_was_priced_survives_being_written_and_read() -> None:
    priced = price(basket((product("a"), 2), (product("b"), 1)), HALF_OFF)
    assert msgspec.json.decode(msgspec.json.encode(priced), type=type(priced)) == priced


def test_savings_carry_the_promotions_name_in_both_languages() -> None:
    saving = price(basket((product("a"), 1)), HALF_OFF).lines[0].savings[0]
    assert (saving.promotion_id, saving.name_zh, saving.name_en, saving.amount) == (
        "P",
        "促销P",
        "Promotion P",
        500,
    )
    assert saved(price(basket((product("a"), 1)), HALF_OFF)) == [500]
