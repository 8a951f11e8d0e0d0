"""The cash drawer: one pulse for one opening, whichever way it is wired."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory

from kiosk.config import Drawer as Settings
from kiosk.exc import DeviceError, DeviceGone
from kiosk.hw.drawer import GpioDrawer, NoDrawer, PrinterDrawer
from tests.hw.listening import PATIENCE_S


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = MockFactory()
    yield factory
    factory.reset()


def until_off(drawer: GpioDrawer) -> None:
    drawer._output._blink_thread.join(PATIENCE_S)


@pytest.mark.parametrize("active_high", [True, False])
def test_one_opening_is_one_pulse_of_the_set_length_and_level(pins: MockFactory, active_high: bool) -> None:
    drawer = GpioDrawer(Settings(driver="gpio", pin=17, active_high=active_high, pulse_ms=500), pin_factory=pins)
    pin = pins.pin("GPIO17")
    assert pin.state is not active_high
    pin.clear_states()
    began = time.monotonic()
    drawer.open()
    assert time.monotonic() - began < 0.4
    until_off(drawer)
    assert [state.state for state in pin.states] == [not active_high, active_high, not active_high]
    assert pin.states[2].timestamp >= 0.5
    drawer.close()


def test_a_second_opening_within_the_pulse_does_not_lengthen_it(pins: MockFactory) -> None:
    drawer = GpioDrawer(Settings(driver="gpio", pin=17, pulse_ms=40), pin_factory=pins)
    pin = pins.pin("GPIO17")
    pin.clear_states()
    drawer.open()
    while not pin.state:
        pass
    drawer.open()
    until_off(drawer)
    assert [state.state for state in pin.states] == [False, True, False]
    drawer.open()
    until_off(drawer)
    assert len(pin.states) == 5
    drawer.close()


def test_closing_leaves_the_coil_without_current(pins: MockFactory) -> None:
    drawer = GpioDrawer(Settings(driver="gpio", pin=17, pulse_ms=1000), pin_factory=pins)
    pin = pins.pin("GPIO17")
    drawer.open()
    while not pin.state:
        pass
    drawer.close()
    assert not pin.state


@pytest.mark.parametrize(("level", "open_when_low"), [("high", False), ("low", True)])
def test_the_sensor_tells_when_it_opens_and_closes(pins: MockFactory, level: str, open_when_low: bool) -> None:
    settings = Settings(driver="gpio", pin=17, sensor_pin=27, sensor_open=level)  # type: ignore[arg-type]
    drawer = GpioDrawer(settings, pin_factory=pins)
    changes: queue.Queue[bool] = queue.Queue()
    drawer.watch(changes.put)
    sensor = pins.pin("GPIO27")
    assert drawer.is_open() is not open_when_low
    sensor.drive_low()
    assert changes.get(timeout=PATIENCE_S) is open_when_low
    assert drawer.is_open() is open_when_low
    sensor.drive_high()
    assert changes.get(timeout=PATIENCE_S) is not open_when_low
    drawer.close()


def test_without_a_sensor_nothing_tells(pins: MockFactory) -> None:
    drawer = GpioDrawer(Settings(driver="gpio", pin=17), pin_factory=pins)
    assert drawer.is_open() is None
    drawer.close()


def test_the_printer_is_asked_for_the_pulse_once(pins: MockFactory) -> None:
    kicks: list[str] = []
    drawer = PrinterDrawer(Settings(driver="printer", sensor_pin=27), lambda: kicks.append("kick"), pin_factory=pins)
    drawer.open()
    assert kicks == ["kick"]
    assert drawer.is_open() is True
    drawer.close()


def test_a_pin_that_is_taken_is_said_to_be_and_the_other_is_given_back(pins: MockFactory) -> None:
    first = GpioDrawer(Settings(driver="gpio", pin=17), pin_factory=pins)
    with pytest.raises(DeviceError, match="pins"):
        GpioDrawer(Settings(driver="gpio", pin=17, sensor_pin=27), pin_factory=pins)
    again = GpioDrawer(Settings(driver="gpio", pin=22, sensor_pin=27), pin_factory=pins)
    again.close()
    first.close()


def test_a_counter_without_a_drawer_refuses_to_open_it() -> None:
    drawer = NoDrawer()
    with pytest.raises(DeviceGone, match=r"\[drawer\]"):
        drawer.open()
    assert drawer.is_open() is None
