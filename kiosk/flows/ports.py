"""What flows need from outside, besides the store: devices, time, chance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol

import msgspec

from kiosk.flows.views import PaperPicture
from kiosk.hw.dials import Dial
from kiosk.hw.machine import Power
from kiosk.hw.ports import Signal, Weight
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import Names
from kiosk.store.records import PrintJob
from kiosk.trade.money import CNY, Currency
from kiosk.wire.state import State


class Devices(Protocol):
    """The counter's devices. No call waits: what takes time happens elsewhere and is reported to the Counter."""

    def signal(self, signal: Signal) -> None:
        """Lights and buzzer."""

    def open_drawer(self) -> None:
        """Pulse the drawer. Raises DeviceError at once if there is none to pulse."""

    def print(self, job: PrintJob) -> None:
        """Begin printing; ends in Counter.printed or Counter.print_failed."""

    def picture(self, paper: bytes) -> PaperPicture:
        """A queued paper (JSON) as it will look."""

    def weight(self) -> Weight | None:
        """What lies on the scale, as it was last heard; None without one."""

    def dial(self, name: Dial) -> int | None:
        """Brightness or volume, percent; None where there is nothing to turn."""

    def turn(self, name: Dial, percent: int) -> None:
        """Turn it, soon."""

    @property
    def wifi(self) -> WifiDesk | None:
        """Networks to be joined; None where there is no radio."""

    def light_screen(self, on: bool) -> None:
        """The screen's own light, where it has one that can be switched."""

    @property
    def has_power(self) -> bool:
        """Whether this machine can be restarted and switched off from here."""

    def power(self, what: Power) -> None:
        """Restart it, or switch it off, soon. What goes wrong comes back as a notice."""

    def test(self, device: str) -> None:
        """Show that a device works: drawer pulses, lights go through their signals, a sound is played."""


class Clock(msgspec.Struct, frozen=True):
    """Time as flows see it. now: UTC milliseconds. mono: seconds never jumping back. utc_offset: local, minutes.

    learn: told what replication knows of the office's clock.
    """

    now: Callable[[], int]
    mono: Callable[[], float]
    utc_offset: Callable[[int], int] = msgspec.field(default=lambda _at: 0)
    learn: Callable[[State], None] = msgspec.field(default=lambda _state: None)

    def local(self, at: int) -> datetime:
        """What the shop's clock on the wall shows at `at`, UTC milliseconds."""
        return datetime.fromtimestamp(at / 1000, UTC) + timedelta(minutes=self.utc_offset(at))

    def today(self) -> date:
        """The shop's calendar day."""
        return self.local(self.now()).date()


class Settings(msgspec.Struct, frozen=True):
    """What kiosk.toml says that flows need. layouts: barcodes with embedded weight or price. scanner_layout: the
    keyboard that a scanner is taken for.
    """

    terminal: str = "T1"
    role: Literal["counter", "warehouse"] = "counter"
    store_names: Names = Names("", "")
    language: str = "zh_CN"
    paper_language: str = "zh_CN"
    columns: int = 48
    currency: Currency = CNY
    idle_lock_s: int = 300
    blank_s: int = 600
    layouts: tuple[str, ...] = ()
    scanner_layout: str = "us"
    header: tuple[Names, ...] = ()
    footer: tuple[Names, ...] = ()
    tax_id: str = ""
    suspended_slip: bool = False
    version: str = ""
    office: bool = True
    """Whether there is a head office that entries wait to be sent to."""
    old_job_ms: int = 10 * 60_000
    """A paper older than this is asked about before it is printed."""
