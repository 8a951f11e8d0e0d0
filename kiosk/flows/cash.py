"""Money in and out of the drawer other than by sales, and the drawer opened without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.sheets import ChoiceSheet, NumberSheet, TextSheet
from kiosk.flows.views import ChoiceView, NumberView, Option, TextView
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.documents import Approval, CashMoved, DrawerOpened
from kiosk.trade.money import Money, format_money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.entry import Entry
    from kiosk.store.records import Shift

REASONS_IN = {
    "change_fund": M("Change brought"),
    "correction": M("Correction"),
    "other": M("Other"),
}
REASONS_OUT = {
    "bank": M("To the bank or safe"),
    "supplier": M("Supplier paid in cash"),
    "expense": M("Expense"),
    "correction": M("Correction"),
    "other": M("Other"),
}
REASONS_OPENING = {
    "change": M("Give change"),
    "check": M("Count or check the drawer"),
    "mistake": M("Wrong change before"),
    "other": M("Other"),
}
MOST = 10**9
"""More than any drawer holds, minor units."""


def move_cash(counter: Counter, *, into: bool) -> None:
    """Ask for a reason and an amount, then book money into or out of the drawer, with a slip."""
    shift = _shift(counter)
    reasons = REASONS_IN if into else REASONS_OUT

    def chosen(reason: str) -> None:
        if reason == "other":
            ask = TextView(M("What for?"))
            counter.sheet(TextSheet(counter, ask, lambda note: amount_of(reason, _worded(note))))
        else:
            amount_of(reason, "")

    def amount_of(reason: str, note: str) -> None:
        title = M("Cash in") if into else M("Cash out")
        ask = NumberView(title, "amount", counter.settings.currency.exponent, detail=reasons[reason])
        counter.sheet(NumberSheet(counter, ask, lambda amount: allowed(reason, note, amount)))

    def allowed(reason: str, note: str, amount: int) -> None:
        if amount <= 0:
            raise BadInput(M("Type an amount above zero."))
        if amount > MOST:
            raise BadInput(M("That amount can't be in a drawer."))
        if not into and amount > counter.store.shifts.report(shift.id).expected:
            raise BadInput(M("There is not so much cash in the drawer."))
        shown = format_money(amount, counter.settings.currency, symbol=True)
        detail = M("Cash in {amount}", amount=shown) if into else M("Cash out {amount}", amount=shown)
        counter.with_permission("cash.move", detail, lambda approvals: book(reason, note, amount, approvals))

    def book(reason: str, note: str, amount: int, approvals: tuple[Approval, ...]) -> None:
        document = CashMoved(
            shift_id=shift.id,
            terminal=shift.terminal,
            amount=Money(amount if into else -amount),
            reason=reason,
            note=note,
            approvals=approvals,
        )

        def slip(entry: Entry) -> list[tuple[str, bytes]]:
            paper = papers.cash_slip(counter, document, reasons[reason], entry.id, entry.at)
            return [papers.job(M("Cash slip"), paper)]

        counter.store.journal.append(document, actor=counter.actor, jobs=slip)
        counter.open_drawer()
        counter.ok()
        counter.printing.kick()
        counter.front.tell(M("Booked. The slip is being printed."), "ok")

    counter.sheet(ChoiceSheet(counter, ChoiceView(M("Cash in") if into else M("Cash out"), _options(reasons)), chosen))


def open_without_sale(counter: Counter) -> None:
    """Open the drawer for a stated reason; it is written down before the drawer moves."""
    shift = _shift(counter)

    def chosen(reason: str) -> None:
        if reason == "other":
            ask = TextView(M("What for?"))
            counter.sheet(TextSheet(counter, ask, lambda note: allowed(_worded(note), plain(note))))
        else:
            allowed(reason, REASONS_OPENING[reason])

    def allowed(reason: str, words: Text) -> None:
        detail = M("Open the drawer: {reason}", reason=words)
        counter.with_permission("drawer.open", detail, lambda approvals: opened(reason, approvals))

    def opened(reason: str, approvals: tuple[Approval, ...]) -> None:
        document = DrawerOpened(shift_id=shift.id, terminal=shift.terminal, reason=reason, approvals=approvals)
        counter.store.journal.append(document, actor=counter.actor)
        counter.ok()
        counter.open_drawer()
        counter.front.tell(M("The drawer is open. It is written down."), "ok")

    ask = ChoiceView(M("Why open the drawer?"), _options(REASONS_OPENING))
    counter.sheet(ChoiceSheet(counter, ask, chosen))


def _shift(counter: Counter) -> Shift:
    if counter.shift is None:
        raise Refused(M("Open a shift first."))
    return counter.shift


def _options(reasons: dict[str, Message]) -> tuple[Option, ...]:
    return tuple(Option(key, text) for key, text in reasons.items())


def _worded(note: str) -> str:
    if not note:
        raise BadInput(M("Say what for, in a word."))
    return note[:200]
