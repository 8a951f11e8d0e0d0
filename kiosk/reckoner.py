"""What to order, worked out in a process of its own: minutes on a small machine, and no scan waits for it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.store.store import Store

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from kiosk.flows.counter import Counter

log = logging.getLogger(__name__)

NICE = 15
"""Behind everything else that this machine does."""


class Reckoner:
    """Begins a reckoning, one at a time. place, key: called when one begins; a fresh copy may lie there by then."""

    def __init__(self, place: Callable[[], Path], key: Callable[[], bytes | None]) -> None:
        self._place = place
        self._key = key
        self._process: SpawnProcess | None = None

    def begin(self, counter: Counter) -> None:
        """Returns at once. Whoever practises has few goods: those are reckoned here and now."""
        import multiprocessing  # the first screen does not wait for these to load

        from kiosk.store.reckoning import reckon

        now = counter.clock.now()
        offset = counter.clock.utc_offset(now)
        if counter.training:
            reckon(counter.store, now, offset)
            return
        if self._process is not None and self._process.is_alive():
            return
        context = multiprocessing.get_context("spawn")  # a fork would share the open database
        work = (str(self._place()), self._key(), now, offset)
        self._process = context.Process(target=work_out, args=work, name="reckoning", daemon=True)
        self._process.start()

    def wait(self, timeout: float) -> None:
        """For the one that runs, at most so many seconds."""
        if self._process is not None:
            self._process.join(timeout)

    def stop(self) -> None:
        """End it, wherever it is: the last reckoning stands."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(5)


def work_out(place: str, key: bytes | None, now: int, offset: int) -> None:
    """The other process. now: UTC ms; offset: minutes."""
    from kiosk.store.reckoning import reckon

    with suppress(PermissionError):  # kiosk.service lets nobody change priorities; it is reckoned all the same
        os.nice(NICE)
    store = Store.open(Path(place), key, clock=lambda: now)
    try:
        store.write_lightly()  # what a power cut takes is reckoned again
        store.leave_checkpoints()
        reckon(store, now, offset)
    finally:
        store.close()
