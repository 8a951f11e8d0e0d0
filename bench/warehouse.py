"""Work in the stock room: from a keeper's scan to the line on the published view, in tasks of two thousand lines.

A million products, ten thousand places. Goods in without an order, and for one of 2,000 lines; picked for a request of
2,000 lines and taken in of a transfer of as many; counted, and counted from a list; written off. What the disk takes to
flush is left out (see bench.scan). Prints a JSON list of {name, value, unit, bound, ratio, limit}, the bounds being
fixed promises, a millisecond a scan. "processor": the time that the flow thread really worked. "undisturbed": by the
clock on the wall, of the scans within which the kernel did not give the processor to another program; where only these
are within the millisecond, other programs had the machine. "beside_drawing": while the screen's thread does nothing but
draw, at Python's own switch interval and at the program's; what is promised there is a frame.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from bench._shop import AT
from bench._stockroom import ASKED, COMES, LINES, SCANNED, Took, codes, rows_of, scans, stock_room
from bench.scan import BUILD, counter_on, row
from kiosk.flows.adjusting import Adjusting
from kiosk.flows.base import Flow
from kiosk.flows.counter import Counter
from kiosk.flows.placing import PutAway
from kiosk.flows.receiving import Receiving
from kiosk.flows.stocktake_count import Counting
from kiosk.flows.transfer_receiving import TakingIn
from kiosk.flows.transfer_sending import Sending
from kiosk.flows.views import CounterView
from kiosk.flowthread import SWITCH_S
from kiosk.hw.ports import Scan
from kiosk.store.preload import preload
from kiosk.store.stocktakes import Stocktake
from kiosk.store.store import Store

COUNT = Stocktake("AAAAAA-1", AT, "u1", "all", "", (), True, "open", ())
LIST = Stocktake("AAAAAA-2", AT, "u1", "goods", "", tuple(f"p{n}" for n in SCANNED), True, "open", ())


def writing_off(counter: Counter) -> Flow:
    """Broken goods."""
    flow = Adjusting(counter)
    flow.gathering.because("damage")
    return flow


def tasks(order: str) -> dict[str, Callable[[Counter], Flow]]:
    """Name of a measurement to what begins it."""
    return {
        "receiving": Receiving,
        "receiving.order_of_2000": lambda counter: Receiving(counter, order),
        "picking.request_of_2000": lambda counter: Sending(counter, ASKED),
        "taking_in.transfer_of_2000": lambda counter: TakingIn(counter, COMES),
        "counting": lambda counter: Counting(counter, COUNT),
        "counting.list_of_2000": lambda counter: Counting(counter, LIST),
        "writing_off": writing_off,
    }


def measure(store: Store, begin: Callable[[Counter], Flow], scanned: Iterable[str]) -> Took:
    """One task from the beginning, its scans; it leaves nothing."""
    _forget(store)

    def begun(published: list[CounterView]) -> Callable[[Scan], None]:
        counter = counter_on(store, published)
        counter.home(begin(counter))
        return counter.scan

    took = scans(begun, scanned)
    (rows,) = store.book.sql("SELECT count(*) FROM draft WHERE number > 0")
    assert rows == (LINES,)
    _forget(store)
    return took


def putting_away(store: Store) -> Took:
    """Goods, and then the shelf that they go to: the second is written down at once. In a copy of the store."""
    places = [place.code for place in store.stockroom.locations()]
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        path = Path(folder) / "put-away.db"
        shutil.copyfile(store.path, path)
        copy = Store.open(path, clock=lambda: AT + 1)  # later than all that is there, as in life
        copy.book.sql("PRAGMA synchronous = OFF")
        copy.leave_checkpoints()  # to a thread of their own, as on a terminal
        checkpoints = copy.checkpoints()
        checkpoints.start()

        def begun(published: list[CounterView]) -> Callable[[Scan], None]:
            counter = counter_on(copy, published)
            counter.home(PutAway(counter))
            return counter.scan

        shelves = (f"ZGL-{places[n]}" for n in range(LINES))
        took = scans(begun, chain.from_iterable(zip(codes(), shelves, strict=True)))
        checkpoints.stop()
        copy.close()
    return took


def beside_drawing(store: Store, interval: float) -> float:
    """The 90th percentile of scans while another thread never rests, in seconds. interval: see FlowThread."""
    ended = threading.Event()

    def draw() -> None:
        while not ended.is_set():
            sum(n * n for n in range(2000))

    before, screen = sys.getswitchinterval(), threading.Thread(target=draw)
    sys.setswitchinterval(interval)
    screen.start()
    try:
        wall = measure(store, tasks("")["counting"], codes()).wall
    finally:
        ended.set()
        screen.join()
        sys.setswitchinterval(before)
    return sorted(wall)[len(wall) * 9 // 10]


def _forget(store: Store) -> None:
    store.book.sql("DELETE FROM draft")


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    store, order = stock_room()
    preload(store.path)
    store.book.sql("PRAGMA synchronous = OFF")
    rows = [
        line for name, begin in tasks(order).items() for line in rows_of(name, measure(store, begin, codes()))
    ]  # fmt: skip
    rows += rows_of("putting_away", putting_away(store))
    usual, ours = (beside_drawing(store, s) for s in (sys.getswitchinterval(), SWITCH_S))
    rows.append(row("counting.beside_drawing_p90", ours * 1000, 16.7, 1.0))
    rows.append(row("counting.beside_drawing_p90.against_pythons", ours * 1000, usual * 1000, None))
    store.close()
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
