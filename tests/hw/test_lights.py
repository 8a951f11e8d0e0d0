"""Lamps and buzzer on pins: what the pattern says is what the pins do."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from kiosk.config import Lights as Settings
from kiosk.exc import DeviceError
from kiosk.hw.lights import GpioLights, NoLights
from kiosk.hw.ports import Signal
from tests.hw.listening import PATIENCE_S

ALL = Settings(driver="gpio", green=17, amber=22, red=27, buzzer=23)


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = MockFactory()
    yield factory
    factory.reset()


class Watched:
    """Waits until a pin has gone through so many changes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._changed = threading.Condition()
        change = MockPin._change_state

        def noticed(pin: MockPin, value: bool) -> bool:
            with self._changed:
                changed: bool = change(pin, value)
                self._changed.notify_all()
            return changed

        monkeypatch.setattr(MockPin, "_change_state", noticed)

    def until(self, pin: MockPin, states: list[bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: [s.state for s in pin.states] == states, PATIENCE_S), pin.states


def test_an_unknown_code_beeps_three_times_in_red_and_green_returns(
    pins: MockFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    lights = GpioLights(ALL, pin_factory=pins)
    green, red, buzzer = (pins.pin(f"GPIO{n}") for n in (17, 27, 23))
    watched.until(green, [False, True])
    lights.show(Signal.UNKNOWN)
    watched.until(buzzer, [False, *[True, False] * 3])
    watched.until(red, [False, True, False])
    watched.until(green, [False, True, False, True])
    lights.close()
    assert not green.state


def test_lamps_that_pull_low_are_lit_by_low(pins: MockFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch)
    lights = GpioLights(Settings(driver="gpio", green=17, active_high=False), pin_factory=pins)
    green = pins.pin("GPIO17")
    watched.until(green, [False, True, False])
    lights.close()


def test_lamps_that_are_not_there_are_not_missed(pins: MockFactory) -> None:
    lights = GpioLights(Settings(driver="gpio", red=27), pin_factory=pins)
    for signal in Signal:
        lights.show(signal)
    lights.close()
    NoLights().show(Signal.OK)


def test_a_pin_that_is_taken_is_said_to_be_and_the_others_are_given_back(pins: MockFactory) -> None:
    first = GpioLights(Settings(driver="gpio", red=27), pin_factory=pins)
    with pytest.raises(DeviceError, match="pins"):
        GpioLights(ALL, pin_factory=pins)
    first.close()
    GpioLights(ALL, pin_factory=pins).close()
