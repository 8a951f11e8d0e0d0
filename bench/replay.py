"""A real year of trade through the terminals' journals to the office; all of it adds up, to the cent and the piece.

The data are completejourney's 1,469,307 basket lines of 457 shops. Each shop's terminal writes its sales as entries on
a real file, and sends them as `kiosk replicate` does; the office posts them. Then three ledgers are compared: what
pandas adds up from the data, what each terminal's tables say, what the office's tables say.

`python -m bench.replay` takes a slice, on PostgreSQL; `--whole` all of it (some minutes); `--sqlite` has the office in
a file.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench._bare import now
from bench._journey import Ledger, Shop, documents, ledger, load, shops
from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.replicate.replicator import Replicator
from kiosk.store.documents import Document
from kiosk.store.store import Store
from kiosk.wire.messages import Enrol, FeedPage, Push, Pushed
from tests.postgres import CARELESS, running

CHUNK = 2000


@dataclass
class Told:
    """A clock that says what the data say."""

    now: int = 0

    def __call__(self) -> int:
        return self.now


@dataclass
class Wire:
    """From a terminal to an office in the same program."""

    office: Office
    terminal: Terminal

    def push(self, request: Push) -> Pushed:
        """As over HTTP, without the wire."""
        return self.office.push(self.terminal, request)

    def page(self, feed: str, after: int, limit: int, checksum: str, lineage: str, wait_s: float) -> FeedPage:
        """Not asked here."""
        raise NotImplementedError


@dataclass
class Replay:
    """What came of it. faults: where two ledgers differ. seconds: of writing at terminals, and of the office's."""

    entries: int = 0
    lines: int = 0
    writing_s: float = 0.0
    sending_s: float = 0.0
    faults: list[str] = field(default_factory=list)


def replay(frame: Any, root: Path, office: Office, tell: Callable[[str], None] = lambda _: None) -> Replay:
    """Have every shop trade its year and send it; compare."""
    wanted = ledger(frame)
    found = Replay(lines=wanted.lines)
    for shop in shops(frame):
        path = root / f"{shop.store_id}.db"
        clock = Told()
        store = Store.create(path, shop.store_id, clock=clock)
        store.book.sql("PRAGMA synchronous = OFF")
        begin = time.perf_counter()
        trade(store, shop, clock)
        written = time.perf_counter()
        token = office.enrol(Enrol(office.invite(shop.store_id), store.origin)).token
        Replicator(store, clock=clock).push_all(Wire(office, office.members.known(token)))  # type: ignore[arg-type]
        found.sending_s += time.perf_counter() - written
        found.writing_s += written - begin
        found.entries += store.journal.count()
        for where, book in (("the terminal", store.book), ("the office", office.store.book)):
            found.faults += [f"{where}, {fault}" for fault in differing(book, shop.store_id, wanted)]
        store.close()
        for remains in root.glob(f"{shop.store_id}.db*"):
            remains.unlink()
        tell(f"{shop.store_id}: {wanted.sales[shop.store_id]} sales")
    return found


def trade(store: Store, shop: Shop, clock: Told) -> None:
    """The terminal's year, each sale at its time."""

    def dated() -> Iterator[Document]:
        for clock.now, document in documents(shop, store.origin):
            yield document

    every = dated()
    while chunk := itertools.islice(every, CHUNK):
        if not store.journal.append_many(chunk, actor="1"):
            break


def differing(book: Any, shop: str, wanted: Ledger) -> Iterator[str]:
    """Where the tables of a database say something else of a shop than the data."""
    count, money = book.sql("SELECT count(*), coalesce(sum(total), 0) FROM sale WHERE store_id = ?", (shop,))[0]
    if (count, money) != (wanted.sales[shop], wanted.money[shop]):
        yield f"{shop}: {count} sales of {money}, not {wanted.sales[shop]} of {wanted.money[shop]}"
    sums = book.sql(
        "SELECT coalesce(sum(amount), 0) FROM shift_sum WHERE store_id = ? AND name IN ('sale', 'return')", (shop,)
    )
    if sums[0][0] != wanted.money[shop]:
        yield f"{shop}: its shifts come to {sums[0][0]}, not {wanted.money[shop]}"
    pieces = {
        product: -on_hand
        for product, on_hand in book.sql("SELECT product_id, on_hand FROM stock WHERE store_id = ?", (shop,))
        if on_hand
    }
    due = {product: count * 1000 for (name, product), count in wanted.pieces.items() if name == shop}
    if pieces != due:
        wrong = next(p for p in sorted(pieces.keys() | due.keys()) if pieces.get(p) != due.get(p))
        yield f"{shop}: {wrong} went out {pieces.get(wrong, 0)} thousandths, not {due.get(wrong, 0)}"


@contextlib.contextmanager
def office_at(root: Path, *, on_server: bool) -> Iterator[Office]:
    """An empty office, in a file or on a server of its own."""
    with contextlib.ExitStack() as stack:
        place: Path | str = root / "office.db"
        if on_server:
            place = stack.enter_context(running(*CARELESS[:2], "max_wal_size=4GB")).make()
        office = Office.open(place, clock=now)
        yield office
        office.store.close()


def main() -> None:
    """Run it and print the report."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--whole", action="store_true")
    asked.add_argument("--sqlite", action="store_true")
    asked.add_argument("--shops", type=int, default=12)
    asked.add_argument("--weeks", type=int, default=8)
    how = asked.parse_args()
    frame = load() if how.whole else load(how.shops, how.weeks)
    with tempfile.TemporaryDirectory() as name, office_at(Path(name), on_server=not how.sqlite) as office:
        found = replay(frame, Path(name), office)
        size = (
            office.store.book.sql("SELECT pg_database_size(current_database())")[0][0]
            if office.store.book.shared
            else (Path(name) / "office.db").stat().st_size
        )
    for fault in found.faults[:20]:
        print(fault)
    rows = [
        {"name": "replay.lines_that_agree", "value": found.lines, "unit": "lines", "bound": 0,
         "ratio": len(found.faults), "limit": 0},
        {"name": "replay.entries_at_the_office", "value": round(found.entries / found.sending_s), "unit": "entries/s",
         "bound": None, "ratio": 0, "limit": None},
        {"name": "replay.entries_at_terminals", "value": round(found.entries / found.writing_s), "unit": "entries/s",
         "bound": None, "ratio": 0, "limit": None},
        {"name": "replay.office_bytes_a_line", "value": round(size / found.lines), "unit": "bytes", "bound": None,
         "ratio": 0, "limit": None},
    ]  # fmt: skip
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
