"""Devices, papers that wait, the database: what is wrong, in words, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.exc import DeviceError, Refused, StoreError
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.office_entry import OfficeEntry
from kiosk.flows.office_facts import office_facts
from kiosk.flows.views import Action, Finding, JobRow, StatusView
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.checks import CHECKS
from kiosk.store.checks.finding import RESTORE
from kiosk.store.checks.finding import Finding as Found
from kiosk.store.records import PrintJob
from kiosk.wire.joining import is_invitation

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.prints import Prints
    from kiosk.store.store import Store

_STATES = {
    "waiting": M("waits"),
    "printing": M("is being printed"),
    "asking": M("print it?"),
}
_CHECKS: dict[str, Message] = {
    "file": M("File"),
    "schema": M("Tables"),
    "chain": M("Journal"),
    "documents": M("Documents"),
    "sales": M("Sales"),
    "money": M("Money"),
    "customers": M("Customers"),
    "stock": M("Stock"),
    "returns": M("Returns"),
    "pending": M("Waiting entries"),
    "quarantine": M("Refused entries"),
    "conflicts": M("Conflicting edits"),
    "prints": M("Papers"),
    "disk": M("Disk"),
    "card": M("Memory card"),
    "speed": M("Card's speed"),
    "power": M("Voltage"),
    "heat": M("Heat"),
    "clock": M("Clock"),
    "network": M("Network"),
    "printer": M("Printer"),
    "scanner": M("Scanner"),
    "pins": M("Pins"),
    "strangers": M("Not used here"),
    "settings": M("Settings"),
}
SHOWN = 20
"""Papers in the list: the oldest ones, which are to be decided first."""


class Status(Flow):
    """The status screen. Scans are only shown here: a test for the scanner; but for the code by which a till joins an
    office."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._last_scan = ""
        self._findings: tuple[Finding, ...] = ()
        self._checking: Iterator[Found] | None = None
        self._facts: tuple[tuple[Text, Text], ...] = ()
        self._jobs: tuple[PrintJob, ...] = ()
        self._updates = counter.updates()
        self._startable = False
        self._update: tuple[Finding, ...] = ()
        self._backups = counter.backups()
        self._entry = OfficeEntry(self)

    def entered(self) -> None:
        self._read()

    def view(self) -> StatusView:
        return StatusView(
            self.counter.lamps.all(),
            tuple(_job(j) for j in self._jobs[:SHOWN]),
            self._facts,
            (*self._findings, *(_finding(found) for found in self.counter.machine)),
            self._checking is not None,
            self._actions(),
            self.strip,
            self._last_scan,
            self._update,
        )

    def scan(self, scan: Scan) -> None:
        if is_invitation(scan.data):
            self._entry.scanned(scan.data)
            return
        shown = "".join(c if c.isprintable() else f"<{ord(c):02X}>" for c in scan.data)
        self._last_scan = f"]{scan.symbology} {shown}" if scan.symbology else shown
        self._tell_layout(scan.data)
        self.counter.ok()

    def _tell_layout(self, read: str) -> None:
        """The test page's barcode reads differently for each keyboard that a scanner may be set to."""
        from kiosk.hw.layouts import deduce_layout

        taken_for = self.counter.settings.scanner_layout
        layout = deduce_layout(read, taken_for)
        if layout == taken_for:
            self.tell(M("The scanner types as kiosk.toml says: {layout}.", layout=layout), "ok")
        elif layout is not None:
            wanted = M('The scanner types as {layout}: write layout = "{layout}" under [scanner].', layout=layout)
            self.tell(wanted, "warn")

    def tick(self) -> None:
        """The next check of the books, so that no scan waits for more than one; and what became of the papers."""
        if self._checking is not None:
            found = next(self._checking, None)
            if found is None:
                self._checking = None
                self._sum_up()
            else:
                self._findings = (*self._findings, _finding(found))
        self._entry.tick()
        self._read()

    # --- papers

    def print_job(self, job_id: int) -> None:
        """Print a paper that was asked about, or try one again that waits."""
        job = self._open_job(job_id)
        self._queue.retry(job.id)
        self._go_on()

    def drop_job(self, job_id: int) -> None:
        """Throw a paper away; the sale stays, and its receipt can be printed again."""
        self._drop(self._open_job(job_id))
        self._go_on()

    def act_print_all(self) -> None:
        """Print all that were asked about."""
        for job in self._queue.asking():
            self._queue.retry(job.id)
        self._go_on()

    def act_drop_all(self) -> None:
        """Throw away all that were asked about."""
        for job in self._queue.asking():
            self._drop(job)
        self._go_on()

    def _open_job(self, job_id: int) -> PrintJob:
        job = self._queue.get(job_id)
        if job is None or job.state not in ("waiting", "asking"):
            self._read()
            raise Refused(M("This paper is printed already, or is not to be printed."))
        return job

    def _drop(self, job: PrintJob) -> None:
        detail = {"paper": job.title} | ({"document": job.entry_id} if job.entry_id else {})
        self.counter.audit("print.dropped", detail)
        self._queue.drop(job.id)

    def _go_on(self) -> None:
        self.clear_strip()
        self.counter.printing.kick()
        self._read()

    # --- tests

    def act_check(self) -> None:
        """Look through the books, one check a second."""
        self._findings = ()
        self._checking = _each(self.counter.store)
        self.counter.examine()
        self.tell(M("Checking the books and the machine. You may go on meanwhile."), "info")

    def act_test_page(self) -> None:
        """A page with every kind of text the printer must know."""
        title, content = papers.job(M("Test page"), papers.test_page(self.counter))
        self._queue.add(title, content)
        self._go_on()

    def act_test_drawer(self) -> None:
        """One pulse, by who may, written down."""
        from kiosk.flows.cash import open_without_sale

        open_without_sale(self.counter)

    def act_set_up(self) -> None:
        """Go through language, screen and devices once more."""
        from kiosk.flows.setting_up import SettingUp

        counter = self.counter
        counter.with_permission(
            "settings.change", M("Set up this till"), lambda _by: counter.enter(SettingUp(counter, counter.setup))
        )

    def act_power(self) -> None:
        """Restart this till, or switch it off."""
        from kiosk.flows.power import offer_power

        offer_power(self)

    def act_update(self) -> None:
        """Have the update installed at once."""
        from kiosk.flows.updating import ask_update

        if self._updates is not None:
            ask_update(self, self._updates)
            self._read()

    def act_test_lights(self) -> None:
        """All patterns, one after the other."""
        try:
            self.counter.devices.test("lights")
        except DeviceError as problem:
            self.tell(problem.message, "warn")

    # --- inside

    @property
    def _queue(self) -> Prints:
        return self.counter.real_store.prints

    def _read(self) -> None:
        queue = self._queue
        self._jobs = (*queue.asking(), *queue.printing(), *queue.waiting())
        self._update = ()
        if self._updates is not None:
            from kiosk.flows.updating import startable, update_rows

            self._update = update_rows(self._updates)
            self._startable = startable(self._updates.standing())
        if self._backups is not None:
            from kiosk.flows.backing import backup_rows

            self._update += backup_rows(self.counter, self._backups)
        store = self.counter.store
        self._facts = (
            (M("Shop"), plain(store.store_id)),
            (M("Terminal"), plain(f"{self.counter.settings.terminal} · {store.origin}")),
            (M("Journal"), M("{count} entries", count=store.journal.count())),
            *(office_facts(store, self.counter.clock) if self.counter.settings.office else ()),
            (M("Database"), M("version {version}", version=store.schema_version)),
            (M("Program"), plain(self.counter.settings.version)),
        )

    def _sum_up(self) -> None:
        bad = sum(f.state != "ok" for f in self._findings) + sum(f.severity != "ok" for f in self.counter.machine)
        if bad:
            self.tell(M("Books and machine are checked: {count} things to look at.", count=bad), "warn")
        else:
            self.tell(M("Books and machine are checked: all is well."), "ok")

    def _actions(self) -> tuple[Action, ...]:
        asked = sum(job.state == "asking" for job in self._jobs)
        several = (
            Action("print_all", M("Print all"), "printer", badge=asked),
            Action("drop_all", M("Print none"), "delete", badge=asked, danger=True),
        )
        set_up = Action("set_up", M("Set up"), "pencil", "F9")
        power = (Action("power", M("Restart, off"), "power", "F10"),) if self.counter.devices.has_power else ()
        update = Action("update", M("Update now"), "package-down", "F9")
        return (
            Action("check", M("Check everything"), "stethoscope", "F5", enabled=self._checking is None),
            Action("test_page", M("Test page"), "printer", "F6"),
            Action("test_drawer", M("Try the drawer"), "drawer", "F7"),
            Action("test_lights", M("Try the lights"), "lightbulb", "F8"),
            *(several if asked > 1 else (update if self._startable else set_up, *power)),
        )


def _each(store: Store) -> Iterator[Found]:
    """Check by check; one that can't read what it needs is a fault itself, and stops no other."""
    for name, check in CHECKS.items():
        try:
            yield from check(store)
        except StoreError as problem:
            yield Found(name, "fault", problem.message, RESTORE)


def _finding(found: Found) -> Finding:
    name = _CHECKS.get(found.check) or plain(found.check)
    return Finding(name, found.severity, found.message, None if found.severity == "ok" else found.advice)


def _job(job: PrintJob) -> JobRow:
    title = f"{job.title} {job.entry_id}".strip()
    if job.copy:
        title += f" ({job.copy})"
    return JobRow(job.id, plain(title), _STATES[job.state], "warn" if job.state == "asking" else "muted")
