"""A till is restarted or switched off from its status screen, by who may, who is told what is open."""

from __future__ import annotations

import pytest

from kiosk.exc import DeviceGone
from kiosk.flows.approval import ApprovalSheet
from kiosk.hw.ports import DeviceState, DeviceStatus
from kiosk.i18n import M
from tests.flows.desk import action_ids, more
from tests.flows.goods import COLA, WATER
from tests.flows.shop import Shop


@pytest.fixture
def manager(empty_shop: Shop) -> Shop:
    empty_shop.sign_in("lee")
    return empty_shop


def asked(shop: Shop) -> list[str]:
    assert shop.devices.machine is not None
    return list(shop.devices.machine.asked)


@pytest.mark.parametrize("what", ["restart", "off"])
def test_the_manager_does_it_and_it_is_written_down(manager: Shop, what: str) -> None:
    manager.open_shift()
    more(manager, "status")
    manager.act("power")
    manager.do("choose", what)
    assert asked(manager) == []
    manager.do("confirm")
    assert asked(manager) == [what]
    assert len(manager.acts(f"terminal.{what}")) == 1
    assert manager.body.strip.tone == "info"


def test_who_may_not_asks_somebody_who_may(shop: Shop) -> None:
    more(shop, "status")
    shop.act("power")
    shop.do("choose", "off")
    assert isinstance(shop.counter.target, ApprovalSheet)
    shop.approve("lee")
    shop.do("confirm")
    assert asked(shop) == ["off"]


def test_nothing_happens_that_was_not_confirmed(manager: Shop) -> None:
    manager.open_shift()
    more(manager, "status")
    manager.act("power")
    manager.do("cancel")
    manager.act("power")
    manager.do("choose", "off")
    manager.do("cancel")
    assert asked(manager) == []
    assert manager.acts("terminal.off") == []


def test_what_is_open_is_named(manager: Shop) -> None:
    manager.open_shift()
    manager.devices.print_error = DeviceGone(M("The printer is off."))
    manager.counter.device_status(DeviceStatus("printer", DeviceState.ABSENT))
    manager.sell(COLA)
    manager.scan(WATER)
    manager.scan(COLA)
    more(manager, "status")
    manager.act("power")
    manager.do("choose", "off")
    said = str(manager.overlay.detail)
    assert "shift stays open" in said
    assert "its 2 lines" in said
    assert "1 paper" in said
    assert "entries are sent" in said


def test_where_the_program_was_begun_by_hand_it_is_not_offered(manager: Shop) -> None:
    manager.open_shift()
    manager.devices.machine = None
    more(manager, "status")
    assert "power" not in action_ids(manager)
    manager.act("power")
    assert manager.overlay is None
