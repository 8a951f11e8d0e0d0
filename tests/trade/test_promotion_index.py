from __future__ import annotations

from kiosk.trade.basket import Line
from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import BundlePart, Promotion
from kiosk.trade.promotion_index import PromotionIndex, in_force, index_of
from kiosk.trade.promotion_lots import PromotedLine
from kiosk.trade.quantity import Quantity
from tests.trade.shop import product, promotion

RATE = Rate(100_000)


def lines(*names: str) -> list[PromotedLine]:
    goods = [product(name, category=name.upper()) for name in names]
    return [PromotedLine(Line(i, thing, Quantity(1000)), 1000, i) for i, thing in enumerate(goods)]


def test_only_promotions_that_name_the_goods_are_looked_at() -> None:
    many = [promotion("percent", f"{i}", rate=RATE, product_ids=[f"x{i}"]) for i in range(1000)]
    mine = promotion("percent", "mine", rate=RATE, category_ids=["A"])
    everywhere = promotion("threshold", "all", threshold=Money(1), amount=Money(1))
    index = PromotionIndex([everywhere, *many, mine])
    assert [p.id for p, _ in index.touching(lines("a", "b"))] == ["mine", "all"]
    assert [p.id for p, _ in PromotionIndex(many).touching(lines("a"))] == []


def test_a_promotion_for_all_goods_touches_no_empty_basket() -> None:
    assert PromotionIndex([promotion("percent", rate=RATE)]).touching([]) == []


def test_a_bundle_is_found_by_its_parts() -> None:
    parts = (BundlePart("a", Quantity(1000)),)
    index = PromotionIndex([promotion("bundle", bundle=parts, amount=Money(1), category_ids=["B"])])
    assert index.touches("a", "")
    assert not index.touches("b", "B")


def test_an_unsound_promotion_is_left_out_and_the_others_stay() -> None:
    index = PromotionIndex([promotion("percent", "bad"), promotion("percent", "good", rate=RATE)])
    assert [p.id for p in index.ordered] == ["good"]


def test_one_tuple_is_indexed_once() -> None:
    kept = (promotion("percent", rate=RATE),)
    assert index_of(kept) is index_of(kept)
    equal: tuple[Promotion, ...] = (*kept,)
    for _ in range(9):
        index_of((promotion("percent", rate=RATE),))
    assert index_of(equal).ordered == kept


def force(p: Promotion, at: int = 0, weekday: int = 0, minute: int = 0, level: str = "") -> bool:
    return in_force(p, at=at, weekday=weekday, minute=minute, level=level)


def test_a_promotion_holds_from_its_start_until_before_its_end() -> None:
    dated = promotion("percent", rate=RATE, start=10, end=20)
    assert [force(dated, at=at) for at in (9, 10, 19, 20)] == [False, True, True, False]


def test_happy_hour_ends_on_the_minute_and_may_run_over_midnight() -> None:
    evening = promotion("percent", rate=RATE, from_minute=1140, to_minute=1200)
    assert [force(evening, minute=m) for m in (1139, 1140, 1199, 1200)] == [False, True, True, False]
    night = promotion("percent", rate=RATE, from_minute=1320, to_minute=120)
    assert [force(night, minute=m) for m in (1319, 1320, 0, 119, 120)] == [False, True, True, True, False]


def test_a_level_wants_a_customer_of_that_level() -> None:
    vip = promotion("percent", rate=RATE, level="vip")
    assert [force(vip, level=level) for level in ("", "staff", "vip")] == [False, False, True]
