"""The print queue: papers outlive a printer without paper, an unplugged cable and a restart; in order, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.store.queries import Book, Query, arg
from kiosk.store.records import PrintJob
from kiosk.store.tables_local import PrintJobRow as Row

_FIELDS = (
    Row.id, Row.title, Row.paper, Row.state, Row.created_at, Row.entry_id, Row.copy, Row.attempts, Row.problem,
)  # fmt: skip
_INSERT = Query(Row.insert({f: arg(i) for i, f in enumerate(f for f in Row._meta.sorted_fields if f is not Row.id)}))
_GET = Query(Row.select(*_FIELDS).where(Row.id == arg(0)))
_IN_STATE = Query(Row.select(*_FIELDS).where(Row.state == arg(0)).order_by(Row.id).limit(arg(1)))
_NEWEST = Query(Row.select(*_FIELDS).order_by(Row.id.desc()).limit(arg(0)))
_LAST_ID = Query(Row.select(Row.id).order_by(Row.id.desc()).limit(1))
_COPIES = Query(Row.select(Row.copy).where(Row.entry_id == arg(0)).order_by(Row.copy.desc()).limit(1))
_SET = Query(Row.update({Row.state: arg(0), Row.problem: arg(1)}).where(Row.id == arg(2)))
_START = Query(
    Row.update({Row.state: "printing", Row.attempts: Row.attempts + 1}).where(Row.id == arg(0), Row.state == "waiting")
)
_UNSURE = Query(Row.update({Row.state: "asking"}).where(Row.state == "printing"))
_OLD = Query(Row.delete().where(Row.state.in_(("printed", "dropped")), Row.id < arg(0)))

KEPT = 500
"""Papers of before that are kept, counted back from the newest, to be looked at again."""


class Prints:
    """The queue of one terminal's receipt printer."""

    def __init__(self, book: Book, clock: Callable[[], int]) -> None:
        self._book = book
        self._clock = clock

    def add(self, title: str, paper: bytes, *, entry_id: str = "", copy: int = 0) -> int:
        """Queue a paper; its job's id."""
        with self._book.transaction():
            return self.queue(title, paper, entry_id=entry_id, copy=copy, at=self._clock())

    def queue(self, title: str, paper: bytes, *, entry_id: str = "", copy: int = 0, at: int) -> int:
        """Queue a paper within a transaction that is open."""
        self._book.run(_INSERT, title, paper, "waiting", at, entry_id, copy, 0, "")
        job = int(self._book.value(_LAST_ID))
        if job % KEPT == 0:
            self._book.run(_OLD, job - KEPT)
        return job

    def get(self, job_id: int) -> PrintJob | None:
        """A job by its id."""
        row = self._book.one(_GET, job_id)
        return _job(row) if row else None

    def next(self) -> PrintJob | None:
        """The oldest paper that may be printed now. Those that ask hold up nobody."""
        row = self._book.one(_IN_STATE, "waiting", 1)
        return _job(row) if row else None

    def waiting(self) -> tuple[PrintJob, ...]:
        """Papers to be printed, oldest first."""
        return tuple(_job(r) for r in self._book.all(_IN_STATE, "waiting", 1000))

    def asking(self) -> tuple[PrintJob, ...]:
        """Papers that somebody must decide on, oldest first."""
        return tuple(_job(r) for r in self._book.all(_IN_STATE, "asking", 1000))

    def printing(self) -> tuple[PrintJob, ...]:
        """What the printer has in hand."""
        return tuple(_job(r) for r in self._book.all(_IN_STATE, "printing", 1000))

    def open_count(self) -> int:
        """Papers not out yet: waiting, printing, asking."""
        return sum(len(self._book.all(_IN_STATE, state, 1000)) for state in ("waiting", "printing", "asking"))

    def copies(self, entry_id: str) -> int:
        """How many copies of the entry's paper were queued, besides the original."""
        return int(self._book.value(_COPIES, entry_id) or 0)

    def list(self, limit: int = 50) -> tuple[PrintJob, ...]:
        """All papers, newest first."""
        return tuple(_job(r) for r in self._book.all(_NEWEST, limit))

    def started(self, job_id: int) -> None:
        """Its first byte is about to be sent: from now on nobody can say that nothing came out."""
        self._book.run(_START, job_id)

    def printed(self, job_id: int) -> None:
        """It came out whole."""
        self._book.run(_SET, "printed", "", job_id)

    def failed(self, job_id: int, problem: str, uncertain: bool) -> None:
        """It did not. uncertain: perhaps in part, so a person has to say whether to print it again."""
        self._book.run(_SET, "asking" if uncertain else "waiting", problem, job_id)

    def ask(self, job_id: int) -> None:
        """Have a person decide, as with papers of the night before."""
        self._book.run(_SET, "asking", "", job_id)

    def retry(self, job_id: int) -> None:
        """Print it (again)."""
        self._book.run(_SET, "waiting", "", job_id)

    def drop(self, job_id: int) -> None:
        """Don't print it."""
        self._book.run(_SET, "dropped", "", job_id)

    def recover(self) -> None:
        """At start: what was being printed when the power went may be out already. A person decides."""
        self._book.run(_UNSURE)


def _job(row: tuple[Any, ...]) -> PrintJob:
    id_, title, paper, *rest = row
    return PrintJob(id_, title, bytes(paper), *rest)
