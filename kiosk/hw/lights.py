"""Lamps and a buzzer on GPIO pins: one thread plays the patterns of all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from kiosk.config import Lights as LightsSettings
from kiosk.hw.gpio import gpio_errors, machine_pins
from kiosk.hw.lights_patterns import DARK, Frame, Player
from kiosk.hw.ports import Signal

LAMPS = ("green", "amber", "red", "buzzer")


class NoLights:
    """A counter without lights. A Lights (kiosk.hw.ports)."""

    def show(self, signal: Signal) -> None:
        """Nothing to be seen."""

    def close(self) -> None:
        """Nothing to give back."""


class GpioLights:
    """Lights (kiosk.hw.ports) through gpiozero.

    pin_factory: gpiozero's, None for the machine's own. Raises DeviceError if the pins can't be had.
    """

    def __init__(
        self,
        settings: LightsSettings,
        *,
        pin_factory: Any = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        from gpiozero import DigitalOutputDevice

        self._clock = clock
        self._pins: dict[str, Any] = {}
        try:
            with gpio_errors():
                pins = pin_factory or machine_pins()
                for lamp in LAMPS:
                    pin = getattr(settings, lamp)
                    if pin is not None:
                        self._pins[lamp] = DigitalOutputDevice(pin, active_high=settings.active_high, pin_factory=pins)
        except BaseException:
            self._give_back()
            raise
        self._shown = DARK
        self._closing = False
        self._player = Player(clock())
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="lights", daemon=True)
        self._thread.start()

    def show(self, signal: Signal) -> None:
        """Play the signal's pattern from its beginning."""
        with self._changed:
            self._player.show(signal, self._clock())
            self._changed.notify()

    def close(self) -> None:
        """Dark and silent; the pins are free when this returns."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()
        self._give_back()

    def _run(self) -> None:
        with self._changed:
            while not self._closing:
                now = self._clock()
                frame, until = self._player.frame(now)
                self._light(frame)
                self._changed.wait(None if until is None else max(0.001, until - now))
            self._light(DARK)

    def _light(self, frame: Frame) -> None:
        for lamp, pin in self._pins.items():
            lit = getattr(frame, lamp)
            if lit != getattr(self._shown, lamp):
                pin.value = lit
        self._shown = frame

    def _give_back(self) -> None:
        for pin in self._pins.values():
            pin.close()
