from __future__ import annotations

import pytest

from kiosk.exc import BadInput, StoreMissing
from kiosk.flows.joining import Joining
from kiosk.hw.ports import Signal
from kiosk.i18n import M
from kiosk.wire.joining import Invitation, read_invitation
from kiosk.wire.joining import Joining as Progress
from tests.flows.goods import COLA
from tests.flows.shop import Shop

CODE = Invitation("https://192.168.1.5:8443", "7Q2MK4RT", "0" * 32).text()


class Joiner:
    """Remembers what was begun; a test says how far it is."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.went_on = 0
        self.now = Progress()

    def begin(self, code: str) -> None:
        read_invitation(code)
        self.begun.append(code)

    def go_on(self) -> None:
        self.went_on += 1

    def progress(self) -> Progress:
        return self.now


@pytest.fixture
def joiner() -> Joiner:
    return Joiner()


@pytest.fixture
def new_till(shop: Shop, joiner: Joiner) -> Shop:
    """As at its first start: the screen says how to join."""
    shop.counter.enter(Joining(shop.counter, StoreMissing(M("No database is there.")), joiner))
    shop.tick()
    return shop


def test_a_new_terminal_says_what_to_scan(new_till: Shop) -> None:
    assert str(new_till.body.title) == "Join the head office"
    assert "joining code" in str(new_till.body.text)
    assert "card may be loose" in str(new_till.body.advice)


def test_its_own_scanner_reads_the_invitation(new_till: Shop, joiner: Joiner) -> None:
    new_till.scan(CODE.lower())
    assert joiner.begun == [CODE.lower()]
    assert new_till.devices.signals[-1] is Signal.OK


def test_goods_are_refused_with_their_sound(new_till: Shop, joiner: Joiner) -> None:
    new_till.scan(COLA)
    assert joiner.begun == []
    assert new_till.devices.signals[-1] is Signal.UNKNOWN


def test_a_code_that_was_misread_is_to_be_scanned_again(new_till: Shop, joiner: Joiner) -> None:
    with pytest.raises(BadInput):
        read_invitation(CODE[:-1] + "!")
    new_till.scan(CODE[:-1] + "!")
    assert "Scan it again" in str(new_till.body.text)
    assert joiner.begun == []
    new_till.scan(CODE)
    assert joiner.begun == [CODE]


def test_the_copys_progress_is_shown_and_a_second_scan_begins_nothing(new_till: Shop, joiner: Joiner) -> None:
    joiner.now = Progress("fetching", 30_000_000, 120_000_000)
    new_till.tick()
    assert "25 %, 30 of 120 MB" in str(new_till.body.text)
    new_till.scan(CODE)
    assert joiner.begun == []


def test_a_failure_is_told_and_gone_on_with(new_till: Shop, joiner: Joiner) -> None:
    joiner.now = Progress("failed", problem=M("There is no network: check the cable or the Wi-Fi."))
    new_till.tick()
    assert "no network" in str(new_till.body.text)
    before = joiner.went_on
    new_till.do("retry")
    assert joiner.went_on == before + 1
