"""Telling systemd that the counter is up, and that it lives: sd_notify(3) and sd_watchdog_enabled(3).

The screen's loop sends the beat, and only while the flow thread, which owns the store, goes on answering. So a loop
that hangs, or a store call that never returns, ends in a restart; a store that says what is wrong with it does not.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping

BEATS = 3
"""In the time after which systemd gives the program up."""


def tell(text: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Send a state to systemd, `READY=1` or the like; whether anybody asked for it. Never raises."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.connect(address)
            line.sendall(text.encode())
    except OSError:
        return False
    return True


def watchdog_s(environ: Mapping[str, str] = os.environ) -> float | None:
    """Seconds without a beat after which systemd gives the program up; None where it does not watch.

    WATCHDOG_PID is not looked at: the service's main process is the compositor, and the program's own process tells.
    """
    try:
        seconds = int(environ.get("WATCHDOG_USEC", "")) / 1_000_000
    except ValueError:
        return None
    return seconds if seconds > 0 else None


class Heartbeat:
    """ask: has a call made on the flow thread, soon."""

    def __init__(
        self,
        ask: Callable[[Callable[[], None]], None],
        *,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._ask = ask
        self._environ = environ
        self._limit = watchdog_s(environ)
        self._asked = False
        self._ready = False

    @property
    def interval_s(self) -> float | None:
        """How often `beat` wants to be called; None for never."""
        return None if self._limit is None else self._limit / BEATS

    def ready(self) -> None:
        """The first screen stands. Said once."""
        if not self._ready:
            self._ready = tell("READY=1", self._environ)

    def beat(self) -> None:
        """On the screen's thread. The store was asked at the last beat: has it answered?

        The first beat would start systemd's clock, so there is none before the screen stands.
        """
        if self._ready and not self._asked:
            tell("WATCHDOG=1", self._environ)
            self._asked = True
            self._ask(self._answer)

    def _answer(self) -> None:
        self._asked = False
