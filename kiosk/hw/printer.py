"""A receipt printer on any line: everything is sent or an error says so, and whether some of it may have come out.

With status questions on, the printer is asked before the first byte (so that a paper it can't print is not begun) and
after the last one (so that a paper that was cut off is known). With them off, nothing is asked, and sent is printed.
"""

from __future__ import annotations

import errno
import threading
from typing import Protocol

from kiosk.exc import ConfigError, DeviceError, DeviceGone, PaperOut
from kiosk.hw.escpos_encode import KICK, KICK_NOW
from kiosk.hw.ports import Paper, Printer, PrinterStatus
from kiosk.hw.printer_links import FileLink, Link, NetworkLink, OpenLink, SerialLink, UsbLink
from kiosk.hw.printer_status import (
    ASK_PAPER,
    ASK_PRINTER,
    ASK_WHEN_DONE,
    Done,
    RealTime,
    paper_of_real_time,
    paper_when_done,
    replies,
    status_of,
)
from kiosk.i18n import M

_NOT_THERE = (errno.ENODEV, errno.ENXIO)

ANSWER_S = 0.5
"""A printer that has not answered DLE EOT after this will not."""


class MayHavePrinted(DeviceError):
    """Some of the paper was sent before it failed: only somebody who looks can say what came out."""


class Interrupted(MayHavePrinted, DeviceGone):
    """Switched off or unplugged in the middle of a paper."""


class RanOut(MayHavePrinted, PaperOut):
    """The roll ended in the middle of a paper."""


class EscposPrinter:
    """A Printer on a line. open_link: opens the line, raising OSError. asks: whether it may be asked for its status.

    timeout: seconds without progress after which it counts as gone. After an unplugging the next call opens it anew.
    """

    def __init__(self, open_link: OpenLink, *, asks: bool = True, timeout: float = 10.0) -> None:
        self._open_link = open_link
        self._asks = asks
        self._timeout = timeout
        self._link: Link | None = None
        self._tells_end: bool | None = None
        self._lock = threading.Lock()

    def send(self, data: bytes) -> None:
        """Send everything. Raises DeviceGone or PaperOut with nothing sent, Interrupted or RanOut in the midst.

        A bare KICK needs no paper: the drawer opens while the printer waits for a roll, where the model can do that.
        """
        with self._lock:
            try:
                link = self._opened()
                asks = self._asks and link.answers
                if asks:
                    status = self._ask(link)
                    if data == KICK and status:
                        data, asks = (KICK if status.online else KICK_NOW), False
                    else:
                        _must_be_ready(status)
            except OSError as error:
                raise self._gone() from error
            except DeviceError:
                self._rest()
                raise
            before = link.sent
            try:
                link.write(data)
                if asks:
                    self._confirm(link)
            except OSError as error:
                if error.errno in _NOT_THERE and link.sent == before:
                    raise self._gone() from error
                self._drop()
                raise _interrupted() from error
            except DeviceError:
                self._drop()
                raise
            self._rest()

    def status(self) -> PrinterStatus:
        """Ask it; where it may not be asked, whether its line can be opened. Raises DeviceGone."""
        with self._lock:
            try:
                link = self._opened()
                if not (self._asks and link.answers):
                    return PrinterStatus(online=True, paper=Paper.UNKNOWN)
                answer = self._ask(link)
            except OSError as error:
                raise self._gone() from error
            finally:
                self._rest()
            if answer is None:
                self._drop()
                raise _mute()
            return answer

    def close(self) -> None:
        """Give the line back."""
        with self._lock:
            self._drop()

    def _opened(self) -> Link:
        if self._link is None:
            self._link = self._open_link()
        return self._link

    def _rest(self) -> None:
        if self._link is not None and not self._link.keeps:
            self._drop()

    def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            try:
                link.close()
            except OSError:
                return  # what is gone already need not be closed

    def _gone(self) -> DeviceGone:
        self._drop()
        return DeviceGone(M("The printer can't be reached. Check that it is on and its cable is in."))

    def _ask(self, link: Link) -> PrinterStatus | None:
        link.read(0.0)  # what came unasked
        answers: dict[bytes, bytes] = {}
        for question in (ASK_PRINTER, ASK_PAPER):
            link.write(question)
            answers[question] = link.read(min(ANSWER_S, self._timeout))
            if not answers[question]:
                break
        return status_of(answers)

    def _confirm(self, link: Link) -> None:
        """Wait until the printer has come to the end of the paper; ask for the cause when it seems to stand still.

        Some printers answer DLE EOT and not GS r. The first that stays silent so, online and with paper in, until
        the time-out is believed, and not asked again.
        """
        if self._tells_end is not False:
            link.write(ASK_WHEN_DONE)
            for _ in range(max(int(self._timeout / ANSWER_S), 1)):
                if self._ended(link.read(ANSWER_S)):
                    return
                link.write(ASK_PAPER)
                if self._ended(link.read(ANSWER_S)):
                    return
        if self._tells_end:
            raise _interrupted()
        status = self._ask(link)
        if status is None or not status.online:
            raise _interrupted()
        self._tells_end = False

    def _ended(self, heard: bytes) -> bool:
        """Whether these are the words of a printer that has finished. Raises RanOut."""
        for reply in replies(heard):
            if isinstance(reply, Done):
                self._tells_end = True
                paper = paper_when_done(reply.byte)
            else:
                paper = paper_of_real_time(reply.byte) if isinstance(reply, RealTime) else reply.status.paper
            if paper is Paper.OUT:
                raise RanOut(M("The roll ended in the middle of a paper. Put in a new one, and see what came out."))
            if isinstance(reply, Done):
                return True
        return False


def _must_be_ready(status: PrinterStatus | None) -> None:
    if status is None:
        raise _mute()
    if status.paper is Paper.OUT:
        raise PaperOut(M("The printer is out of paper. Put in a new roll."))
    if not status.online:
        raise DeviceGone(M("The printer is offline. Close its cover and press its button."))


class NoPrinter:
    """`driver = "none"`: a counter without a printer."""

    def send(self, data: bytes) -> None:
        """Always raises DeviceGone."""
        raise DeviceGone(M("This counter has no printer. Name one in kiosk.toml, under [printer]."))

    def status(self) -> PrinterStatus:
        """Always raises DeviceGone."""
        raise DeviceGone(M("This counter has no printer. Name one in kiosk.toml, under [printer]."))

    def close(self) -> None:
        """Nothing to give back."""


class PrinterLine(Protocol):
    """The part of `[printer]` in kiosk.toml that says where the printer is."""

    @property
    def driver(self) -> str: ...
    @property
    def vendor(self) -> int: ...
    @property
    def product(self) -> int: ...
    @property
    def device(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def baud(self) -> int: ...
    @property
    def columns(self) -> int: ...
    @property
    def profile(self) -> str: ...
    @property
    def status(self) -> bool: ...
    @property
    def timeout(self) -> float: ...


def open_printer(config: PrinterLine) -> Printer:
    """The printer that kiosk.toml names. It need not be there yet. Raises ConfigError for an unknown driver."""
    seconds = float(config.timeout)
    links: dict[str, OpenLink] = {
        "usb": lambda: UsbLink(config.vendor, config.product, seconds),
        "serial": lambda: SerialLink(config.device, config.baud, seconds),
        "network": lambda: NetworkLink(config.host, config.port, seconds),
        "file": lambda: FileLink(config.device, seconds),
    }
    if config.driver in links:
        return EscposPrinter(links[config.driver], asks=config.status, timeout=seconds)
    if config.driver == "simulated":
        from kiosk.hw.printer_simulated import SimulatedPrinter

        return SimulatedPrinter(config.columns, config.profile or "default", asks=config.status)
    if config.driver == "none":
        return NoPrinter()
    raise ConfigError(
        M(
            "kiosk.toml, [printer]: there is no driver {driver}; usb, serial, network, file, simulated or none.",
            driver=config.driver,
        )
    )


def _mute() -> DeviceGone:
    return DeviceGone(
        M("The printer doesn't answer. If this model can't report its status, say status = false in kiosk.toml.")
    )


def _interrupted() -> Interrupted:
    return Interrupted(
        M("The printer stopped in the middle of a paper. See what came out, then print it again or not.")
    )
