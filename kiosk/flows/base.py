"""What every flow is: one place in the operator's work, with a view, inputs, and a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.flows.views import Strip
from kiosk.i18n import M, Message

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.hw.ports import Scan


class Flow:
    """One thing an operator does. Lives on the flow thread, on the counter's stack; decides, and draws nothing.

    Screens call its public methods by name through `Counter.do`; `act(id)` calls `act_<id>`. A subclass says what it
    shows in `view()`. `strip` is the message at the head of the screen: it stays until `clear_strip` or a good scan.
    """

    signed_in = True
    """Whether somebody must be signed in here: the idle lock covers such flows."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.strip: Strip | None = None

    def view(self) -> object:
        """The frozen state to draw."""
        raise NotImplementedError

    def entered(self) -> None:
        """Called when this flow comes to the front, anew or because the one above it went."""

    def scan(self, scan: Scan) -> None:
        """A code was scanned while this flow is in front. One without use for it says so, with its sound."""
        self.counter.refuse_scan(M("A scan does nothing here. Go back to the sale first."))

    def act(self, action: str, *args: Any) -> None:
        """Do the action named by a view's Action.id."""
        getattr(self, f"act_{action}")(*args)

    def back(self) -> None:
        """Leave this flow for the one below it."""
        self.counter.leave(self)

    def tell(self, text: Message, tone: str = "error") -> None:
        """Put a message at the head of this screen. tone: info, ok, warn, error."""
        self.strip = Strip(tone, text)  # type: ignore[arg-type]

    def clear_strip(self) -> None:
        """Take the message away."""
        self.strip = None
