"""The screen's light, on files as the kernel has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.hw.backlight import NoBacklight, SysfsBacklight


@pytest.fixture
def light(tmp_path: Path) -> Path:
    """A Pi's own display."""
    device = tmp_path / "10-0045"
    device.mkdir()
    for name, value in (("max_brightness", 31), ("brightness", 31), ("bl_power", 0)):
        (device / name).write_text(f"{value}\n", encoding="ascii")
    return device


def value(file: Path) -> int:
    return int(file.read_text(encoding="ascii"))


@pytest.mark.parametrize(("percent", "written"), [(100, 31), (50, 16), (10, 3), (1, 1), (0, 1), (999, 31)])
def test_it_is_as_bright_as_was_asked_and_never_dark_by_that(light: Path, percent: int, written: int) -> None:
    SysfsBacklight(light.parent).set(percent)
    assert value(light / "brightness") == written


def test_how_bright_it_is_is_read_in_percent(light: Path) -> None:
    (light / "brightness").write_text("15", encoding="ascii")
    assert SysfsBacklight(light.parent).find() == 48


def test_it_is_switched_off_and_on_as_bright_as_before(light: Path) -> None:
    backlight = SysfsBacklight(light.parent)
    backlight.set(50)
    backlight.power(False)
    assert (value(light / "bl_power"), value(light / "brightness")) == (4, 16)
    backlight.power(True)
    assert (value(light / "bl_power"), value(light / "brightness")) == (0, 16)


@pytest.mark.parametrize("broken", ["", "x", "0", "-5", "\xff"])
def test_a_light_that_says_nothing_sensible_is_none(light: Path, broken: str) -> None:
    (light / "max_brightness").write_text(broken, encoding="utf-8")
    backlight = SysfsBacklight(light.parent)
    backlight.set(50)
    backlight.power(False)
    assert backlight.find() is None
    assert (value(light / "bl_power"), value(light / "brightness")) == (0, 31)


def test_on_hdmi_there_is_none(tmp_path: Path) -> None:
    for backlight in (SysfsBacklight(tmp_path / "gone"), SysfsBacklight(tmp_path), NoBacklight()):
        assert backlight.find() is None
        backlight.set(50)
        backlight.power(False)


def test_one_that_may_not_be_written_stays_as_it_is_and_nothing_stops(light: Path) -> None:
    (light / "brightness").unlink()
    (light / "brightness").mkdir()
    SysfsBacklight(light.parent).set(50)
