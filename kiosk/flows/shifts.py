"""Shifts: a float counted in, a drawer counted out, and the reports between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.sheets import NumberSheet, TextSheet
from kiosk.flows.views import CountRow, NumberView, ShiftCountView, TextView
from kiosk.i18n import M
from kiosk.store.documents import Approval, ShiftClosed, ShiftOpened
from kiosk.trade.money import Money, format_money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.journal import Entry
    from kiosk.store.records import ShiftReport

MOST_PIECES = 9_999
"""More pieces of one denomination than any drawer holds: a typing mistake."""


class Counting(Flow):
    """What opening and closing share: pieces of each denomination, or one amount typed."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._pieces = dict.fromkeys(counter.settings.currency.notes, 0)
        self._typed: int | None = None

    @property
    def counted(self) -> Money:
        """What was counted, minor units."""
        return Money(self._typed if self._typed is not None else sum(v * n for v, n in self._pieces.items()))

    @property
    def counts(self) -> dict[str, int]:
        """Denomination → pieces; empty where the amount was typed."""
        return {} if self._typed is not None else {str(v): n for v, n in self._pieces.items() if n}

    def rows(self) -> tuple[CountRow, ...]:
        """The denominations to draw."""
        return tuple(CountRow(v, 0 if self._typed is not None else n) for v, n in self._pieces.items())

    def set_pieces(self, value: int, pieces: int) -> None:
        """So many of this denomination."""
        if value not in self._pieces or not 0 <= pieces <= MOST_PIECES:
            raise BadInput(M("So many pieces can't be. Count again."))
        self._typed = None
        self._pieces[value] = pieces
        self.clear_strip()

    def step(self, value: int, by: int) -> None:
        """One more or one less of a denomination."""
        self.set_pieces(value, max(0, self._pieces.get(value, 0) + by))

    def ask_pieces(self, value: int) -> None:
        """Type how many."""
        note = format_money(value, self.counter.settings.currency, symbol=True)
        ask = NumberView(M("How many {note}?", note=note), "quantity", 0, self._pieces.get(value, 0) * 1000)
        self.counter.sheet(NumberSheet(self.counter, ask, lambda n: self.set_pieces(value, n // 1000)))

    def ask_amount(self) -> None:
        """Type the whole amount instead of counting pieces."""
        ask = NumberView(
            M("Cash in the drawer"), "amount", self.counter.settings.currency.exponent, self.counted
        )
        self.counter.sheet(NumberSheet(self.counter, ask, self._type_amount))

    def _type_amount(self, amount: int) -> None:
        if not 0 <= amount <= 10**10:
            raise BadInput(M("That amount can't be in a drawer."))
        self._typed = amount
        self.clear_strip()


class OpeningShift(Counting):
    """Before the first sale: how much change is in the drawer."""

    def entered(self) -> None:
        if not self.counter.may("shift.open"):
            self.tell(M("You may look around. Opening a shift needs another role."), "info")

    def view(self) -> ShiftCountView:
        return ShiftCountView("open", self.rows(), self.counted, strip=self.strip, confirm=M("Open shift"))

    def accept(self) -> None:
        """Open the shift with what was counted; zero is allowed."""
        counter = self.counter
        if counter.store.shifts.current(counter.settings.terminal) is not None:
            raise Refused(M("A shift is open at this terminal already."))
        detail = M("Open a shift with {amount}", amount=self._shown())
        counter.with_permission("shift.open", detail, self._open)

    def _open(self, _approvals: tuple[Approval, ...]) -> None:
        from kiosk.flows.selling import Selling

        counter = self.counter
        terminal = counter.settings.terminal
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

    Raises Refused when made while no shift is open or goods lie in the open basket.
    """

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        if counter.shift is None:
            raise Refused(M("No shift is open."))
        basket = counter.store.baskets.load()
        if basket is not None and basket.lines:
            raise Refused(M("A sale is not finished. Take the money, put it aside or void it, then close."))
        self._shift = counter.shift
        self._report = counter.store.shifts.report(self._shift.id)
        self._revealed = not counter.store.settings.limits().blind_close

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
        own = self._shift.user_id == self.counter.actor
        permission = "shift.close" if own else "shift.close.other"
        self.counter.with_permission(permission, M("Close the shift"), self._check)

    def _check(self, approvals: tuple[Approval, ...]) -> None:
        self._report = self.counter.store.shifts.report(self._shift.id)
        if abs(self._over_short) <= self.counter.store.settings.limits().over_short_limit:
            self._close(approvals, "")
            return
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
        counter.shift = None
        counter.open_drawer()
        counter.ok()
        counter.printing.kick()
        page = ShiftPage(counter, shift.id, closing=True)
        page.tell(M("The shift is closed."), "ok")
        counter.home(page)

    def _final(self, entry: Entry) -> ShiftReport:
        """The report as it will read once the entry is posted."""
        import msgspec

        shift = msgspec.structs.replace(
            self._report.shift, closed_at=entry.at, counted=self.counted, over_short=self._over_short
        )
        return msgspec.structs.replace(self._report, shift=shift)


class ShiftPage(Flow):
    """An X or Z report on the screen, with a button that prints it."""

    def __init__(self, counter: Counter, shift_id: str, *, closing: bool = False) -> None:
        super().__init__(counter)
        self._report = counter.store.shifts.report(shift_id)
        self._paper = papers.shift_report(counter, self._report)
        self._closing = closing
        self._picture = counter.devices.picture(papers.encode(self._paper))

    def view(self) -> object:
        from kiosk.flows.views import Action, PaperPage

        closed = self._report.shift.closed_at is not None
        done = (Action("done", M("Done"), "check", "F12"),) if self._closing else ()
        return PaperPage(
            M("Z report") if closed else M("X report"),
            self._picture,
            (Action("print", M("Print again") if closed else M("Print"), "printer", "F9"), *done),
            self.strip,
        )

    def act_print(self) -> None:
        """Print it; a Z report printed before says that it is a copy."""
        counter = self.counter
        closed = self._report.shift.closed_at is not None
        title = M("Z report") if closed else M("X report")
        paper = papers.shift_report(counter, self._report, copy=int(closed))
        counter.audit("report.printed", {"shift": self._report.shift.id})
        name, content = papers.job(title, paper)
        counter.store.prints.add(name, content, entry_id=self._report.shift.id, copy=int(closed))
        counter.printing.kick()
        self.tell(M("Sent to the printer."), "ok")

    def act_done(self) -> None:
        """Out, to the sign-in screen."""
        self.counter.sign_out()

    def back(self) -> None:
        if self._closing:
            self.counter.sign_out()
        else:
            super().back()
