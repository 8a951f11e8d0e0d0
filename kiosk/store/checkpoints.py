"""Bringing the WAL back into the database file on a thread of its own, so that no sale pays for it.

Left to itself SQLite does that within the commit that makes the WAL long enough: every so often a sale would wait
for a thousand pages to reach the card. A passive checkpoint from another connection holds up neither reader nor writer
(sqlite.org/c3ref/wal_checkpoint_v2.html).
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.store.database import connect

log = logging.getLogger(__name__)

LOOK_S = 1.0
PAGES = 1000
"""So many pages in the WAL that are not in the file: 4 MB, as SQLite's own default."""

NET_PAGES = 16_000
"""A connection that leaves this to the thread does it itself all the same from here on: 64 MB."""


class Checkpoints:
    """For one database file. Takes part in no transaction; what it can't do it leaves for the next time."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self._path, self._key = path, key
        self._wal = path.with_name(path.name + "-wal")
        self._written = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look every second, until `stop`."""
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, when what it is writing is written."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(10)

    def look(self) -> int:
        """Bring the WAL back if it has grown; how many pages that were. May be called without a thread."""
        try:
            written = self._wal.stat().st_mtime_ns
        except OSError:
            return 0
        if written == self._written:
            return 0
        try:
            return self._bring_back(written)
        except sqlcipher.Error as problem:
            # The counter's own connection meets the same trouble, and says it where somebody reads it
            log.warning("the WAL stays as it is: %s", problem)
            return 0

    def _bring_back(self, written: int) -> int:
        connection = connect(self._path, self._key, 0.0)
        try:
            _busy, logged, back = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if logged - back < PAGES:
                self._written = written
                return 0
            _busy, _logged, now_back = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            return int(now_back - back)
        finally:
            connection.close()

    def _run(self) -> None:
        while not self._ended.wait(LOOK_S):
            self.look()
