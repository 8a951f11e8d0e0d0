"""One terminal put together: its store, its devices and its counter, on the flow thread. No screen."""

from __future__ import annotations

import gc
import logging
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread, Timer
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk import __version__
from kiosk.config import Config
from kiosk.config_own import OwnFile
from kiosk.config_read import read_settings
from kiosk.config_start import Start, settings_found
from kiosk.devices import CounterDevices
from kiosk.exc import DeviceError, StoreError, StoreMissing
from kiosk.findings import Finding
from kiosk.flows.base import Flow
from kiosk.flows.blocked import Blocked
from kiosk.flows.counter import Counter
from kiosk.flows.joining import Joining
from kiosk.flows.misset import Misset
from kiosk.flows.ports import Clock, Settings
from kiosk.flows.setting_up import SettingUp, Setup
from kiosk.flows.signin import Locked, SigningIn
from kiosk.flows.views import CounterView
from kiosk.flowthread import THRESHOLDS, FlowThread
from kiosk.hw.build import Devices as Plugged
from kiosk.hw.build import open_devices
from kiosk.hw.escpos_encode import Abilities
from kiosk.hw.machine import Machine, this_machine
from kiosk.hw.ports import DeviceState, DeviceStatus, Printer
from kiosk.hw.print_worker import Job, PrintWorker, Reports
from kiosk.hw.printer import open_printer
from kiosk.hw.wifi import open_wifi
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import M, Message, Names
from kiosk.reckoner import Reckoner
from kiosk.replicate.joiner import BackgroundJoiner
from kiosk.replicate.place import MENDED, Place
from kiosk.store.checkpoints import Checkpoints
from kiosk.store.preload import preload
from kiosk.store.store import Store
from kiosk.trade import gs1
from kiosk.trade.money import CURRENCIES
from kiosk.wire.clock import OfficeClock
from kiosk.wire.state import has_office, read_state

if TYPE_CHECKING:
    from kiosk.updates.desk import UpdateDesk

log = logging.getLogger(__name__)

DATABASE = "shop.db"
SETTLE_S = 5.0
"""Seconds after the start, when the first screen stands and nobody has signed in yet."""
EXAMINE_S = 20.0
"""Seconds after the start, when the machine is looked at: nothing else is to be measured with it."""
KEEP_TIME_S = 600.0
"""A clock without a battery falls back by no more than this unseen."""
REST_S = 0.02
"""After each part of the database that is read ahead: whoever waits for the card goes first."""


def now_ms() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


def utc_offset(at: int) -> int:
    """Minutes that this machine's local time is ahead of UTC at `at`, UTC milliseconds."""
    offset = datetime.fromtimestamp(at / 1000, UTC).astimezone().utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0


def local_day(at: int) -> str:
    """UTC milliseconds as this machine's calendar day, ISO 8601."""
    return Clock(now_ms, time.monotonic, utc_offset).local(at).date().isoformat()


def database_path(config: Config) -> Path:
    """Where this terminal's database is."""
    return config.data.directory / DATABASE


def read_key(config: Config) -> bytes | None:
    """The database's key, None for a plain database. Raises StoreMissing if its file can't be read."""
    if not config.data.key_file:
        return None
    try:
        return bytes.fromhex(Path(config.data.key_file).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise StoreMissing(
            M("The key of the database can't be read from {file}.", file=config.data.key_file)
        ) from error


def open_store(config: Config, clock: Callable[[], int] = now_ms) -> Store:
    """Open this terminal's database. Raises StoreError; never makes a new one."""
    return Store.open(database_path(config), read_key(config), clock=clock)


def create_store(config: Config, *, with_demo: bool = False, clock: Callable[[], int] = now_ms) -> Store:
    """Make this terminal's database, empty or with the demo shop. Raises StoreError where there is one."""
    path = database_path(config)
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store.create(path, config.store.id, config.terminal.name, key=read_key(config), clock=clock)
    if with_demo:
        from kiosk.store.demo import build_demo

        build_demo(store, now_ms=clock())
    return store


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
        self.printer: Printer = _printer(config)
        self.abilities = Abilities.of(config.printer)
        self._clock = OfficeClock(clock)
        self._was_open = False
        self._keeps_time = False
        self._checkpoints: Checkpoints | None = None
        self._worker = PrintWorker(
            self.printer,
            self.abilities,
            Reports(
                printed=lambda job: self._later(Counter.printed, job.id),
                failed=self._print_failed,
                status=lambda status: self._later(Counter.device_status, status),
            ),
            time.monotonic,
            watch=config.printer.status,
        )
        self.plugged: Plugged = open_devices(config, kick=self._worker.kick)
        self.devices = CounterDevices(
            self.plugged.drawer, self.plugged.lights, self.plugged.scale, self._worker, self.abilities, _after,
            self.plugged.dials, heard=config.sound.signals, machine=machine or this_machine(), wifi=_wifi(config),
            failed=lambda problem: self._later(Counter.notice, problem.message),
        )  # fmt: skip
        self._reckoner = Reckoner(lambda: database_path(config), lambda: read_key(config))
        self.counter = Counter(
            _NotOpened(),  # type: ignore[arg-type]  # it only says that it is not open, until start() opens it
            self.devices,
            settings_of(config),
            Clock(self._clock, time.monotonic, utc_offset, self._clock.learn),
            publish,
            home=self._home,
            blocked=self._blocked,
            locked=Locked,
            reopen=self._open_store,
            training_store=self._make_training,
            reckoner=self._reckoner.begin,
            examiner=self._examine,
            setup=self._setup,
            updates=self._updates,
            joiner=lambda: BackgroundJoiner(self._place(), config.terminal.name),
        )

    def start(self) -> None:
        """Bring up store, devices and the first screen. Returns at once: all of it happens on other threads."""
        self.flows.start(self.counter.tick)
        self.flows.post(self._begin)

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
        self.plugged.stop()
        self._worker.stop()
        self._reckoner.stop()
        if self._checkpoints is not None:
            self._checkpoints.stop()
        self.flows.post(self._close_store)
        self.flows.stop()

    def _begin(self) -> None:
        try:
            self.counter.store = self._open_store() if self._sound else _NotOpened()  # type: ignore[assignment]
        except StoreError as error:
            log.exception("the store can't be opened")
            self.counter.store = _NotOpened(error)  # type: ignore[assignment]
        self.counter.start()
        if self._started.kept:
            self.counter.notice(
                M("The settings have a mistake; those of last time are used. {problem}", problem=self._problems[0])
            )
        self.plugged.dials.begin(self._setup.own.read().levels)
        self._worker.start()
        if self.config.printer.driver == "none":
            self.counter.device_status(DeviceStatus("printer", DeviceState.OFF))
        self.plugged.start(
            lambda scan: self._later(Counter.scan, scan),
            lambda status: self._later(Counter.device_status, status),
            lambda is_open: self._later(Counter.drawer_changed, is_open),
        )
        _after(SETTLE_S, lambda: self.flows.post(_settle_in))
        _after(SETTLE_S, self._read_ahead)
        _after(SETTLE_S, lambda: self.plugged.dials.begin_sound(self._setup.own.read().levels))
        _after(EXAMINE_S, self._examine)

    def _examine(self) -> None:
        """On a thread of its own: a slow card takes seconds over it."""

        def look() -> None:
            from kiosk.hw.health import examine  # the first screen does not wait for it to load

            found = (*settings_found(self._problems), *examine(self.config))
            self._later(Counter.examined, found)
            self._keep_answers(found)
            self._keep_time()

        Thread(target=look, name="examine", daemon=True).start()

    def _updates(self) -> UpdateDesk | None:
        from kiosk.updates.desk import open_desk  # not before somebody looks at the status screen

        return open_desk(self.config)

    def _keep_answers(self, found: tuple[Finding, ...]) -> None:
        """What is well now is what an update has to be as good as."""
        from kiosk.updates.bundle import updatable
        from kiosk.updates.files import Files
        from kiosk.updates.fit import keep_answers

        if updatable():
            with suppress(OSError):
                keep_answers(Files(self.config.data.directory), __version__, found, self._silent())

    def _silent(self) -> list[str]:
        """What is plugged in may still not be heard: a program that reads its scanner no more is fit for nothing."""
        return [lamp.name for lamp in self.counter.lamps.all() if lamp.state == "absent"]

    def _home(self, counter: Counter) -> Flow:
        """Sign-in; before the very first, the list of what a new terminal is set up with."""
        if self._setup.first and not self._setup.own.read().done:
            return SettingUp(counter, self._setup, then=SigningIn)
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

    def _keep_time(self) -> None:
        """After the look at the machine, so that it sees what was kept before; then every few minutes."""
        from kiosk.hw.health.clock import keep_time
        from kiosk.hw.health.host import Host

        keep_time(Host(self.config.data.directory))
        if not self._keeps_time:
            self._keeps_time = True
            _after(KEEP_TIME_S, self._keep_time_again)

    def _keep_time_again(self) -> None:
        self._keeps_time = False
        self._keep_time()

    def _read_ahead(self) -> None:
        """On a thread of its own: scans and searches then find in memory what lies on the card."""
        preload(database_path(self.config), rest=lambda: time.sleep(REST_S))

    def _place(self) -> Place:
        """Raises StoreMissing if the key can't be read."""
        return Place(database_path(self.config), read_key(self.config), self._clock)

    def _open_store(self) -> Store:
        if database_path(self.config).with_name(MENDED).exists():
            from kiosk.replicate.mending import take_fetched

            take_fetched(self._place())
        store = open_store(self.config, self._clock)
        store.leave_checkpoints()
        if self._checkpoints is None:
            self._checkpoints = store.checkpoints()
            self._checkpoints.start()
        self._was_open = True
        self._clock.learn(read_state(store))
        shop = store.settings.store()
        names = Names(shop.name_zh, shop.name_en) if shop else self.config.store.names
        self.counter.settings = msgspec.structs.replace(
            self.counter.settings, office=has_office(store), store_names=names
        )
        return store

    def _blocked(self, counter: Counter, error: StoreError) -> Flow:
        """Selling has stopped; or it never began, for this terminal has no database yet and may join an office."""
        if not self._sound:
            return Misset(counter, error, self._problems, self._read_again)
        path = database_path(self.config)
        if not isinstance(error, StoreMissing) or path.exists() or self._was_open:
            return Blocked(counter, error)
        try:
            place = self._place()
        except StoreMissing:
            return Blocked(counter, error)
        return Joining(counter, error, BackgroundJoiner(place, self.config.terminal.name))

    def _make_training(self) -> Store:
        """A new demo shop each time: whoever practises begins afresh, and leaves nothing behind."""
        directory = self.config.data.directory / "training"
        shutil.rmtree(directory, ignore_errors=True)
        data = msgspec.structs.replace(self.config.data, path=str(directory), key_file="")
        return create_store(msgspec.structs.replace(self.config, data=data), with_demo=True, clock=self._clock)

    def _close_store(self) -> None:
        self.counter.store.close()

    def _print_failed(self, job: Job, problem: DeviceError, uncertain: bool) -> None:
        self._later(Counter.print_failed, job.id, problem, uncertain)

    def _later(self, method: Callable[..., None], *args: Any) -> None:
        self.flows.post(method, self.counter, *args)


class _NotOpened:
    """Stands where a store would, and says at each use why there is none."""

    def __init__(self, error: StoreError | None = None) -> None:
        self._error = error or StoreMissing(M("The database is not open yet."))

    def close(self) -> None:
        """Nothing to close."""

    def __getattr__(self, name: str) -> Any:
        raise self._error


def _settle_in() -> None:
    """In the quiet before the first customer: load what the first GS1 code needs, a tenth of a second, and have the
    garbage collector leave alone what never goes away, so that no scan pays for looking through it; what is new is
    looked through between inputs."""
    gs1.load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def settings_of(config: Config) -> Settings:
    """What flows need of kiosk.toml."""
    return Settings(
        terminal=config.terminal.name,
        role=config.terminal.role,
        store_names=config.store.names,
        language=config.screen_language,
        paper_language=config.receipt_language,
        columns=config.printer.columns,
        currency=CURRENCIES[config.store.currency],
        idle_lock_s=config.screen.idle_lock_s,
        blank_s=config.screen.blank_s,
        layouts=config.barcodes.layouts,
        scanner_layout=next((s.layout for s in config.scanner if s.driver == "evdev"), "us"),
        header=config.receipt.header,
        footer=config.receipt.footer,
        tax_id=config.receipt.tax_id,
        suspended_slip=config.receipt.suspended_slip,
        version=__version__,
        office=False,
    )


def _printer(config: Config) -> Printer:
    if config.printer.driver == "simulated":
        from kiosk.hw.printer_simulated import SimulatedPrinter

        return SimulatedPrinter(config.printer.columns, config.printer.profile or "default")
    return open_printer(config.printer)


def _wifi(config: Config) -> WifiDesk | None:
    wifi = open_wifi(config.wifi.driver)
    return WifiDesk(wifi) if wifi is not None else None


def _after(seconds: float, call: Callable[[], None]) -> None:
    timer = Timer(seconds, call)
    timer.daemon = True
    timer.start()
