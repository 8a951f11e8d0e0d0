"""Importing lists while others work with the database: on a thread and a connection of its own, bit by bit.

What is to be imported lies in a folder, each list with a note of what it is. A list that was begun is finished, also
after the power was cut: at the next start it is planned again, and what is still missing is written.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec

from kiosk.disk import whole_file
from kiosk.exc import KioskError, Refused, StoreError
from kiosk.i18n import M, Message
from kiosk.store.database import SqliteFile
from kiosk.store.imports import KINDS, ImportPlan, ListKind, apply_import, plan_import
from kiosk.store.pace import Pace
from kiosk.store.store import Store

log = logging.getLogger(__name__)

BUDGET_MS = 20.0
"""Of one transaction: whoever else writes waits no longer than that."""

PAUSE_S = 0.01
RETRIES_S = (5.0, 15.0, 60.0, 300.0)
"""After a trouble of the database: so long until it is tried again, the last one for ever."""

_UNREADABLE = M("The file can't be read any more. Choose it again.")
_BROKEN = M("The program made a mistake. It is tried again when the program is started anew.")
_NOTE = ".job"
KEPT = 5
"""So many lists that went wrong are still told of."""


class Job(msgspec.Struct, frozen=True):
    """A list that was agreed to. file: as its owner calls it. actor: who imports it. partial: without its bad rows."""

    kind: ListKind
    file: str
    actor: str
    partial: bool = False


class Running(msgspec.Struct, frozen=True):
    """How far a list is. total 0: it is being read.

    trouble: why no more of it was imported. again: it is tried again.
    """

    file: str
    done: int = 0
    total: int = 0
    trouble: Message | None = None
    again: bool = False


class _Ended(Exception):
    """The program stops; the list goes on when it starts again."""


class Lists:
    """make: opens the database, on the thread that will use it. pace: how much of a list at a time."""

    def __init__(self, folder: Path, make: Callable[[], Store], pace: Callable[[], Pace] | None = None) -> None:
        self._folder = folder
        self._make = make
        self._pace = pace
        self._reader, self._worker = ThreadPoolExecutor(1, "list-reader"), ThreadPoolExecutor(1, "lists")
        self._ended = threading.Event()
        self._running: dict[str, Running] = {}
        self._troubles: list[Running] = []

    def plan(self, kind: str, path: Path, *, partial: bool = False) -> Future[ImportPlan]:
        """What importing a file would do. Raises BadInput for one that is no such list."""
        return self._reader.submit(self._plan, kind, path, partial)

    def begin(self, job: Job, path: Path) -> Future[bool]:
        """Import a file of the folder, that was looked at; whether all of it is in then.

        From here on it is done, whatever happens to the program.
        """
        note = path.with_suffix(path.suffix + _NOTE)
        with whole_file(note) as file:
            file.write(msgspec.json.encode(job))
        self._troubles = [told for told in self._troubles if told.file != job.file]
        return self._submit(note)

    def go_on(self) -> None:
        """At the start: finish what was begun before; what nobody agreed to any more is thrown away."""
        notes = set(self._folder.glob(f"*{_NOTE}"))
        for path in self._folder.glob("*"):
            if path not in notes and path.with_name(path.name + _NOTE) not in notes:
                path.unlink(missing_ok=True)
        for note in sorted(notes):
            self._submit(note)

    def stop(self) -> None:
        """Leave the rest to the next start; waits for the transaction that is open."""
        self._ended.set()
        self._reader.shutdown()
        self._worker.shutdown()

    def seen(self) -> tuple[Running, ...]:
        """What is under way, and what lately went wrong. From any thread."""
        return (*self._running.values(), *self._troubles)

    def _submit(self, note: Path) -> Future[bool]:
        self._running[note.name] = Running(note.stem)
        return self._worker.submit(self._import, note)

    def _plan(self, kind: str, path: Path, partial: bool) -> ImportPlan:
        with closing(self._make()) as store:
            return _planned(store, kind, path, partial)

    def _import(self, note: Path) -> bool:
        """Try until all is in, or it is plain that it never will be."""
        try:
            for pause in itertools.chain(RETRIES_S, itertools.repeat(RETRIES_S[-1])):
                if self._ended.is_set():
                    return False
                try:
                    self._once(note)
                    whole = True
                    break
                except StoreError as problem:
                    self._stopped(note, problem.message, again=True)
                    self._ended.wait(pause)
                except (KioskError, msgspec.DecodeError, OSError) as problem:
                    self._stopped(note, problem.message if isinstance(problem, KioskError) else _UNREADABLE)
                    whole = False
                    break
        except _Ended:
            return False
        except Exception:  # a list must not stand there as being imported when it is not
            self._stopped(note, _BROKEN)
            raise
        finally:
            self._running.pop(note.name, None)
        note.unlink(missing_ok=True)
        note.with_suffix("").unlink(missing_ok=True)
        return whole

    def _stopped(self, note: Path, why: Message, *, again: bool = False) -> None:
        log.warning("%s was not imported: %s", note.stem, why)
        stopped = msgspec.structs.replace(self._running[note.name], trouble=why, again=again)
        if again:
            self._running[note.name] = stopped
        else:
            self._troubles = [*self._troubles, stopped][-KEPT:]

    def _once(self, note: Path) -> None:
        job = msgspec.json.decode(note.read_bytes(), type=Job)
        self._running[note.name] = Running(job.file, self._running[note.name].done)
        with closing(self._make()) as store:
            self._write(store, job, note.with_suffix(""), note.name)

    def _write(self, store: Store, job: Job, path: Path, name: str) -> None:
        plan = _planned(store, job.kind, path, job.partial)
        if not plan.possible:
            raise Refused(M("The list can't be imported any more. Look at it again."))
        before = self._running[name].done
        total = before + len(plan.documents)

        def progress(done: int) -> None:
            self._running[name] = Running(job.file, min(before + done, total), total)
            if self._ended.is_set():
                raise _Ended

        apply_import(replace(plan, name=job.file), store, job.actor, progress, pace=(self._pace or beside_others)())
        if isinstance(store.book.db, SqliteFile):
            store.book.db.flush()  # what was written lightly, before nobody knows any more that it was to be


def beside_others() -> Pace:
    """How much of a list at a time, while shops or a cashier want to be answered."""
    return Pace(BUDGET_MS, pause_s=PAUSE_S)


def _planned(store: Store, kind: str, path: Path, partial: bool) -> ImportPlan:
    for known in KINDS:
        if known == kind:
            return plan_import(known, path, store, partial=partial)
    raise Refused(M("That is no kind of list."))
