"""The pins of this machine, and gpiozero's errors in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from kiosk.exc import DeviceError
from kiosk.i18n import M


def machine_pins() -> Any:
    """gpiozero's factory for the pins of this machine: libgpiod's, unless GPIOZERO_PIN_FACTORY names another.

    Raises what gpio_errors() turns into DeviceError.
    """
    return None if os.environ.get("GPIOZERO_PIN_FACTORY") else _gpiod_pins()


@cache
def _gpiod_pins() -> Any:
    from kiosk.hw.gpiod_factory import GpiodFactory

    return GpiodFactory()


@contextmanager
def gpio_errors() -> Iterator[None]:
    """Whatever goes wrong with pins inside becomes DeviceError."""
    from gpiozero import GPIOZeroError

    try:
        yield
    except (GPIOZeroError, OSError, RuntimeError, ValueError, AttributeError) as error:
        raise DeviceError(M("The pins of this machine can't be used: {reason}.", reason=str(error))) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("gpiod", "lgpio", "RPi", "pigpio"):
            raise
        raise DeviceError(M("The pins of this machine can't be used: {reason}.", reason=str(error))) from error
