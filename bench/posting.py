"""Documents of two thousand lines, posted as a keeper posts them: how long each takes, and whether the screen waits.

Each runs on the flow thread, as in the program, on a copy of the large stock room, durable on a real disk. Meanwhile
the screen's thread wakes every few milliseconds and notes how late it was: that is what a finger would feel. Where the
machine is busy with other programs it is late on their account as well: "undisturbed" is the latest of those wakes
within which neither it nor the flow thread waited for a processor, as the kernel counts it. Prints a JSON list of
{name, value, unit, bound, ratio, limit}; the bounds are promises: a second for a document, a tenth of one for an answer
to a finger, half of that on our account.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from bench._shop import AT
from bench._stockroom import ASKED, COMES, LINES, SCANNED, stock_room
from bench.scan import BUILD, counter_on, row
from kiosk.flows.counter import Counter
from kiosk.flows.receiving import Receiving
from kiosk.flows.stocktake_count import Counting
from kiosk.flows.transfer_receiving import TakingIn
from kiosk.flows.transfer_sending import Sending
from kiosk.flows.warehouse import WarehouseHome
from kiosk.flowthread import FlowThread
from kiosk.store.documents_counting import StocktakeStarted
from kiosk.store.preload import preload
from kiosk.store.store import Store

WAKES_S = 0.005
UNDISTURBED_S = 0.001
ANSWER_MS = 100.0


class Posted(NamedTuple):
    """Seconds: of the input that posts, by the clock and of the processor; how late the screen's thread was at most.

    undisturbed: the most that it was late while neither of the two waited for a processor.
    """

    wall: float
    processor: float
    late: float
    undisturbed: float
    thread: str


def receipt(counter: Counter, order: str) -> Callable[[], None]:
    """All of the order is unloaded."""
    flow = Receiving(counter, order)
    counter.enter(flow)
    with counter.store.book.transaction():
        for n in SCANNED:
            line = flow.unloading.line_for(f"p{n}", "", "", flow.prices[f"p{n}"])
            flow.unloading.put(replace(line, quantity=24_000))
    return flow.act_done


def count(counter: Counter, _order: str) -> Callable[[], None]:
    """All of it is counted."""
    counter.store.journal.append(StocktakeStarted(scope="all"), actor="u1")
    flow = Counting(counter, counter.store.stocktakes.open()[0])
    counter.enter(flow)
    with counter.store.book.transaction():
        for n in SCANNED:
            flow.tally.put(replace(flow.tally.line_for(f"p{n}", "", "", ""), quantity=7000))
    return flow.act_done


def dispatch(counter: Counter, _order: str) -> Callable[[], None]:
    """All that the other shop asks for is picked."""
    flow = Sending(counter, ASKED)
    counter.enter(flow)
    with counter.store.book.transaction():
        for pick in tuple(flow.plan.todo):
            line = flow.gathered.line_for(pick.product_id, pick.batch, pick.expiry, pick.location)
            flow.gathered.put(replace(line, quantity=pick.quantity))
    flow.plan.anew(tuple(flow.plan.wanted))
    return flow.act_done


def taking_in(counter: Counter, _order: str) -> Callable[[], None]:
    """All that the other shop sent is unloaded."""
    flow = TakingIn(counter, COMES)
    counter.enter(flow)
    with counter.store.book.transaction():
        for n in SCANNED:
            flow.gathered.put(replace(flow.gathered.line_for(f"p{n}"), quantity=12_000))
    return flow.act_done


TASKS = {"receipt": receipt, "count": count, "dispatch": dispatch, "transfer_receipt": taking_in}


def screen(ended: threading.Event, flows: int) -> tuple[float, float]:
    """What the screen's thread does all day: wake, and see how late it is, in all and undisturbed. flows: a thread."""
    late = undisturbed = 0.0
    threads = (threading.get_native_id(), flows)
    while not ended.is_set():
        before, due = waited(threads), time.perf_counter() + WAKES_S
        time.sleep(WAKES_S)
        this = time.perf_counter() - due
        late = max(late, this)
        if waited(threads) - before < UNDISTURBED_S:
            undisturbed = max(undisturbed, this)
    return late, undisturbed


def waited(threads: Iterable[int]) -> float:
    """For how long they could have run and had no processor, in seconds."""
    found = (Path(f"/proc/self/task/{thread}/schedstat").read_text(encoding="ascii") for thread in threads)
    return sum(int(text.split()[1]) for text in found) / 1e9


def post(path: Path) -> dict[str, Posted]:
    """Each of them, one after the other, on a thread that owns the store."""
    flows = FlowThread()
    flows.start(lambda: None)
    made: list[tuple[Counter, str]] = []
    found: dict[str, Posted] = {}

    def begin() -> None:
        store = Store.open(path, clock=lambda: AT)
        counter = counter_on(store, [])
        counter.home(WarehouseHome(counter))
        made.append((counter, store.purchases.orders(open_only=True)[0].id))

    flows.run(begin)
    thread = flows.run(threading.get_native_id)
    counter, order = made[0]
    for name, task in TASKS.items():
        done = flows.run(task, counter, order)
        ended, took = threading.Event(), list[tuple[float, float, str]]()

        def act(done: Callable[[], None] = done, took: list[tuple[float, float, str]] = took) -> None:
            worked, begin = time.thread_time(), time.perf_counter()
            counter.do(counter.front, done.__name__)
            took.append((time.perf_counter() - begin, time.thread_time() - worked, threading.current_thread().name))

        def ends(act: Callable[[], None] = act, ended: threading.Event = ended) -> None:
            try:
                act()
            finally:
                ended.set()

        flows.post(ends)
        late, undisturbed = screen(ended, thread)
        (wall, processor, name_of_thread) = took[0]
        assert not counter.sheets
        assert isinstance(counter.front, WarehouseHome)
        found[name] = Posted(wall, processor, late, undisturbed, name_of_thread)
    flows.run(counter.store.close)
    flows.stop()
    return found


def main() -> None:
    BUILD.mkdir(exist_ok=True)
    store, _order = stock_room()
    store.close()
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        path = Path(folder) / "posting.db"
        shutil.copyfile(store.path, path)
        preload(path)
        found = post(path)
    rows = []
    for name, posted in found.items():
        assert posted.thread == "flows"
        rows += [
            row(f"posting.{name}_of_{LINES}", posted.wall * 1000, 1000.0, 1.0),
            row(f"posting.{name}_of_{LINES}.processor", posted.processor * 1000, 1000.0, None),
            row(f"posting.{name}_of_{LINES}.screen_late", posted.late * 1000, ANSWER_MS, 1.0),
            row(f"posting.{name}_of_{LINES}.screen_late.undisturbed", posted.undisturbed * 1000, ANSWER_MS, 0.5),
        ]
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
