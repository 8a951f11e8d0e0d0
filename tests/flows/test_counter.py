import pytest

from kiosk.exc import StoreDamaged, StoreUnwritable
from kiosk.flows.blocked import Blocked
from kiosk.flows.counter import Counter
from kiosk.flows.selling import Selling
from kiosk.flows.signin import Locked, SigningIn
from kiosk.hw.ports import DeviceState, DeviceStatus, Signal
from kiosk.i18n import M
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def test_every_input_is_published_once(shop: Shop) -> None:
    seen = len(shop.views)
    shop.scan(COLA)
    shop.do("select", 1)
    shop.tick()
    assert len(shop.views) == seen + 3
    serials = [view.serial for view in shop.views]
    assert serials == sorted(set(serials))


def test_private_methods_are_no_inputs(shop: Shop) -> None:
    seen = len(shop.views)
    shop.do("_chosen")
    assert len(shop.views) == seen


def test_an_action_that_is_not_there_is_refused(shop: Shop) -> None:
    shop.act("fly")
    assert shop.strip


def test_a_store_that_fails_covers_everything_until_it_works_again(shop: Shop) -> None:
    shop.scan(COLA)
    mend = shop.fail_store("save", StoreUnwritable(M("The disk is full.")), room="baskets")
    shop.scan(RICE)
    assert isinstance(shop.front, Blocked)
    assert shop.devices.signals[-1] is Signal.ATTENTION
    shop.scan(RICE)
    shop.tick()
    assert isinstance(shop.front, Blocked)
    mend()
    shop.do("retry")
    assert isinstance(shop.front, Selling)
    assert [x.total for x in shop.body.lines] == [350]
    shop.scan(RICE)
    assert len(shop.body.lines) == 2


def test_a_store_that_can_not_be_opened_again_stays_covered(shop: Shop) -> None:
    shop.fail_store("save", StoreDamaged(M("The file is damaged.")), room="baskets")
    shop.scan(RICE)

    def reopen() -> None:
        raise StoreDamaged(M("Still damaged."))

    shop.counter._reopen = reopen  # type: ignore[assignment]
    shop.do("retry")
    assert isinstance(shop.front, Blocked)
    assert "Still" in str(shop.body.text)


def test_in_the_shop_an_unexpected_error_is_told_and_the_till_goes_on(shop: Shop) -> None:
    shop.counter._strict = False
    mend = shop.fail_store("save", RuntimeError("a bug"), room="baskets")
    shop.scan(COLA)
    assert "went wrong" in shop.strip
    mend()
    shop.scan(COLA)
    assert shop.body.total == 350


def test_lamps_keep_their_places(shop: Shop) -> None:
    shop.counter.device_status(DeviceStatus("drawer", DeviceState.READY))
    shop.counter.device_status(DeviceStatus("scanner", DeviceState.READY))
    shop.counter.device_status(DeviceStatus("printer", DeviceState.TROUBLE, M("No paper.")))
    lamps = shop.view.bar.lamps
    assert [(x.name, x.state) for x in lamps] == [
        ("scanner", "ready"),
        ("printer", "trouble"),
        ("drawer", "ready"),
    ]


def test_an_idle_sign_in_screen_is_not_covered(empty_shop: Shop) -> None:
    empty_shop.tick(10_000)
    assert isinstance(empty_shop.front, SigningIn)
    assert not isinstance(empty_shop.front, Locked)


def test_ticks_and_devices_do_not_keep_a_counter_awake(shop: Shop) -> None:
    shop.tick(200)
    shop.counter.device_status(DeviceStatus("printer", DeviceState.READY))
    shop.tick(101)
    assert isinstance(shop.front, Locked)


def test_entries_not_yet_sent_are_counted_in_the_bar(shop: Shop) -> None:
    before = shop.view.bar.waiting
    shop.sell(COLA)
    shop.tick()
    assert shop.view.bar.waiting > before


@pytest.mark.parametrize("shift", [True, False])
def test_a_counter_starts_where_the_power_left_it(shop: Shop, shift: bool) -> None:
    if not shift:
        shop.act("more")
        shop.act("close_shift")
        shop.do("ask_amount")
        shop.do("answer", 20000)
        shop.do("accept")
    shop.restart()
    shop.sign_in("amy")
    assert isinstance(shop.front, Selling) is shift
    assert isinstance(shop.counter, Counter)


def test_a_store_that_fails_while_a_screen_is_made_covers_it_too(empty_shop: Shop) -> None:
    empty_shop.do("pick", "AMY")
    empty_shop.fail_store("failures", StoreDamaged(M("The file is damaged.")), room="people")
    empty_shop.tick()
    assert isinstance(empty_shop.front, Blocked)


def test_a_scan_that_the_scanner_lost_is_said_with_its_sound(shop: Shop) -> None:
    shop.counter.device_status(DeviceStatus("scanner", DeviceState.TROUBLE, M("A scan was lost. Scan it again.")))
    assert shop.view.body.strip.text == M("A scan was lost. Scan it again.")
    assert shop.devices.signals[-1] is Signal.ATTENTION
