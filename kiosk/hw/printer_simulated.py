"""A printer that isn't there, as good as one: paper that ends, a cable to pull, answers in real status bytes.

It is the real driver on a simulated line, so that whatever a person sees it do, the counter does with a real one.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable

from kiosk.hw.escpos_encode import KICK_NOW
from kiosk.hw.ports import PrinterStatus
from kiosk.hw.printer import EscposPrinter
from kiosk.hw.renderer import Rendered, RenderedPaper
from kiosk.hw.renderer_machine import Renderer

KEPT = 50
"""Papers that are kept for looking at."""


class SimulatedPrinter:
    """A Printer for demos and tests.

    A person's side: plug(), unplug(after), paper_in(), paper_out(after), mute, drawer_open; papers, text(), last(),
    observe(). The counter's side: send(), status(), close(), as any Printer.
    """

    def __init__(self, columns: int = 48, profile: str = "default", *, asks: bool = True) -> None:
        self.columns = columns
        self.mute = False
        self.drawer_open = False
        self._lock = threading.RLock()
        self._renderer = Renderer(columns, profile)
        self._papers: list[RenderedPaper] = []
        self._observers: list[Callable[[SimulatedPrinter], None]] = []
        self._plugged = True
        self._paper = True
        self._unplug_after: int | None = None
        self._paper_after: int | None = None
        self._waiting = bytearray()
        self._driver = EscposPrinter(self._open, asks=asks, timeout=1.0)

    # The counter's side

    def send(self, data: bytes) -> None:
        """Print. Raises DeviceGone or PaperOut, as a real one does."""
        self._driver.send(data)

    def status(self) -> PrinterStatus:
        """Ask it. Raises DeviceGone."""
        return self._driver.status()

    def close(self) -> None:
        """Give the line back."""
        self._driver.close()

    # A person's side

    @property
    def plugged(self) -> bool:
        return self._plugged

    @property
    def has_paper(self) -> bool:
        return self._paper

    @property
    def papers(self) -> tuple[RenderedPaper, ...]:
        """What came out, the oldest first; the last of them may still hang in the printer."""
        with self._lock:
            return (*self._papers, *self._renderer.rendered().papers)

    @property
    def kicks(self) -> int:
        """Pulses sent to the drawer."""
        return self._renderer.kicks

    def rendered(self) -> Rendered:
        """All of it."""
        with self._lock:
            return Rendered(self.papers, self._renderer.kicks, self._renderer.cuts, tuple(self._renderer.unknown))

    def text(self) -> str:
        """Everything printed, in words."""
        return self.rendered().text

    def unplug(self, after: int | None = None) -> None:
        """Pull the cable: now, or when `after` more bytes have been printed."""
        with self._lock:
            if after is None:
                self._plugged = False
            self._unplug_after = after
        self._tell()

    def plug(self) -> None:
        """Put the cable in again. What was in the printer's memory is gone."""
        with self._lock:
            self._plugged, self._unplug_after = True, None
            self._waiting.clear()
            self._renderer.restart()
        self._tell()

    def paper_out(self, after: int | None = None) -> None:
        """The roll ends: now, or when `after` more bytes have been printed."""
        with self._lock:
            if after is None:
                self._paper = False
            self._paper_after = after
        self._tell()

    def paper_in(self) -> None:
        """A new roll; the printer goes on with what is in its memory."""
        with self._lock:
            self._paper, self._paper_after = True, None
            waiting, self._waiting = bytes(self._waiting), bytearray()
            self._print(waiting)
            self._renderer.requests.clear()  # whoever asked has given up waiting
        self._tell()

    def observe(self, observer: Callable[[SimulatedPrinter], None]) -> None:
        """`observer` is called after every change, on the thread that caused it."""
        self._observers.append(observer)

    # The line

    def _open(self) -> _SimulatedLink:
        if not self._plugged:
            raise OSError(errno.ENODEV, "unplugged")
        return _SimulatedLink(self)

    def receive(self, data: bytes) -> bytes:
        """Bytes arrive; what is answered. Raises OSError when the cable is out, or is pulled meanwhile."""
        with self._lock:
            if not self._plugged:
                raise OSError(errno.ENODEV, "unplugged")
            if data[:2] == b"\x10\x04" and len(data) == 3:
                return b"" if self.mute else self._real_time(data[2])
            if data == KICK_NOW:
                self._renderer.feed(data)
                return b""
            if self._unplug_after is not None and self._unplug_after < len(data):
                self._print(data[: self._unplug_after])
                self._plugged, self._unplug_after = False, None
            else:
                if self._unplug_after is not None:
                    self._unplug_after -= len(data)
                self._print(data)
            answers = b"".join(self._answer(question) for question in self._renderer.requests)
            self._renderer.requests.clear()
        self._tell()
        if not self._plugged:
            raise OSError(errno.ENODEV, "unplugged")
        return b"" if self.mute else answers

    def _print(self, data: bytes) -> None:
        if self._paper and self._paper_after is not None and self._paper_after < len(data):
            now, later = data[: self._paper_after], data[self._paper_after :]
            self._paper, self._paper_after = False, None
            self._renderer.feed(now)
            self._waiting += later
        elif self._paper:
            if self._paper_after is not None:
                self._paper_after -= len(data)
            self._renderer.feed(data)
        else:
            self._waiting += data
        self._papers = [*self._papers, *self._renderer.papers][-KEPT:]
        self._renderer.papers.clear()

    def _answer(self, question: bytes) -> bytes:
        if question[:2] == b"\x1dr":
            return b"\0" if question[2:3] in (b"\x01", b"1") else bytes((self.drawer_open,))
        return self._real_time(question[2]) if question[:2] == b"\x10\x04" else b""

    def _real_time(self, n: int) -> bytes:
        byte = 0x12
        if n == 1:
            byte |= 0x04 * self.drawer_open | 0x08 * (not self._paper)
        elif n == 2:
            byte |= 0x20 * (not self._paper)
        elif n == 4:
            byte |= 0x6C * (not self._paper)
        return bytes((byte,))

    def _tell(self) -> None:
        for observer in self._observers:
            observer(self)


class _SimulatedLink:
    """A Link that waits for nothing."""

    keeps = True
    answers = True

    def __init__(self, printer: SimulatedPrinter) -> None:
        self._printer = printer
        self.sent = 0
        self._answers = b""

    def write(self, data: bytes) -> None:
        if not self._printer.plugged:
            raise OSError(errno.ENODEV, "unplugged")
        self.sent += len(data)
        self._answers += self._printer.receive(data)

    def read(self, seconds: float) -> bytes:
        answers, self._answers = self._answers, b""
        return answers

    def close(self) -> None:
        """Nothing to give back."""
