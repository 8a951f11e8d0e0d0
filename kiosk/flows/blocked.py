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


class Blocked(Flow):
    """Shows what is wrong and what to do; `retry` opens the store again."""

    signed_in = False
    stays_lit = True

    def __init__(self, counter: Counter, error: StoreError) -> None:
        super().__init__(counter)
        self._error = error

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

    def retry(self) -> None:
        """Try to open the store again."""
        self.counter.retry_store()
