"""A whole terminal without a screen: real event bytes in, printed bytes out, the real store between."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import default_demo_config
from kiosk.flows.views import BlockedView, CounterView, DoneView, PayView, SellView, ShiftCountView, SignInView
from kiosk.terminal import Terminal, create_store, database_path

WATER, MINERAL_WATER = "9521010000015", "9521010000022"


class Till:
    """A terminal and its newest state, which tests wait for."""

    def __init__(self, directory: Path) -> None:
        self._changed = threading.Condition()
        self._view: CounterView | None = None
        self.terminal = Terminal(default_demo_config(directory), self._publish)

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

    def act(self, screen: type, method: str, *args: object) -> None:
        """An input on that screen, once it is there."""
        view = self.when(lambda body: isinstance(body, screen))
        self.terminal.post(view.flow, method, *args)

    def scan(self, code: str) -> None:
        self.terminal.plugged.scanner.scanners[0].scan(code)  # type: ignore[attr-defined]

    def open_shift(self) -> None:
        self.terminal.start()
        view = self.when(lambda body: isinstance(body, SignInView))
        self.terminal.post(view.flow, "pick", "1001")
        self.when(lambda body: body.picked is not None)
        self.act(SignInView, "enter_pin", "1111")
        self.act(ShiftCountView, "set_pieces", 10000, 3)
        self.act(ShiftCountView, "accept")
        self.when(lambda body: isinstance(body, SellView))


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    create_store(default_demo_config(tmp_path), with_demo=True).close()
    return tmp_path


@pytest.fixture
def till(demo: Path) -> Iterator[Till]:
    till = Till(demo)
    yield till
    till.terminal.stop()


def test_a_scan_becomes_a_sale_a_receipt_and_an_open_drawer(till: Till) -> None:
    printed = threading.Event()
    till.terminal.printer.observe(lambda printer: printed.set() if printer.papers else None)  # type: ignore[attr-defined]
    till.open_shift()
    for code in (WATER, WATER, MINERAL_WATER):
        till.scan(code)
    view = till.when(lambda body: isinstance(body, SellView) and body.count == 3)
    assert view.body.total == 800  # type: ignore[attr-defined]
    till.act(SellView, "pay")
    till.act(PayView, "cash", 2000)
    done = till.when(lambda body: isinstance(body, DoneView)).body
    assert done.change == 1200  # type: ignore[attr-defined]
    assert printed.wait(10)
    receipt = till.terminal.printer.papers[-1].text  # type: ignore[attr-defined]
    assert "12.00" in receipt
    assert done.sale_id in receipt  # type: ignore[attr-defined]
    assert till.terminal.plugged.drawer.pulses == 1  # type: ignore[attr-defined]


def test_no_database_stops_selling_and_none_is_made_in_its_place(tmp_path: Path) -> None:
    till = Till(tmp_path)
    till.terminal.start()
    till.when(lambda body: isinstance(body, BlockedView))
    till.act(BlockedView, "retry")
    till.terminal.flows.run(lambda: None)
    assert isinstance(till.when(lambda _body: True).body, BlockedView)
    assert not database_path(till.terminal.config).exists()
    till.terminal.stop()


def test_a_damaged_database_is_kept_as_it_is(demo: Path) -> None:
    path = database_path(default_demo_config(demo))
    path.write_bytes(b"not a database" * 4096)
    before = path.read_bytes()
    till = Till(demo)
    till.terminal.start()
    till.when(lambda body: isinstance(body, BlockedView))
    till.terminal.stop()
    assert path.read_bytes() == before


def test_a_missing_printer_does_not_hold_up_a_sale(till: Till) -> None:
    till.terminal.printer.unplug()  # type: ignore[attr-defined]
    till.open_shift()
    till.scan(WATER)
    till.when(lambda body: isinstance(body, SellView) and body.count == 1)
    till.act(SellView, "pay")
    till.act(PayView, "cash", 200)
    till.when(lambda body: isinstance(body, DoneView))
    printed = threading.Event()
    till.terminal.printer.observe(lambda printer: printed.set() if printer.papers else None)  # type: ignore[attr-defined]
    till.terminal.printer.plug()  # type: ignore[attr-defined]
    assert printed.wait(20)
