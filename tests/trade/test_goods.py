from __future__ import annotations

from kiosk.trade.goods import PriceRule, list_price
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.trade.shop import product


def rule(price: int, level: str = "", units: int = 0, start: int | None = None, end: int | None = None) -> PriceRule:
    return PriceRule("a", Money(price), level, Quantity(units * 1000), start, end)


def test_without_a_fitting_rule_the_regular_price_holds() -> None:
    goods = product("a", 1000, prices=[rule(900, "vip"), rule(800, units=10), rule(700, start=50, end=60)])
    assert list_price(goods, 1000, at=10) == 1000


def test_a_rule_of_another_level_is_not_seen() -> None:
    goods = product("a", 1000, prices=[rule(900, "vip")])
    assert list_price(goods, 1000, at=0, level="vip") == 900
    assert list_price(goods, 1000, at=0, level="staff") == 1000


def test_a_break_begins_with_its_quantity() -> None:
    goods = product("a", 1000, prices=[rule(800, units=10)])
    assert list_price(goods, 9999, at=0) == 1000
    assert list_price(goods, 10000, at=0) == 800


def test_a_price_holds_from_its_start_until_before_its_end() -> None:
    goods = product("a", 1000, prices=[rule(700, start=50, end=60)])
    assert [list_price(goods, 1000, at=at) for at in (49, 50, 59, 60)] == [1000, 700, 700, 1000]


def test_a_member_never_pays_more_than_a_stranger() -> None:
    goods = product("a", 1000, prices=[rule(900, "vip"), rule(850)])
    assert list_price(goods, 1000, at=0, level="vip") == 850


def test_goods_nobody_priced_have_no_price() -> None:
    assert list_price(product("a", None), 1000, at=0) is None


def test_a_name_falls_back_to_the_other_language() -> None:
    goods = product("a")
    assert goods.name("en") == "a"
    assert type(goods)(**{**{f: getattr(goods, f) for f in goods.__struct_fields__}, "name_en": ""}).name("en") == "a"
