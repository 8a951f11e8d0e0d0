"""The thread that all flows run on: a queue of inputs, taken one by one, and a tick when it is quiet."""

from __future__ import annotations

import gc
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

YOUNG = 300
"""New objects after which it is worth looking for garbage among them."""

OLD = 10
"""Turns among the middle-aged after which it is worth looking through all."""

THRESHOLDS = (20_000, 10, 1000)
"""For the collector's own turns, which come in the middle of things: so late that `tidy` is nearly always first.

Through all it never looks of its own accord: that takes a tenth of a second on a small machine, and no thread runs."""

SWITCH_S = 0.0005
"""For how long one thread runs Python while another waits to, seconds.

Flows let go at each statement of SQL: at Python's own 5 ms a scan of seven of them waited 35 while the screen drew."""

Work = tuple[Callable[..., Any], tuple[Any, ...]]


def tidy() -> None:
    """Look for garbage now, between two inputs: a turn of the collector within a scan costs as much as the scan."""
    young, middle, old = gc.get_count()
    if old > OLD:
        gc.collect()
    elif middle > THRESHOLDS[1]:
        gc.collect(1)
    elif young > YOUNG:
        gc.collect(0)


class FlowThread:
    """Inputs come from any thread by `post` and run here in their order.

    tick: called about every `interval` seconds, between inputs. Errors of an input are the counter's to tell; one that
    still gets here is logged, and the next input runs.
    """

    def __init__(self, interval: float = 1.0) -> None:
        self._queue: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="flows", daemon=True)
        self._interval = interval
        self._tick: Callable[[], None] = lambda: None

    def start(self, tick: Callable[[], None]) -> None:
        """Begin to take inputs; `tick` runs on this thread too."""
        self._tick = tick
        sys.setswitchinterval(SWITCH_S)
        self._thread.start()

    def post(self, work: Callable[..., Any], *args: Any) -> None:
        """Run `work(*args)` on the flow thread, soon. Returns at once; safe from any thread."""
        self._queue.put((work, args))

    def run(self, work: Callable[..., Any], *args: Any, timeout: float = 30.0) -> Any:
        """Run `work(*args)` there and wait for its answer: for starting and stopping, never from the screen."""
        done: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

        def job() -> None:
            try:
                done.put((work(*args), None))
            except BaseException as error:
                done.put((None, error))

        self.post(job)
        answer, error = done.get(timeout=timeout)
        if error is not None:
            raise error
        return answer

    def stop(self) -> None:
        """Run what is queued, then end."""
        self._queue.put(None)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        next_tick = time.monotonic() + self._interval
        while True:
            try:
                work = self._queue.get(timeout=max(0.0, next_tick - time.monotonic()))
                if work is None:
                    return
                self._guarded(*work)
                if self._queue.empty():
                    tidy()
            except queue.Empty:
                pass  # nothing came before the tick is due
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + self._interval
                self._guarded(self._tick, ())

    @staticmethod
    def _guarded(work: Callable[..., Any], args: tuple[Any, ...]) -> None:
        try:
            work(*args)
        except Exception:
            log.exception("an input failed")
