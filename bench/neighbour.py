"""How soon a sale is at the neighbouring till: two tills, two `kiosk replicate`, one `kiosk office`.

All of them processes of their own on real files, over HTTP on this machine. The bound is the promised second.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import httpx

from bench._bare import now
from bench.longpoll import Server
from bench.store import _sale
from kiosk.office.office import Office
from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.replicate.process import Process, run_process
from kiosk.store.documents import ShiftOpened
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.wire.messages import Enrol

SALES, EVERY_S = 100, 0.25
PROMISED_MS = 1000


def replicate(till: Path) -> None:
    """As `kiosk replicate`."""
    run_process(Process(lambda: Store.open(till, clock=now), now))


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{address}/v1/health", trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(address)


def joined(folder: Path, name: str, office: Office, address: str) -> Store:
    store = Store.create(folder / f"{name}.db", "S01", clock=now)
    token = office.enrol(Enrol(office.invite("S01"), store.origin)).token
    keep_membership(store, Membership(address, token, "", "HQ"))
    return store


def seen_after_ms(store: Store, entry_id: str, begin: float) -> float:
    while store.journal.get(entry_id) is None:
        assert time.perf_counter() - begin < 30, "it does not come"
        time.sleep(0.002)
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as name, closing(socket.create_server(("127.0.0.1", 0))) as free:
        root, port = Path(name), free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        free.close()
        server = Server(root / "office", port)
        beside: list[subprocess.Popen[bytes]] = []
        try:
            wait_for(address)
            office = Office.open(root / "office" / "office.db", clock=now)
            tills = [joined(root, which, office, address) for which in ("one", "two")]
            office.store.close()
            command = [sys.executable, "-m", "bench.neighbour"]
            beside = [subprocess.Popen([*command, str(till.path)]) for till in tills]
            one, two = tills
            shift = one.journal.append(ShiftOpened(terminal="T1", float_amount=Money(0)), actor="1").id
            seen_after_ms(two, shift, time.perf_counter())
            took = []
            for n in range(SALES):
                begin = time.perf_counter()
                entry = one.journal.append(_sale(shift, n), actor="1")
                took.append(seen_after_ms(two, entry.id, begin))
                time.sleep(EVERY_S)
        finally:
            for process in beside:
                process.terminate()
                process.wait(15)
            server.stop()
    took.sort()
    p95 = took[int(SALES * 0.95) - 1]
    print(json.dumps([
        {"name": "neighbour.sale_seen_p95", "value": round(p95, 1), "unit": "ms", "bound": PROMISED_MS,
         "ratio": round(p95 / PROMISED_MS, 3), "limit": 1.0},
        {"name": "neighbour.sale_seen_p50", "value": round(took[SALES // 2], 1), "unit": "ms", "bound": PROMISED_MS,
         "ratio": round(took[SALES // 2] / PROMISED_MS, 3), "limit": None},
    ], indent=2))  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) == 2:
        replicate(Path(sys.argv[1]))
    else:
        main()
