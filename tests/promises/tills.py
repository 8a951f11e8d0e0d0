"""The tests' till, with what these tests need besides: its newest state, and a PIN for one that is started already."""

from __future__ import annotations

from kiosk.flows.views import CounterView, SignInView
from tests import till
from tests.till import MINERAL_WATER, WATER

__all__ = ["MINERAL_WATER", "WATER", "Till"]


class Till(till.Till):
    """A terminal without a screen, driven from outside."""

    @property
    def view(self) -> CounterView:
        """The newest state."""
        assert self._view is not None
        return self._view

    def enter_pin(self) -> None:
        """The cashier signs in at the screen that waits for him."""
        view = self.when(lambda body: isinstance(body, SignInView))
        self.terminal.post(view.flow, "pick", "1001")
        self.when(lambda body: body.picked is not None)
        self.act(SignInView, "enter_pin", "1111")
