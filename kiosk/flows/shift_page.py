"""An X or Z report on the screen, with a button that prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.views import Action, PaperPage
from kiosk.i18n import M

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class ShiftPage(Flow):
    """A shift's report as it stood when this was opened. closing: it was closed just now; what follows is signing in.

    Raises Refused for a shift that is not here.
    """

    def __init__(self, counter: Counter, shift_id: str, *, closing: bool = False) -> None:
        super().__init__(counter)
        if counter.store.shifts.get(shift_id) is None:
            raise Refused(M("There is no shift {number} here.", number=shift_id))
        self._report = counter.store.shifts.report(shift_id)
        self._paper = papers.shift_report(counter, self._report)
        self._closing = closing
        self._picture = counter.devices.picture(papers.encode(self._paper))

    def view(self) -> PaperPage:
        closed = self._report.shift.closed_at is not None
        done = (Action("done", M("Done"), "check", "F12"),) if self._closing else ()
        return PaperPage(
            M("Z report") if closed else M("X report"),
            self._picture,
            (Action("print", M("Print again") if closed else M("Print"), "printer", "F9"), *done),
            self.strip,
        )

    def act_print(self) -> None:
        """Print it; a Z report printed before says that it is a copy, and is written down."""
        counter, shift = self.counter, self._report.shift
        copy = 0
        if shift.closed_at is not None:
            copy = counter.store.prints.copies(shift.id) + 1
            counter.audit("report.printed", {"shift": shift.id, "copy": str(copy)})
        title = M("Z report") if copy else M("X report")
        name, content = papers.job(title, papers.shift_report(counter, self._report, copy=copy))
        counter.store.prints.add(name, content, entry_id=shift.id, copy=copy)
        counter.printing.kick()
        self.tell(M("Sent to the printer."), "ok")

    def act_done(self) -> None:
        """Out, to the sign-in screen."""
        self.counter.sign_out()

    def back(self) -> None:
        if self._closing:
            self.counter.sign_out()
        else:
            super().back()
