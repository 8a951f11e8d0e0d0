"""What terminals cost that wait for news: 10, 100 and 500 of them long-poll one `kiosk office` over real HTTP.

Each holds one request open, twenty-five seconds at a time, as `kiosk replicate` does; now and then an entry comes that
all of them get. Measured at the office's process: resident memory and processor time. The bound of each row is what a
terminal costs where there are a hundred of them: the cost of one more must be the same at five hundred.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from kiosk.office.office import Office
from kiosk.store.documents import CategorySaved
from kiosk.store.feeds import CATALOGUE
from kiosk.wire.http import WAIT_S, feed_path
from kiosk.wire.messages import Enrol, FeedPage
from kiosk.wire.packing import ENCODING, read

SIZES = (10, 100, 500)
NEWS, EVERY_S = 6, 1.5
"""Entries that come in the time measured, and how far apart."""


def now() -> int:
    return time.time_ns() // 1_000_000


class Server:
    """`kiosk office`, and what the kernel says of its process."""

    def __init__(self, folder: Path, port: int) -> None:
        main = "from kiosk.cli import main; main()"
        options = ("--data", str(folder), "--host", "127.0.0.1", "--port", str(port), "--http")
        self.process = subprocess.Popen([sys.executable, "-c", main, "office", *options], stdout=subprocess.DEVNULL)

    def memory_kib(self) -> int:
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in text.splitlines() if line.startswith("VmRSS")))

    def cpu_ms(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


class Waiting:
    """Terminals that wait, each with a connection of its own. ready: how many are connected. taken: pages with news."""

    def __init__(self, address: str, tokens: list[str], after: int, seconds: float) -> None:
        self.ready = self.taken = 0
        self._address, self._tokens, self._after, self._seconds = address, tokens, after, seconds
        self._began = asyncio.Event()

    async def run(self) -> None:
        await asyncio.gather(*(self._wait(token) for token in self._tokens))

    async def begin(self) -> None:
        """All at once, when all are connected."""
        while self.ready < len(self._tokens):
            await asyncio.sleep(0.05)
        self._began.set()

    async def _wait(self, token: str) -> None:
        after, loop = self._after, asyncio.get_running_loop()
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": ENCODING}
        # Without verification, for over plain HTTP there is nothing to verify, and reading the authorities takes long
        options: Any = {"headers": headers, "timeout": 60, "trust_env": False, "verify": False}
        async with httpx.AsyncClient(base_url=self._address, **options) as client:
            await client.get("/v1/health")
            self.ready += 1
            await self._began.wait()
            ends = loop.time() + self._seconds
            while (left := ends - loop.time()) > 0:
                query = {"after": after, "wait": max(0, min(WAIT_S, int(left))), "limit": 100}
                async with client.stream("GET", feed_path(CATALOGUE), params=query) as answer:
                    body = b"".join([part async for part in answer.aiter_raw()])
                page = read(body, FeedPage, encoding=answer.headers.get("Content-Encoding", ""))
                if page.items:
                    self.taken += 1
                    after = page.items[-1].position
                elif left < 1:
                    break


async def measure(office: Office, server: Server, address: str, tokens: list[str]) -> tuple[int, float, float]:
    """Memory in KiB with all of them waiting; processor ms while nothing comes, and for the news."""
    feed = office.store.feeds.ensure(CATALOGUE)
    quiet_s = NEWS * EVERY_S
    waiting = Waiting(address, tokens, feed.position, quiet_s * 2 + 6)
    task = asyncio.create_task(waiting.run())
    await waiting.begin()
    await asyncio.sleep(3)
    memory, begin = server.memory_kib(), server.cpu_ms()
    await asyncio.sleep(quiet_s)
    idle = server.cpu_ms() - begin
    begin = server.cpu_ms()
    for n in range(NEWS):
        document = CategorySaved(id=f"c{n}", name_zh="类", name_en=f"{time.time_ns()}")
        office.store.journal.append(document, actor="office")
        await asyncio.sleep(EVERY_S)
    busy = server.cpu_ms() - begin
    await task
    # Where the processor is busy with five hundred of them, two entries may come in one page
    assert waiting.taken >= len(tokens) * NEWS // 2, (waiting.taken, len(tokens))
    return memory, idle, busy


def row(name: str, value: float, unit: str, bound: float, limit: float | None) -> dict[str, object]:
    ratio = round(value / bound, 2) if bound else 0
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "bound": round(bound, 2),
        "ratio": ratio,
        "limit": limit,
    }


def main() -> None:
    port = 18_743
    figures: dict[int, tuple[int, float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office.open(folder / "office.db", clock=now)
        tokens = []
        for n in range(max(SIZES)):
            code = office.invite(f"S{n % 20:02}", f"T{n}")
            tokens.append(office.enrol(Enrol(code, f"T{n:05}", f"T{n}")).token)
        for size in (1, *SIZES):
            server = Server(folder, port)
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 20
            while time.monotonic() < until:
                try:
                    httpx.get(f"{address}/v1/health", trust_env=False)
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            print(f"{size} terminals …", file=sys.stderr, flush=True)
            try:
                figures[size] = asyncio.run(measure(office, server, address, tokens[:size]))
            finally:
                server.stop()
        office.store.close()
    rows = []
    base = figures[1]
    each = {n: tuple((figures[n][i] - base[i]) / (n - 1) for i in range(3)) for n in SIZES}
    for n in SIZES:
        rows.append(row(f"longpoll.{n}.memory", figures[n][0] / 1024, "MiB", base[0] / 1024, None))
        rows.append(row(f"longpoll.{n}.idle", figures[n][1] / (NEWS * EVERY_S) / 10, "% of a core", 100, None))
    rows.append(row("longpoll.500.memory_each", each[500][0], "KiB", each[100][0], 1.5))
    rows.append(row("longpoll.500.news_each", each[500][2] / NEWS, "ms", each[100][2] / NEWS, 1.5))
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
