"""Selling has stopped: the database can't be used. Nothing is made in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import StoreDamaged, StoreError, StoreLost, StoreMissing, StoreUnwritable
from kiosk.flows.base import Flow
from kiosk.flows.views import Action, BlockedView
from kiosk.flows.views.common import Tone
from kiosk.i18n import M, Message

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.hw.ports import Scan

_ADVICE: tuple[tuple[type[StoreError], Message], ...] = (
    (StoreLost, M("Call for help: the copy must get the old name again. Do not make a new database in its place.")),
    (StoreMissing, M("The disk may not be mounted. Switch off and on again; if it stays so, call for help.")),
    (
        StoreDamaged,
        M("Switch off and on again. If it stays so, call for help and let nobody delete the file."),
    ),
    (StoreUnwritable, M("Free space on the disk, or close the program that keeps the file, then try again.")),
)


LOOK_AGAIN_S = 10.0


class Blocked(Flow):
    """Shows what is wrong and what to do; `retry` opens the store again.

    A database that was not there is looked for again without anybody: its key or its card may have come late. One that
    is there and can't be used waits for a person, who is to read why.
    """

    signed_in = False
    stays_lit = True

    def __init__(self, counter: Counter, error: StoreError) -> None:
        super().__init__(counter)
        self._error = error
        self._looked = counter.clock.mono()

    def view(self) -> BlockedView:
        advice = next((text for kind, text in _ADVICE if isinstance(self._error, kind)), _ADVICE[1][1])
        cause = self._error.__cause__
        return BlockedView(
            M("Selling has stopped"), self._error.message, advice, f"{cause!r}" if cause is not None else ""
        )

    def tell(self, text: Message, tone: Tone = "error", action: Action | None = None) -> None:
        """The screen has one message only, its own."""

    def scan(self, scan: Scan) -> None:
        self.counter.refuse_scan(M("Selling has stopped."))

    def tick(self) -> None:
        """Look again, from time to time."""
        now = self.counter.clock.mono()
        if now - self._looked >= LOOK_AGAIN_S:
            self._looked = now
            self._look_again()

    def _look_again(self) -> None:
        if not isinstance(self._error, StoreMissing):
            return
        try:
            self.counter.retry_store()
        except StoreError as error:
            self._error = error  # said once, with its sound, when it began
        else:
            self.counter.front.tell(M("The database is there again. All sales are kept."), "info")

    def retry(self) -> None:
        """Try to open the store again."""
        self.counter.retry_store()
