"""A counter that nobody stands at goes dark, unless somebody still looks at it; who comes back finds all as it was."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.exc import StoreUnwritable
from kiosk.flows.blocked import Blocked
from kiosk.flows.paying import Paying
from kiosk.flows.signin import Locked
from kiosk.hw.ports import DeviceState, DeviceStatus
from kiosk.i18n import M
from tests.flows.goods import WATER
from tests.flows.shop import Shop

LONG = 601


def test_after_ten_minutes_alone_the_screen_is_dark_and_its_light_off(shop: Shop) -> None:
    shop.tick(300)
    assert not shop.view.asleep
    shop.tick(LONG)
    assert shop.view.asleep
    assert not shop.devices.lit


def test_a_touch_wakes_it_and_nothing_else_happens(shop: Shop) -> None:
    shop.tick(LONG)
    before = shop.view
    shop.counter.stir()
    assert not shop.view.asleep
    assert shop.devices.lit
    assert (shop.view.body, shop.view.overlay) == (before.body, before.overlay)


def test_a_scan_wakes_it_and_is_taken(shop: Shop) -> None:
    shop.counter.sign_out()
    shop.tick(LONG)
    assert shop.view.asleep
    shop.sign_in("amy")
    assert not shop.view.asleep
    shop.counter.settings = replace(shop.counter.settings, idle_lock_s=0)
    shop.tick(LONG)
    assert shop.view.asleep
    shop.scan(WATER)
    assert not shop.view.asleep
    assert shop.body.count == 1


def test_with_goods_on_the_counter_it_stays_lit_though_it_is_locked(shop: Shop) -> None:
    shop.scan(WATER)
    shop.tick(10_000)
    assert isinstance(shop.front, Locked)
    assert not shop.view.asleep


def test_with_an_open_payment_it_stays_lit_though_it_is_locked(shop: Shop) -> None:
    shop.scan(WATER)
    shop.do("pay")
    assert isinstance(shop.front, Paying)
    shop.counter.cart.clear()
    shop.tick(10_000)
    assert not shop.view.asleep


def test_what_stopped_the_selling_stays_to_be_read(shop: Shop) -> None:
    shop.fail_store("save", StoreUnwritable(M("The disk is full.")), room="baskets")
    shop.scan(WATER)
    assert isinstance(shop.front, Blocked)
    shop.tick(10_000)
    assert not shop.view.asleep


def test_what_a_device_says_wakes_nobody(shop: Shop) -> None:
    shop.counter.sign_out()
    shop.tick(LONG)
    shop.counter.device_status(DeviceStatus("printer", DeviceState.ABSENT))
    shop.counter.drawer_changed(True)
    shop.tick()
    assert shop.view.asleep


def test_it_can_be_told_never_to_go_dark(shop: Shop) -> None:
    shop.counter.settings = replace(shop.counter.settings, blank_s=0)
    shop.tick(100_000)
    assert not shop.view.asleep


def test_somebody_who_only_scrolls_is_neither_locked_out_nor_left_in_the_dark(shop: Shop) -> None:
    for _ in range(20):
        shop.tick(100)
        shop.counter.stir()
    assert not shop.view.asleep
    assert not shop.view.locked
