"""The printer's own thread: takes one paper at a time, prints it, says how it went; looks after a printer that is away.

It never prints a paper twice by itself. A paper that failed is handed back, with whether some of it may have come out;
when the printer is well again, `on_ready` says so, and whoever keeps the queue decides what to submit (print_policy).
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from kiosk.exc import DeviceError, DeviceGone, KioskError, PaperOut
from kiosk.hw.escpos_encode import KICK, Abilities, encode
from kiosk.hw.paper import from_json
from kiosk.hw.ports import DeviceState, DeviceStatus, Paper, Printer, PrinterStatus
from kiosk.hw.print_policy import Backoff
from kiosk.hw.printer import Interrupted, MayHavePrinted
from kiosk.i18n import M

_log = logging.getLogger(__name__)

IDLE_S = 5.0
"""Seconds between two looks at a printer that has nothing to do."""


class Job(msgspec.Struct, frozen=True):
    """One paper to print. paper: JSON of hw.paper.Paper. created_at: UTC milliseconds."""

    id: int
    paper: bytes
    attempts: int = 0
    created_at: int = 0


def _ignore(*_: object) -> None:
    """Where nobody listens."""


class Reports(msgspec.Struct, frozen=True):
    """Whom to tell; called on the worker's thread.

    failed: (job, error, uncertain); uncertain: some of it may have come out. ready: a printer that failed is well
    again. status: it changed. kicked: how a drawer's pulse went, None is well.
    """

    started: Callable[[Job], None] = _ignore
    printed: Callable[[Job], None] = _ignore
    failed: Callable[[Job, DeviceError, bool], None] = _ignore
    ready: Callable[[], None] = _ignore
    status: Callable[[DeviceStatus], None] = _ignore
    kicked: Callable[[DeviceError | None], None] = _ignore


@dataclass(slots=True)
class _Away:
    """A printer that failed. until: monotonic seconds of the next look."""

    error: DeviceError
    until: float


class PrintWorker:
    """Prints on a thread of its own. mono: seconds that never jump. watch: whether to look at an idle printer.

    encode: paper to bytes, the printer's own unless told otherwise.
    """

    def __init__(
        self,
        printer: Printer,
        abilities: Abilities,
        reports: Reports,
        mono: Callable[[], float],
        *,
        watch: bool = True,
        backoff: Backoff | None = None,
    ) -> None:
        self._printer = printer
        self._abilities = abilities
        self._reports = reports
        self._mono = mono
        self._watch = watch
        self._backoff = backoff or Backoff()
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._away: _Away | None = None
        self._look_at = mono()
        self._told: DeviceStatus | None = None
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    # From any thread

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Print this one after those before it. Ends in reports.printed or reports.failed, once."""
        self._work.put(lambda: self._print(job))

    def kick(self) -> None:
        """One pulse to the drawer. Ends in reports.kicked."""
        self._work.put(self._kick)

    def check(self) -> None:
        """Look at the printer now, and tell its status even if it is the same."""
        self._work.put(self._check)

    def stop(self, seconds: float = 5.0) -> None:
        """End after the work in hand; what was submitted and not begun is not printed. Gives the line back."""
        while not self._work.empty():
            self._work.get_nowait()
        self._work.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)
        self._printer.close()

    # On the worker's thread

    def step(self, wait: bool = False) -> bool:
        """Do one piece of work, or look after the printer if it is time to; wait for either. False: it is to end."""
        timeout = max(self._due() - self._mono(), 0.0) if wait else 0.0
        try:
            work = self._work.get(timeout=timeout) if timeout else self._work.get_nowait()
        except queue.Empty:
            if self._mono() >= self._due():
                self._look()
            return True
        if work is None:
            return False
        work()
        return True

    def _run(self) -> None:
        while self.step(wait=True):
            pass

    def _due(self) -> float:
        if self._away:
            return self._away.until
        return self._look_at if self._watch else self._mono() + 3600.0

    def _print(self, job: Job) -> None:
        try:
            data = encode(from_json(job.paper), self._abilities)
        except KioskError as error:
            self._reports.failed(job, _of_device(error), False)
            return
        self._reports.started(job)
        try:
            self._send(data)
        except DeviceError as error:
            self._failed(error)
            self._reports.failed(job, error, isinstance(error, MayHavePrinted))
        else:
            self._worked()
            self._reports.printed(job)

    def _kick(self) -> None:
        try:
            self._send(KICK)
        except DeviceError as error:
            self._failed(error)
            self._reports.kicked(error)
        else:
            self._worked()
            self._reports.kicked(None)

    def _send(self, data: bytes) -> None:
        try:
            self._printer.send(data)
        except DeviceError:
            raise
        except KioskError as error:
            raise _of_device(error) from error
        except Exception as error:  # a fault in a driver must not end the thread: later papers would wait for ever
            _log.exception("printer driver failed")
            raise Interrupted(
                M("The printer's driver failed: {cause}. See what came out.", cause=str(error))
            ) from error

    def _check(self) -> None:
        self._told = None
        self._look()

    def _look(self) -> None:
        """See how the printer is. One that is well again after a failure is reported ready."""
        self._look_at = self._mono() + IDLE_S
        try:
            status = self._printer.status()
        except KioskError as error:
            self._failed(_of_device(error))
            return
        problem = _problem(status)
        if problem:
            self._failed(problem)
            return
        was_away, self._away = self._away, None
        self._tell(_lamp(status))
        if was_away:
            self._reports.ready()

    def _worked(self) -> None:
        self._backoff.worked()
        self._away = None
        self._look_at = self._mono()  # the paper may be low by now

    def _failed(self, error: DeviceError) -> None:
        self._away = _Away(error, self._mono() + self._backoff.failed())
        gone = isinstance(error, DeviceGone)
        self._tell(DeviceStatus("printer", DeviceState.ABSENT if gone else DeviceState.TROUBLE, error.message))

    def _tell(self, status: DeviceStatus) -> None:
        if status != self._told:
            self._told = status
            self._reports.status(status)


def _of_device(error: KioskError) -> DeviceError:
    return error if isinstance(error, DeviceError) else DeviceError(error.message)


def _problem(status: PrinterStatus) -> DeviceError | None:
    if status.paper is Paper.OUT:
        return PaperOut(M("The printer is out of paper. Put in a new roll."))
    if not status.online:
        return DeviceError(M("The printer is offline. Close its cover and press its button."))
    return None


def _lamp(status: PrinterStatus) -> DeviceStatus:
    low = M("The roll of paper will end soon.") if status.paper is Paper.LOW else None
    return DeviceStatus("printer", DeviceState.READY, low)
