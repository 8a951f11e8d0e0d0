"""A till that sold by itself so far joins a head office, by the code that the office shows, on the status screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.i18n import M
from kiosk.store.documents import Approval

if TYPE_CHECKING:
    from kiosk.flows.base import Flow
    from kiosk.flows.joining import Joiner

PERMISSION = "settings.change"


class OfficeEntry:
    """What becomes of a scanned invitation, told on the strip of the screen that it belongs to."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._joiner: Joiner | None = None

    def scanned(self, code: str) -> None:
        """Join, if who is signed in may. Everything of before comes along."""
        counter = self._flow.counter
        if counter.joiner is None or counter.training or self._busy:
            counter.refuse_scan(M("This till can't join a head office now."))
        elif counter.settings.office:
            counter.refuse_scan(M("This till belongs to a head office already."))
        else:
            counter.ok()
            counter.with_permission(PERMISSION, M("Join the head office"), lambda by: self._begin(code, by))

    def tick(self) -> None:
        """How far it is."""
        if self._joiner is None:
            return
        now = self._joiner.progress()
        if now.state == "done":
            self._flow.tell(M("This till has joined the head office. What it sold is being sent."), "ok")
        elif now.state == "failed" and now.problem is not None:
            self._flow.tell(now.problem, "warn")
        else:
            return
        self._joiner = None

    @property
    def _busy(self) -> bool:
        return self._joiner is not None

    def _begin(self, code: str, by: tuple[Approval, ...]) -> None:
        counter = self._flow.counter
        assert counter.joiner is not None
        joiner = counter.joiner()
        try:
            joiner.begin(code)
        except BadInput as problem:
            raise Refused(problem.message) from problem
        counter.audit("office.joining", approvals=by)
        self._joiner = joiner
        self._flow.tell(M("Asking the head office …"), "info")
