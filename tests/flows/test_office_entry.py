from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.hw.ports import Signal
from kiosk.i18n import M
from kiosk.wire.joining import Joining as Progress
from tests.flows.desk import more
from tests.flows.goods import COLA
from tests.flows.shop import Shop
from tests.flows.test_joining import CODE, Joiner


@pytest.fixture
def joiner(empty_shop: Shop) -> Joiner:
    """How this till, which no office knows, would join one."""
    joiner = Joiner()
    empty_shop.counter.joiner = lambda: joiner
    empty_shop.counter.settings = replace(empty_shop.counter.settings, office=False)
    return joiner


@pytest.fixture
def manager(empty_shop: Shop, joiner: Joiner) -> Shop:
    """In front of the status screen of a till that has sold by itself so far."""
    empty_shop.sign_in("lee")
    empty_shop.open_shift()
    more(empty_shop, "status")
    return empty_shop


def test_a_till_that_sells_already_joins_by_the_code_on_the_office_s_screen(manager: Shop, joiner: Joiner) -> None:
    manager.scan(CODE)
    assert joiner.begun == [CODE]
    joiner.now = Progress("asking")
    manager.tick()
    assert "Asking" in str(manager.body.strip.text)
    joiner.now = Progress("done")
    manager.tick()
    assert "has joined" in str(manager.body.strip.text)
    assert any(row.act == "office.joining" for row in manager.store.audit.rows(10))


def test_why_the_office_did_not_let_it_in_stays_on_the_screen_and_another_code_may_be_tried(
    manager: Shop, joiner: Joiner
) -> None:
    manager.scan(CODE)
    joiner.now = Progress("failed", problem=M("The code is not known there."))
    manager.tick()
    assert str(manager.body.strip.text) == "The code is not known there."
    manager.scan(CODE)
    assert joiner.begun == [CODE, CODE]


def test_one_code_at_a_time(manager: Shop, joiner: Joiner) -> None:
    manager.scan(CODE)
    joiner.now = Progress("asking")
    manager.scan(CODE)
    assert joiner.begun == [CODE]
    assert manager.devices.signals[-1] is Signal.UNKNOWN


def test_a_code_that_was_misread_is_refused_in_words(manager: Shop, joiner: Joiner) -> None:
    manager.scan(CODE[:-1] + ("0" if CODE[-1] != "0" else "1"))
    assert joiner.begun == []
    assert manager.body.strip is not None


def test_a_till_of_an_office_joins_no_other(manager: Shop, joiner: Joiner) -> None:
    manager.counter.settings = replace(manager.counter.settings, office=True)
    manager.scan(CODE)
    assert joiner.begun == []
    assert "already" in str(manager.body.strip.text)


def test_who_may_not_change_settings_asks_somebody_who_may(shop: Shop, joiner: Joiner) -> None:
    more(shop, "status")
    shop.scan(CODE)
    assert joiner.begun == []
    assert shop.view.overlay is not None


def test_any_other_code_is_only_shown(manager: Shop, joiner: Joiner) -> None:
    manager.scan(COLA)
    assert joiner.begun == []
    assert COLA in manager.body.last_scan
