"""`kiosk demo-chain`: watch replication at work, and be told at the end whether anything was lost or doubled."""

from __future__ import annotations

import json
import os
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
from typing import Any

from rich.live import Live
from rich.table import Table

from kiosk.chain.places import TillPlace, answers, free_port, join_till, make_office
from kiosk.database import now_ms
from kiosk.i18n import M, Message, shell_language
from kiosk.office.office import Office
from kiosk.store.digests import table_digests
from kiosk.store.queries import Query, arg
from kiosk.store.store import Store
from kiosk.store.tables_sales import SaleRow
from kiosk.store.tables_stock import MovementRow, StockRow

SHOPS, WAREHOUSE = ("S01", "S02"), "W01"
SETTLE_S = 60.0
_TOTAL = Query(SaleRow.select(SaleRow.total).where(SaleRow.origin == arg(0), SaleRow.seq == arg(1)))
_ON_HAND = Query(
    StockRow.select(StockRow.product_id, StockRow.on_hand)
    .where(StockRow.store_id == arg(0))
    .order_by(StockRow.product_id)
)
_DELIVERED = Query(
    MovementRow.select(MovementRow.product_id, MovementRow.quantity).where(
        MovementRow.origin == arg(0), MovementRow.seq == arg(1)
    )
)
KIOSK = (sys.executable, "-c", "from kiosk.cli import main; main()")


@dataclass
class Worker:
    """A program that is started again when it was killed."""

    command: tuple[str, ...]
    log: Path
    database: str = ""
    told: list[str] = field(default_factory=list)
    program: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it; what it writes is read on a thread."""
        # Not on the command line, where every user of the machine reads it
        env = os.environ | ({"ZHANGGUI_OFFICE_DATABASE": self.database} if self.database else {})
        with self.log.open("a", encoding="utf-8") as log:
            self.program = subprocess.Popen(  # noqa: S603
                self.command, stdout=subprocess.PIPE, stderr=log, text=True, env=env
            )
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
    """A terminal with the two programs that run on it. cashier: of a warehouse, its storekeeper."""

    place: TillPlace
    cashier: Worker
    replicate: Worker

    @property
    def sales(self) -> dict[str, int]:
        """What the cashier was shown as booked: total by sale."""
        return {row["sale"]: row["total"] for row in self._rows() if "sale" in row}

    @property
    def deliveries(self) -> dict[str, dict[str, int]]:
        """What the storekeeper took in: quantity by product, by delivery."""
        return {row["delivery"]: row["pieces"] for row in self._rows() if "delivery" in row}

    def _rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in list(self.cashier.told) if line.startswith("{")]


def run_chain(
    *, terminals: int = 4, seconds: float = 60.0, faults: bool = False, seed: int = 1, database: str = ""
) -> int:
    """Trade on an office, two shops and a warehouse; 0 if all agrees in the end.

    faults: programs are killed at random meanwhile. database: of the office, `postgresql://…` instead of a file.
    """
    chance = random.Random(seed)  # noqa: S311  (a demo)
    root = Path(tempfile.mkdtemp(prefix="kiosk-chain-"))
    office = make_office(root / "office", [*SHOPS, WAREHOUSE], database)
    port = free_port()
    head = Worker(
        (*KIOSK, "office", "--data", str(root / "office"), "--host", "127.0.0.1", "--port", str(port)),
        root / "office.log",
        database,
    )
    members: list[Member] = []
    try:
        head.start()
        assert answers(port), (root / "office.log").read_text(encoding="utf-8")
        posts = [(SHOPS[n % 2], f"T{n // 2 + 1}", "kiosk.chain.cashier") for n in range(terminals)]
        for number, (shop, name, program) in enumerate([*posts, (WAREHOUSE, "T1", "kiosk.chain.storekeeper")]):
            place = join_till(root, office, f"https://127.0.0.1:{port}", shop, name)
            sell = (sys.executable, "-m", program, str(place.config), str(seed * 100 + number))
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
            at_rest = settled(office, members)
            live.update(_table(office, members))
        found = verdict(office, members) if at_rest else [M("Something still waits to be sent.")]
    finally:
        for worker in (*(w for m in members for w in (m.cashier, m.replicate)), head):
            worker.end()
        office.store.close()
    for message in found or [M("Everything matches: nothing is lost, nothing is doubled.")]:
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
        for table, digest in digests.items():
            if first.setdefault(place.shop, digests)[table] != digest:
                found.append(M("{till} differs from its neighbour in {table}.", till=_name(member), table=table))
        for sale_id, total in member.sales.items():
            origin, _, seq = sale_id.partition("-")
            if office.store.book.value(_TOTAL, origin, int(seq)) != total:
                found.append(M("Sale {number} of {till} is not at the office.", number=sale_id, till=_name(member)))
        found += _stock_wrong(office, member, store)
        store.close()
        if not member.sales and not member.deliveries:
            found.append(M("Nothing was done at {till}.", till=_name(member)))
    return found


def _stock_wrong(office: Office, member: Member, store: Store) -> list[Message]:
    """What was delivered is at the office to the piece, and it has the stock that the terminal has."""
    found = []
    for number, pieces in member.deliveries.items():
        origin, _, seq = number.partition("-")
        if dict(office.store.book.all(_DELIVERED, origin, int(seq))) != pieces:
            found.append(M("Delivery {number} of {till} is not at the office.", number=number, till=_name(member)))
    there, here = (book.all(_ON_HAND, member.place.shop) for book in (office.store.book, store.book))
    if there != here:
        found.append(M("The office has another stock than {till}.", till=_name(member)))
    return found


def _strike(chance: random.Random, head: Worker, members: list[Member]) -> None:
    """Kill one of the programs as a power cut would, and start it again."""
    member = chance.choice(members)
    worker = chance.choice([member.replicate, member.replicate, member.cashier, head])
    worker.end(signal.SIGKILL)
    worker.start()


def settled(office: Office, members: list[Member]) -> bool:
    """Whether all has been sent and read everywhere, within a minute."""
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        if all(rests(office, member) for member in members):
            return True
        time.sleep(0.2)
    return False


def rests(office: Office, member: Member) -> bool:
    """Whether a terminal has sent all that it wrote, and read all that there is for it."""
    store = Store.open(member.place.database, clock=now_ms)
    try:
        heads = {feed.name: feed.position for feed in office.store.feeds.all()}
        feeds = ("catalogue", f"store/{member.place.shop}")
        return not store.journal.waiting() and all(store.cursors.get(f).position == heads.get(f, 0) for f in feeds)
    finally:
        store.close()


def _table(office: Office, members: list[Member]) -> Table:
    table = Table("Terminal", "Documents", "Waiting", "Feed", "Neighbours' sales")
    for member in members:
        store = Store.open(member.place.database, clock=now_ms)
        head = office.store.feeds.get(f"store/{member.place.shop}")
        others = store.book.sql("SELECT count(*) FROM sale WHERE origin <> ?", (store.origin,))[0][0]
        at = store.cursors.get(f"store/{member.place.shop}").position
        table.add_row(
            _name(member), str(len(member.sales) + len(member.deliveries)), str(store.journal.waiting()),
            f"{at} / {head.position if head else 0}", str(others),
        )  # fmt: skip
        store.close()
    return table


def _name(member: Member) -> str:
    return f"{member.place.shop} {member.place.name}"
