"""`kiosk office` itself: its program, its certificate, its database; and tills that joined it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.replicate.joining import ask_in, fetch
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.membership import membership_of
from kiosk.replicate.place import Place
from kiosk.replicate.replicator import Replicator
from kiosk.store.store import Store
from kiosk.wire.joining import Invitation, read_invitation


def now() -> int:
    return time.time_ns() // 1_000_000


@dataclass
class Program:
    """The office's program, running."""

    data: Path
    address: str
    process: subprocess.Popen[bytes]

    def invite(self, shop: str = "S01", terminal: str = "T1") -> Invitation:
        said = self.kiosk("invite", shop, "--terminal", terminal, "--address", self.address)
        return read_invitation(next(line for line in said.splitlines() if line.startswith("ZG1*")))

    def kiosk(self, *words: str) -> str:
        main = [sys.executable, "-c", "from kiosk.cli import main; main()", "office", "--data", str(self.data)]
        return subprocess.run([*main, *words], check=True, capture_output=True, text=True).stdout


@contextmanager
def serving(data: Path, errors: Path | None = None) -> Iterator[Program]:
    """`kiosk office`, until it is told to end. errors: where to keep what it writes as such."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    main = [sys.executable, "-c", "from kiosk.cli import main; main()", "office", "--data", str(data)]
    with (errors or Path(os.devnull)).open("wb") as heard:
        process = subprocess.Popen(
            [*main, "--host", "127.0.0.1", "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=heard if errors else None,
        )  # fmt: skip
    for _ in range(300):
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 0.1)):
            break
        time.sleep(0.05)
    yield Program(data, f"https://127.0.0.1:{port}", process)
    process.terminate()
    process.wait(15)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with serving(tmp_path_factory.mktemp("office")) as office:
        yield office


def till(program: Program, folder: Path, name: str = "T1") -> Store:
    place = Place(folder / "shop.db", None, now)
    fetch(place, ask_in(place, program.invite(terminal=name), name))
    return Store.open(place.database, clock=now)


def settled(*stores: Store) -> None:
    """All have sent and read everything."""
    for _ in range(2):
        for store in stores:
            membership = membership_of(store)
            assert membership is not None
            with closing(HttpOffice(membership)) as office:
                replicator = Replicator(store, clock=now)
                replicator.push_all(office)
                replicator.pull_all(office)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
