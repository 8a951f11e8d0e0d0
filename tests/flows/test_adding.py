from datetime import timedelta

import pytest

from kiosk.store.documents import StoreSaved
from tests.flows.goods import COLA, COLA_CASE, RICE, milk_batch, milk_piece
from tests.flows.shop import Shop


def policy(shop: Shop, **policies: str) -> None:
    document = StoreSaved(id="S01", name_zh="城南店", name_en="South shop", policies=policies)
    shop.store.journal.append(document, actor="LEE")
    shop.tick(61)


def test_batch_and_date_come_with_the_code(shop: Shop) -> None:
    shop.scan(milk_batch("L77", "270101"), "d2")
    line = shop.counter.cart.basket.lines[0]
    assert (line.batch, line.expiry) == ("L77", "2027-01-01")


def test_a_serial_number_is_a_batch_of_one_piece_and_sold_once(shop: Shop) -> None:
    shop.scan(milk_piece("SN-1"), "d2")
    shop.scan(milk_piece("SN-2"), "d2")
    shop.scan(milk_piece("SN-1"), "d2")
    assert [(x.batch, x.quantity) for x in shop.counter.cart.basket.lines] == [("SN-1", 1000), ("SN-2", 1000)]
    assert shop.strip == "Milk number SN-1 is in the basket already."
    shop.pay_cash()
    assert {line.batch for line in shop.sales()[0].lines} == {"SN-1", "SN-2"}


def test_a_serial_number_on_goods_whose_batches_nobody_tracks_is_left_alone(shop: Shop) -> None:
    for serial in ("1", "2"):
        shop.scan(f"010{COLA}21{serial}", "d2")
    assert [(x.batch, x.quantity) for x in shop.counter.cart.basket.lines] == [("", 2000)]


def test_goods_past_their_date_are_not_sold_without_a_word(shop: Shop) -> None:
    shop.scan(milk_batch("L76", "250101"), "d2")
    assert shop.counter.cart.empty
    assert "expired" in str(shop.overlay.detail)
    shop.approve("mei")
    assert len(shop.body.lines) == 1
    assert shop.acts("sale.expired")[0]["product"] == "milk"
    shop.pay_cash()
    assert [a.permission for a in shop.sales()[0].approvals] == ["sale.expired"]


def test_goods_that_keep_only_until_tomorrow_are_sold_with_a_word(shop: Shop) -> None:
    today = shop.counter.clock.today()
    tomorrow, later = (today + timedelta(days=n) for n in (1, 2))
    shop.scan(milk_batch("L76", f"{later:%y%m%d}"), "d2")
    assert shop.strip == ""
    shop.scan(milk_batch("L75", f"{tomorrow:%y%m%d}"), "d2")
    assert len(shop.body.lines) == 2
    assert shop.strip == f"Milk keeps until {tomorrow.isoformat()} only. Tell the customer."


def test_or_without_one_where_the_shop_wishes_none(shop: Shop) -> None:
    policy(shop, sale_expiry_days="-1")
    shop.scan(milk_batch("L75", f"{shop.counter.clock.today():%y%m%d}"), "d2")
    assert shop.strip == ""


def test_the_shop_may_refuse_them_altogether(shop: Shop) -> None:
    policy(shop, expired_goods="refuse")
    shop.scan(milk_batch("L76", "250101"), "d2")
    assert shop.overlay is None
    assert "expired" in shop.strip


def test_by_default_a_shop_does_not_refuse_money_for_lack_of_stock(shop: Shop) -> None:
    shop.sell(*[RICE] * 7)
    assert shop.on_hand("rice") == -2_000


@pytest.mark.parametrize("rule", ["approve", "refuse"])
def test_the_same_stock_is_not_sold_twice(shop: Shop, rule: str) -> None:
    policy(shop, negative_stock=rule)
    shop.sell(*[RICE] * 4)
    shop.scan(RICE)
    shop.scan(RICE)
    assert shop.counter.cart.basket.lines[0].quantity == 1000
    if rule == "approve":
        shop.approve("mei")
        assert shop.counter.cart.basket.lines[0].quantity == 2000
    else:
        assert "in stock" in shop.strip


def test_a_larger_quantity_is_checked_like_a_scan(shop: Shop) -> None:
    policy(shop, negative_stock="refuse")
    shop.scan(RICE)
    shop.do("ask_quantity", 1)
    shop.do("answer", 6000)
    assert "in stock" in str(shop.overlay.error)
    shop.do("cancel")
    shop.do("step", 1, 1)
    assert shop.body.lines[0].quantity == 2000


def test_a_case_counts_what_is_in_it(shop: Shop) -> None:
    policy(shop, negative_stock="refuse")
    for _ in range(4):
        shop.scan(COLA_CASE)
    shop.scan(COLA)
    shop.scan(COLA_CASE)
    assert shop.body.lines[0].quantity == 97_000
