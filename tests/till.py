"""A whole terminal without a screen, driven from outside, for tests."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.config import Config, default_demo_config
from kiosk.flows.views import CounterView, SellView, ShiftCountView, SignInView
from kiosk.terminal import Terminal

WATER, MINERAL_WATER = "9521010000015", "9521010000022"


class Till:
    """A terminal and its newest state, which tests wait for."""

    def __init__(self, directory: Path, config: Config | None = None, **terminal: Any) -> None:
        self._changed = threading.Condition()
        self._view: CounterView | None = None
        self.directory = directory
        self.terminal = Terminal(config or default_demo_config(directory), self._publish, **terminal)

    def _publish(self, view: CounterView) -> None:
        with self._changed:
            self._view = view
            self._changed.notify_all()

    def when(self, condition: Callable[[Any], bool]) -> CounterView:
        """The first state whose body meets the condition."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._view is not None and condition(self._view.body), 10), self._view
            assert self._view is not None
            return self._view

    @property
    def now(self) -> CounterView:
        """The newest state."""
        assert self._view is not None
        return self._view

    def act(self, screen: type, method: str, *args: object) -> None:
        """An input on that screen, once it is there."""
        view = self.when(lambda body: isinstance(body, screen))
        self.terminal.post(view.flow, method, *args)

    def scan(self, code: str) -> None:
        self.terminal.plugged.scanner.scanners[0].scan(code)  # type: ignore[attr-defined]

    def sign_in(self) -> None:
        self.terminal.start()
        view = self.when(lambda body: isinstance(body, SignInView))
        self.terminal.post(view.flow, "pick", "1001")
        self.when(lambda body: body.picked is not None)
        self.act(SignInView, "enter_pin", "1111")

    def open_shift(self) -> None:
        self.sign_in()
        self.act(ShiftCountView, "set_pieces", 10000, 3)
        self.act(ShiftCountView, "accept")
        self.when(lambda body: isinstance(body, SellView))
