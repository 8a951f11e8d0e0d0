import pytest

from kiosk.flows.selling import Selling
from tests.flows.goods import CHEESE, COLA, RICE, WATER, badge_of
from tests.flows.shop import Shop


def discount_line(shop: Shop, key: int, millionths: int) -> None:
    shop.do("ask_discount", key)
    shop.do("answer", millionths)
    if shop.overlay is not None and hasattr(shop.overlay, "options"):
        shop.do("choose", "regular")


def test_within_the_limit_a_reason_is_enough(shop: Shop) -> None:
    shop.scan(RICE)
    discount_line(shop, 1, 100_000)
    assert shop.body.total == 11520
    discount = shop.counter.cart.basket.lines[0].discount
    assert discount is not None
    assert (discount.by, discount.reason) == ("AMY", "regular")


def test_nobody_gives_more_than_his_limit_alone(shop: Shop) -> None:
    shop.scan(RICE)
    discount_line(shop, 1, 110_000)
    assert shop.body.total == 12800
    assert [p.name for p in shop.overlay.approvers] == ["Lee", "Mei"]
    shop.approve("mei")
    assert shop.body.total == 11392
    shop.pay_cash()
    assert shop.sales()[0].lines[0].discount_by == "MEI"


def test_two_discounts_within_the_limit_do_not_make_one_above_it(shop: Shop) -> None:
    shop.scan(RICE)
    discount_line(shop, 1, 100_000)
    shop.act("discount")
    shop.do("answer", 100_000)
    shop.do("choose", "regular")
    assert shop.overlay is not None
    shop.do("cancel")
    assert shop.body.total == 11520


def test_an_amount_counts_like_its_share(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("ask_discount", 1)
    shop.do("act", "toggle")
    assert shop.overlay.mode == "amount"
    shop.do("answer", 5000)
    shop.do("choose", "damaged")
    assert shop.overlay is not None
    shop.approve("lee")
    assert shop.body.total == 7800


def test_a_products_own_limit_binds_everybody(shop: Shop) -> None:
    shop.counter.sign_out()
    shop.sign_in("lee")
    shop.scan(CHEESE)
    shop.do("ask_discount", 1)
    shop.do("answer", 200_000)
    assert "at most 10 %" in str(shop.overlay.error)
    shop.do("answer", 100_000)
    shop.do("choose", "regular")
    assert shop.body.total == 1800


@pytest.mark.parametrize("wrong", [-1, 1_000_001, 10**12])
def test_a_share_that_cannot_be_is_refused_beside_the_field(shop: Shop, wrong: int) -> None:
    shop.scan(RICE)
    shop.do("ask_discount", 1)
    shop.do("answer", wrong)
    assert shop.overlay.error is not None


def test_zero_takes_the_discount_back(shop: Shop) -> None:
    shop.scan(RICE)
    discount_line(shop, 1, 50_000)
    shop.do("ask_discount", 1)
    shop.do("answer", 0)
    assert shop.body.total == 12800


def test_rounding_of_a_small_amount_is_not_generosity(shop: Shop) -> None:
    for _ in range(5):
        shop.scan(WATER)
    shop.scan(COLA)
    shop.act("discount")
    shop.do("answer", 100_000)
    shop.do("choose", "regular")
    assert shop.overlay is None
    assert shop.body.discount > 0


def test_ones_own_badge_approves_nothing(shop: Shop) -> None:
    shop.scan(RICE)
    discount_line(shop, 1, 500_000)
    shop.scan(badge_of("amy"))
    assert "may not" in str(shop.overlay.error)
    shop.scan(badge_of("bob"))
    assert "may not" in str(shop.overlay.error)
    shop.scan(COLA)
    assert shop.overlay.error is not None
    shop.do("cancel")
    assert isinstance(shop.front, Selling)
    assert shop.body.total == 12800
