"""What is plugged into a terminal, as the rest of the program sees it: small interfaces, one for each kind.

Callbacks run on the device's own thread; whoever takes them moves them to where they belong.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.i18n import Message


class Scan(msgspec.Struct, frozen=True):
    """One code as a scanner read it.

    symbology: the AIM code identifier after its bracket (ISO/IEC 15424), e.g. "E0", "C1", "Q3"; "" if the scanner
    does not send it. device: which scanner. at: monotonic seconds of the code's last event.
    """

    data: str
    symbology: str = ""
    device: str = ""
    at: float = 0.0


class DeviceState(StrEnum):
    """How a device is. OFF: not configured. TROUBLE: it answers, and waits for somebody."""

    READY = "ready"
    TROUBLE = "trouble"
    ABSENT = "absent"
    OFF = "off"


class DeviceStatus(msgspec.Struct, frozen=True):
    """What a device has to say. name: scanner, printer, drawer, lights, scale. detail: in words, where it helps."""

    name: str
    state: DeviceState
    detail: Message | None = None


class Signal(StrEnum):
    """What lights and buzzer can say. READY and OFFLINE last; the others are played once, and what lasted returns."""

    READY = "ready"
    OK = "ok"
    UNKNOWN = "unknown"
    ATTENTION = "attention"
    OFFLINE = "offline"


OnScan = Callable[[Scan], None]
OnStatus = Callable[[DeviceStatus], None]


class Scanner(Protocol):
    """Reads codes until stopped."""

    def start(self, on_scan: OnScan, on_status: OnStatus) -> None:
        """Begin; returns at once. A scanner that is not there yet is waited for."""

    def stop(self) -> None:
        """End, and give the devices back."""

    @property
    def status(self) -> DeviceStatus:
        """How it is now."""


class Drawer(Protocol):
    """The cash drawer."""

    def open(self) -> None:
        """One pulse; returns within milliseconds. Raises DeviceError if there is nothing to pulse."""

    def is_open(self) -> bool | None:
        """None where no sensor tells."""

    def watch(self, on_change: Callable[[bool], None]) -> None:
        """Be told, on the device's thread, when it opens (True) or closes; never, where no sensor tells."""

    def close(self) -> None:
        """Give the pins back."""


class Lights(Protocol):
    """Indicator lights and buzzer."""

    def show(self, signal: Signal) -> None:
        """Play the signal's pattern; a newer one replaces it. Returns at once."""

    def close(self) -> None:
        """Dark and silent; give the pins back."""


class Weight(msgspec.Struct, frozen=True):
    """What lies on the scale: thousandths of a kilogram, and whether it has come to rest."""

    quantity: int
    stable: bool


class Scale(Protocol):
    """A weighing scale."""

    def read(self) -> Weight:
        """What lies on it now. Raises DeviceError if it does not answer."""

    def close(self) -> None:
        """Give the line back."""


class Paper(StrEnum):
    """What the printer knows of its paper. UNKNOWN is not OK."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


class PrinterStatus(msgspec.Struct, frozen=True):
    """A printer's answer. drawer_open: from the drawer connector's pin, None where it does not tell."""

    online: bool
    paper: Paper
    drawer_open: bool | None = None


class Printer(Protocol):
    """A receipt printer: bytes in, all of them or an error."""

    def send(self, data: bytes) -> None:
        """Send everything. Raises DeviceGone or PaperOut; what was sent before may have come out."""

    def status(self) -> PrinterStatus:
        """Ask it. Raises DeviceGone if it does not answer."""

    def close(self) -> None:
        """Give the line back."""
