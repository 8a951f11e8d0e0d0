"""`python -m kiosk.chain.cashier KIOSK_TOML SEED`: a terminal without a screen that sells by itself until told to end.

It uses the flows as a person does, each act waited for until the screen would show it, with the devices of its config.
After each sale it writes a line of JSON: the sale's number and its total.
"""

from __future__ import annotations

import json
import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.config import Config, load_config
from kiosk.flows.views import CounterView, DoneView, PayView, SellView, ShiftCountView, SignInView
from kiosk.terminal import Terminal

BADGE = "ZGU-1004-DEMO1004"
"""The demo shop's manager."""

GOODS = ("9521010000015", "9521030000019", "9521011000014", "2101301012346", "2201329019904", "95212340")
WAIT_S = 20.0


class Stopped(Exception):
    """The cashier was told to go home."""


class Cashier:
    """A terminal, its newest state, and somebody who sells at it."""

    def __init__(self, config: Config, seed: int, told: Callable[[str, int], None]) -> None:
        self._chance = random.Random(seed)  # noqa: S311  (a demo)
        self._told = told
        self._changed = threading.Condition()
        self._view: CounterView | None = None
        self._ends = threading.Event()
        self.terminal = Terminal(config, self._publish)

    def stop(self) -> None:
        """End after the sale that is under way."""
        self._ends.set()

    def run(self) -> None:
        """Sign in, open a shift if none is open, sell until told to end."""
        self.terminal.start()
        try:
            self._see(SignInView)
            self._scan(BADGE)
            if isinstance(self._see((SellView, ShiftCountView)), ShiftCountView):
                self._act("set_pieces", 10_000, 3)
                self._act("accept")
            while not self._ends.is_set():
                self._sell()
                self._ends.wait(self._chance.uniform(0.2, 1.0))
        except Stopped:
            pass
        finally:
            self.terminal.stop()

    def _sell(self) -> None:
        body = self._see(SellView)
        for _ in range(self._chance.randrange(1, 5)):
            self._scan(self._chance.choice(GOODS))
            body = self._see(SellView, _other_total(body.total))
        self._act("pay")
        self._act("cash", self._see(PayView).cash_due)
        done = self._see(DoneView)
        self._told(done.sale_id, done.total)
        self._act("next")
        self._see(SellView, lambda b: not b.lines)

    def _publish(self, view: CounterView) -> None:
        with self._changed:
            self._view = view
            self._changed.notify_all()

    def _see(self, screen: type | tuple[type, ...], condition: Callable[[Any], bool] = lambda _body: True) -> Any:
        def there() -> bool:
            view = self._view
            return view is not None and view.overlay is None and isinstance(view.body, screen) and condition(view.body)

        with self._changed:
            if not self._changed.wait_for(there, WAIT_S):
                raise Stopped
            assert self._view is not None
            return self._view.body

    def _act(self, method: str, *args: object) -> None:
        assert self._view is not None
        self.terminal.post(self._view.flow, method, *args)

    def _scan(self, code: str) -> None:
        scanner: Any = self.terminal.plugged.scanner
        scanner.scanners[0].scan(code)


def _other_total(before: int) -> Callable[[Any], bool]:
    return lambda body: body.total != before


def main() -> None:
    """Sell until SIGTERM."""

    def say(sale_id: str, total: int) -> None:
        print(json.dumps({"sale": sale_id, "total": total}), flush=True)

    cashier = Cashier(load_config(Path(sys.argv[1])), int(sys.argv[2]), say)
    signal.signal(signal.SIGTERM, lambda *_: cashier.stop())
    cashier.run()


if __name__ == "__main__":
    main()
