"""The warehouse terminal's frame: the list of tasks, and what every task shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import warehouse_tasks
from kiosk.flows.base import Flow
from kiosk.flows.codes import code_of
from kiosk.flows.reckoned import fresh
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.views import Action, ConfirmView, Edge, HomeView
from kiosk.flows.views.common import Tone
from kiosk.hw.ports import Scan
from kiosk.i18n import LANGUAGES, M, Message
from kiosk.trade.barcodes import DocumentCode

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Lit(Flow):
    """A flow whose screen lights its edge: what is told as an error lights red, as a warning amber; `good` green."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self.edge: Edge | None = None
        self._lights = 0

    def good(self) -> None:
        """It was right: the good sound, the green edge, no message any more."""
        self.counter.ok()
        self.clear_strip()
        self._light("ok")

    def tell(self, text: Message, tone: Tone = "error", action: Action | None = None) -> None:
        super().tell(text, tone, action)
        if tone in ("error", "warn"):
            self._light(tone)

    def ask_give_up(self, question: Message, rows: int, give_up: Callable[[], None]) -> None:
        """Throw away what was gathered, and leave; asked first."""
        ask = ConfirmView(question, M("{count} rows will be gone.", count=rows), M("Give up"))

        def given_up() -> None:
            give_up()
            self.back()

        self.counter.sheet(ConfirmSheet(self.counter, ask, given_up))

    def _light(self, tone: Tone) -> None:
        self._lights += 1
        self.edge = Edge(tone, self._lights)  # type: ignore[arg-type]


class WarehouseHome(Lit):
    """What there is to do, for who may. A document's code opens it."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._tasks: tuple[Action, ...] = ()

    def entered(self) -> None:
        if not self.counter.training:
            fresh(self.counter)  # in the morning: the badges follow
        self._read()

    def news(self) -> None:
        self._read()

    def _read(self) -> None:
        self._tasks = tuple(
            Action(t.id, t.text, t.icon, badge=warehouse_tasks.waiting(self.counter, t))
            for t in warehouse_tasks.TASKS
            if self.counter.may(t.permission)
        )

    def view(self) -> HomeView:
        return HomeView(self._tasks, self._services(), self.strip, self.edge)

    def _services(self) -> tuple[Action, ...]:
        training = M("End training") if self.counter.training else M("Training")
        practise = self.counter.can_train and (self.counter.training or self.counter.may("training"))
        return (
            Action("lock", M("Lock"), "lock"),
            Action("sign_out", M("Switch user"), "account-switch"),
            Action("language", M("中文 / English"), "translate"),
            *((Action("training", training, "school"),) if practise else ()),
        )

    def act(self, action: str, *args: object) -> None:
        """A task by its id, or a service."""
        task = next((t for t in warehouse_tasks.TASKS if t.id == action), None)
        if task is None:
            super().act(action, *args)
            return
        if not self.counter.may(task.permission):
            raise Refused(M("Your role does not do this."))
        self.clear_strip()
        self.counter.enter(warehouse_tasks.open_task(self.counter, task))

    def scan(self, scan: Scan) -> None:
        """A document opens where it is dealt with; anything else goes to the look-up, where there is one."""
        code = code_of(scan, self.counter.layouts)
        if isinstance(code, DocumentCode):
            flow = warehouse_tasks.open_document(self.counter, code.entry_id)
            if flow is not None:
                self.clear_strip()
                self.counter.ok()
                self.counter.enter(flow)
                return
        goods = not isinstance(code, DocumentCode) or self.counter.store.catalogue.find_code(code.entry_id) is not None
        if goods and any(t.id == "enquiry" for t in self._tasks):
            self.act("enquiry")
            self.counter.front.scan(scan)
            return
        self.counter.refuse_scan(M("Choose a task first, then scan."))

    def act_lock(self) -> None:
        """Cover the screen."""
        self.counter.lock()

    def act_sign_out(self) -> None:
        """Another user."""
        self.counter.sign_out()

    def act_language(self) -> None:
        """The other language, at once."""
        at = LANGUAGES.index(self.counter.language) if self.counter.language in LANGUAGES else 0
        self.counter.language = LANGUAGES[(at + 1) % len(LANGUAGES)]

    def act_training(self) -> None:
        """Practise, or end it."""
        from kiosk.flows.training import toggle

        toggle(self.counter)
