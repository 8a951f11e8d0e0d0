"""What was set right before: when, why, by whom, what it cost; and one of them, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.adjusting import APPROVE
from kiosk.flows.enough import check_there
from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.setting_right import SET_RIGHT, ask_set_right
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import Action, ConfirmView, DoneRow, Hand, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.flows.warehouse_tasks import open_document
from kiosk.i18n import M, Text, plain
from kiosk.store.adjustments import Adjustment
from kiosk.store.documents import Approval, GoodsReturned, StockAdjusted
from kiosk.store.doubles import What
from kiosk.store.enough import Taken
from kiosk.trade.adjusting import REASONS, needs_approval
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_EMPTY = M("Nothing was adjusted yet.")
_TAP = M("Tap one to see it.")
_OTHERS = {"opening": M("Opening stock"), "count": M("Count")}


class AdjustmentList(Lit):
    """The latest first; tap one to see it."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        self._rows = tuple(self._row(a) for a in self.counter.store.adjustments.recent())

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        return TaskView(
            title=M("Adjustments"), empty=_TAP if self._rows else _EMPTY, rows=self._rows, strip=self.strip,
            edge=self.edge,
        )  # fmt: skip

    def choose(self, row: str) -> None:
        """Look at it."""
        flow = open_document(self.counter, row)
        if flow is None:
            raise Refused(M("This document is not shown here: {id}", id=row))
        self.counter.enter(flow)

    def _row(self, a: Adjustment) -> DoneRow:
        about = plain(f"{papers.local_time(self.counter, a.at)}  {papers.name_of(self.counter, a.actor)}")
        worth = shown_amount(self.counter, a.value) if self.counter.may("product.cost") else f"{a.lines}"
        undone = self.counter.store.adjustments.is_undone(a.id, a.at)
        tone = "error" if undone else "muted" if a.undoes else "ok" if a.value > 0 else "warn"
        return DoneRow(a.id, reason_words(a.reason), plain(worth), about, tone)  # type: ignore[arg-type]


class AdjustmentPage(Lit):
    """One adjustment. Raises Refused for one that is not here any more."""

    kind: type[StockAdjusted | GoodsReturned] = StockAdjusted
    what: What = "adjustment"
    reasons = REASONS

    def __init__(self, counter: Counter, document_id: str) -> None:
        super().__init__(counter)
        entry = counter.store.journal.get(document_id)
        document = counter.store.journal.document(document_id) if entry else None
        if entry is None or not isinstance(document, self.kind):
            raise Refused(M("This document is not shown here: {id}", id=document_id))
        self._id, self._entry, self._document = document_id, entry, document
        self._rows = tuple(self._row(n) for n in range(len(document.lines)))
        self._undone = False
        self._surplus = ""

    def entered(self) -> None:
        self._undone = self.is_undone(self._id, self._entry.at)
        self._surplus = self.counter.store.doubles.undoings(self.what, self._entry.at).surplus(self._id)

    def is_undone(self, document_id: str, at: int) -> bool:
        """Whether another document took it back."""
        return self.counter.store.adjustments.is_undone(document_id, at)

    def titled(self) -> tuple[Text, Text]:
        """The page's name, and the question before it is taken back."""
        return M("Adjustment {id}", id=self._id), M("Take adjustment {id} back?", id=self._id)

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        who = papers.name_of(self.counter, self._entry.actor)
        facts: list[Text] = [plain(f"{papers.local_time(self.counter, self._entry.at)}  {who}")]
        facts += [M("Approved by {name}", name=papers.name_of(self.counter, a.by)) for a in self._document.approvals]
        worth, undoes = sum(line.value for line in self._document.lines), self._document.undoes
        number = shown_amount(self.counter, worth) if self.counter.may("product.cost") else str(len(self._rows))
        return TaskView(
            title=self.titled()[0],
            empty=_EMPTY,
            hand=Hand(
                self.reasons.get(self._document.reason) or reason_words(self._document.reason),
                plain(number),
                M("Taken back twice")
                if self._surplus
                else M("Taken back")
                if self._undone
                else M("Takes back {id}", id=undoes)
                if undoes
                else None,
                tuple(facts),
                "error" if self._undone else "",
            ),
            rows=self._rows,
            actions=(SET_RIGHT,)
            if self._surplus
            else (Action("take_back", M("Take back"), "return", danger=True),)
            if self._open
            else (),
            strip=self.strip,
            edge=self.edge,
        )

    def choose(self, row: str) -> None:
        """What is done is only looked at."""

    @property
    def _open(self) -> bool:
        """Whether it can be taken back: what a shop began with stands."""
        return self._document.reason in self.reasons and not self._undone and not self._document.undoes

    def act_take_back(self) -> None:
        """It was a mistake: another document takes every line back, over the shop's limit by leave."""
        count = len(self._document.lines)
        detail = M("{count} rows are in stock again as they were.", count=count)
        ask = ConfirmView(self.titled()[1], detail, M("Take back"))
        self.counter.sheet(ConfirmSheet(self.counter, ask, self._confirmed))

    def _confirmed(self) -> None:
        values = [line.value for line in self._document.lines]
        if not needs_approval(values, self.counter.store.settings.limits().adjust_limit):
            self._take_back(())
            return
        text = M("Take {id} back, worth {amount}", id=self._id,
                 amount=shown_amount(self.counter, sum(abs(v) for v in values)))  # fmt: skip
        self.counter.ask_approval(APPROVE, text, self._take_back)

    def _take_back(self, approvals: tuple[Approval, ...]) -> None:
        self.entered()
        if self._undone:
            raise Refused(M("This was taken back already."))
        lines = tuple(
            replace(x, quantity=Quantity(-x.quantity), value=Money(-x.value), unit_cost=None)
            for x in self._document.lines
        )
        check_there(self.counter, [Taken.of(x, -x.quantity) for x in lines if x.quantity < 0])
        undoing = replace(self._document, lines=lines, undoes=self._id, approvals=approvals)
        self.counter.store.journal.append(undoing, actor=self.counter.actor)
        self.entered()
        self.good()
        self.tell(M("It is taken back."), "info")

    def act_set_right(self) -> None:
        """Two took it back and did not know of each other: what one of them took back is done again."""

        def again(approvals: tuple[Approval, ...]) -> None:
            self.entered()
            if not self._surplus:
                raise Refused(M("Somebody set this right already."))
            lines = tuple(replace(x, unit_cost=None) for x in self._document.lines)
            document = replace(self._document, lines=lines, undoes=self._surplus, approvals=approvals)
            self.counter.store.journal.append(document, actor=self.counter.actor)
            self.entered()
            self.good()
            self.tell(M("It is taken back once."), "info")

        ask_set_right(self.counter, self._id, APPROVE, again)

    def _row(self, number: int) -> DoneRow:
        line = self._document.lines[number]
        product = self.counter.store.catalogue.product(line.product_id)
        count = format_quantity(line.quantity, decimals_of(product.unit) if product else 0)
        about: Text | None = batch_words(line.batch, line.expiry) if line.batch or line.expiry else None
        if line.location and about is None:
            about = M("Place {place}", place=line.location)
        name = names_of(product) if product else plain(line.product_id)
        return DoneRow(str(number), name, plain(count), about, "ok" if line.quantity > 0 else "warn")


def reason_words(reason: str) -> Text:
    """A reason in words; one that this program does not know stands as it is written."""
    return _OTHERS.get(reason) or REASONS.get(reason) or plain(reason)
