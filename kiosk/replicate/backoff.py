"""When to try again: later and later, by chance, so that a thousand tills do not come back in the same second.

Full jitter (Marc Brooker, AWS Architecture Blog, 2015): a random time up to a bound that doubles. What cuts the waiting
short: another thread got an answer, or the machine's routes changed, which is how Wi-Fi comes back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

FIRST_S = 1.0
LAST_S = 300.0
_LOOK_S = 1.0


class Line:
    """What the threads of one terminal know of the way to the office: each success wakes those who wait."""

    def __init__(self, routes: Callable[[], str] | None = None) -> None:
        self.stopping = threading.Event()
        self._routes = routes or routes_of_this_machine
        self._changed = threading.Condition()
        self._successes = 0

    @property
    def successes(self) -> int:
        """How often somebody got an answer after waiting."""
        return self._successes

    def works(self) -> None:
        """An answer came: whoever waits tries at once."""
        with self._changed:
            self._successes += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """End all waiting, for good."""
        self.stopping.set()
        with self._changed:
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait, at most so long: less when it works again for another, when routes change, or at the end."""
        successes, routes = self._successes, self._routes()
        until = time.monotonic() + seconds
        while not self.stopping.is_set():
            left = until - time.monotonic()
            if left <= 0:
                return
            with self._changed:
                if self._successes != successes:
                    return
                self._changed.wait(min(left, _LOOK_S))
            if self._routes() != routes:
                return


class Backoff:
    """The times of one thread. chance: gives 0 … 1."""

    def __init__(
        self, line: Line, chance: Callable[[], float], first_s: float = FIRST_S, last_s: float = LAST_S
    ) -> None:
        self._line = line
        self._chance = chance
        self._first = first_s
        self._last = last_s
        self._failures = 0

    def reset(self) -> None:
        """It works."""
        if self._failures:
            self._failures = 0
            self._line.works()

    def next_s(self, at_least: float = 0) -> float:
        """How long to wait after one more failure. at_least: what the office asked for, seconds."""
        bound = min(self._last, self._first * 2 ** min(self._failures, 20))
        self._failures += 1
        wanted: float = max(at_least, self._first * 0.2, bound * self._chance())
        return wanted

    def wait(self, at_least: float = 0) -> None:
        """Wait it out, or until there is reason to try at once."""
        self._line.wait(self.next_s(at_least))


def routes_of_this_machine() -> str:
    """The kernel's routes, as text to compare; "" where it shows none."""
    try:
        return Path("/proc/net/route").read_text() + Path("/proc/net/ipv6_route").read_text()
    except OSError:
        return ""
