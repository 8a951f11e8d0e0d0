"""Lists that a memory stick brought: what each would change, row by row where it can't; then it is imported."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from kiosk.exc import BadInput, KioskError, Refused
from kiosk.flows.base import Flow
from kiosk.flows.papers import local_time
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.views import Action, ConfirmView, Strip, TableRow, TableView
from kiosk.i18n import M, Message, plain
from kiosk.lists.desk import ListDesk
from kiosk.lists.files import FoundList
from kiosk.store.imports import ImportPlan, ListKind

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.importing import Running

SHOWN = 200
"""Refused rows in the list: whoever has more mends the file by what the first ones say."""
_KINDS: dict[ListKind, Message] = {
    "products": M("Products"),
    "customers": M("Customers"),
    "suppliers": M("Suppliers"),
    "terms": M("What suppliers sell"),
}
_WHY = {
    "space": M("There is no room on the card for a list of this stick."),
    "damaged": M("A list could not be read: the stick was pulled out, or is broken."),
}


class StickLists(Flow):
    """What was on the last stick, and what is being imported."""

    def __init__(self, counter: Counter, desk: ListDesk) -> None:
        super().__init__(counter)
        self._desk = desk

    def view(self) -> TableView:
        found = self._desk.found()
        rows = tuple(
            TableRow(one.kind, (_KINDS[one.kind], plain(one.name), plain(local_time(self.counter, one.at))))
            for one in found.lists
        )
        why = _WHY.get(found.why)
        return TableView(
            M("Lists from a stick"),
            (M("What"), M("File"), M("Changed")),
            rows,
            M("Put in a stick with a list, such as products.xlsx or customers.csv. It appears here."),
            strip=self._under_way() or self.strip or (Strip("warn", why) if why else None),
        )

    def choose(self, row: str) -> None:
        """Look at what it would change."""
        found = next((one for one in self._desk.found().lists if one.kind == row), None)
        if found is None:
            raise Refused(M("Another stick was put in meanwhile. Choose again."))
        self.clear_strip()
        self.counter.enter(PlannedList(self.counter, self._desk, found, lambda said: self.tell(said, "ok")))

    def _under_way(self) -> Strip | None:
        return next((_told(one) for one in self._desk.running()), None)


class PlannedList(Flow):
    """What one list would change; nothing has been changed yet. begun: told what to say once it is in."""

    def __init__(self, counter: Counter, desk: ListDesk, found: FoundList, begun: Callable[[Message], None]) -> None:
        super().__init__(counter)
        self._desk = desk
        self._found = found
        self._begun = begun
        self._planning: Future[ImportPlan] | None = desk.plan(found)
        self._plan: ImportPlan | None = None

    def view(self) -> TableView:
        plan = self._plan
        rows = (
            TableRow(
                f"{at}",
                (plain(str(bad.row)), plain(bad.column), plain(bad.value), bad.reason),
                tone="error",
            )
            for at, bad in enumerate(plan.refused[:SHOWN] if plan else ())
        )
        return TableView(
            plain(self._found.name),
            (M("Row"), M("Column"), M("What stands there"), M("Why it is not taken")),
            tuple(rows),
            M("Each row can be taken.") if plan else M("The list is being read …") if self._planning else plain(""),
            actions=(Action("take", M("Import"), "check", "Enter", enabled=bool(plan and plan.documents)),),
            strip=self.strip,
        )

    def choose(self, row: str) -> None:
        """The whole reason, which may be too long for its row."""
        refused = self._plan.refused[:SHOWN] if self._plan else ()
        found = next((bad for at, bad in enumerate(refused) if f"{at}" == row), None)
        if found is not None:
            self.tell(M("Row {row}: {why}", row=found.row, why=found.reason), "warn")

    def tick(self) -> None:
        """What came of reading it."""
        if self._planning is None or not self._planning.done():
            return
        planning, self._planning = self._planning, None
        try:
            self._plan = planning.result()
        except KioskError as problem:
            self.tell(problem.message, "error")
        except OSError:
            self.tell(M("The list can't be read any more. Put the stick in again."), "error")
        else:
            self.tell(_sum(self._plan), "warn" if self._plan.refused else "info")

    def act_take(self) -> None:
        """Import it; where rows are left out, after asking."""
        plan = self._plan
        if plan is None or not plan.documents:
            raise BadInput(M("There is nothing in it to import."))
        if not plan.refused:
            self._take(plan)
            return
        ask = ConfirmView(
            M("{count} rows are left out", count=plan.refused_rows),
            M("All others are imported. Mend these in the file and bring it again: what is in already stays as it is."),
            M("Import the others"),
            danger=False,
        )
        self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._take(plan)))

    def _take(self, plan: ImportPlan) -> None:
        self._desk.take(self._found, self.counter.actor)
        self._begun(M("{name} is imported: {sum}", name=self._found.name, sum=_sum(plan)))
        self.counter.leave(self)


def _sum(plan: ImportPlan) -> Message:
    return M(
        "{new} new, {changed} changed, {same} unchanged, {refused} rows refused",
        new=plan.new, changed=plan.changed, same=plan.unchanged, refused=plan.refused_rows,
    )  # fmt: skip


def _told(running: Running) -> Strip:
    if running.trouble is not None:
        return Strip("error", M("{name} was not imported: {why}", name=running.file, why=running.trouble))
    if not running.total:
        return Strip("info", M("{name} is being read.", name=running.file))
    percent = running.done * 100 // running.total
    return Strip(
        "info", M("{name} is being imported: {percent} %. Selling goes on.", name=running.file, percent=percent)
    )


def open_lists(counter: Counter) -> None:
    """For who may change products and people. Raises Refused on a till whose lists come from elsewhere."""
    desk = counter.lists()
    if desk is None or counter.training:
        raise Refused(M("Lists are imported at the head office."))
    counter.with_permission(
        "settings.change", M("Import lists from a stick"), lambda _: counter.replace(StickLists(counter, desk))
    )
