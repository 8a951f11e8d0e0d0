"""A printer that is absent, silent, out of paper, or unplugged within a receipt holds up no sale, is said to be so, and
gives every receipt once when it is well again; only what may have come out already is asked about."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.flows.views import DoneView, PayView, SellView, StatusView
from kiosk.hw.ports import DeviceState
from kiosk.hw.printer_simulated import SimulatedPrinter
from tests.promises.tills import WATER, Till


def absent(printer: SimulatedPrinter) -> None:
    printer.unplug()


def silent(printer: SimulatedPrinter) -> None:
    printer.mute = True


def without_paper(printer: SimulatedPrinter) -> None:
    printer.paper_out()


def out_of_paper_within(printer: SimulatedPrinter) -> None:
    printer.paper_out(after=400)


def unplugged_within(printer: SimulatedPrinter) -> None:
    printer.unplug(after=400)


def well(printer: SimulatedPrinter) -> None:
    printer.mute = False
    printer.paper_in()
    printer.plug()


def sell(till: Till) -> str:
    till.scan(WATER)
    till.when(lambda body: isinstance(body, SellView) and body.count == 1)
    till.act(SellView, "pay")
    till.act(PayView, "cash", 200)
    sale_id: str = till.when(lambda body: isinstance(body, DoneView)).body.sale_id  # type: ignore[attr-defined]
    return sale_id


def until(till: Till, condition: Callable[[], bool], what: str) -> None:
    """Until the flow thread sees it so."""
    deadline = time.monotonic() + 20
    while not till.terminal.flows.run(condition):
        assert time.monotonic() < deadline, what
        threading.Event().wait(0.005)


@pytest.mark.parametrize("fault", [absent, silent, without_paper, out_of_paper_within, unplugged_within])
def test_a_printer_that_fails_holds_up_no_sale_and_prints_each_receipt_once(
    till: Till, fault: Callable[[SimulatedPrinter], None]
) -> None:
    printer: Any = till.terminal.printer
    counter = till.terminal.counter
    till.open_shift()
    fault(printer)
    first = sell(till)
    until(till, lambda: not counter.store.prints.printing(), "the paper hangs in the printer")
    done = till.when(lambda body: isinstance(body, DoneView) and body.printing is not None).body
    assert str(done.printing) != "Printing"  # type: ignore[attr-defined]
    assert counter.lamps.state("printer") is not DeviceState.READY, "the lamp says that all is well"
    till.act(DoneView, "next")
    second = sell(till)
    till.act(DoneView, "next")
    assert till.when(lambda body: isinstance(body, SellView)).bar.papers > 0

    within = fault in {out_of_paper_within, unplugged_within}
    asked = till.terminal.flows.run(counter.store.prints.asking)
    assert [job.entry_id for job in asked] == ([first] if within else []), "only what may be out already is asked about"
    well(printer)
    for job in asked:
        till.act(SellView, "act", "papers")
        till.act(StatusView, "print_job", job.id)
    until(till, lambda: counter.store.prints.open_count() == 0, "the printer is well and papers still wait")
    out = printer.text()
    assert out.count(second) == papers_with(printer, second) == 1
    assert papers_with(printer, first) == (2 if fault is out_of_paper_within else 1)
    if not within:
        assert out.index(first) < out.index(second), "out of order"


def papers_with(printer: SimulatedPrinter, sale_id: str) -> int:
    return sum(sale_id in paper.text for paper in printer.papers)
