"""A new till is gone through by whoever sets it up, and says what works; it can be done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config import default_demo_config
from kiosk.config_own import FILE, Own, OwnFile, with_own
from kiosk.exc import DeviceGone
from kiosk.flows.approval import ApprovalSheet
from kiosk.flows.setting_up import SettingUp
from kiosk.flows.setup import Setup
from kiosk.flows.signin import SigningIn
from kiosk.flows.status import Status
from kiosk.i18n import M
from tests.flows.goods import WATER
from tests.flows.shop import Shop


@pytest.fixture
def own(tmp_path: Path) -> OwnFile:
    return OwnFile(tmp_path)


@pytest.fixture
def begun() -> list[str]:
    return []


@pytest.fixture
def new(shop: Shop, own: OwnFile, begun: list[str]) -> Shop:
    """As at the very first start: nobody is signed in."""
    shop.counter.sign_out()
    setup = Setup(own, first=True, again=lambda: begun.append("anew"))
    shop.counter.home(SettingUp(shop.counter, setup, then=SigningIn))
    shop.tick()
    return shop


def says(shop: Shop, device: str) -> str:
    return next(str(row.cells[1]) for row in shop.body.rows if row.id == device)


def test_the_language_is_changed_at_once_and_kept(new: Shop, own: OwnFile, tmp_path: Path) -> None:
    before = new.view.language
    new.do("choose", "language")
    assert new.view.language != before
    assert OwnFile(tmp_path).read().language == new.view.language


def test_the_scanner_shows_what_it_read(new: Shop) -> None:
    assert "scan" in says(new, "scanner")
    new.scan(WATER)
    assert says(new, "scanner") == WATER


@pytest.mark.parametrize("device", ["printer", "lights", "drawer"])
@pytest.mark.parametrize(("seen", "said"), [("works", "works"), ("fails", "does not work")])
def test_a_device_is_tried_and_a_person_says_what_he_saw(
    new: Shop, own: OwnFile, device: str, seen: str, said: str
) -> None:
    new.do("choose", device)
    assert new.devices.papers if device == "printer" else new.devices.tested == [device]
    new.do("choose", seen)
    assert says(new, device) == said
    assert own.read().tried == {device: seen}
    assert bool(new.strip) == (seen == "fails")


def test_a_device_that_is_not_there_does_not_work_and_nobody_is_asked(
    new: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_device: str) -> None:
        raise DeviceGone(M("There are no lights."))

    monkeypatch.setattr(new.devices, "test", gone)
    new.do("choose", "lights")
    assert new.overlay is None
    assert says(new, "lights") == "does not work"
    assert "no lights" in new.strip


def test_a_screen_that_hangs_on_its_side_is_turned_and_the_program_begins_anew(
    new: Shop, own: OwnFile, begun: list[str], tmp_path: Path
) -> None:
    new.do("choose", "screen")
    new.do("choose", "0")
    assert begun == []
    new.do("choose", "screen")
    new.do("choose", "90")
    assert begun == ["anew"]
    assert with_own(default_demo_config(tmp_path), own.read()).screen.rotation == 90


def test_brightness_and_volume_are_offered_only_where_there_is_something_to_turn(new: Shop) -> None:
    assert not {"brightness", "volume"} & {row.id for row in new.body.rows}
    new.devices.dials = {"volume": 64}
    new.tick()
    assert says(new, "volume") == "64 %"
    assert "brightness" not in {row.id for row in new.body.rows}


def test_brightness_is_seen_at_each_step_and_kept_when_it_is_right(new: Shop, own: OwnFile, tmp_path: Path) -> None:
    new.devices.dials = {"brightness": 48}
    new.do("choose", "brightness")
    assert new.overlay.value == 50
    new.do("less")
    new.do("less")
    assert new.devices.dials["brightness"] == 30
    assert own.read().levels == {}
    new.do("cancel")
    assert OwnFile(tmp_path).read().levels == {"brightness": 30}
    assert new.overlay is None


def test_a_screen_can_not_be_turned_so_dark_that_nobody_finds_the_way_back(new: Shop) -> None:
    new.devices.dials = {"brightness": 20}
    new.do("choose", "brightness")
    for _ in range(9):
        new.do("less")
    assert new.devices.dials["brightness"] == 10


def test_each_step_of_the_volume_is_heard(new: Shop) -> None:
    new.devices.dials = {"volume": 90}
    new.do("choose", "volume")
    for _ in range(5):
        new.do("more")
    assert new.devices.dials["volume"] == 100
    assert new.devices.tested == ["sound"]


def test_done_leads_to_sign_in_and_is_remembered(new: Shop, own: OwnFile) -> None:
    new.act("done")
    assert type(new.front) is SigningIn
    assert own.read().done


def test_it_is_gone_through_again_from_the_status_screen_by_who_may(shop: Shop) -> None:
    shop.act("more")
    shop.act("status")
    shop.act("set_up")
    assert isinstance(shop.counter.target, ApprovalSheet)
    shop.approve("lee")
    assert isinstance(shop.front, SettingUp)
    shop.do("back")
    assert isinstance(shop.front, Status)


def test_while_somebody_sells_the_drawer_is_tried_only_by_who_may_open_it(shop: Shop) -> None:
    shop.counter.enter(SettingUp(shop.counter, Setup(OwnFile())))
    shop.tick()
    shop.do("choose", "drawer")
    may = shop.counter.may("drawer.open")
    assert bool(shop.devices.tested) == may
    assert isinstance(shop.counter.target, ApprovalSheet) != may


def test_every_trial_of_the_drawer_is_written_down(new: Shop) -> None:
    new.do("choose", "drawer")
    assert len(new.acts("drawer.tried")) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"rotation": 45}', b"\xff", b"[" * 100_000])
def test_a_broken_file_is_one_that_nothing_was_set_in(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert OwnFile(tmp_path).read() == Own()


def test_what_cannot_be_kept_is_told(shop: Shop, tmp_path: Path) -> None:
    shop.counter.enter(SettingUp(shop.counter, Setup(OwnFile(tmp_path / "gone"))))
    shop.tick()
    shop.do("choose", "language")
    assert "kept" in shop.strip
