"""The print queue at work: one paper at a time, in order, once.

A job is marked as started, durably, before its first byte goes out. After a power cut a started job is therefore
asked about, never printed again by itself; so is one that may have come out in part, and one that has grown old.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import DeviceError
from kiosk.flows.views import Action
from kiosk.hw.ports import DeviceState, DeviceStatus
from kiosk.i18n import M, Message

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.prints import Prints
    from kiosk.store.records import PrintJob

FIRST_RETRY_S = 2
LONGEST_RETRY_S = 60


class Printing:
    """Moves papers from the store's queue to the printer. Training prints nothing: the queue is the real shop's."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._current: int | None = None
        self._failures = 0
        self._not_before = 0.0
        self._asked: set[int] = set()
        self._current_entry = ""
        self._asking: set[str] = set()
        self._waiting: set[str] = set()
        self.problem: Message | None = None
        self.jobs_waiting = 0
        self.entries_waiting = 0

    def recover(self) -> None:
        """At start: papers that a power cut caught in the printer are asked about; the others go on."""
        self._queue.recover()
        self._asked = {job.id for job in self._queue.asking()}
        self.kick()
        if self._asked:
            self._tell(M("A paper may have been printed already. Print it again?"))

    def kick(self) -> None:
        """Begin the next paper, unless one is in the printer or the printer was just found wanting."""
        while self._current is None and self._counter.clock.mono() >= self._not_before:
            job = self._queue.next()
            if job is None:
                break
            if self._counter.lamps.state("printer") is DeviceState.OFF:
                self._queue.drop(job.id)
            elif self._is_old(job):
                self._ask(job)
            else:
                self._begin(job)
        self.refresh()

    def tick(self) -> None:
        """Try again what failed, when its time has come; count what another program has sent meanwhile."""
        self.kick()
        if self._counter.settings.office:
            self.entries_waiting = self._counter.real_store.journal.waiting()

    def device_status(self, status: DeviceStatus) -> None:
        """A printer that comes back is given its papers at once."""
        if status.name == "printer":
            if status.state in (DeviceState.READY, DeviceState.OFF):
                self._not_before = 0.0
                self.problem = None
            self.kick()

    def printed(self, job_id: int) -> None:
        """It came out whole."""
        self._queue.printed(job_id)
        self._settled(job_id)
        self._failures, self._not_before, self.problem = 0, 0.0, None
        self.kick()

    def failed(self, job_id: int, problem: DeviceError, uncertain: bool) -> None:
        """It did not come out; uncertain: perhaps in part, so a person decides whether to print it again."""
        self._queue.failed(job_id, str(problem), uncertain)
        self._settled(job_id)
        self._failures += 1
        wait = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2 ** min(self._failures - 1, 10))
        self._not_before = self._counter.clock.mono() + wait
        self.problem = problem.message
        if uncertain:
            self._asked.add(job_id)
            self._tell(M("A paper may have been printed in part. Print it again?"))
        elif self._failures == 1:
            self._tell(M("A paper waits for the printer: {why}", why=problem.message))
        self.refresh()

    def refresh(self) -> None:
        """Count what waits, for the bar; not at each publication, but when it may have changed."""
        queue = self._queue
        self._asking = {job.entry_id for job in queue.asking()}
        self._waiting = {job.entry_id for job in queue.waiting()}
        self.jobs_waiting = queue.open_count()
        self.entries_waiting = self._counter.real_store.journal.waiting()

    def state_of(self, entry_id: str) -> Message | None:
        """What to say of a document's paper that is not out yet; None when it is, or nobody waits for it."""
        if self._current_entry == entry_id and self._current is not None:
            return M("Printing")
        if entry_id in self._asking:
            return M("The receipt may have been printed in part. See the papers.")
        if entry_id not in self._waiting:
            return None
        if self.problem is not None:
            return M("The receipt waits: {why}", why=self.problem)
        return M("The receipt waits for the printer.")

    # --- inside

    @property
    def _queue(self) -> Prints:
        return self._counter.real_store.prints

    def _is_old(self, job: PrintJob) -> bool:
        age = self._counter.clock.now() - job.created_at
        return age > self._counter.settings.old_job_ms and job.id not in self._asked

    def _ask(self, job: PrintJob) -> None:
        self._queue.ask(job.id)
        self._asked.add(job.id)
        self._tell(M("Old papers wait for the printer. Print them?"))

    def _begin(self, job: PrintJob) -> None:
        self._queue.started(job.id)
        self._current, self._current_entry = job.id, job.entry_id
        try:
            self._counter.devices.print(job)
        except DeviceError as problem:
            self.failed(job.id, problem, uncertain=False)

    def _settled(self, job_id: int) -> None:
        if self._current == job_id:
            self._current = None

    def _tell(self, text: Message) -> None:
        if self._counter.stack:
            self._counter.front.tell(text, "warn", Action("papers", M("See papers")))
