"""gpiozero's errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.exc import DeviceError
from kiosk.i18n import M


@contextmanager
def gpio_errors() -> Iterator[None]:
    """Whatever goes wrong with pins inside becomes DeviceError."""
    from gpiozero import GPIOZeroError

    try:
        yield
    except (GPIOZeroError, OSError, RuntimeError, ValueError, AttributeError) as error:  # lgpio's own are of Exception
        raise DeviceError(M("The pins of this machine can't be used: {reason}.", reason=str(error))) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("lgpio", "_lgpio", "RPi", "pigpio"):
            raise
        raise DeviceError(M("The pins of this machine can't be used: {reason}.", reason=str(error))) from error
