"""What every flow is: one place in the operator's work, with a view, inputs, and a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.exc import BadInput
from kiosk.flows.views import Action, Strip
from kiosk.flows.views.common import Tone
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
    stays_lit = False
    """Whether somebody waits on this, below a lock too: the screen is not darkened."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.strip: Strip | None = None

    def view(self) -> object:
        """The frozen state to draw."""
        raise NotImplementedError

    def entered(self) -> None:
        """Called when this flow comes to the front, anew or because the one above it went."""

    def news(self) -> None:
        """Another program wrote to the database: read anew what is shown. At most once a second, while in front."""

    def tick(self) -> None:
        """About once a second, while this flow takes the inputs."""

    def drawer_changed(self, is_open: bool) -> None:
        """The drawer was opened or closed while this flow is in front."""

    def scan(self, scan: Scan) -> None:
        """A code was scanned while this flow is in front. One without use for it says so, with its sound."""
        self.counter.refuse_scan(M("A scan does nothing here. Go back to the sale first."))

    def act(self, action: str, *args: Any) -> None:
        """Do the action named by a view's Action.id."""
        do = getattr(self, f"act_{action}", None)
        if do is None:
            raise BadInput(M("That can't be done here."))
        do(*args)

    def act_papers(self) -> None:
        """What a strip about a paper that waits offers: the print queue."""
        from kiosk.flows.status import Status

        self.counter.enter(Status(self.counter))

    def back(self) -> None:
        """Leave this flow for the one below it."""
        self.counter.leave(self)

    def tell(self, text: Message, tone: Tone = "error", action: Action | None = None) -> None:
        """Put a message at the head of this screen, with what can be done about it."""
        self.strip = Strip(tone, text, action)

    def clear_strip(self) -> None:
        """Take the message away."""
        self.strip = None
