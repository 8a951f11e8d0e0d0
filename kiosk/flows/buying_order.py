"""One order: its goods with what came of them, where it stands, and what can be done with it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows import buying_steps as steps
from kiosk.flows import papers
from kiosk.flows.buying_content import again, content_of
from kiosk.flows.buying_words import WAYS, expected_text, packs, state_text, step_text
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet, TextSheet
from kiosk.flows.units import decimals_of, shown_amount
from kiosk.flows.views import Action, ChoiceView, ConfirmView, DoneRow, Hand, Option, TaskView, TextView
from kiosk.flows.warehouse import Lit
from kiosk.i18n import M, Names, Text, plain
from kiosk.store.purchases import OrderedLine
from kiosk.trade.orders import State
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_EDIT = Action("edit", M("Edit order"), "pencil", "F6")
_CANCEL = Action("give_up", M("Cancel order"), "delete", "F8", danger=True)
_CLOSE = Action("give_up", M("Close the rest"), "check-all", "F8", danger=True)
_PRINT = Action("print", M("Print"), "printer", "F9")
_AGAIN = Action("again", M("Order again"), "return", "F5")
_SUBMIT = Action("submit", M("Finish the order"), "check", "F12")
_REJECT = Action("reject", M("Reject"), "close")
_APPROVE = Action("approve", M("Approve"), "check", "F12")
_SENT = Action("sent", M("Sent"), "truck", "F12")
_ACTS: dict[State, tuple[tuple[Action, ...], tuple[Action, ...]]] = {
    # state: what leads on, what is rarer
    "draft": ((_EDIT, _SUBMIT), (_CANCEL, _AGAIN)),
    "submitted": ((_REJECT, _APPROVE), (_EDIT, _CANCEL, _PRINT)),
    "rejected": ((_EDIT, _SUBMIT), (_CANCEL, _AGAIN)),
    "approved": ((_PRINT, _SENT), (_EDIT, _CANCEL, _AGAIN)),
    "sent": ((_AGAIN, _PRINT), (_CANCEL,)),
    "partly_received": ((_AGAIN, _PRINT), (_CLOSE,)),
    "received": ((_PRINT, _AGAIN), ()),
    "closed": ((_PRINT, _AGAIN), ()),
    "cancelled": ((_PRINT, _AGAIN), ()),
}


class OrderPage(Lit):
    """An order. Raises Refused for one that is not here."""

    def __init__(self, counter: Counter, order_id: str) -> None:
        super().__init__(counter)
        self._order = steps.read(counter, order_id)

    def entered(self) -> None:
        self._order = steps.read(self.counter, self._order.head.id)

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        head = self._order.head
        actions, more = _ACTS[head.state]
        if head.state in ("partly_received", "received", "closed"):
            more = (*more, Action("deliveries", M("Deliveries"), "truck"))
        facts: list[Text] = [state_text(head.state)]
        if head.expected:
            facts[0] = M("{state} · {day}", state=facts[0], day=expected_text(head.expected))
        facts.append(self._last())
        if self._order.note:
            facts.append(plain(self._order.note))
        tone = {"submitted": "warn", "rejected": "error", "received": "ok"}.get(head.state, "")
        return TaskView(
            title=M("Order {number}", number=head.id),
            empty=plain(""),
            progress=self._progress(),
            hand=Hand(plain(head.supplier), plain(shown_amount(self.counter, head.total)), None, tuple(facts), tone),  # type: ignore[arg-type]
            rows=tuple(self._row(line) for line in self._order.lines),
            actions=actions,
            more=more,
            strip=self.strip,
            edge=self.edge,
        )

    def _progress(self) -> Text:
        lines = self._order.lines
        done = sum(x.received >= x.quantity for x in lines)
        if self._order.head.state in ("sent", "partly_received", "received", "closed"):
            return plain(f"{done} / {len(lines)}")
        return M("{count} items", count=len(lines))

    def _last(self) -> Text:
        """Who did what last, and why."""
        step = self._order.steps[-1]
        who = papers.name_of(self.counter, step.approved_by or step.actor)
        when = papers.local_time(self.counter, step.at)[5:]
        what = step_text(step)
        return M("{what} · {who} · {when}", what=what, who=who, when=when)

    def _row(self, line: OrderedLine) -> DoneRow:
        amount = shown_amount(self.counter, line.amount)
        name, number = Names(line.name_zh, line.name_en), packs(line.quantity, line.pack, line.unit)
        if self._order.head.state not in ("partly_received", "received", "closed"):
            return DoneRow(line.product_id, name, plain(number), plain(amount))
        places = decimals_of(line.unit)
        came, all_ = format_quantity(line.received, places), format_quantity(line.quantity, places)
        tone = "ok" if line.received >= line.quantity else "warn" if line.received else "muted"
        detail = M("{number} ordered · {amount}", number=number, amount=amount)
        return DoneRow(line.product_id, name, plain(f"{came} / {all_}"), detail, tone)  # type: ignore[arg-type]

    def choose(self, row: str) -> None:
        """A product of the order, at a glance."""
        from kiosk.flows.lookup import Lookup

        lookup = Lookup(self.counter)
        lookup.choose(row)
        self.counter.enter(lookup)

    def ask_number(self) -> None:
        """What was done to the order until now."""
        from kiosk.flows.buying_history import OrderHistory

        self.counter.enter(OrderHistory(self.counter, self._order.head.id))

    # --- acts

    def submitted(self, *, ready: bool) -> None:
        """Say what became of handing it in."""
        self.entered()
        if ready:
            self.good()
            self.tell(M("The order is approved. Print it, then mark it as sent."), "ok")
        else:
            limit = shown_amount(self.counter, self.counter.store.settings.limits().order_limit)
            self.tell(M("Orders over {limit} wait for another user's approval.", limit=limit), "info")

    def act_submit(self) -> None:
        """Have it approved."""
        self.submitted(ready=steps.submit(self.counter, self._order.head.id))

    def act_approve(self) -> None:
        """Another user agrees."""
        steps.approve(self.counter, self._order.head.id, self._done)

    def act_reject(self) -> None:
        """Another user does not, and says why."""
        suggestions = (M("Too much"), M("Too dear"), M("Not now"))
        ask = TextView(M("Why is it rejected?"), suggestions=suggestions)

        def said(why: str) -> None:
            steps.reject(self.counter, self._order.head.id, why[:200], self._done)

        self.counter.sheet(TextSheet(self.counter, ask, said))

    def act_sent(self) -> None:
        """The supplier has it."""
        options = tuple(Option(way, text) for way, text in WAYS.items())

        def way(chosen: str) -> None:
            steps.send(self.counter, self._order.head.id, chosen)
            self._done()

        self.counter.sheet(ChoiceSheet(self.counter, ChoiceView(M("How did it reach the supplier?"), options), way))

    def act_give_up(self) -> None:
        """Nothing, or nothing more, is to come of it."""
        came = self._order.head.state == "partly_received"
        ask = ConfirmView(
            M("Close the rest of the order?") if came else M("Cancel the order?"),
            M("What has not come is not waited for any more.") if came else M("It stays in the list of all orders."),
            M("Close the rest") if came else M("Cancel order"),
        )

        def sure() -> None:
            steps.give_up(self.counter, self._order.head.id)
            self._done()

        self.counter.sheet(ConfirmSheet(self.counter, ask, sure))

    def act_edit(self) -> None:
        """Change it; it then wants approval again."""
        from kiosk.flows.buying_draft import OrderDraft

        self.counter.replace(OrderDraft(self.counter, content_of(self._order)))

    def act_again(self) -> None:
        """The same goods once more, at today's prices."""
        from kiosk.flows.buying_draft import OrderDraft

        self.counter.replace(OrderDraft(self.counter, again(self.counter.store, self._order, "")))

    def act_deliveries(self) -> None:
        """What came of it, each with its invoice."""
        from kiosk.flows.receipts import Receipts

        self.counter.enter(Receipts(self.counter, self._order.head.id))

    def act_print(self) -> None:
        """On the receipt printer."""
        from kiosk.flows.paper_orders import order_paper

        counter = self.counter
        title, content = papers.job(M("Purchase order"), order_paper(counter, self._order))
        counter.store.prints.add(title, content)
        counter.printing.kick()
        self.tell(M("The order is being printed."), "ok")

    def _done(self) -> None:
        self.entered()
        self.good()
