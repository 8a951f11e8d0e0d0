"""The counter's devices as flows use them: each call returns at once, each answer comes back on the flow thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.exc import DeviceError
from kiosk.flows.views import PaperPicture
from kiosk.hw.dials import Dial, Dials
from kiosk.hw.errands import Errands
from kiosk.hw.escpos_encode import Abilities
from kiosk.hw.machine import Machine, Power
from kiosk.hw.paper import from_json
from kiosk.hw.paper_text import to_text
from kiosk.hw.ports import Drawer, Lights, Scale, Signal, Weight
from kiosk.hw.print_worker import Job, PrintWorker
from kiosk.hw.raster import draw_paper
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.store.records import PrintJob

SIGNALS = (Signal.OK, Signal.UNKNOWN, Signal.ATTENTION, Signal.OFFLINE, Signal.READY)


class CounterDevices:
    """Joins drawer, lights, scale and the printer's worker into what `kiosk.flows.ports.Devices` asks for.

    later: runs a call after so many seconds (seconds, call), for showing the lights' patterns one after the other.
    heard: signals sound from the loudspeaker too. machine: what can be switched off. failed: is told why it was not.
    """

    def __init__(
        self,
        drawer: Drawer,
        lights: Lights,
        scale: Scale | None,
        printing: PrintWorker,
        abilities: Abilities,
        later: Callable[[float, Callable[[], None]], Any],
        dials: Dials,
        *,
        heard: bool = False,
        machine: Machine | None = None,
        wifi: WifiDesk | None = None,
        failed: Callable[[DeviceError], None] = lambda _problem: None,
    ) -> None:
        self._drawer = drawer
        self._lights = lights
        self._scale = scale
        self._printing = printing
        self._abilities = abilities
        self._later = later
        self._dials = dials
        self._heard = heard
        self._machine = machine
        self._failed = failed
        self.wifi = wifi
        self._errands = Errands()

    def signal(self, signal: Signal) -> None:
        """Lights, buzzer, loudspeaker."""
        self._lights.show(signal)
        if self._heard:
            self._dials.play(signal)

    def open_drawer(self) -> None:
        """One pulse. Raises DeviceError if there is nothing to pulse."""
        self._drawer.open()

    def print(self, job: PrintJob) -> None:
        """Hand a paper to the printer's thread; it ends in Counter.printed or Counter.print_failed."""
        self._printing.submit(Job(job.id, job.paper, job.attempts, job.created_at))

    def picture(self, paper: bytes) -> PaperPicture:
        """A paper as this very printer would print it, dot for dot."""
        document, columns = from_json(paper), self._abilities.columns
        picture = draw_paper(document, columns)
        return PaperPicture(picture.width, picture.height, picture.tobytes(), to_text(document, columns))

    def weight(self) -> Weight | None:
        """What lies on the scale; None without one. Raises DeviceError if it does not answer."""
        return self._scale.read() if self._scale is not None else None

    def dial(self, name: Dial) -> int | None:
        """Percent; None where there is nothing to turn."""
        return self._dials.level(name)

    def turn(self, name: Dial, percent: int) -> None:
        """To so many percent."""
        self._dials.turn(name, percent)

    def light_screen(self, on: bool) -> None:
        """The screen's own light."""
        self._dials.light(on)

    @property
    def has_power(self) -> bool:
        """Whether the machine can be restarted and switched off from here."""
        return self._machine is not None

    def power(self, what: Power) -> None:
        """Restart it, or switch it off; what goes wrong is told by `failed`."""
        machine = self._machine
        if machine is not None:
            self._errands.send(lambda: self._power(machine, what))

    def _power(self, machine: Machine, what: Power) -> None:
        try:
            machine.power(what)
        except DeviceError as problem:
            self._failed(problem)

    def test(self, device: str) -> None:
        """Show that a device works. Raises DeviceError if it does not."""
        if device == "lights":
            for turn, signal in enumerate(SIGNALS):
                self._later(turn * 1.2, lambda signal=signal: self._lights.show(signal))  # type: ignore[misc]
        elif device == "drawer":
            self.open_drawer()
        elif device == "printer":
            self._printing.check()
        elif device == "sound":
            self._dials.play(Signal.OK)
