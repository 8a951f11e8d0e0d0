"""Devices for a person or a tape: a drawer, lights and a scale that can be seen and touched in a program.

Part of the product, chosen in kiosk.toml by driver = "simulated". All methods may be called from any thread;
observers are called on the thread that changed something.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kiosk.exc import DeviceGone
from kiosk.hw.drawer import OnChange
from kiosk.hw.lights_patterns import DARK, Frame, Player
from kiosk.hw.ports import DeviceState, DeviceStatus, OnStatus, Signal, Weight
from kiosk.hw.scale_formats import silent
from kiosk.hw.simulated_scanner import SimulatedScanner
from kiosk.i18n import M

__all__ = ["SimulatedDevice", "SimulatedDrawer", "SimulatedLights", "SimulatedScale", "SimulatedScanner"]


class _Observers:
    """Calls to be made when something changes."""

    def __init__(self) -> None:
        self._calls: tuple[Callable[[], None], ...] = ()

    def add(self, call: Callable[[], None]) -> Callable[[], None]:
        """Call it from now on; the answer takes it off again."""
        self._calls = (*self._calls, call)
        return lambda: self._remove(call)

    def _remove(self, call: Callable[[], None]) -> None:
        self._calls = tuple(each for each in self._calls if each is not call)

    def tell(self) -> None:
        """Something changed."""
        for call in self._calls:
            call()


class SimulatedDevice:
    """What all have: a cable that can be pulled, and observers."""

    name = ""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plugged = True
        self._on_status: OnStatus = lambda _status: None
        self._observers = _Observers()

    @property
    def plugged(self) -> bool:
        """Whether its cable is in."""
        return self._plugged

    @property
    def status(self) -> DeviceStatus:
        """Plugged in or not."""
        return DeviceStatus(self.name, DeviceState.READY if self._plugged else DeviceState.ABSENT)

    def start(self, on_status: OnStatus) -> None:
        """Who hears of plugging and unplugging; told at once how it is."""
        self._on_status = on_status
        on_status(self.status)

    def plug(self) -> None:
        """Put the cable in."""
        self._set_plugged(True)

    def unplug(self) -> None:
        """Pull the cable."""
        self._set_plugged(False)

    def observe(self, call: Callable[[], None]) -> Callable[[], None]:
        """Be called after whatever happens to it; the answer ends that."""
        return self._observers.add(call)

    def close(self) -> None:
        """Nothing to give back; it stays as it is."""

    def _set_plugged(self, plugged: bool) -> None:
        if plugged != self._plugged:
            self._plugged = plugged
            self._on_status(self.status)
            self._observers.tell()


class SimulatedDrawer(SimulatedDevice):
    """A Drawer (kiosk.hw.ports) with a sensor. A pulse opens it; a hand closes it."""

    name = "drawer"

    def __init__(self) -> None:
        super().__init__()
        self._open = False
        self._pulses = 0
        self._on_change: OnChange = lambda _is_open: None

    @property
    def pulses(self) -> int:
        """How often it was pulsed."""
        return self._pulses

    def open(self) -> None:
        """One pulse. Raises DeviceGone while unplugged."""
        with self._lock:
            if not self._plugged:
                raise DeviceGone(M("The drawer is not plugged in."))
            self._pulses += 1
        self._move(True)
        self._observers.tell()

    def is_open(self) -> bool | None:
        """What its sensor says; None while unplugged."""
        return self._open if self._plugged else None

    def watch(self, on_change: OnChange) -> None:
        """Who hears the sensor."""
        self._on_change = on_change

    def open_by_hand(self) -> None:
        """With the key: no pulse."""
        self._move(True)
        self._observers.tell()

    def close_by_hand(self) -> None:
        """Push it in."""
        self._move(False)
        self._observers.tell()

    def _move(self, is_open: bool) -> None:
        with self._lock:
            moved, self._open = self._open != is_open, is_open
        if moved and self._plugged:
            self._on_change(is_open)


class SimulatedLights(SimulatedDevice):
    """Lights (kiosk.hw.ports) that can be looked at: `frame` is what is lit now, as the real ones would be.

    clock: seconds.
    """

    name = "lights"

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._player = Player(clock())
        self._signals: tuple[Signal, ...] = ()

    @property
    def signals(self) -> tuple[Signal, ...]:
        """The last thousand that were shown, the oldest first."""
        return self._signals

    @property
    def frame(self) -> Frame:
        """Lamps and buzzer at this moment; dark while unplugged."""
        with self._lock:
            return self._player.frame(self._clock())[0] if self._plugged else DARK

    def show(self, signal: Signal) -> None:
        """Play a signal."""
        with self._lock:
            self._player.show(signal, self._clock())
            self._signals = (*self._signals[-999:], signal)
        self._observers.tell()


class SimulatedScale(SimulatedDevice):
    """A Scale (kiosk.hw.ports) that weighs what you say."""

    name = "scale"

    def __init__(self) -> None:
        super().__init__()
        self._weight = Weight(0, True)

    def read(self) -> Weight:
        """What was put on it. Raises DeviceGone while unplugged."""
        if not self._plugged:
            raise DeviceGone(silent())
        return self._weight

    def put(self, quantity: int, *, stable: bool = True) -> None:
        """Put something on it, in thousandths of a kilogram; 0 takes it off."""
        self._weight = Weight(quantity, stable)
        self._observers.tell()
