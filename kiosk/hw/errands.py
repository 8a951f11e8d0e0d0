"""Small things that may take a while (a file of a slow bus, another program), done one after the other on a thread."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Errands:
    """The thread begins with the first errand. One that fails is logged, and the next is done."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, errand: Callable[[], object]) -> None:
        """Have it done soon. Returns at once; safe from any thread."""
        self._queue.put(errand)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="errands", daemon=True)
                self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Do what waits, then end."""
        thread = self._thread
        self._queue.put(None)
        if thread is not None:
            thread.join(timeout)

    def _run(self) -> None:
        while (errand := self._queue.get()) is not None:
            try:
                errand()
            except Exception:
                log.exception("an errand failed")
