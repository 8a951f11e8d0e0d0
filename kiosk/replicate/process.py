"""`kiosk replicate`: a process of its own that brings the journal up and the feeds down, for as long as it runs.

Each thread has its own connection to the database and to the office. It may be killed at any point: all that it knows
is in the database, moved in the same transactions as what it stands for.
"""

from __future__ import annotations

import fcntl
import logging
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kiosk.exc import OfficeBusy, OfficeError, StoreError, StoreMissing
from kiosk.i18n import M
from kiosk.replicate.asking import answer_question
from kiosk.replicate.backoff import Backoff, Line
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.membership import membership_of
from kiosk.replicate.mending import fetch_copy
from kiosk.replicate.office import Membership, Office
from kiosk.replicate.place import Place
from kiosk.replicate.replicator import Replicator
from kiosk.store.pruning import prune
from kiosk.store.store import Store
from kiosk.trade.search_keys import load_readings
from kiosk.wire.http import WAIT_S
from kiosk.wire.state import CLOCK_WARN_MS

log = logging.getLogger(__name__)

LOOK_S = 0.1
"""How often the pusher looks whether the counter wrote something: a neighbour sees a sale within a second."""

ASK_S = 300.0
"""With nothing to send, how often to ask where the office stands: that is how its restore is noticed."""

NO_OFFICE_S = 5.0

MEND_S = 2.0
"""How often to look whether a fresh copy is wanted."""

PRUNE_S = 3600.0
"""How often to look for entries that grew old."""

END_S = 1.0
"""How long a thread may take to end when told to; what it was doing is whole in the database, or not there at all."""

Step = Callable[[Store, Replicator, Office], None]


class Process:
    """Threads that replicate one database. beside: runs on a thread too, from the start. connect, chance: for tests."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        clock: Callable[[], int],
        *,
        connect: Callable[[Membership], Office] = HttpOffice,
        chance: Callable[[], float] = random.random,
        wait_s: float = WAIT_S,
        beside: Callable[[Line], None] | None = None,
    ) -> None:
        self._open_store = open_store
        self._clock = clock
        self._connect = connect
        self._chance = chance
        self._wait_s = wait_s
        self._beside = beside
        self._offices: set[Office] = set()
        self.line = Line()

    def run(self) -> None:
        """Replicate until `stop`. Waits for a database that has joined an office."""
        if self._beside is not None:
            threading.Thread(target=self._beside, args=(self.line,), name="beside", daemon=True).start()
        feeds = self._wait_for_office()
        if not feeds:
            return
        load_readings()  # or the first transaction would hold the counter up with it
        with closing(self._open_store()) as store:
            Replicator(store, clock=self._clock).after_older()
            checkpoints = store.checkpoints()
        checkpoints.start()
        steps = [(self._push, "push"), *((self._puller(feed), feed) for feed in feeds)]
        steps += [(self._prune, "prune"), (self._mend, "mend"), (self._answer, "answer")]
        # Daemons: one that waits for an answer may be left behind at the end, as a kill would leave it
        threads = [threading.Thread(target=self._guarded, args=step, name=step[1], daemon=True) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive() and not self.line.stopping.is_set():
                thread.join(0.2)
        for thread in threads:
            thread.join(END_S)
        checkpoints.stop()

    def stop(self) -> None:
        """Have all threads end, also those that wait for an answer. From any thread or a signal."""
        self.line.stop()
        for office in list(self._offices):
            office.close()

    def _wait_for_office(self) -> tuple[str, ...]:
        said = False
        while not self.line.stopping.is_set():
            try:
                with closing(self._open_store()) as store:
                    if membership_of(store) is not None:
                        return Replicator(store, clock=self._clock).feeds
            except StoreMissing:
                pass  # this terminal is to be set up yet: the counter's screen says how
            except StoreError as problem:
                log.warning("the database can't be used: %s", problem)
            if not said:
                log.warning("this terminal has not joined an office yet")
                said = True
            self.line.stopping.wait(NO_OFFICE_S)
        return ()

    def _guarded(self, step: Step, what: str) -> None:
        """Do a step for ever. What goes wrong is waited out; nothing ends the thread but the process's end."""
        backoff, last = Backoff(self.line, self._chance), ""
        while not self.line.stopping.is_set():
            at_least = 0.0
            try:
                with closing(self._open_store()) as store, self._office(store) as office:
                    store.write_lightly()
                    store.leave_checkpoints()
                    replicator = Replicator(store, clock=self._clock)
                    # Another file may come in its place: the terminal joined anew
                    while not self.line.stopping.is_set() and store.in_place():
                        step(store, replicator, office)
                        backoff.reset()
                        if last:
                            log.warning("%s: it works again", what)
                            last = ""
            except OfficeError as problem:
                at_least = float(problem.retry_after) if isinstance(problem, OfficeBusy) else 0.0
                code = problem.code
            except StoreError as problem:
                code = str(problem)
            except Exception:
                # One bad answer or program error must not end replication for the rest of the day
                log.exception("%s failed", what)
                code = "failed"
            else:
                continue
            if self.line.stopping.is_set():
                return
            if code != last:
                log.warning("%s: %s", what, code)
                last = code
            backoff.wait(at_least)

    def _push(self, store: Store, replicator: Replicator, office: Office) -> None:
        if replicator.push_once(office):
            return
        seen, waited = store.changes(), 0.0
        while waited < ASK_S and not self.line.stopping.wait(LOOK_S):
            waited += LOOK_S
            if not store.in_place():
                return
            now = store.changes()
            if now != seen:
                seen = now
                if store.journal.waiting():
                    return

    def _prune(self, store: Store, replicator: Replicator, office: Office) -> None:
        # What is old is not for a clock to say that the office does not agree with: now, not when last heard from
        offset = office.health().now - self._clock()
        if count := prune(store, self._clock(), replicator.pace) if abs(offset) <= CLOCK_WARN_MS else 0:
            log.info("%d old entries are left to the office", count)
        waited = 0.0
        while waited < PRUNE_S and store.in_place() and not self.line.stopping.wait(NO_OFFICE_S):
            waited += NO_OFFICE_S

    def _mend(self, store: Store, _replicator: Replicator, office: Office) -> None:
        key: bytes | None = getattr(store.book.db, "key", None)
        fetch_copy(store, Place(store.path, key, self._clock), office, self._connect)
        self.line.stopping.wait(MEND_S)

    def _answer(self, store: Store, _replicator: Replicator, office: Office) -> None:
        seen = store.changes()
        answer_question(store, office, self._clock)
        while store.in_place() and not self.line.stopping.wait(LOOK_S):
            if store.changes() != seen:
                return

    def _puller(self, feed: str) -> Step:
        def step(_store: Store, replicator: Replicator, office: Office) -> None:
            replicator.pull_once(office, feed, self._wait_s)

        return step

    @contextmanager
    def _office(self, store: Store) -> Iterator[Office]:
        membership = membership_of(store)
        if membership is None:
            raise StoreMissing(M("This terminal has not joined a head office yet."))
        office = self._connect(membership)
        self._offices.add(office)
        try:
            yield office
        finally:
            self._offices.discard(office)
            office.close()


@contextmanager
def only_one(directory: Path) -> Iterator[bool]:
    """Whether this is the only replicating process of this directory, for as long as the context lasts."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "replicate.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def run_process(process: Process) -> None:
    """Run until SIGTERM or SIGINT."""
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(ValueError):  # not on the main thread: whoever runs it stops it
            signal.signal(name, lambda _number, _frame: process.stop())
    process.run()
