"""gpiozero's pins on libgpiod: the kernel's own GPIO interface, on every Pi and every Python.

Beside what gpiozero's lgpio factory does: an output takes its first level in the same request that makes it an output,
so that a drawer on an active-low relay does not open at each start; bounces are filtered by the kernel; no file is
written in the working directory, which is read-only on a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import RLock
from typing import Any, ClassVar

import gpiod
from gpiod.line import Bias, Direction, Edge, Value
from gpiozero.exc import (
    BadPinFactory,
    PinFixedPull,
    PinInvalidBounce,
    PinInvalidEdges,
    PinInvalidFunction,
    PinInvalidPull,
    PinSetInput,
    PinUnknownPi,
)
from gpiozero.pins.local import LocalPiFactory, LocalPiPin

from kiosk.hw.gpiod_edges import EdgeWatch

CONSUMER = "zhanggui"
HEADER_CHIPS = ("pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835")
"""Labels of the chip that the 40-pin header hangs on: Pi 5, Pi 4, older. Its number differs between kernels."""
PI_4B = 0xC03114
"""Whose header is taken where the board does not say which Pi it is: the numbers are the same on all with 40 pins."""

_PULLS = {"up": Bias.PULL_UP, "down": Bias.PULL_DOWN, "floating": Bias.DISABLED}
_EDGES = {"both": Edge.BOTH, "rising": Edge.RISING, "falling": Edge.FALLING}


def header_chip(paths: list[str] | None = None, open_chip: Callable[[str], Any] = gpiod.Chip) -> str:
    """The path of the chip that the header's pins are on. Raises BadPinFactory if there is none.

    paths: where to look, None for /dev/gpiochip*.
    """
    found: dict[str, str] = {}
    problem: OSError | None = None
    for path in sorted(map(str, Path("/dev").glob("gpiochip*"))) if paths is None else paths:
        try:
            with open_chip(path) as chip:
                found.setdefault(chip.get_info().label, path)
        except OSError as error:
            problem = error
    for label in HEADER_CHIPS:
        if label in found:
            return found[label]
    raise BadPinFactory("no GPIO header on this machine") from problem


class GpiodFactory(LocalPiFactory):
    """All pins of one chip. path: its device, None for the header's. open_chip: stands in for gpiod.Chip in tests."""

    def __init__(self, path: str | None = None, open_chip: Callable[[str], Any] = gpiod.Chip) -> None:
        super().__init__()
        self.pins: dict[Any, GpiodPin] = {}  # not shared with gpiozero's other local factories: none is used beside us
        self.path = path if path is not None else header_chip(open_chip=open_chip)
        self.chip = open_chip(self.path)
        self.pin_class = GpiodPin

    def close(self) -> None:
        """Every pin an input again, the chip given back."""
        super().close()
        self.chip.close()

    def _get_revision(self) -> int:
        try:
            return int(super()._get_revision())
        except PinUnknownPi:
            return PI_4B


class GpiodPin(LocalPiPin):
    """One line, requested from the kernel when it is first used and freed when its device is closed."""

    LEVELS: ClassVar[dict[bool, Value]] = {False: Value.INACTIVE, True: Value.ACTIVE}

    def __init__(self, factory: GpiodFactory, info: Any) -> None:
        super().__init__(factory, info)
        self._lock = RLock()  # libgpiod's requests want one caller at a time; edges are read on a thread of their own
        self._request: Any = None
        self._watch: EdgeWatch | None = None
        self._function = "input"
        self._level = False
        self._pull: str | None = None
        self._bounce_s: float | None = None
        self._wanted_edges = "both"

    def close(self) -> None:
        """An input that nothing listens to, then free.

        The pull stays as it is: a line that only drove something keeps the board's own, which holds a transistor shut.
        """
        self.when_changed = None
        with self._lock:
            if self._request is None:
                return
            self._function, self._pull, self._bounce_s, self._wanted_edges = "input", None, None, "both"
            self._apply()
            self._request.release()
            self._request = None

    def output_with_state(self, state: Any) -> None:
        """An output that begins at `state`, with no other level before it."""
        self._become("output", bool(state))

    def input_with_pull(self, pull: str) -> None:
        """An input with its pull, set at once."""
        self._check_pull(pull)
        self._pull = pull
        self._become("input")

    def _become(self, function: str, level: bool = False) -> None:
        self.when_changed = None
        self._function, self._level = function, level
        self._apply()

    def _settings(self) -> gpiod.LineSettings:
        if self._function == "output":
            return gpiod.LineSettings(direction=Direction.OUTPUT, output_value=self.LEVELS[self._level])
        return gpiod.LineSettings(
            direction=Direction.INPUT,
            bias=_PULLS[self._pull] if self._pull is not None else Bias.AS_IS,
            edge_detection=_EDGES[self._wanted_edges] if self._watch is not None else Edge.NONE,
            debounce_period=timedelta(seconds=self._bounce_s or 0),
        )

    def _apply(self) -> None:
        with self._lock:
            if self._request is None:
                self._request = self._factory.chip.request_lines({self._number: self._settings()}, consumer=CONSUMER)
            else:
                self._request.reconfigure_lines({self._number: self._settings()})

    def _get_function(self) -> str:
        return self._function

    def _set_function(self, value: str) -> None:
        if value not in ("input", "output"):
            raise PinInvalidFunction(f'invalid function "{value}" for pin {self!r}')
        self._become(value)

    def _get_state(self) -> bool:
        with self._lock:
            if self._request is None:
                self._apply()
            return self._request.get_value(self._number) is Value.ACTIVE

    def _set_state(self, value: Any) -> None:
        if self._function == "input":
            raise PinSetInput(f"cannot set state of pin {self!r}")
        with self._lock:
            self._level = bool(value)
            self._request.set_value(self._number, self.LEVELS[self._level])

    def _check_pull(self, value: str) -> None:
        if value not in _PULLS:
            raise PinInvalidPull(f'invalid pull "{value}" for pin {self!r}')
        if self._info.pull not in (value, ""):
            raise PinFixedPull(f"{self!r} has a physical pull-{self._info.pull} resistor")

    def _get_pull(self) -> str:
        return self._pull or self._info.pull or "floating"

    def _set_pull(self, value: str) -> None:
        if self._function != "input":
            raise PinFixedPull(f"cannot set pull on non-input pin {self!r}")
        self._check_pull(value)
        self._pull = value
        self._apply()

    def _get_bounce(self) -> float | None:
        return self._bounce_s

    def _set_bounce(self, value: float | None) -> None:
        if value is not None and value < 0:
            raise PinInvalidBounce("bounce must be 0 or greater")
        self._bounce_s = value or None
        if self._request is not None:
            self._apply()

    def _get_edges(self) -> str:
        return self._wanted_edges

    def _set_edges(self, value: str) -> None:
        if value not in _EDGES:
            raise PinInvalidEdges(f'invalid edges "{value}" for pin {self!r}')
        listener = self.when_changed
        self.when_changed = None
        self._wanted_edges = value
        self.when_changed = listener

    def _call_when_changed(self, ticks: float | None = None, state: bool | None = None) -> None:
        """gpiozero's own would wait here for a lock that the one who waits for this thread holds."""
        listener: Any = self._get_when_changed()
        if listener is not None:
            listener(ticks, state)

    def _enable_event_detect(self) -> None:
        with self._lock:
            self._watch = EdgeWatch(f"{self!r} edges", self._lock, self._call_when_changed)
            self._apply()
            self._watch.start(self._request)

    def _disable_event_detect(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()
            self._apply()
