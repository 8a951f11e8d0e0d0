"""Devices, papers that wait, the database: what is wrong, in words, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.views import Action, Finding, JobRow, StatusView
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Text, plain
from kiosk.store.doctor import each_check
from kiosk.store.records import PrintJob

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_STATES = {
    "waiting": M("waits"),
    "printing": M("is being printed"),
    "asking": M("print it?"),
    "printed": M("printed"),
    "dropped": M("dropped"),
}


class Status(Flow):
    """The status screen. Scans are only shown here: a test for the scanner."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._last_scan = ""
        self._findings: tuple[Finding, ...] = ()
        self._checking: Iterator[Finding] | None = None
        self._facts: tuple[tuple[Text, Text], ...] = ()

    def entered(self) -> None:
        self._facts = self._read_facts()

    def view(self) -> StatusView:
        jobs = self.counter.store.prints.list(20)
        return StatusView(
            self.counter.lamps.all(),
            tuple(_job(j) for j in jobs if j.state in ("waiting", "printing", "asking")),
            self._facts,
            self._findings,
            self._checking is not None,
            (
                Action("check", M("Check the books"), "stethoscope", "F5"),
                Action("test_page", M("Test page"), "printer", "F6"),
                Action("test_drawer", M("Try the drawer"), "drawer", "F7"),
                Action("test_lights", M("Try the lights"), "lightbulb", "F8"),
            ),
            self.strip,
            self._last_scan,
        )

    def scan(self, scan: Scan) -> None:
        shown = "".join(c if c.isprintable() else f"<{ord(c):02X}>" for c in scan.data)
        self._last_scan = f"]{scan.symbology} {shown}" if scan.symbology else shown
        self.counter.ok()

    def print_job(self, job_id: int) -> None:
        """Print a paper that was asked about."""
        self.counter.store.prints.retry(job_id)
        self.counter.printing.kick()

    def drop_job(self, job_id: int) -> None:
        """Throw a paper away; the sale stays, and its receipt can be printed again."""
        self.counter.store.prints.drop(job_id)
        self.counter.audit("print.dropped", {"job": str(job_id)})
        self.counter.printing.refresh()

    def act_check(self) -> None:
        """Look through the books, one check a tick, so that nothing waits for it."""
        self._findings = ()
        self._checking = _findings(self.counter)

    def tick(self) -> None:
        """The next check."""
        if self._checking is None:
            return
        finding = next(self._checking, None)
        if finding is None:
            self._checking = None
        else:
            self._findings = (*self._findings, finding)

    def act_test_page(self) -> None:
        """A page with every kind of text the printer must know."""
        title, content = papers.job(M("Test page"), papers.test_page(self.counter))
        self.counter.store.prints.add(title, content)
        self.counter.printing.kick()

    def act_test_drawer(self) -> None:
        """One pulse, by who may, written down."""
        from kiosk.flows.cash import open_without_sale

        open_without_sale(self.counter)

    def act_test_lights(self) -> None:
        """All patterns, one after the other."""
        self.counter.devices.test("lights")

    def _read_facts(self) -> tuple[tuple[Text, Text], ...]:
        store = self.counter.store
        return (
            (M("Shop"), plain(store.store_id)),
            (M("Terminal"), plain(f"{self.counter.settings.terminal} · {store.origin}")),
            (M("Journal"), M("{count} entries", count=store.journal.count())),
            (M("To be sent"), M("{count} entries", count=store.journal.waiting())),
            (M("Database"), M("version {version}", version=store.schema_version)),
            (M("Program"), plain(self.counter.settings.version)),
        )


def _job(job: PrintJob) -> JobRow:
    title = f"{job.title} {job.entry_id}".strip()
    tone = "warn" if job.state == "asking" else "muted"
    return JobRow(job.id, plain(title), _STATES[job.state], tone)  # type: ignore[arg-type]


def _findings(counter: Counter) -> Iterator[Finding]:
    for found in each_check(counter.store):
        yield Finding(found.name, found.state, found.message, found.advice)
