"""kiosk.toml has a mistake, and there are no settings of last time: the screen says where, until it is mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import StoreError
from kiosk.flows.blocked import Blocked
from kiosk.flows.views import BlockedView
from kiosk.i18n import M, Message, below_each_other

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.hw.ports import Scan

SHOWN = 4
"""Mistakes on the screen; the next ones show when these are mended."""


class Misset(Blocked):
    """again: reads the file once more and says what is wrong now; where nothing is, begins the counter anew."""

    def __init__(
        self,
        counter: Counter,
        error: StoreError,
        problems: tuple[Message, ...],
        again: Callable[[], tuple[Message, ...]],
    ) -> None:
        super().__init__(counter, error)
        self._problems = problems
        self._again = again

    def view(self) -> BlockedView:
        more = len(self._problems) - SHOWN
        return BlockedView(
            M("The settings have a mistake"),
            below_each_other(self._problems[:SHOWN]),
            M("Put the card into a computer, mend the line in kiosk.toml, and switch on again."),
            str(M("… and {count} more.", count=more).in_(self.counter.language)) if more > 0 else "",
        )

    def scan(self, scan: Scan) -> None:
        self.counter.refuse_scan(M("The settings have a mistake"))

    def _look_again(self) -> None:
        self.retry()

    def retry(self) -> None:
        """The file may have been mended meanwhile."""
        self._problems = self._again()
