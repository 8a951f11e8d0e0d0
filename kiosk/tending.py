"""What is done beside the counter, while nobody waits: a look at the machine, the clock's last time, reading ahead."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Thread

from kiosk import __version__
from kiosk.config import Config
from kiosk.config_start import settings_found
from kiosk.database import database_path
from kiosk.findings import Finding
from kiosk.fittings import after
from kiosk.flowthread import THRESHOLDS
from kiosk.i18n import Message
from kiosk.store.preload import preload
from kiosk.trade import gs1

KEEP_TIME_S = 600.0
"""A clock without a battery falls back by no more than this unseen."""
REST_S = 0.02
"""After each part of the database that is read ahead: whoever waits for the card goes first."""


class Tending:
    """Looks after one terminal. problems: what is wrong with its settings. found: told what was found, on any thread.
    silent: the names of devices that are plugged in and not heard."""

    def __init__(
        self,
        config: Config,
        problems: tuple[Message, ...],
        found: Callable[[tuple[Finding, ...]], None],
        silent: Callable[[], Iterable[str]],
    ) -> None:
        self._config = config
        self._problems = problems
        self._found = found
        self._silent = silent
        self._keeps_time = False

    def examine(self) -> None:
        """Look at the machine. On a thread of its own: a slow card takes seconds over it."""

        def look() -> None:
            from kiosk.hw.health import examine  # the first screen does not wait for it to load

            found = (*settings_found(self._problems), *examine(self._config))
            self._found(found)
            self._keep_answers(found)
            self._keep_time()  # not before, so that the look sees what was kept

        Thread(target=look, name="examine", daemon=True).start()

    def read_ahead(self) -> None:
        """So that scans and searches find in memory what lies on the card. To be called on a thread of its own."""
        preload(database_path(self._config), rest=lambda: time.sleep(REST_S))

    def _keep_answers(self, found: tuple[Finding, ...]) -> None:
        """What is well now is what an update has to be as good as. What is plugged in may still not be heard: a program
        that reads its scanner no more is fit for nothing."""
        from kiosk.updates.bundle import updatable
        from kiosk.updates.files import Files
        from kiosk.updates.fit import keep_answers

        if updatable():
            with suppress(OSError):
                keep_answers(Files(self._config.data.directory), __version__, found, list(self._silent()))

    def _keep_time(self) -> None:
        from kiosk.hw.health.clock import keep_time
        from kiosk.hw.health.host import Host

        keep_time(Host(self._config.data.directory))
        if not self._keeps_time:
            self._keeps_time = True
            after(KEEP_TIME_S, self._keep_time_again)

    def _keep_time_again(self) -> None:
        self._keeps_time = False
        self._keep_time()


def settle_in() -> None:
    """In the quiet before the first customer: load what the first GS1 code needs, a tenth of a second, and have the
    garbage collector leave alone what never goes away, so that no scan pays for looking through it; what is new is
    looked through between inputs."""
    gs1.load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
