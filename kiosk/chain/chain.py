"""`kiosk demo-chain`: watch replication at work, and be told at the end whether anything was lost or doubled."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.live import Live
from rich.table import Table

from kiosk.chain.places import TillPlace, answers, free_port, join_till, make_office
from kiosk.i18n import M, Message, shell_language
from kiosk.office.office import Office
from kiosk.store.digests import table_digests
from kiosk.store.store import Store
from kiosk.terminal import now_ms

SETTLE_S = 60.0
KIOSK = (sys.executable, "-c", "from kiosk.cli import main; main()")


@dataclass
class Worker:
    """A program that is started again when it was killed."""

    command: tuple[str, ...]
    log: Path
    told: list[str] = field(default_factory=list)
    program: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it; what it writes is read on a thread."""
        with self.log.open("a", encoding="utf-8") as log:
            self.program = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=log, text=True)  # noqa: S603
        threading.Thread(target=self._listen, args=(self.program,), daemon=True).start()

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, and wait until it has."""
        if self.program is not None and self.program.poll() is None:
            self.program.send_signal(how)
            try:
                self.program.wait(15)
            except subprocess.TimeoutExpired:
                self.program.kill()
                self.program.wait()

    def _listen(self, program: subprocess.Popen[str]) -> None:
        assert program.stdout is not None
        with program.stdout:
            self.told.extend(program.stdout)


@dataclass
class Member:
    """A till with the two programs that run on it."""

    place: TillPlace
    cashier: Worker
    replicate: Worker

    @property
    def sales(self) -> dict[str, int]:
        """What the cashier was shown as booked: total by sale."""
        rows = [json.loads(line) for line in list(self.cashier.told) if line.startswith("{")]
        return {row["sale"]: row["total"] for row in rows}


def run_chain(*, terminals: int = 4, seconds: float = 60.0, faults: bool = False, seed: int = 1) -> int:
    """Trade on an office and two shops; 0 if all agrees in the end. faults: programs are killed at random meanwhile."""
    chance = random.Random(seed)  # noqa: S311  (a demo)
    root = Path(tempfile.mkdtemp(prefix="kiosk-chain-"))
    office = make_office(root / "office", ["S01", "S02"])
    port = free_port()
    head = Worker(
        (*KIOSK, "office", "--data", str(root / "office"), "--host", "127.0.0.1", "--port", str(port)),
        root / "office.log",
    )
    members: list[Member] = []
    try:
        head.start()
        assert answers(port), (root / "office.log").read_text(encoding="utf-8")
        for number in range(terminals):
            shop, name = f"S0{number % 2 + 1}", f"T{number // 2 + 1}"
            place = join_till(root, office, f"https://127.0.0.1:{port}", shop, name)
            sell = (sys.executable, "-m", "kiosk.chain.cashier", str(place.config), str(seed * 100 + number))
            carry = (*KIOSK, "replicate", "--config", str(place.config))
            log = place.config.with_name("log")
            members.append(Member(place, Worker(sell, log), Worker(carry, log)))
        for member in members:
            member.replicate.start()
            member.cashier.start()
        with Live(_table(office, members), refresh_per_second=2) as live:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                time.sleep(0.5)
                if faults and chance.random() < 0.15:
                    _strike(chance, head, members)
                live.update(_table(office, members))
            for member in members:
                member.cashier.end()
            settled = _settled(office, members)
            live.update(_table(office, members))
        found = verdict(office, members) if settled else [M("Something still waits to be sent.")]
    finally:
        for worker in (*(w for m in members for w in (m.cashier, m.replicate)), head):
            worker.end()
        office.store.close()
    for message in found or [M("All agree: nothing is lost, nothing is doubled.")]:
        print(message.in_(shell_language()))
    if not found:
        shutil.rmtree(root, ignore_errors=True)
    return 1 if found else 0


def verdict(office: Office, members: list[Member]) -> list[Message]:
    """What is wrong, in words; nothing if all is well."""
    found: list[Message] = []
    first: dict[str, dict[str, str]] = {}
    for member in members:
        place = member.place
        store = Store.open(place.database, clock=now_ms)
        digests = table_digests(store.book)
        store.close()
        for table, digest in digests.items():
            if first.setdefault(place.shop, digests)[table] != digest:
                found.append(M("{till} differs from its neighbour in {table}.", till=_name(member), table=table))
        for sale_id, total in member.sales.items():
            origin, _, seq = sale_id.partition("-")
            rows = office.store.book.sql("SELECT total FROM sale WHERE origin = ? AND seq = ?", (origin, int(seq)))
            if rows != [(total,)]:
                found.append(M("Sale {number} of {till} is not at the office.", number=sale_id, till=_name(member)))
    return found


def _strike(chance: random.Random, head: Worker, members: list[Member]) -> None:
    """Kill one of the programs as a power cut would, and start it again."""
    member = chance.choice(members)
    worker = chance.choice([member.replicate, member.replicate, member.cashier, head])
    worker.end(signal.SIGKILL)
    worker.start()


def _settled(office: Office, members: list[Member]) -> bool:
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        if all(_rests(office, member) for member in members):
            return True
        time.sleep(0.2)
    return False


def _rests(office: Office, member: Member) -> bool:
    store = Store.open(member.place.database, clock=now_ms)
    try:
        heads = {feed.name: feed.position for feed in office.store.feeds.all()}
        feeds = ("catalogue", f"store/{member.place.shop}")
        return not store.journal.waiting() and all(store.cursors.get(f).position == heads.get(f, 0) for f in feeds)
    finally:
        store.close()


def _table(office: Office, members: list[Member]) -> Table:
    table = Table("Till", "Sales", "Waiting", "Feed", "Neighbours' sales")
    for member in members:
        store = Store.open(member.place.database, clock=now_ms)
        head = office.store.feeds.get(f"store/{member.place.shop}")
        others = store.book.sql("SELECT count(*) FROM sale WHERE origin <> ?", (store.origin,))[0][0]
        at = store.cursors.get(f"store/{member.place.shop}").position
        table.add_row(
            _name(member), str(len(member.sales)), str(store.journal.waiting()),
            f"{at} / {head.position if head else 0}", str(others),
        )  # fmt: skip
        store.close()
    return table


def _name(member: Member) -> str:
    return f"{member.place.shop} {member.place.name}"
