"""Lists from a stick as the counter sees them: what was found, what it would do, and how far an import is."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from kiosk.exc import Refused
from kiosk.i18n import M
from kiosk.lists.files import FoundList, FoundLists, ListFiles
from kiosk.store.importing import Job, Lists, Running
from kiosk.store.imports import ImportPlan
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.updates.files import read_file, write_file


class ListDesk:
    """data: the directory of the database. make: opens it, on the thread that will use it."""

    def __init__(self, data: Path, make: Callable[[], Store]) -> None:
        self._files = ListFiles(data)
        self._make = make
        self._lists = Lists(self._files.work, self._beside_selling, Pace)

    def go_on(self) -> None:
        """Finish what was begun before the power went."""
        self._lists.go_on()

    def stop(self) -> None:
        """The rest is left to the next start."""
        self._lists.stop()

    def found(self) -> FoundLists:
        """What was on the last stick; one small file is read."""
        return read_file(self._files.found, FoundLists)

    def plan(self, found: FoundList) -> Future[ImportPlan]:
        """What importing it without its bad rows would do, on another thread. Raises BadInput, StoreError there."""
        return self._lists.plan(found.kind, self._files.copy(found), partial=True)

    def take(self, found: FoundList, actor: str) -> Future[bool]:
        """Import it, without its bad rows; whether all else is in then. Raises Refused where another stick has come."""
        now = self.found()
        if found not in now.lists:
            raise Refused(M("Another stick was put in meanwhile. Choose again."))
        try:
            self._files.work.mkdir(exist_ok=True)
            copy = self._files.copy(found)
            if copy.stat().st_size != found.size:
                raise Refused(M("Another stick was put in meanwhile. Choose again."))
            # There, the reader of the next stick leaves it alone
            path = copy.replace(self._files.work / f"{time.time_ns()}-{copy.name}")
            write_file(self._files.found, FoundLists(tuple(one for one in now.lists if one != found), now.why))
            return self._lists.begin(Job(found.kind, found.name, actor, partial=True), path)
        except OSError as problem:
            raise Refused(M("The list can't be read any more. Put the stick in again.")) from problem

    def _beside_selling(self) -> Store:
        """No sale waits for the card because of a list: it is there to be begun again until all of it is."""
        store = self._make()
        store.write_lightly()
        store.leave_checkpoints()
        return store

    def running(self) -> tuple[Running, ...]:
        """What is being imported, and what lately went wrong."""
        return self._lists.seen()
