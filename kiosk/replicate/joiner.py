"""Joining on a thread of its own, for a counter that shows how far it is. A database that is here joins as it is."""

from __future__ import annotations

import logging
import threading
from contextlib import closing

from kiosk.exc import KioskError
from kiosk.replicate.place import Place
from kiosk.store.store import Store
from kiosk.wire.joining import Invitation, Joining, read_invitation
from kiosk.wire.troubles import trouble

log = logging.getLogger(__name__)


class BackgroundJoiner:
    """A `Joiner` of kiosk.flows.joining. terminal: the name this machine goes by."""

    def __init__(self, place: Place, terminal: str) -> None:
        self._place = place
        self._terminal = terminal
        self._progress = Joining()

    def begin(self, code: str) -> None:
        """Begin with a scanned code. Raises BadInput."""
        self._start(read_invitation(code))

    def go_on(self) -> None:
        """Go on after the office had let this terminal in."""
        if self._place.agreed_file.exists():
            self._start(None)

    def progress(self) -> Joining:
        """How far it is."""
        return self._progress

    def _start(self, invitation: Invitation | None) -> None:
        if self._progress.busy:
            return
        self._progress = Joining("asking")
        threading.Thread(target=self._run, args=(invitation,), name="joining", daemon=True).start()

    def _run(self, invitation: Invitation | None) -> None:
        # Imported here: no counter that has joined needs an HTTP client
        from kiosk.replicate.joining import ask_in, fetch, join_with, under_way

        try:
            if invitation is not None and self._place.database.exists():
                with closing(Store.open(self._place.database, self._place.key, clock=self._place.clock)) as store:
                    join_with(store, invitation)
                self._progress = Joining("done")
                return
            agreed = ask_in(self._place, invitation, self._terminal) if invitation else under_way(self._place)
            if agreed is None:
                self._progress = Joining()
                return
            self._progress = Joining("fetching")
            fetch(self._place, agreed, progress=self._fetched)
        except KioskError as problem:
            log.warning("joining: %s", problem)
            self._progress = Joining("failed", problem=problem.message)
        except Exception:
            log.exception("joining failed")
            self._progress = Joining("failed", problem=trouble("failed"))
        else:
            self._progress = Joining("done")

    def _fetched(self, here: int, whole: int) -> None:
        self._progress = Joining("fetching", here, whole)
