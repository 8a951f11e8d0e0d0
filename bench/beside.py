"""How long a sale takes beside replication, against the same till left alone.

A till sells every twentieth of a second on a real file while another process takes the office's catalogue in, as `kiosk
replicate` does. The bound: as many sales with nobody beside, in turns with these, since no disk stays the same for a
minute.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._bare import now
from bench._shop import goods
from bench.pull import Office
from bench.store import _sale
from kiosk.replicate.pulling import PAUSE_S, pull
from kiosk.store.documents import ShiftOpened, TaxSaved
from kiosk.store.feeds import CATALOGUE
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.trade.money import Money, Rate
from kiosk.trade.search_keys import load_readings

PRODUCTS, SALES, EVERY_S, TURNS = 40_000, 200, 0.05, 5


class Turns(Pace):
    """Rests for as long as there is a file of this name."""

    def __init__(self, stop: Path) -> None:
        super().__init__(pause_s=PAUSE_S)
        self._stop = stop

    def rest(self) -> None:
        super().rest()
        while self._stop.exists():
            time.sleep(0.005)


def replicate(office: Path, till: Path) -> None:
    """The process beside: says that it begins, and takes all in."""
    head, store = Store.open(office, clock=now), Store.open(till, clock=now)
    store.write_lightly()
    store.leave_checkpoints()
    load_readings()
    store.checkpoints().start()
    source, pace = Office(head), Turns(till.with_suffix(".stop"))
    print("ready", flush=True)
    while store.cursors.get(CATALOGUE).position < source.head:
        pull(store, source, CATALOGUE, 0, pace=pace)  # type: ignore[arg-type]
    print("done", flush=True)


def selling(store: Store, shift: str, first: int) -> list[float]:
    """Milliseconds of each sale of one turn."""
    took = []
    for n in range(SALES // TURNS):
        begin = time.perf_counter()
        store.journal.append(_sale(shift, first + n), actor="1")
        took.append((time.perf_counter() - begin) * 1000)
        time.sleep(max(0.0, EVERY_S - took[-1] / 1000))
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        head = Store.create(root / "office.db", "HQ", clock=now)
        head.book.sql("PRAGMA synchronous = OFF")
        tax = TaxSaved(id="V13", name_zh="增值税", name_en="VAT", rate=Rate(130_000))
        head.journal.append_many([tax, *(goods(n) for n in range(PRODUCTS))], actor="office")
        head.close()
        store = Store.create(root / "till.db", "S01", clock=now)
        shift = store.journal.append(ShiftOpened(terminal="T1", float_amount=Money(0)), actor="1").id
        store.leave_checkpoints()
        checkpoints = store.checkpoints()
        checkpoints.start()
        stop = root / "till.stop"
        stop.touch()
        beside = subprocess.Popen(
            [sys.executable, "-m", "bench.beside", str(root / "office.db"), str(root / "till.db")],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert beside.stdout is not None
        assert beside.stdout.readline() == "ready\n"
        alone, took = [], []
        for turn in range(TURNS):
            stop.touch()
            time.sleep(0.5)
            alone += selling(store, shift, 2 * turn * SALES)
            stop.unlink()
            took += selling(store, shift, (2 * turn + 1) * SALES)
        assert beside.poll() is None, "it was done before the sales were: give it more products"
        beside.kill()
        beside.wait()
        checkpoints.stop()
        store.close()
    alone.sort()
    took.sort()
    at = int(SALES * 0.99) - 1
    print(json.dumps([
        {"name": "beside.sale_p99", "value": round(took[at], 2), "unit": "ms", "bound": round(alone[at], 2),
         "ratio": round(took[at] / alone[at], 2), "limit": 1.5},
        {"name": "beside.sale_p50", "value": round(took[SALES // 2], 2), "unit": "ms",
         "bound": round(alone[SALES // 2], 2), "ratio": round(took[SALES // 2] / alone[SALES // 2], 2), "limit": None},
    ], indent=2))  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) == 3:
        replicate(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        main()
