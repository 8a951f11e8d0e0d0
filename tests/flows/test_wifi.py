"""A network is chosen on the till's own screen; the counter goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config_own import OwnFile
from kiosk.exc import DeviceError
from kiosk.flows.setting_up import SettingUp
from kiosk.flows.setup import Setup
from kiosk.flows.signin import SigningIn
from kiosk.flows.wifi import WifiPage
from kiosk.hw.errands import Errands
from kiosk.hw.ports import Signal
from kiosk.hw.wifi import SimulatedWifi
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import M
from tests.flows.goods import WATER
from tests.flows.shop import Shop


class Later(Errands):
    """Done when a test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], object]] = []

    def send(self, errand: Callable[[], object]) -> None:
        self.waiting.append(errand)

    def do(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def beside() -> Later:
    return Later()


@pytest.fixture
def page(shop: Shop, beside: Later, tmp_path: Path) -> Shop:
    """The list, heard."""
    shop.devices.wifi = WifiDesk(SimulatedWifi(), beside)
    shop.counter.enter(SettingUp(shop.counter, Setup(OwnFile(tmp_path))))
    shop.tick()
    shop.do("choose", "wifi")
    assert isinstance(shop.front, WifiPage)
    assert "Listening" in str(shop.body.empty)
    beside.do()
    shop.tick()
    return shop


def names(shop: Shop) -> list[str]:
    return [str(row.cells[0]) for row in shop.body.rows]


def test_networks_are_heard_and_a_secured_one_wants_its_password(page: Shop, beside: Later) -> None:
    assert names(page) == ["Shop", "Shop guests", "咖啡馆"]
    page.do("choose", "0 Shop")
    assert "Password of Shop" in str(page.overlay.title)
    page.do("answer_text", "12345678")
    assert page.overlay is None
    assert "Joining Shop" in page.strip
    beside.do()
    page.tick()
    assert page.strip == "This till is in Shop now."
    assert "in use" in str(page.body.rows[0].cells[1])
    assert page.acts("wifi.joined") == [{"network": "Shop"}]
    page.do("back")
    assert next(str(row.cells[1]) for row in page.body.rows if row.id == "wifi") == "Shop"


def test_an_open_one_is_joined_at_once(page: Shop, beside: Later) -> None:
    page.do("choose", "1 Shop guests")
    assert page.overlay is None
    beside.do()
    page.tick()
    assert "This till is in Shop guests now." in page.strip


def test_a_wrong_password_is_told_and_can_be_typed_again(page: Shop, beside: Later) -> None:
    page.do("choose", "0 Shop")
    page.do("answer_text", "short")
    assert "8 to 63" in str(page.overlay.error)
    page.do("answer_text", "wrong-password")
    beside.do()
    page.tick()
    assert "not right" in page.strip
    page.do("choose", "0 Shop")
    page.do("answer_text", "12345678")
    beside.do()
    page.tick()
    assert "now" in page.strip


def test_a_routers_code_joins_and_a_products_code_does_not(page: Shop, beside: Later) -> None:
    page.scan(WATER)
    assert page.devices.signals[-1] is Signal.UNKNOWN
    assert beside.waiting == []
    page.scan("WIFI:S:Shop;T:WPA;P:12345678;;")
    beside.do()
    page.tick()
    assert "This till is in Shop now." in page.strip


def test_a_password_may_be_scanned_where_it_is_asked_for(page: Shop, beside: Later) -> None:
    page.do("choose", "0 Shop")
    page.scan("12345678")
    beside.do()
    page.tick()
    assert "This till is in Shop now." in page.strip


def test_one_that_does_not_tell_its_name_is_typed(page: Shop, beside: Later) -> None:
    page.act("hidden")
    page.do("answer_text", "--ask")
    assert "No network" in str(page.overlay.error)
    page.do("answer_text", "Back room")
    page.do("answer_text", "12345678")
    beside.do()
    page.tick()
    assert "This till is in Back room now." in page.strip


def test_while_one_is_being_joined_no_other_is(page: Shop, beside: Later) -> None:
    page.do("choose", "1 Shop guests")
    page.scan("WIFI:S:Shop;T:WPA;P:12345678;;")
    assert len(beside.waiting) == 1
    assert "Wait" in page.strip


def test_a_radio_that_fails_is_told(page: Shop, beside: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_self: SimulatedWifi) -> None:
        raise DeviceError(M("The network's service does not run. Restart this till."))

    monkeypatch.setattr(SimulatedWifi, "networks", fails)
    page.act("look")
    beside.do()
    page.tick()
    assert "service does not run" in page.strip


def test_a_new_till_is_brought_into_its_network_before_anybody_signs_in(
    empty_shop: Shop, beside: Later, tmp_path: Path
) -> None:
    shop = empty_shop
    shop.devices.wifi = WifiDesk(SimulatedWifi(), beside)
    shop.counter.home(SettingUp(shop.counter, Setup(OwnFile(tmp_path), first=True), then=SigningIn))
    shop.tick()
    shop.do("choose", "wifi")
    beside.do()
    shop.tick(10_000)
    shop.do("choose", "1 Shop guests")
    beside.do()
    shop.tick()
    assert "now" in shop.strip


def test_without_a_radio_it_is_not_on_the_list(shop: Shop, tmp_path: Path) -> None:
    shop.counter.enter(SettingUp(shop.counter, Setup(OwnFile(tmp_path))))
    shop.tick()
    assert "wifi" not in {row.id for row in shop.body.rows}
