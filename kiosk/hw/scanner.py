"""Scanners in keyboard mode: one thread that finds them, holds them, and reads them all."""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from kiosk.config import Scanner as ScannerSettings
from kiosk.hw.hotplug import HotPlug
from kiosk.hw.ports import DeviceState, DeviceStatus, OnScan, OnStatus
from kiosk.hw.scanner_find import InputInfo, choose
from kiosk.hw.scanner_inputs import Inputs, InputSource
from kiosk.hw.scanner_report import Reporter
from kiosk.hw.wedge import Wedge
from kiosk.i18n import M

log = logging.getLogger(__name__)

LOOK_AROUND_S = 2.0
"""How often devices are looked for where udev says nothing, and where one could not be opened."""

SETTLE_S = 0.25
"""A code that begins this soon after its scanner was opened may have begun before."""


@dataclass(slots=True)
class _Held:
    info: InputInfo
    source: InputSource
    wedge: Wedge
    settings: ScannerSettings
    read_at: float = 0.0

    @property
    def due(self) -> float:
        """When a code's patience ends if nothing more is read. Counted from our reading: a late thread cuts no code."""
        patience = self.wedge.patience
        return float("inf") if patience is None else self.read_at + patience


def _drained(changes: HotPlug) -> bool:
    changes.drain()
    return True


class EvdevScanner:
    """All scanners in keyboard mode, those plugged in later included. A Scanner (kiosk.hw.ports).

    inputs: the machine's devices. settle_s: see SETTLE_S. clock: seconds, the same that stamps the events.
    """

    def __init__(
        self,
        settings: Sequence[ScannerSettings],
        inputs: Inputs,
        *,
        settle_s: float = SETTLE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = tuple(settings)
        self._inputs = inputs
        self._settle_s = settle_s
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._refused: set[str] = set()
        self._report = Reporter()
        self._thread: threading.Thread | None = None
        self._stopping = False

    @property
    def status(self) -> DeviceStatus:
        """How the scanners are now."""
        return self._report.status

    def start(self, on_scan: OnScan, on_status: OnStatus) -> None:
        """Begin on a thread of its own."""
        self._report.to(on_scan, on_status)
        self._stopping = False
        self._selector = selectors.DefaultSelector()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._selector.register(self._wake, selectors.EVENT_READ, lambda: False)
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; the devices are free again when this returns."""
        if self._thread is None:
            return
        self._stopping = True
        os.eventfd_write(self._wake, 1)
        self._thread.join()
        self._thread = None
        os.close(self._wake)

    def _run(self) -> None:
        changes = self._inputs.changes()
        looks_at = self._clock()
        try:
            if changes is not None:
                self._selector.register(changes.fileno(), selectors.EVENT_READ, partial(_drained, changes))
            while not self._stopping:
                if self._clock() >= looks_at:
                    self._look_around()
                    looks_at = self._clock() + LOOK_AROUND_S
                if self._wait(looks_at):
                    looks_at = self._clock()
        finally:
            for held in tuple(self._held.values()):
                self._release(held)
            if changes is not None:
                changes.close()
            self._selector.close()

    def _wait(self, until: float) -> bool:
        """Read whatever comes, up to `until` or until a code's time is over. True if devices may have changed."""
        until = min([until, *(held.due for held in self._held.values())])
        timeout = max(0.0, until - self._clock() + 0.001)
        changed = False
        for key, _ in self._selector.select(timeout):
            changed |= key.data()
        now = self._clock()
        for held in self._held.values():
            if now > held.due:
                self._report.reads(held.wedge.silence())
        return changed

    def _read(self, held: _Held) -> bool:
        """All events that wait on one scanner. True if it is gone."""
        try:
            while data := held.source.read():
                held.read_at = self._clock()
                self._report.reads(held.wedge.feed(data))
        except BlockingIOError:
            return False
        except OSError as error:  # ENODEV: unplugged
            log.info("%s is gone: %s", held.info.name, error)
        self._release(held)
        return True

    def _release(self, held: _Held) -> None:
        del self._held[held.info.path]
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(held.source)
        with contextlib.suppress(OSError):
            held.source.close()
        self._report.reads(held.wedge.unplugged())

    def _look_around(self) -> None:
        found = {info.path: info for info in self._inputs.find()}
        self._refused &= found.keys()
        for path, settings in choose(found.values(), self._settings).items():
            if path not in self._held:
                self._take(found[path], settings)
        self._report.state(self._state())

    def _take(self, info: InputInfo, settings: ScannerSettings) -> None:
        source: InputSource | None = None
        try:
            source = self._inputs.open(info)
            source.grab()  # without it, its keys would also go to the screen
            os.set_blocking(source.fileno(), False)
        except OSError as error:
            if info.path not in self._refused:
                log.warning("%s (%s) can't be taken: %s", info.name, info.path, error)
            self._refused.add(info.path)
            if source is not None:
                source.close()
            return
        wedge = Wedge(
            settings.name or info.phys or info.path,
            layout=settings.layout,
            suffix=settings.suffix,
            timeout=settings.timeout_ms / 1000,
            gs_key=settings.gs_key,
            deaf_until=self._clock() + self._settle_s if self._settle_s else float("-inf"),
        )
        self._refused.discard(info.path)
        held = self._held[info.path] = _Held(info, source, wedge, settings)
        self._selector.register(source, selectors.EVENT_READ, partial(self._read, held))

    def _state(self) -> DeviceStatus:
        if self._refused:
            detail = M("Another program holds the scanner. Unplug it and plug it in again.")
            return DeviceStatus("scanner", DeviceState.TROUBLE, detail)
        if not self._held and self._inputs.denied:
            detail = M("This program may not read input devices. Its user must be in the group input.")
            return DeviceStatus("scanner", DeviceState.TROUBLE, detail)
        if not self._held:
            return DeviceStatus("scanner", DeviceState.ABSENT, M("No scanner is plugged in."))
        used = [held.settings for held in self._held.values()]
        missing = [each for each in self._settings if each not in used]
        if missing and (name := missing[0].name or missing[0].id):
            return DeviceStatus("scanner", DeviceState.TROUBLE, M("The scanner {name} is not plugged in.", name=name))
        return DeviceStatus("scanner", DeviceState.READY)
