"""Shifts: a float counted in, a drawer counted out, and the reports between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.backing import after_shift
from kiosk.flows.counting import Counting
from kiosk.flows.sheets import TextSheet
from kiosk.flows.shift_page import ShiftPage
from kiosk.flows.views import Action, ShiftCountView, TextView
from kiosk.i18n import M
from kiosk.store.documents import Approval, DrawerOpened, ShiftClosed, ShiftOpened
from kiosk.trade.money import Money, format_money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.entry import Entry
    from kiosk.store.records import ShiftReport


class OpeningShift(Counting):
    """Before the first sale: how much change is in the drawer."""

    def entered(self) -> None:
        if not self.counter.may("shift.open"):
            self.tell(M("You may look around. Opening a shift needs another role."), "info")

    def view(self) -> ShiftCountView:
        return ShiftCountView(
            "open",
            self.rows(),
            self.counted,
            strip=self.strip,
            confirm=M("Open shift"),
            actions=(Action("more", M("More"), "menu", "F11"),),
        )

    def accept(self) -> None:
        """Open the shift with what was counted; zero is allowed."""
        counter = self.counter
        if counter.store.shifts.current(counter.settings.terminal) is not None:
            raise Refused(M("A shift is open at this terminal already."))
        for found in counter.machine:
            if found.check == "speed" and found.severity == "fault":
                raise Refused(found.message)
        detail = M("Open a shift with {amount}", amount=self._shown())
        counter.with_permission("shift.open", detail, self._open)

    def _open(self, approvals: tuple[Approval, ...]) -> None:
        from kiosk.flows.selling import Selling

        counter = self.counter
        terminal = counter.settings.terminal
        if approvals:
            counter.audit("shift.open", {"terminal": terminal}, amount=self.counted, approvals=approvals)
        document = ShiftOpened(terminal=terminal, float_amount=self.counted, counts=self.counts)
        counter.store.journal.append(document, actor=counter.actor)
        counter.shift = counter.store.shifts.current(terminal)
        counter.ok()
        counter.home(Selling(counter))

    def back(self) -> None:
        self.counter.sign_out()

    def act_more(self) -> None:
        """What can be done without a shift: look-up, status, language."""
        from kiosk.flows.more import More

        self.counter.enter(More(self.counter))

    def _shown(self) -> str:
        return format_money(self.counted, self.counter.settings.currency, symbol=True)


class ClosingShift(Counting):
    """At the end: the drawer is counted, the difference shown after, the Z report printed.

    The drawer opens to be counted, for who may close this shift; that is written down as every opening is.
    Raises Refused when made while no shift is open or goods lie in the open basket.
    """

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        if counter.shift is None:
            raise Refused(M("No shift is open."))
        if not counter.cart.empty:
            raise Refused(M("A sale is not finished. Take the money, put it aside or void it, then close."))
        self._shift = counter.shift
        self._report = counter.store.shifts.report(self._shift.id)
        self._limits = counter.store.settings.limits()
        self._revealed = not self._limits.blind_close
        self._opened = False
        own = self._shift.user_id == counter.actor
        self._permission = "shift.close" if own else "shift.close.other"

    def entered(self) -> None:
        if self._opened or not self.counter.may(self._permission):
            return
        self._opened = True
        document = DrawerOpened(shift_id=self._shift.id, terminal=self._shift.terminal, reason="check")
        self.counter.store.journal.append(document, actor=self.counter.actor)
        self.counter.open_drawer()

    def view(self) -> ShiftCountView:
        return ShiftCountView(
            "close",
            self.rows(),
            self.counted,
            self._report.expected if self._revealed else None,
            self._over_short if self._revealed else None,
            self.strip,
            M("Close shift"),
        )

    @property
    def _over_short(self) -> Money:
        return Money(self.counted - self._report.expected)

    def accept(self) -> None:
        """Close; a difference over the shop's limit needs a reason and another user's approval."""
        shift = self.counter.store.shifts.get(self._shift.id)
        if shift is None or shift.closed_at is not None:  # booked after all, though the store failed then
            self._show_report()
            return
        self.counter.with_permission(self._permission, M("Close the shift"), self._check)

    def _check(self, approvals: tuple[Approval, ...]) -> None:
        counter, shift = self.counter, self._shift
        self._report = counter.store.shifts.report(shift.id)
        if abs(self._over_short) <= self._limits.over_short_limit:
            self._close(approvals, "")
            return
        # From here on the difference is known, so what was counted before it was shown is kept
        counted = format_money(self.counted, counter.settings.currency)
        counter.audit("shift.counted", {"shift": shift.id, "counted": counted}, amount=self._over_short)
        self._revealed = True
        shown = format_money(self._over_short, self.counter.settings.currency, symbol=True, sign=True)
        self.tell(M("The drawer differs by {amount}. Count again, or say why.", amount=shown), "warn")
        reasons = (M("Wrong change given"), M("A tender was recorded wrongly"), M("Not known"))
        ask = TextView(M("Why does the drawer differ by {amount}?", amount=shown), suggestions=reasons)
        self.counter.sheet(TextSheet(self.counter, ask, lambda why: self._explain(approvals, shown, why)))

    def _explain(self, approvals: tuple[Approval, ...], shown: str, why: str) -> None:
        if not why:
            raise BadInput(M("Say why, in a word."))
        self.counter.ask_approval(
            "shift.close.other",
            M("Close with a difference of {amount}: {why}", amount=shown, why=why),
            lambda more: self._close(approvals + more, why),
        )

    def _close(self, approvals: tuple[Approval, ...], reason: str) -> None:
        counter, shift = self.counter, self._shift
        document = ShiftClosed(
            shift_id=shift.id,
            terminal=shift.terminal,
            counted=self.counted,
            expected=self._report.expected,
            over_short=self._over_short,
            counts=self.counts,
            reason=reason,
            approvals=approvals,
        )

        def z_report(entry: Entry) -> list[tuple[str, bytes]]:
            return [papers.job(M("Z report"), papers.shift_report(counter, self._final(entry)))]

        counter.store.journal.append(document, actor=counter.actor, jobs=z_report)
        counter.ok()
        counter.printing.kick()
        self._show_report()

    def _show_report(self) -> None:
        self.counter.shift = None
        page = ShiftPage(self.counter, self._shift.id, closing=True)
        page.tell(M("The shift is closed."), "ok")
        if not self.counter.training and (said := after_shift(self.counter)):
            page.tell(M("The shift is closed. {more}", more=said), "warn")
        self.counter.home(page)

    def _final(self, entry: Entry) -> ShiftReport:
        """The report as it will read once the entry is posted."""
        shift = msgspec.structs.replace(
            self._report.shift, closed_at=entry.at, counted=self.counted, over_short=self._over_short
        )
        return msgspec.structs.replace(self._report, shift=shift)
