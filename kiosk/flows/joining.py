"""A terminal that has no database yet: it joins its head office by the code that its own scanner reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kiosk.exc import BadInput, StoreError
from kiosk.flows.blocked import Blocked
from kiosk.flows.views import BlockedView
from kiosk.i18n import M, Message
from kiosk.wire.joining import Joining as Progress
from kiosk.wire.joining import is_invitation

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.hw.ports import Scan

_WARNING = M("If this till had a database before, its card may be loose: switch off, look after it, and join nothing.")


class Joiner(Protocol):
    """Joins on a thread of its own; no call waits."""

    def begin(self, code: str) -> None:
        """Begin with the text of a scanned code. Raises BadInput for one that was not read right."""

    def go_on(self) -> None:
        """Try again what failed after the office had let this terminal in; nothing where there is none."""

    def progress(self) -> Progress:
        """How far it is."""


class Joining(Blocked):
    """Shows what to scan, then how far the copy is; opens the counter when it is here."""

    def __init__(self, counter: Counter, error: StoreError, joiner: Joiner) -> None:
        super().__init__(counter, error)
        self._joiner = joiner
        self._misread: Message | None = None
        joiner.go_on()

    def view(self) -> BlockedView:
        now = self._joiner.progress()
        return BlockedView(M("Join the head office"), self._misread or _words(now), _WARNING, "", tone="info")

    def scan(self, scan: Scan) -> None:
        """An invitation; any other code is refused."""
        if not is_invitation(scan.data) or self._joiner.progress().busy:
            self.counter.refuse_scan(M("Scan the code that the head office shows for a new terminal."))
            return
        try:
            self._joiner.begin(scan.data)
        except BadInput as problem:
            self._misread = problem.message
            self.counter.refuse_scan(problem.message)
            return
        self._misread = None
        self.counter.ok()

    def tick(self) -> None:
        """The copy is here: on with it."""
        if self._joiner.progress().state == "done":
            self.counter.retry_store()

    def retry(self) -> None:
        """Go on with a join that failed; else look whether there is a database now."""
        if self._joiner.progress().state == "failed":
            self._joiner.go_on()
        elif not self._joiner.progress().busy:
            self.counter.retry_store()


def _words(now: Progress) -> Message:
    if now.state == "failed" and now.problem is not None:
        return now.problem
    if now.state == "asking":
        return M("Asking the head office …")
    if now.state == "fetching" and now.whole:
        percent, here, whole = 100 * now.here // now.whole, now.here // 1_000_000, now.whole // 1_000_000
        return M(
            "Fetching the shop's goods and sales: {percent} %, {here} of {whole} MB",
            percent=percent, here=here, whole=whole,
        )  # fmt: skip
    if now.state in {"fetching", "done"}:
        return M("Fetching the shop's goods and sales …")
    return M("Ask the head office for a joining code, and scan it with this till's scanner.")
