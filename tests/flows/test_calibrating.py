"""Five crosses put a touchscreen right; what nobody can press with is not kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config_own import OwnFile
from kiosk.flows.calibrating import CODE, CROSSES, LEAVE_S, TRY_S, Calibrating
from kiosk.flows.setting_up import SettingUp
from kiosk.flows.setup import Setup
from kiosk.flows.signin import Locked, SigningIn
from tests.flows.goods import WATER
from tests.flows.shop import Shop


@pytest.fixture
def own(shop: Shop, tmp_path: Path) -> OwnFile:
    own = OwnFile(tmp_path)
    shop.counter.setup = Setup(own)
    shop.counter.sign_out()
    return own


@pytest.fixture
def crosses(shop: Shop, own: OwnFile) -> Shop:
    """Whose touches are mirrored scans his way there."""
    shop.scan(CODE)
    assert isinstance(shop.front, Calibrating)
    return shop


def press_all(shop: Shop, *, mirrored: bool = True) -> None:
    for x, y in CROSSES:
        shop.time.pass_s(1)
        shop.do("touched", (1 - x if mirrored else x, y), (x, y))


def test_a_mirrored_screen_is_put_right_at_once_and_kept_when_keep_could_be_pressed(
    crosses: Shop, own: OwnFile, tmp_path: Path
) -> None:
    assert crosses.body.cross == CROSSES[0]
    press_all(crosses)
    assert crosses.body.cross is None
    assert crosses.view.touch == pytest.approx((-1, 0, 1, 0, 1, 0))
    assert own.read().touch is None
    crosses.act("keep")
    assert isinstance(crosses.front, SigningIn)
    assert OwnFile(tmp_path).read().touch == pytest.approx((-1, 0, 1, 0, 1, 0))
    assert Setup(OwnFile(tmp_path)).touch == pytest.approx((-1, 0, 1, 0, 1, 0))


def test_what_nobody_kept_is_taken_back(crosses: Shop, own: OwnFile) -> None:
    press_all(crosses)
    crosses.tick(TRY_S - 3)
    assert crosses.body.left_s == 3
    crosses.tick(4)
    assert isinstance(crosses.front, SigningIn)
    assert crosses.view.touch is None
    assert own.read().touch is None


def test_again_begins_at_the_first_cross_with_the_touches_of_before(crosses: Shop) -> None:
    press_all(crosses)
    crosses.act("again")
    assert (crosses.body.cross, crosses.view.touch) == (CROSSES[0], None)


def test_a_cross_that_was_missed_is_told_and_all_begins_anew(crosses: Shop) -> None:
    for x, y in CROSSES:
        crosses.time.pass_s(1)
        crosses.do("touched", (0.5, y), (x, y))
    assert crosses.body.cross == CROSSES[0]
    assert crosses.strip
    assert crosses.view.touch is None
    press_all(crosses)
    assert crosses.body.cross is None


def test_a_finger_that_bounces_presses_one_cross(crosses: Shop) -> None:
    crosses.time.pass_s(1)
    for _ in range(5):
        crosses.time.pass_s(0.05)
        crosses.do("touched", CROSSES[0], CROSSES[0])
    assert crosses.body.done == 1


def test_where_nobody_comes_all_stays_as_it_was(crosses: Shop) -> None:
    crosses.tick(LEAVE_S + 1)
    assert isinstance(crosses.front, SigningIn)


def test_it_is_on_the_list_that_a_till_is_set_up_by(shop: Shop, own: OwnFile) -> None:
    shop.counter.home(SettingUp(shop.counter, shop.counter.setup, then=SigningIn))
    shop.tick()
    shop.do("choose", "touch")
    press_all(shop, mirrored=False)
    shop.act("keep")
    assert isinstance(shop.front, SettingUp)
    assert next(str(row.cells[1]) for row in shop.body.rows if row.id == "touch") == "set by crosses"
    shop.scan(CODE)
    assert isinstance(shop.front, Calibrating)


def test_the_code_does_nothing_while_somebody_sells_or_the_counter_is_locked(shop: Shop) -> None:
    shop.scan(CODE)
    assert not isinstance(shop.front, Calibrating)
    shop.scan(WATER)
    shop.counter.lock()
    shop.scan(CODE)
    assert isinstance(shop.front, Locked)


@pytest.mark.parametrize("touch", ["[0, 0, 0, 0, 0, 0]", "[1e99, 0, 0, 0, 1, 0]", "[1, 0]", '"x"'])
def test_a_file_that_says_what_no_screen_can_be_is_not_believed(tmp_path: Path, touch: str) -> None:
    (tmp_path / "own.json").write_text(f'{{"touch": {touch}}}', encoding="utf-8")
    assert Setup(OwnFile(tmp_path)).touch is None
