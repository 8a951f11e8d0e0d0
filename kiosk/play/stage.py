"""The stage of a tape: a whole counter with simulated devices, and the hands that touch it."""

from __future__ import annotations

import argparse
import queue
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from kiosk.config import Config, default_demo_config, load_config
from kiosk.flows.views import CounterView
from kiosk.play.acts import Acts
from kiosk.play.player import Channel, Conductor
from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.screens.window import configure
from kiosk.store.pins import verify_pin

Condition = Callable[[], bool]

LAID_OUT = 3
"""Frames until what was drawn stands where it will stay: a sheet's size follows from its parts, theirs from it."""


def open_stage(options: argparse.Namespace, channel: Channel) -> AppStage:
    """Build the counter on options.data; a demo shop, where everybody reads options.language, is made if none is."""
    config = load_config(options.config) if options.config else default_demo_config(options.data)
    screen = msgspec.structs.replace(
        config.screen, language=options.language, idle_lock_s=0, blank_s=0, fullscreen=False
    )
    terminal = msgspec.structs.replace(config.terminal, role=options.role)
    config = msgspec.structs.replace(config, screen=screen, terminal=terminal)
    configure(options.width, options.height)
    from kiosk.database import create_store, database_path

    if not database_path(config).exists():
        create_store(config, with_demo=True, language=options.language).close()
    return AppStage(config, options, channel)


class AppStage:
    """What `kiosk.play.acts.Stage` asks for, on the real application."""

    def __init__(self, config: Config, options: argparse.Namespace, channel: Channel) -> None:
        from kiosk.app import open_app

        self._channel = channel
        self._shots: Path | None = options.shots
        self._shift_s: int = options.ahead
        self._commands: queue.SimpleQueue[tuple[str, list[str]]] = queue.SimpleQueue()
        self._app = open_app(config, clock=self._now)
        self._terminal = self._app.terminal
        self._conductor = Conductor(channel, Acts(self), time.monotonic, options.timeout)
        self._ready = False
        self._finished = False
        self._watch_devices()

    # --- the life of it

    def post(self, word: str, args: list[str]) -> None:
        """A command from the tape, from any thread."""
        self._commands.put((word, args))

    def run(self) -> None:
        """The application's main loop, until the tape is finished."""
        from kivy.clock import Clock

        Clock.schedule_interval(self._frame, 0)
        self._app.run()

    def _frame(self, dt: float) -> None:
        if self._app.newest is None or self._app.drawn < 0:
            return
        if not self._ready:
            self._ready = True
            self._channel.send({"ok": True})
        if not self._conductor.busy and not self._finished:
            try:
                word, args = self._commands.get_nowait()
            except queue.Empty:
                return
            self._finished = word == "finish"
            self._conductor.begin(word, args)
        self._conductor.frame(dt)
        if self._finished and not self._conductor.busy:
            self._end()

    def _end(self) -> None:
        self._app.stop()

    # --- looking

    def view(self) -> CounterView:
        """The newest state."""
        view = self._app.newest
        assert isinstance(view, CounterView)
        return view

    def quiet(self) -> Condition:
        """Whether all inputs until now have been decided, the newest state has been drawn, and takes touches."""
        decided: list[int] = []
        self._terminal.flows.post(lambda: decided.append(self.view().serial))
        frames = [0]

        def met() -> bool:
            if not decided or self._app.drawn < decided[0] or not self._app.screen.settled:
                return False
            frames[0] += 1
            return frames[0] > LAID_OUT

        return met

    def find(self, what: str, nth: int = 1) -> Any | None:
        """Something to tap, by id or visible text."""
        from kiosk.screens.find import find_tappable

        return find_tappable(self._app.screen, what, nth)

    def texts(self) -> list[str]:
        """All that can be read on the screen."""
        from kiosk.screens.find import visible_texts

        return [text for text, _widget in visible_texts(self._app.screen)]

    def language(self) -> str:
        """What the screen speaks."""
        return str(self.view().language)

    def shot(self, name: str) -> None:
        """A picture of the screen as it is."""
        if self._shots is None:
            return
        from kiosk.screens.picture import save

        path = self._shots / f"{name}.png"
        save(path)
        self._channel.event("shot", str(path))

    def receipts(self) -> list[str]:
        """Papers that came out, as text."""
        return [paper.text for paper in self._terminal.printer.papers]

    def pulses(self) -> int:
        """How often the drawer was opened."""
        return int(self._terminal.plugged.drawer.pulses)

    def light(self) -> str:
        """The signal shown last."""
        shown = self._terminal.plugged.lights.signals
        return str(shown[-1].value) if shown else "ready"

    def figures(self) -> dict[str, Any]:
        """Sales and entries of the store, read on the flow thread."""

        def read() -> dict[str, Any]:
            store = self._terminal.counter.store
            sales = [{"id": s.id, "total": s.total, "undone": s.undone} for s in store.sales.recent(1000, 0)]
            return {"sales": sales, "entries": store.journal.count()}

        answer: dict[str, Any] = self._terminal.flows.run(read)
        return answer

    # --- touching

    def press(self, widget: Any) -> None:
        """A real touch, down and up."""
        from kiosk.play.finger import tap
        from kiosk.screens.find import centre

        tap(*centre(widget))

    def key(self, name: str) -> None:
        """A key of a keyboard, by its name."""
        from kivy.core.window import Keyboard, Window

        code = Keyboard.keycodes[name.lower()]
        Window.dispatch("on_key_down", code, 0, None, [])
        Window.dispatch("on_key_up", code, 0)

    def write(self, text: str) -> None:
        """Text as a keyboard or input method gives it."""
        from kivy.core.window import Window

        Window.dispatch("on_textinput", text)

    # --- devices and circumstances

    def scan(self, code: str, scanner: str) -> Condition:
        """A code through the scanner's real bytes; met when the counter has it."""
        before = self._terminal.counter.scans
        self._scanner(scanner).scan(code)
        return lambda: self._terminal.counter.scans > before

    def scan_raw(self, data: bytes, scanner: str) -> Condition:
        """Event bytes; met when the reader has taken them."""
        device = self._scanner(scanner)
        device.send(data)
        return lambda: bool(device.drained)

    def device(self, name: str, what: str) -> None:
        """Do to a simulated device what a person would: unplug, plug, paper_out, open_by_hand …"""
        plugged = self._terminal.plugged
        devices = {
            "scanner": self._scanner(""),
            "printer": self._terminal.printer,
            "drawer": plugged.drawer,
            "lights": plugged.lights,
            "scale": plugged.scale,
        }
        getattr(devices[name], what)()

    def weigh(self, grams: int) -> None:
        """Put something on the scale."""
        self._terminal.plugged.scale.put(grams)

    def person_of(self, pin: str) -> str:
        """Whose PIN it is."""

        def search() -> str:
            people = self._terminal.counter.store.people
            for user in people.users():
                if verify_pin(people.pin_hash(user.id), pin):
                    return str(user.name)
            raise LookupError(f"nobody has the PIN {pin}")

        name: str = self._terminal.flows.run(search)
        return name

    def set_language(self, code: str) -> None:
        """As the language button does."""

        def switch() -> None:
            self._terminal.counter.language = code
            self._terminal.counter.publish()

        self._terminal.flows.post(switch)

    def today(self) -> date:
        """The shop's day, as the counter reckons it."""
        day: date = self._terminal.flows.run(self._terminal.counter.clock.today)
        return day

    def lose_office(self) -> None:
        """The shop has a head office that does not answer: what replication would have put down, and nobody runs."""

        def joined() -> None:
            keep_membership(self._terminal.counter.store, Membership("https://office.invalid", "-", "", "HQ"))
            self._terminal.counter.publish()

        self._terminal.flows.post(joined)

    def move_clock(self, seconds: int) -> None:
        """Wall time jumps; time that never jumps does not."""
        self._shift_s += seconds

    def _now(self) -> int:
        return time.time_ns() // 1_000_000 + self._shift_s * 1000

    def _scanner(self, name: str) -> Any:
        scanners = self._terminal.plugged.scanner.scanners
        return next((s for s in scanners if s.name == name), scanners[0])

    def _watch_devices(self) -> None:
        """Tell the parent what devices saw as they see it: it must outlive this process."""
        printer, plugged = self._terminal.printer, self._terminal.plugged
        told = {"papers": 0, "pulses": 0}

        def papers(_printer: object) -> None:
            out = printer.papers
            for paper in out[told["papers"] :]:
                self._channel.event("receipt", paper.text)
            told["papers"] = len(out)

        def pulses() -> None:
            for _ in range(plugged.drawer.pulses - told["pulses"]):
                self._channel.event("pulse", 1)
            told["pulses"] = plugged.drawer.pulses

        printer.observe(papers)
        plugged.drawer.observe(pulses)
        plugged.lights.observe(lambda: self._channel.event("light", self.light()))
