"""A thread that waits for a line's edges."""

from __future__ import annotations

import logging
import os
import select
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from gpiod import EdgeEvent

log = logging.getLogger(__name__)

OnEdge = Callable[[float, bool], None]


class EdgeWatch:
    """Tells of each edge, on a thread of its own: (seconds of the monotonic clock, level).

    lock: held while the request is read, since libgpiod wants one caller at a time; never while an edge is told.
    """

    def __init__(self, name: str, lock: AbstractContextManager[Any], on_edge: OnEdge) -> None:
        self._lock = lock
        self._on_edge = on_edge
        self._wake_read, self._wake_write = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._request: Any = None
        self._alone = False  # stopped by the very one who is told: nobody waits for the thread's end

    def start(self, request: Any) -> None:
        """Begin to read the edges of `request` (a gpiod.LineRequest)."""
        self._request = request
        self._thread.start()

    def stop(self) -> None:
        """No edge is told after this returns; called by the one who is told, after that one."""
        os.write(self._wake_write, b"x")
        if self._thread is threading.current_thread():
            self._alone = True
        else:
            self._thread.join()
            self._give_back()

    def _run(self) -> None:
        poll = select.poll()
        poll.register(self._wake_read, select.POLLIN)
        poll.register(self._request.fd, select.POLLIN)
        try:
            while True:
                ready = {fd for fd, _event in poll.poll()}
                if self._wake_read in ready:
                    return
                with self._lock:
                    events = self._request.read_edge_events()
                for event in events:
                    if not self._alone:
                        self._tell(event)
        except OSError:
            log.exception("edges of %s are no longer seen", self._thread.name)
        finally:
            if self._alone:
                self._give_back()

    def _give_back(self) -> None:
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _tell(self, event: EdgeEvent) -> None:
        try:
            self._on_edge(event.timestamp_ns / 1_000_000_000, event.event_type is EdgeEvent.Type.RISING_EDGE)
        except Exception:
            log.exception("an edge could not be told")
