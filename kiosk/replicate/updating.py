"""Updates beside replication: what the office offers is fetched slowly, what is here goes on when it may.

A thread of its own, with connections of its own, also at a terminal without an office: an update may come on a stick.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial

from kiosk.exc import OfficeError, StoreError, StoreMissing, StoreUnwritable
from kiosk.replicate.backoff import Line
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.membership import membership_of
from kiosk.replicate.office import Membership, Office
from kiosk.store.store import Store
from kiosk.updates.files import Files
from kiosk.updates.keeper import Keeper
from kiosk.updates.policy import Now
from kiosk.wire.updates import UpdateReport

log = logging.getLogger(__name__)

LOOK_S = 2.0
ASK_S = 900.0
"""How often the office is asked; news of ours is told at once."""
AGAIN_S = 60.0
"""After a fetch that broke off, or an office that was not reached."""
BYTES_A_SECOND = 512 * 1024
"""A quarter of a slow shop's line. 300 MB take ten minutes, and nobody waits for them."""
_STEPS = 50
"""How often a download's progress is written down."""


class _Stopped(Exception):
    """The process ends."""


class Updating:
    """keeper: of this terminal's update. terminal: its name in the shop. connect, local, mono: for tests."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        files: Files,
        keeper: Keeper,
        terminal: str,
        *,
        connect: Callable[[Membership], Office] = HttpOffice,
        local: Callable[[], datetime.datetime] = datetime.datetime.now,
        mono: Callable[[], float] = time.monotonic,
        speed: int = BYTES_A_SECOND,
    ) -> None:
        self._open_store = open_store
        self._files = files
        self._keeper = keeper
        self._terminal = terminal
        self._connect = connect
        self._local = local
        self._mono = mono
        self._speed = speed
        self._told: UpdateReport | None = None
        self._ask_at = 0.0

    def run(self, line: Line) -> None:
        """Until the line is stopped. Nothing that goes wrong ends it."""
        while not line.stopping.wait(LOOK_S):
            try:
                self.step(line)
            except _Stopped:
                return
            except (OfficeError, StoreError) as problem:
                log.info("updates: %s", problem)
            except Exception:
                log.exception("updates failed")
                line.stopping.wait(AGAIN_S)

    def step(self, line: Line) -> None:
        """What can be done now. Raises OfficeError, StoreError."""
        self._keeper.step(self._now)
        report = self._keeper.report()
        if self._mono() < self._ask_at and report == self._told:
            return
        if report != self._told and self._mono() < self._ask_at - ASK_S + AGAIN_S and self._told is not None:
            return  # news, but the office was not reached just now
        self._ask_at = self._mono() + AGAIN_S
        try:
            with closing(self._open_store()) as store:
                membership = membership_of(store)
        except StoreMissing:
            membership = None
        if membership is not None:
            self._with_office(membership, line)

    def _with_office(self, membership: Membership, line: Line) -> None:
        with closing(self._connect(membership)) as office:
            report = self._keeper.report()
            self._keeper.take_offer(office.update_offer(report).release)
            self._told, self._ask_at = report, self._mono() + ASK_S
            standing = self._keeper.standing
            if standing.stage != "fetching":
                return
            self._ask_at = self._mono() + AGAIN_S
            self._files.directory.mkdir(parents=True, exist_ok=True)
            try:
                office.update(standing.digest, self._files.bundle, progress=_Slowly(self, line).take)
            except StoreUnwritable:
                self._keeper.no_room()
                self._ask_at = self._mono() + ASK_S
                return
            self._keeper.fetched()

    def _now(self) -> Now:
        return Now(self._local(), self._shift_open())

    def _shift_open(self) -> bool:
        """A database that does not say is one with an open shift."""
        try:
            with closing(self._open_store()) as store:
                return store.shifts.current(self._terminal) is not None
        except StoreMissing:
            return False
        except StoreError:
            return True


class _Slowly:
    """Holds a download back to its speed, and writes down how far it is."""

    def __init__(self, updating: Updating, line: Line) -> None:
        self._rest = line.stopping.wait
        self._keeper = updating._keeper
        self._mono = updating._mono
        self._speed = updating._speed
        self._began: tuple[float, int] | None = None
        self._noted = -1

    def take(self, here: int, total: int) -> None:
        """So much is here."""
        if self._began is None:
            self._began = self._mono(), here
        began, first = self._began
        ahead = (here - first) / self._speed - (self._mono() - began)
        if self._rest(max(ahead, 0)):
            raise _Stopped
        part = here * _STEPS // total if total else 0
        if part != self._noted:
            self._noted = part
            self._keeper.here(here)


def beside(updating: Updating) -> Callable[[Line], None]:
    """As a thread beside replication."""
    return partial(Updating.run, updating)
