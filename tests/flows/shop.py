"""The shop that flow tests trade in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.exc import DeviceError, StoreError
from kiosk.flows.blocked import Blocked
from kiosk.flows.counter import Counter
from kiosk.flows.ports import Clock, Settings
from kiosk.flows.sheets import Sheet
from kiosk.flows.signin import Locked, SigningIn
from kiosk.flows.views import CounterView, PaperPicture
from kiosk.hw.dials import Dial
from kiosk.hw.machine import Power, SimulatedMachine
from kiosk.hw.ports import DeviceState, DeviceStatus, Scan, Signal, Weight
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import Names
from kiosk.store.documents import SaleCompleted
from kiosk.store.records import PrintJob
from kiosk.store.store import Store
from tests.flows import goods

NOW = 1_780_000_000_000  # a Thursday in May 2026


class TestClock:
    """Time that moves when a test says so."""

    __test__ = False

    def __init__(self, at: int = NOW) -> None:
        self.at = at
        self.seconds = 1000.0

    def pass_s(self, seconds: float) -> None:
        self.at += int(seconds * 1000)
        self.seconds += seconds

    def set_back_s(self, seconds: float) -> None:
        """Somebody sets the wall clock back; the monotonic one goes on."""
        self.at -= int(seconds * 1000)

    def clock(self) -> Clock:
        return Clock(lambda: self.at, lambda: self.seconds, lambda _at: 480)


class RecordingDevices:
    """Remembers what it was told; papers come out when a test lets them."""

    def __init__(self) -> None:
        self.signals: list[Signal] = []
        self.pulses = 0
        self.papers: list[PrintJob] = []
        self.drawer_error: DeviceError | None = None
        self.print_error: DeviceError | None = None
        self.scale: Weight | None = None
        self.tested: list[str] = []
        self.lit = True
        self.wifi: WifiDesk | None = None
        self.machine: SimulatedMachine | None = SimulatedMachine()
        self.dials: dict[str, int] = {}

    def signal(self, signal: Signal) -> None:
        self.signals.append(signal)

    def open_drawer(self) -> None:
        if self.drawer_error:
            raise self.drawer_error
        self.pulses += 1

    def print(self, job: PrintJob) -> None:
        if self.print_error:
            raise self.print_error
        self.papers.append(job)

    def picture(self, paper: bytes) -> PaperPicture:
        return PaperPicture(1, 1, b"\xff", paper.decode())

    def weight(self) -> Weight | None:
        return self.scale

    def dial(self, name: Dial) -> int | None:
        return self.dials.get(name)

    def turn(self, name: Dial, percent: int) -> None:
        self.dials[name] = percent

    def light_screen(self, on: bool) -> None:
        self.lit = on

    @property
    def has_power(self) -> bool:
        return self.machine is not None

    def power(self, what: Power) -> None:
        assert self.machine is not None
        self.machine.power(what)

    def test(self, device: str) -> None:
        self.tested.append(device)


class Shop:
    """Drives a counter the way the screen and the devices do, and shows what was published."""

    def __init__(self, path: Path, **settings: Any) -> None:
        self.path = path
        self.time = TestClock()
        self.devices = RecordingDevices()
        self.settings = Settings(
            store_names=Names("城南店", "South"), language="en", paper_language="en", layouts=goods.LAYOUTS, **settings
        )
        self.views: list[CounterView] = []
        if not path.exists():
            stocked(path)
        self.store = self._open()
        self.counter = self._counter()

    def _counter(self) -> Counter:
        return Counter(
            self.store,
            self.devices,
            self.settings,
            self.time.clock(),
            self.views.append,
            home=SigningIn,
            blocked=Blocked,
            locked=Locked,
            reopen=self._reopen,
            training_store=self._training_store,
            strict=True,
        )

    def _open(self) -> Store:
        return Store.open(self.path, clock=lambda: self.time.at)

    def _reopen(self) -> Store:
        self.store = self._open()
        return self.store

    def _training_store(self) -> Store:
        path = self.path.with_name("training.db")
        path.unlink(missing_ok=True)
        stocked(path)
        return Store.open(path, clock=lambda: self.time.at)

    def start(self) -> None:
        self.counter.start()
        self.counter.device_status(DeviceStatus("printer", DeviceState.READY))

    def close(self) -> None:
        self.store.close()

    def restart(self) -> None:
        """The power went and came back: nothing was said good-bye to."""
        self.store.close()
        self.store = self._open()
        self.devices = RecordingDevices()
        self.counter = self._counter()
        self.start()

    # --- what an operator does

    def do(self, method: str, *args: Any) -> None:
        self.counter.do(self.counter.target, method, *args)

    def act(self, action: str) -> None:
        self.do("act", action)

    def scan(self, data: str, symbology: str = "") -> None:
        self.counter.scan(Scan(data, symbology))

    def tick(self, seconds: float = 1) -> None:
        self.time.pass_s(seconds)
        self.counter.tick()

    def sign_in(self, user: str) -> None:
        self.scan(goods.badge_of(user))
        assert self.counter.user is not None
        assert self.counter.user.id == user.upper()

    def open_shift(self, amount: int = 20000) -> None:
        self.do("ask_amount")
        self.do("answer", amount)
        self.do("accept")

    def approve(self, user: str = "mei") -> None:
        """The badge of somebody who may."""
        self.scan(goods.badge_of(user))

    def pay_cash(self, given: int | None = None) -> None:
        """Pay what is due, with the exact amount or more."""
        self.do("pay")
        self.do("cash", self.body.cash_due if given is None else given)

    def sell(self, *codes: str, given: int | None = None) -> str:
        """A whole cash sale; returns its number and waits for the next customer."""
        for code in codes:
            self.scan(code)
        self.pay_cash(given)
        sale_id: str = self.body.sale_id
        self.do("next")
        return sale_id

    def paper_out(self) -> None:
        """The printer has finished every paper it was given."""
        done = 0
        while done < len(self.devices.papers):
            job = self.devices.papers[done]
            done += 1
            self.counter.printed(job.id)

    # --- what is seen, and what is kept

    @property
    def view(self) -> CounterView:
        return self.views[-1]

    @property
    def body(self) -> Any:
        return self.view.body

    @property
    def overlay(self) -> Any:
        return self.view.overlay

    @property
    def front(self) -> Any:
        return self.counter.front

    @property
    def sheet(self) -> Sheet | None:
        return self.counter.sheets[-1] if self.counter.sheets else None

    @property
    def strip(self) -> str:
        return str(self.body.strip.text) if self.body.strip else ""

    @property
    def on_hand(self) -> Callable[[str], int]:
        return lambda product: self.store.stock.level(product).on_hand

    def sales(self) -> list[SaleCompleted]:
        """All sales in the store, the oldest first."""
        found = [self.store.sales.get(row.id) for row in reversed(self.store.sales.recent(1000, 0))]
        return [sale for sale in found if sale is not None]

    def acts(self, act: str) -> list[dict[str, str]]:
        """The details of what was written down under this name."""
        return [row.detail for row in self.store.audit.rows(1000, 0) if row.act == act]

    def fail_store(self, method: str, error: StoreError | BaseException, room: str = "journal") -> Callable[[], None]:
        """Let a method of the store fail until the returned function is called."""
        target = getattr(self.store, room)
        original = getattr(target, method)

        def fail(*_args: Any, **_kwargs: Any) -> Any:
            raise error

        setattr(target, method, fail)
        return lambda: setattr(target, method, original)


@cache
def _template() -> bytes:
    """The database of a shop before its first day; made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        store = Store.create(path, "S01", terminal="T1", clock=lambda: NOW)
        goods.stock(store)
        store.close()
        return path.read_bytes()


def stocked(path: Path) -> None:
    """Put a new shop's database there."""
    path.write_bytes(_template())
