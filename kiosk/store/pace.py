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

SELLING_BUDGET_MS = 2.0
"""While customers are served: then a sale takes hardly longer than alone."""

SELLING_REST = 3
"""And between two transactions the lock is free for so many times as long as the last one held it."""


class Pace:
    """Kept from page to page, so that what was learnt holds. budget_ms None: all in one, nobody else writes."""

    def __init__(self, budget_ms: float | None = BUDGET_MS, *, size: int = BEGIN, pause_s: float = 0.0) -> None:
        self.size = size
        self.pause_s = pause_s
        self.longest_ms = 0.0
        self._budget_ms = budget_ms
        self._selling = False
        self._last_ms = 0.0

    @property
    def serving(self) -> bool:
        """Whether customers are being served."""
        return self._selling

    def selling(self, now: bool) -> None:
        """Whether customers are being served: there is no hurry with what comes from elsewhere, then."""
        if now and not self._selling:
            self.size = max(1, round(self.size * SELLING_BUDGET_MS / BUDGET_MS))
        self._selling = now

    @contextmanager
    def measured(self, count: int) -> Iterator[None]:
        """Around a transaction that takes `count` entries."""
        begun = time.perf_counter()
        yield
        self._took(count, (time.perf_counter() - begun) * 1000)

    def rest(self) -> None:
        """Between two transactions."""
        pause = max(self.pause_s, SELLING_REST * self._last_ms / 1000) if self._selling else self.pause_s
        if pause:
            time.sleep(pause)

    def _took(self, count: int, ms: float) -> None:
        self.longest_ms, self._last_ms = max(self.longest_ms, ms), ms
        if self._budget_ms is None:
            return
        budget = min(self._budget_ms, SELLING_BUDGET_MS) if self._selling else self._budget_ms
        if ms > budget:
            self.size = max(1, count // 2)
        elif count >= self.size and ms < budget / 2:
            self.size = min(MOST, self.size + max(1, self.size // 4))


def at_once(size: int) -> Pace:
    """Always so many: into a file that nobody else has open."""
    return Pace(None, size=size)
