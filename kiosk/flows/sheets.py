"""Sheets: small flows above the current one that ask one thing and go away.

Each takes `then`, called with the answer. If `then` raises Refused the sheet stays and shows why beside the field;
otherwise it has closed before `then` runs, so that `then` may open the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput, NeedsApproval, Refused
from kiosk.flows.base import Flow
from kiosk.flows.views import ChoiceView, ConfirmView, Field, FormView, NumberView, TextView
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Sheet(Flow):
    """Root of sheets."""

    def cancel(self) -> None:
        """Close it; nothing happened."""
        self.counter.close_sheet(self)

    def back(self) -> None:
        """The same as cancel."""
        self.cancel()

    def scan(self, scan: Scan) -> None:
        """A code that this sheet did not ask for is refused with its sound, never typed into its field."""
        self.counter.unknown()
        self._fail(M("The code was not taken. Answer this first, then scan."))

    def _fail(self, why: Message) -> None:
        """Say beside the field why not."""

    def _finish(self, answer: Callable[[], None]) -> None:
        """Close, run the answer, and come back with the reason if it was refused."""
        self.counter.close_sheet(self)
        try:
            answer()
        except NeedsApproval:
            raise
        except Refused as refusal:
            self.counter.reopen_sheet(self)
            self._fail(refusal.message)


class NumberSheet(Sheet):
    """The keypad."""

    def __init__(
        self,
        counter: Counter,
        ask: NumberView,
        then: Callable[[int], None],
        toggle: Callable[[], None] | None = None,
        then_text: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(counter)
        self._ask = ask
        self._then = then
        self._then_text = then_text
        self._toggle = toggle

    def view(self) -> NumberView:
        return self._ask

    def answer(self, value: int) -> None:
        """The number typed, in the unit of the view's mode."""
        self._finish(lambda: self._then(value))

    def answer_text(self, text: str) -> None:
        """The digits typed, for mode code."""
        then = self._then_text
        if then is None:
            raise BadInput(M("Type a number."))
        self._finish(lambda: then(text))

    def scan(self, scan: Scan) -> None:
        """Where a code is asked for, it may be scanned."""
        if self._ask.mode != "code" or self._then_text is None:
            super().scan(scan)
        else:
            self.answer_text(scan.data)

    def act(self, action: str, *args: object) -> None:
        """Say it the other way (percent or amount)."""
        if self._toggle is not None:
            self.counter.close_sheet(self)
            self._toggle()

    def _fail(self, why: Message) -> None:
        self._ask = replace(self._ask, error=why)


class TextSheet(Sheet):
    """Words. scans: what is asked for may be scanned as well."""

    def __init__(self, counter: Counter, ask: TextView, then: Callable[[str], None], *, scans: bool = False) -> None:
        super().__init__(counter)
        self._ask = ask
        self._then = then
        self._scans = scans

    def view(self) -> TextView:
        return self._ask

    def answer_text(self, text: str) -> None:
        """The words typed, or a suggestion tapped."""
        self._finish(lambda: self._then(text.strip()))

    def scan(self, scan: Scan) -> None:
        """Where a code is asked for, it may be scanned."""
        if self._scans:
            self.answer_text(scan.data)
        else:
            super().scan(scan)

    def _fail(self, why: Message) -> None:
        self._ask = replace(self._ask, error=why)


class ChoiceSheet(Sheet):
    """One of a few."""

    def __init__(self, counter: Counter, ask: ChoiceView, then: Callable[[str], None]) -> None:
        super().__init__(counter)
        self._ask = ask
        self._then = then

    def view(self) -> ChoiceView:
        return self._ask

    def choose(self, option: str) -> None:
        """The option's id."""
        if option not in {o.id for o in self._ask.options}:
            raise BadInput(M("That is not one of the choices."))
        self._finish(lambda: self._then(option))

    def _fail(self, why: Message) -> None:
        self._ask = replace(self._ask, detail=why)


class ConfirmSheet(Sheet):
    """Before what can't be undone."""

    def __init__(self, counter: Counter, ask: ConfirmView, then: Callable[[], None]) -> None:
        super().__init__(counter)
        self._ask = ask
        self._then = then

    def view(self) -> ConfirmView:
        return self._ask

    def confirm(self) -> None:
        """Do it."""
        self._finish(self._then)

    def _fail(self, why: Message) -> None:
        self._ask = replace(self._ask, detail=why)


class FormSheet(Sheet):
    """A few facts at once. `then` gets {field id: text}; it raises `FieldRefused` to point at a field."""

    def __init__(self, counter: Counter, ask: FormView, then: Callable[[dict[str, str]], None]) -> None:
        super().__init__(counter)
        self._ask = ask
        self._then = then

    def view(self) -> FormView:
        return self._ask

    def submit(self, values: dict[str, str]) -> None:
        """All fields as typed; kept in the form if they are refused."""
        kept = tuple(replace(f, value=values.get(f.id, f.value), error=None) for f in self._ask.fields)
        self._ask = replace(self._ask, fields=kept, detail=None)
        for wrong in (_missing, _too_long, _not_offered):
            for field in kept:
                if why := wrong(field):
                    self._point(field.id, why)
                    return
        self.counter.close_sheet(self)
        try:
            self._then({f.id: f.value.strip() for f in kept})
        except FieldRefused as refusal:
            self.counter.reopen_sheet(self)
            self._point(refusal.field, refusal.message)
        except NeedsApproval:
            raise
        except Refused as refusal:
            self.counter.reopen_sheet(self)
            self._fail(refusal.message)

    def _fail(self, why: Message) -> None:
        self._ask = replace(self._ask, detail=why)

    def _point(self, field: str, why: Message) -> None:
        def marked(f: Field) -> Field:
            return replace(f, error=why) if f.id == field else f

        self._ask = replace(self._ask, fields=tuple(marked(f) for f in self._ask.fields))


def _missing(field: Field) -> Message | None:
    return M("Fill this in.") if field.required and not field.value.strip() else None


def _too_long(field: Field) -> Message | None:
    if field.longest and len(field.value.strip()) > field.longest:
        return M("At most {count} characters.", count=field.longest)
    return None


def _not_offered(field: Field) -> Message | None:
    if field.kind == "choice" and field.value.strip() and field.value.strip() not in {o.id for o in field.options}:
        return M("That is not one of the choices.")
    return None


class FieldRefused(BadInput):
    """A form's field can't be read; the message goes beside it."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(message)
        self.field = field
