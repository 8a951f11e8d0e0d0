"""The cash drawer: on a GPIO pin, or on the printer's socket; with a sensor or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.config import Drawer as DrawerSettings
from kiosk.exc import DeviceGone
from kiosk.hw.gpio import gpio_errors, machine_pins
from kiosk.i18n import M, Message

OnChange = Callable[[bool], None]
_BOUNCE_S = 0.03


class DrawerSensor:
    """A contact on an input with its pull-up on: closed to ground, or open.

    on_change is called on gpiozero's thread with True when the drawer opens, False when it closes.
    """

    def __init__(self, pin: int, *, open_level: str = "high", pin_factory: Any = None) -> None:
        from gpiozero import DigitalInputDevice

        self._on_change: OnChange = lambda _is_open: None
        self._open_is_low = open_level == "low"
        with gpio_errors():
            pins = pin_factory or machine_pins()
            self._input = DigitalInputDevice(pin, pull_up=True, bounce_time=_BOUNCE_S, pin_factory=pins)
            self._input.when_activated = self._changed  # active: pulled to ground
            self._input.when_deactivated = self._changed

    def is_open(self) -> bool:
        """What the contact says now."""
        return bool(self._input.is_active) == self._open_is_low

    def watch(self, on_change: OnChange) -> None:
        """Who is told of a change from now on."""
        self._on_change = on_change

    def close(self) -> None:
        """Give the pin back."""
        self._input.close()

    def _changed(self) -> None:
        self._on_change(self.is_open())


class _Sensed:
    """What both kinds of drawer do with a sensor, or without."""

    def __init__(self, settings: DrawerSettings, pin_factory: Any) -> None:
        self._sensor: DrawerSensor | None = None
        if settings.sensor_pin is not None:
            self._sensor = DrawerSensor(settings.sensor_pin, open_level=settings.sensor_open, pin_factory=pin_factory)

    def is_open(self) -> bool | None:
        """None where no sensor tells."""
        return self._sensor.is_open() if self._sensor is not None else None

    def watch(self, on_change: OnChange) -> None:
        """Be told when the drawer opens (True) or closes; never, where no sensor tells."""
        if self._sensor is not None:
            self._sensor.watch(on_change)

    def close(self) -> None:
        """Give the pins back."""
        if self._sensor is not None:
            self._sensor.close()


class GpioDrawer(_Sensed):
    """A Drawer (kiosk.hw.ports) whose solenoid hangs on a pin, by a transistor or a relay.

    Raises DeviceError if the pins can't be had.
    """

    def __init__(self, settings: DrawerSettings, *, pin_factory: Any = None) -> None:
        from gpiozero import DigitalOutputDevice

        super().__init__(settings, pin_factory)
        self._pulse_s = settings.pulse_ms / 1000
        try:
            with gpio_errors():
                pins = pin_factory or machine_pins()
                self._output = DigitalOutputDevice(settings.pin, active_high=settings.active_high, pin_factory=pins)
        except BaseException:
            super().close()
            raise

    def open(self) -> None:
        """One pulse, timed by a thread of gpiozero's. While one lasts, another would only heat the coil: ignored."""
        with gpio_errors():
            if not self._output.value:
                self._output.blink(on_time=self._pulse_s, off_time=0, n=1, background=True)

    def close(self) -> None:
        """The coil without current, the pins given back."""
        with gpio_errors():
            self._output.off()
            self._output.close()
        super().close()


class PrinterDrawer(_Sensed):
    """A Drawer (kiosk.hw.ports) on the printer's socket. kick: asks the printer's thread for a pulse."""

    def __init__(self, settings: DrawerSettings, kick: Callable[[], None], *, pin_factory: Any = None) -> None:
        super().__init__(settings, pin_factory)
        self._kick = kick

    def open(self) -> None:
        """One pulse. Raises what kick raises."""
        self._kick()


class NoDrawer:
    """No drawer, or none that could be had; why: in words. A Drawer (kiosk.hw.ports)."""

    def __init__(self, why: Message | None = None) -> None:
        self._why = why or M("This counter has no cash drawer. Name one in kiosk.toml, under [drawer].")

    def open(self) -> None:
        """Always raises DeviceGone."""
        raise DeviceGone(self._why)

    def is_open(self) -> bool | None:
        """Nothing tells."""
        return None

    def watch(self, on_change: OnChange) -> None:
        """Nothing will change."""

    def close(self) -> None:
        """Nothing to give back."""
