"""How many entries one transaction takes, so that whoever else wants to write hardly waits.

Nobody knows beforehand how long a card takes. So each transaction is measured: one that was too long halves the next,
short ones let it grow. Between two the lock is free for longer than a waiting counter sleeps before it looks again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

BUDGET_MS = 8.0
"""Of one transaction while a counter may sell: with the wait for its turn well below 20 ms."""

BEGIN, MOST = 4, 200


class Pace:
    """Kept from page to page, so that what was learnt holds. budget_ms None: all in one, nobody else writes."""

    def __init__(self, budget_ms: float | None = BUDGET_MS, *, size: int = BEGIN, pause_s: float = 0.0) -> None:
        self.size = size
        self.pause_s = pause_s
        self.longest_ms = 0.0
        self._budget_ms = budget_ms

    @contextmanager
    def measured(self, count: int) -> Iterator[None]:
        """Around a transaction that takes `count` entries."""
        begun = time.perf_counter()
        yield
        self._took(count, (time.perf_counter() - begun) * 1000)

    def rest(self) -> None:
        """Between two transactions."""
        if self.pause_s:
            time.sleep(self.pause_s)

    def _took(self, count: int, ms: float) -> None:
        self.longest_ms = max(self.longest_ms, ms)
        if self._budget_ms is None:
            return
        if ms > self._budget_ms:
            self.size = max(1, count // 2)
        elif count >= self.size and ms < self._budget_ms / 2:
            self.size = min(MOST, self.size + max(1, self.size // 4))


def at_once(size: int) -> Pace:
    """Always so many: into a file that nobody else has open."""
    return Pace(None, size=size)
