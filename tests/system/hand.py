"""A cashier's hand at a whole terminal: what one does in a day, each act waited for until the screen shows it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.flows.views import (
    ChoiceView,
    ConfirmView,
    CounterView,
    DoneView,
    MoreView,
    NumberView,
    PayView,
    ReturnView,
    SellView,
    ShiftCountView,
    SignInView,
    StatusView,
    TableView,
)
from tests.promises.tills import Till

BADGE = "ZGU-1004-DEMO1004"
"""The demo shop's manager, who needs nobody's agreement."""

PRICES = {
    "9521010000015": 200, "19521010000012": 4800, "9521030000019": 990, "9521020000012": 4990, "9521011000014": 1680,
    "2101301012346": 738, "2201329019904": 1990, "95212340": 100, "9521017000261": 15900, "9521011000199": 26800,
}  # fmt: skip
"""What docs/demo.md says these cost; no promotion is on them."""

Tell = Callable[[str, object], None]


def due_in_cash(total: int) -> int:
    """Coins go down to 0.10; halves go up, away from zero."""
    return (abs(total) + 5) // 10 * 10 * (1 if total > 0 else -1)


class Hand:
    """One operator. tell: what was shown, as ("intent", …) before it is booked and ("booked", …) after."""

    def __init__(self, directory: Path, tell: Tell) -> None:
        self.till = Till(directory)
        self.tell = tell

    @property
    def printer(self) -> Any:
        return self.till.terminal.printer

    @property
    def scanner(self) -> Any:
        return self.till.terminal.plugged.scanner.scanners[0]  # type: ignore[attr-defined]

    @property
    def drawer(self) -> Any:
        return self.till.terminal.plugged.drawer

    # --- the start

    def begin(self) -> None:
        """Sign in; open a shift if none is; throw away what an interruption left on the counter."""
        self.till.terminal.start()
        self._see(SignInView)
        self._scan(BADGE)
        body = self.till.when(lambda body: isinstance(body, SellView | ShiftCountView)).body
        if isinstance(body, ShiftCountView):
            self.till.act(ShiftCountView, "set_pieces", 10_000, 3)
            self.till.act(ShiftCountView, "accept")
        if self._see(SellView).lines:
            self._void()

    # --- acts

    def sell(self, goods: tuple[str, ...], way: str) -> None:
        total = self._fill(goods)
        self._settle(total, way)

    def put_aside(self, goods: tuple[str, ...]) -> None:
        self._fill(goods)
        self.till.act(SellView, "act", "suspend")
        self._see(SellView, lambda body: not body.lines)

    def recall(self, way: str) -> bool:
        """The oldest basket put aside comes back and is sold; False if there is none."""
        self.till.act(SellView, "act", "suspend")
        rows = self._see(TableView).rows
        if not rows:
            self.till.act(TableView, "back")
            self._see(SellView)
            return False
        self.till.act(TableView, "choose", rows[0].id)
        total = self._see(SellView, lambda body: bool(body.lines)).total
        assert total == rows[0].amount
        self._settle(total, way)
        return True

    def void(self, goods: tuple[str, ...]) -> None:
        self._fill(goods)
        self._void()

    def give_back(self, sale_id: str, total: int) -> None:
        """All of a sale, by its receipt, as it was paid."""
        self._scan(sale_id)
        self.till.act(ReturnView, "choose_all")
        assert self._see(ReturnView, lambda body: body.amount != 0).amount == total
        self.till.act(ReturnView, "accept")
        self._choose("unwanted")
        assert self._see(SellView, lambda body: bool(body.lines)).total == -total
        self.till.act(SellView, "pay")
        self.tell("intent", ("return", -total))
        self._see(PayView, lambda body: body.finish is not None)
        self.till.act(PayView, "finish")
        self._done(-total)

    def move_cash(self, direction: str, amount: int) -> None:
        self.till.act(SellView, "act", "more")
        self.till.act(MoreView, "act", f"cash_{direction}")
        choice = self._ask(ChoiceView)
        self.tell("intent", ("cash", amount if direction == "in" else -amount))
        self._answer("choose", choice.overlay.options[0].id)
        self._ask(NumberView)
        self._answer("answer", amount)
        self.till.when(lambda _body: self.till.view.overlay is None)
        self.tell("booked", "")
        self.till.act(MoreView, "back")
        self._see(SellView)

    # --- devices

    def trouble(self, what: str, after: int) -> None:
        """A device fails, or all are made well."""
        if what == "printer":
            self.printer.unplug(after or None)
        elif what == "paper":
            self.printer.paper_out(after or None)
        elif what == "silence":
            self.printer.mute = True
        elif what == "drawer":
            self.drawer.unplug()
        elif what == "scanner":
            self.scanner.unplug()
            self.scanner.plug()
        else:
            self.well()

    def well(self) -> None:
        self.printer.mute = False
        self.printer.paper_in()
        self.printer.plug()
        self.drawer.plug()

    def answer_papers(self, print_it: Callable[[], bool]) -> None:
        """Wait until the printer has nothing left to do, and decide on what it asks about."""
        prints = self.till.terminal.counter.store.prints
        deadline = time.monotonic() + 120
        while True:
            assert time.monotonic() < deadline, "papers neither come out nor ask"
            if not self.till.terminal.flows.run(prints.open_count):
                return
            for job in self.till.terminal.flows.run(prints.asking):
                again = print_it()
                self.tell("asked", (job.entry_id, again))
                self.till.act(SellView, "act", "papers")
                self.till.act(StatusView, "print_job" if again else "drop_job", job.id)
                self.till.act(StatusView, "back")
                self._see(SellView)
            threading.Event().wait(0.05)

    # --- the end

    def close_shift(self, counted: int) -> str:
        """Count, close; the shift's number."""
        shift = self.till.terminal.flows.run(lambda: self.till.terminal.counter.shift)
        self.till.act(SellView, "act", "more")
        self.till.act(MoreView, "act", "close_shift")
        self.till.act(ShiftCountView, "ask_amount")
        self._ask(NumberView)
        self._answer("answer", counted)
        self._see(ShiftCountView, lambda body: body.counted == counted)
        self.till.act(ShiftCountView, "accept")
        self.till.when(lambda body: not isinstance(body, ShiftCountView))
        return str(shift.id)

    # --- inside

    def _see(self, screen: type, condition: Callable[[Any], bool] = lambda _body: True) -> Any:
        def there(body: object) -> bool:
            return isinstance(body, screen) and self.till.view.overlay is None and condition(body)

        return self.till.when(there).body

    def _ask(self, kind: type) -> Any:
        return self.till.when(lambda _body: isinstance(self.till.view.overlay, kind))

    def _answer(self, method: str, *args: object) -> None:
        view: CounterView = self.till.view
        self.till.terminal.post(view.overlay_flow, method, *args)

    def _choose(self, option: str) -> None:
        self._ask(ChoiceView)
        self._answer("choose", option)

    def _scan(self, code: str) -> None:
        before = self.till.terminal.counter.scans
        self.till.scan(code)
        self.till.when(lambda _body: self.till.terminal.counter.scans > before)

    def _fill(self, goods: tuple[str, ...]) -> int:
        total = 0
        for code in goods:
            self.till.scan(code)
            total += PRICES[code]
            self._see(SellView, lambda body, total=total: body.total == total)
        return total

    def _void(self) -> None:
        self.till.act(SellView, "act", "void_all")
        self._ask(ConfirmView)
        self._answer("confirm")
        self._see(SellView, lambda body: not body.lines)

    def _settle(self, total: int, way: str) -> None:
        self.till.act(SellView, "pay")
        pay = self._see(PayView)
        assert (pay.due, pay.cash_due) == (total, due_in_cash(total))
        self.tell("intent", (way, total))
        if way == "card":
            self._card()
        elif way == "wechat":
            self._scan("130000000000000001")
        elif way == "split" and total > 100:
            self.till.act(PayView, "cash", 100)
            self._see(PayView, lambda body: bool(body.tenders))
            self._card()
        else:
            self.till.act(PayView, "cash", pay.cash_due + 1000)
        self._done(total)

    def _card(self) -> None:
        self.till.act(PayView, "tender", "card")
        self._ask(ConfirmView)
        self._answer("confirm")

    def _done(self, total: int) -> None:
        done = self._see(DoneView)
        assert done.total == total
        self.tell("booked", done.sale_id)
        self.till.act(DoneView, "next")
        self._see(SellView, lambda body: not body.lines)
