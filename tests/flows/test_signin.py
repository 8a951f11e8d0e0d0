from kiosk.flows.selling import Selling
from kiosk.flows.shifts import OpeningShift
from kiosk.flows.signin import Locked, SigningIn
from tests.flows.goods import COLA, badge_of
from tests.flows.shop import Shop


def test_a_pin_signs_in(empty_shop: Shop) -> None:
    empty_shop.do("pick", "AMY")
    empty_shop.do("enter_pin", "1111")
    assert empty_shop.view.bar.user is not None
    assert empty_shop.view.bar.user.name == "Amy"
    assert isinstance(empty_shop.front, OpeningShift)
    assert empty_shop.acts("signin.succeeded") == [{"user": "AMY"}]


def test_a_badge_signs_in(empty_shop: Shop) -> None:
    empty_shop.scan(badge_of("mei"))
    assert empty_shop.counter.user is not None
    assert empty_shop.counter.user.id == "MEI"


def test_an_unknown_badge_or_goods_do_not_sign_in(empty_shop: Shop) -> None:
    for data in (badge_of("nobody"), COLA, "", "\x00"):
        empty_shop.scan(data)
        assert isinstance(empty_shop.front, SigningIn)
        assert empty_shop.strip


def test_each_wrong_pin_makes_the_next_one_wait_longer(empty_shop: Shop) -> None:
    empty_shop.do("pick", "AMY")
    for _ in range(3):
        empty_shop.do("enter_pin", "9999")
    assert empty_shop.body.wait_s == 5
    empty_shop.do("enter_pin", "1111")
    assert isinstance(empty_shop.front, SigningIn)
    empty_shop.tick(5)
    empty_shop.do("enter_pin", "9999")
    assert empty_shop.body.wait_s == 10
    empty_shop.tick(10)
    empty_shop.do("enter_pin", "1111")
    assert isinstance(empty_shop.front, OpeningShift)
    assert len(empty_shop.acts("signin.failed")) == 4


def test_a_restart_does_not_shorten_the_wait_nor_does_the_clock(empty_shop: Shop) -> None:
    empty_shop.do("pick", "AMY")
    for _ in range(3):
        empty_shop.do("enter_pin", "9999")
    empty_shop.time.set_back_s(86_400)
    empty_shop.restart()
    empty_shop.do("pick", "AMY")
    assert empty_shop.body.wait_s == 5
    empty_shop.tick(2)
    assert empty_shop.body.wait_s == 3


def test_wrong_pins_of_one_user_do_not_hold_up_another(empty_shop: Shop) -> None:
    empty_shop.do("pick", "AMY")
    for _ in range(4):
        empty_shop.do("enter_pin", "9999")
    empty_shop.do("back")
    empty_shop.do("pick", "MEI")
    assert empty_shop.body.wait_s == 0
    empty_shop.do("enter_pin", "2222")
    assert isinstance(empty_shop.front, OpeningShift)


def test_the_language_changes_at_once(empty_shop: Shop) -> None:
    empty_shop.do("language", "zh_CN")
    assert empty_shop.view.language == "zh_CN"


def test_an_open_basket_waits_for_whoever_signs_in(shop: Shop) -> None:
    shop.scan(COLA)
    shop.counter.sign_out()
    shop.sign_in("bob")
    assert shop.body.lines[0].quantity == 1000
    assert "Items: 1" in shop.strip


def test_an_idle_counter_is_covered_and_the_same_user_goes_on_where_he_was(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("ask_quantity", 1)
    shop.tick(301)
    assert isinstance(shop.front, Locked)
    assert shop.view.locked
    assert shop.overlay is None
    shop.do("enter_pin", "1111")
    assert isinstance(shop.front, Selling)
    shop.do("answer", 3000)
    assert shop.body.lines[0].quantity == 3000


def test_goods_scanned_at_a_covered_counter_are_refused(shop: Shop) -> None:
    shop.counter.lock()
    shop.scan(COLA)
    assert isinstance(shop.front, Locked)
    assert shop.counter.cart.empty


def test_another_cashier_takes_over_with_his_badge_in_the_middle_of_a_sale(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan(badge_of("bob"))
    assert shop.counter.user is not None
    assert shop.counter.user.id == "BOB"
    assert shop.body.total == 350
    shop.pay_cash()
    assert shop.store.journal.get(shop.body.sale_id).actor == "BOB"  # type: ignore[union-attr]


def test_who_may_not_sell_does_not_take_over(shop: Shop) -> None:
    shop.scan(badge_of("kim"))
    assert shop.counter.user is not None
    assert shop.counter.user.id == "AMY"
    assert shop.strip


def test_ones_own_badge_covers_the_counter(shop: Shop) -> None:
    shop.scan(badge_of("amy"))
    assert isinstance(shop.front, Locked)
