"""One terminal put together: its store, its devices and its counter, on the flow thread. No screen."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from kiosk.config import Config
from kiosk.config_own import OwnFile
from kiosk.config_read import read_settings
from kiosk.config_start import Start
from kiosk.database import database_path, now_ms, read_key, utc_offset
from kiosk.desks import Desks
from kiosk.devices import CounterDevices
from kiosk.exc import DeviceError, StoreError
from kiosk.fittings import NotOpened, after, printer_of, settings_of, wifi_of
from kiosk.flows.base import Flow
from kiosk.flows.counter import Counter
from kiosk.flows.misset import Misset
from kiosk.flows.ports import Clock
from kiosk.flows.setup import Setup
from kiosk.flows.signin import Locked, SigningIn
from kiosk.flows.views import CounterView
from kiosk.flowthread import FlowThread
from kiosk.hw.build import Devices as Plugged
from kiosk.hw.build import open_devices
from kiosk.hw.escpos_encode import Abilities
from kiosk.hw.machine import Machine, this_machine
from kiosk.hw.ports import DeviceState, DeviceStatus, Printer
from kiosk.hw.print_worker import Job, PrintWorker, Reports
from kiosk.i18n import M, Message, Names
from kiosk.opening import Opening
from kiosk.reckoner import Reckoner
from kiosk.store.store import Store
from kiosk.tending import Tending, settle_in
from kiosk.wire.clock import OfficeClock
from kiosk.wire.state import has_office

log = logging.getLogger(__name__)

SETTLE_S = 5.0
"""Seconds after the first screen stands, when nobody has signed in yet."""
EXAMINE_S = 20.0
"""Seconds after it stands, when the machine is looked at: nothing else is to be measured with it."""


class Terminal:
    """A counter and all it stands on. publish: called on the flow thread with each new state.

    clock: UTC milliseconds. started: where the settings came from, and what is wrong with them. again: has the whole
    program begin anew, called on the flow thread. machine: instead of the one that this runs on.
    """

    def __init__(
        self,
        config: Config,
        publish: Callable[[CounterView], None],
        *,
        clock: Callable[[], int] = now_ms,
        started: Start | None = None,
        again: Callable[[], None] = lambda: None,
        own: OwnFile | None = None,
        machine: Machine | None = None,
    ) -> None:
        self.config = config
        self._started = started or Start(config, Path())
        self._again = again
        self._setup = Setup(own or OwnFile(), config.screen.rotation, self._started.new, again)
        self.flows = FlowThread()
        self.printer: Printer = printer_of(config)
        self.abilities = Abilities.of(config.printer)
        self._clock = OfficeClock(clock)
        self._opening = Opening(config, self._clock)
        self._worker = PrintWorker(
            self.printer,
            self.abilities,
            Reports(
                printed=lambda job: self._later(Counter.printed, job.id),
                failed=self._print_failed,
                status=self._printer_is,
            ),
            time.monotonic,
            watch=config.printer.status,
        )
        self.plugged: Plugged = open_devices(config, kick=self._worker.kick)
        self.devices = CounterDevices(
            self.plugged.drawer, self.plugged.lights, self.plugged.scale, self._worker, self.abilities, after,
            self.plugged.dials, heard=config.sound.signals, machine=machine or this_machine(), wifi=wifi_of(config),
            failed=lambda problem: self._later(Counter.notice, problem.message),
        )  # fmt: skip
        self._tending = Tending(
            config,
            self._problems,
            lambda found: self._later(Counter.examined, found),
            lambda: [lamp.name for lamp in self.counter.lamps.all() if lamp.state == "absent"],
        )
        self._desks = Desks(config, self._clock, lambda: self.counter.settings.office)
        self._reckoner = Reckoner(lambda: database_path(config), lambda: read_key(config))
        self.counter = Counter(
            NotOpened(),  # type: ignore[arg-type]  # it only says that it is not open, until start() opens it
            self.devices,
            settings_of(config),
            Clock(self._clock, time.monotonic, utc_offset, self._clock.learn),
            publish,
            home=self._home,
            blocked=self._blocked,
            locked=Locked,
            reopen=self._open_store,
            training_store=self._opening.make_training,
            reckoner=self._reckoner.begin,
            examiner=self._tending.examine,
            setup=self._setup,
            updates=self._desks.updates,
            backups=self._desks.backups,
            lists=self._desks.lists,
            joiner=self._opening.joiner,
        )

    def start(self, *, shown: bool = False) -> None:
        """Bring up store, devices and the first screen. Returns at once: all of it happens on other threads.

        shown: `stands` will be called when that screen is seen; what can wait until then is not to hold it up.
        """
        self.flows.start(self.counter.tick)
        self.flows.post(self._begin)
        if not shown:
            self.flows.post(self.stands)

    def stands(self) -> None:
        """The first screen is seen: now for the printer, whose library takes longer to load than the screen to draw,
        and in a while for all else. Called once, from any thread.
        """
        self._worker.start()
        after(SETTLE_S, lambda: self.flows.post(settle_in))
        after(SETTLE_S, self._tending.read_ahead)
        after(SETTLE_S, lambda: self.plugged.dials.begin_sound(self._setup.own.read().levels))
        after(SETTLE_S, self._provide_wifi)
        after(SETTLE_S, lambda: self.flows.post(self._desks.go_on))
        after(EXAMINE_S, self._tending.examine)

    def post(self, flow: object, method: str, *args: object) -> None:
        """An input from the screen, for `flow`, from any thread."""
        self.flows.post(self.counter.do, flow, method, *args)

    def stir(self) -> None:
        """Somebody touches the screen, from any thread."""
        self.flows.post(self.counter.stir)

    def answer(self, call: Callable[[], None]) -> None:
        """Have `call` made on the flow thread once the store has answered there, be it with a complaint."""
        self.flows.post(self._answer, call)

    def _answer(self, call: Callable[[], None]) -> None:
        with suppress(StoreError):
            self.counter.real_store.changes()
        call()

    def stop(self) -> None:
        """Finish what is under way, and give devices and database back."""
        self.flows.post(self.plugged.stop)  # there they are begun, which may be under way
        self._worker.stop()
        self._reckoner.stop()
        self.flows.post(self._desks.stop)
        self._opening.stop()
        self.flows.post(self._close_store)
        self.flows.stop()

    def _begin(self) -> None:
        try:
            self.counter.store = self._open_store() if self._sound else NotOpened()  # type: ignore[assignment]
        except StoreError as error:
            log.exception("the store can't be opened")
            self.counter.store = NotOpened(error)  # type: ignore[assignment]
        self.counter.start()
        if self._started.kept:
            self.counter.notice(
                M("The settings have a mistake; those of last time are used. {problem}", problem=self._problems[0])
            )
        self.plugged.dials.begin(self._setup.own.read().levels)
        if self.config.printer.driver == "none":
            self.counter.device_status(DeviceStatus("printer", DeviceState.OFF))
        self.plugged.start(
            lambda scan: self._later(Counter.scan, scan),
            lambda status: self._later(Counter.device_status, status),
            lambda is_open: self._later(Counter.drawer_changed, is_open),
        )

    def _printer_is(self, status: DeviceStatus) -> None:
        if self.config.printer.driver != "none":  # or nobody would miss it
            self._later(Counter.device_status, status)

    def _provide_wifi(self) -> None:
        wanted = self.config.wifi
        if wanted.name and self.devices.wifi is not None:
            self.devices.wifi.provide(wanted.name, wanted.password, hidden=wanted.hidden)

    def _home(self, counter: Counter) -> Flow:
        """Sign-in; while nobody works here, and before the very first, the list of what a terminal is set up with."""
        nobody = not counter.store.people.users()
        if nobody or (self._setup.first and not self._setup.own.read().done):
            from kiosk.flows.setting_up import SettingUp  # not at every start

            return SettingUp(counter, msgspec.structs.replace(self._setup, first=True), then=SigningIn)
        return SigningIn(counter)

    @property
    def _problems(self) -> tuple[Message, ...]:
        return self._started.problems

    @property
    def _sound(self) -> bool:
        """Whether the settings are fit to sell by."""
        return self._started.kept or not self._problems

    def _read_again(self) -> tuple[Message, ...]:
        problems = read_settings(self._started.path).problems
        if not problems:
            self._again()
        return problems or self._problems

    def _open_store(self) -> Store:
        store = self._opening.open()
        shop = store.settings.store()
        names = Names(shop.name_zh, shop.name_en) if shop else self.config.store.names
        self.counter.settings = msgspec.structs.replace(
            self.counter.settings, office=has_office(store), store_names=names
        )
        return store

    def _blocked(self, counter: Counter, error: StoreError) -> Flow:
        if not self._sound:
            return Misset(counter, error, self._problems, self._read_again)
        return self._opening.blocked(counter, error)

    def _close_store(self) -> None:
        self.counter.store.close()

    def _print_failed(self, job: Job, problem: DeviceError, uncertain: bool) -> None:
        self._later(Counter.print_failed, job.id, problem, uncertain)

    def _later(self, method: Callable[..., None], *args: Any) -> None:
        self.flows.post(method, self.counter, *args)
