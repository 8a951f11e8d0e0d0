"""A small chain in one process: shops with tills and their office, real files, a network and power that fail by seed.

Nothing waits and nothing is random but by the seed: the same seed is the same history, to the last digest.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.exc import OfficeError, Refused, Unreachable
from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.office.refusal import OfficeRefusal
from kiosk.replicate.replicator import Replicator
from kiosk.store.digests import table_digests
from kiosk.store.documents import (
    AdjustmentLine,
    CustomerSaved,
    Document,
    GoodsReturned,
    SaleCompleted,
)
from kiosk.store.documents_counting import CountLine, StockCounted, StocktakeApproved, StocktakeStarted
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.documents_transfers import TransferDocument
from kiosk.store.queries import Query
from kiosk.store.stocktakes import settled
from kiosk.store.store import Store
from kiosk.store.tables_buying import PurchaseDueRow, PurchaseReceiptRow, PurchaseRow
from kiosk.store.tables_counting import TABLES as COUNTING
from kiosk.store.tables_promises import TABLES as PROMISES
from kiosk.store.tables_sales import TABLES as SALES
from kiosk.store.tables_stock import TABLES as STOCK
from kiosk.store.tables_stockroom import BinRow, ReceiptRow, SupplierReturnRow, SupplierSumRow
from kiosk.store.tables_transfers import TABLES as TRANSFERS
from kiosk.trade.quantity import Quantity
from kiosk.wire.messages import Enrol, FeedPage, Push, Pushed
from kiosk.wire.troubles import trouble
from tests.simulation import stockroom, transfers, waiting
from tests.store.shop import NOON, line, open_shift, product, received, refund, sale, stock_up

SHOPS = ("S01", "S02")
KEEPING = (BinRow, ReceiptRow, SupplierReturnRow, SupplierSumRow, PurchaseRow, PurchaseDueRow, PurchaseReceiptRow)
TILLS = 2
KEEPERS = (*stockroom.ACTS, (waiting.pick, 2), (waiting.put_back, 1))
"""What is done in the stock rooms, with how often each happens beside the others."""


class Killed(BaseException):
    """The power went, between two statements."""


@dataclass
class Clock:
    now: int = NOON

    def __call__(self) -> int:
        return self.now


class Fuse:
    """Ends a program before one of its next statements."""

    def __init__(self) -> None:
        self.left = -1

    def guard(self, store: Store) -> None:
        db: Any = store.book.db
        run = db.execute_sql

        def guarded(*args: Any, **named: Any) -> Any:
            if self.left == 0:
                self.left = -1
                raise Killed
            self.left -= self.left > 0
            return run(*args, **named)

        db.execute_sql = guarded


@dataclass
class Till:
    """A terminal. sold: what it was told is booked, by sale: {product: pieces} and money."""

    path: Path
    name: str
    clock: Clock
    store: Store
    terminal: Terminal
    fuse: Fuse = field(default_factory=Fuse)
    shift: str = ""

    def replicator(self) -> Replicator:
        return Replicator(self.store, clock=self.clock, since_boot=self.clock)


class Line:
    """The way from one till to the office: answers get lost, questions come twice, pages come late."""

    def __init__(self, world: World, till: Till) -> None:
        self._world = world
        self._till = till

    def push(self, request: Push) -> Pushed:
        return self._carry(lambda: self._world.office.push(self._till.terminal, request))

    def page(self, feed: str, after: int, *, wait_s: float, limit: int, checksum: str, lineage: str) -> FeedPage:
        limit = min(limit, self._world.chance.choice((1, 3, 50)))
        return self._carry(lambda: self._world.office.page(self._till.terminal, feed, after, limit, checksum))

    def close(self) -> None:
        pass

    def _carry(self, ask: Callable[[], Any]) -> Any:
        chance, faulty = self._world.chance, self._world.faulty
        fault = chance.random() if faulty else 1.0
        if fault < 0.15:
            raise Unreachable(trouble("cut"), "cut")
        try:
            answer = ask()
            if fault < 0.25:
                answer = ask()  # a network repeats what it was not thanked for
        except OfficeRefusal as problem:
            raise OfficeError(trouble("failed"), problem.problem.code) from problem
        except Killed:
            self._world.restart_office()
            raise Unreachable(trouble("cut"), "cut") from None
        if fault < 0.45:
            raise Unreachable(trouble("cut"), "cut")
        return answer


class World:
    """All of it. step() lets one thing happen; heal() mends network and power and lets all come to rest."""

    def __init__(self, root: Path, seed: int, database: Path | str = "") -> None:
        self.root = root
        self.database = database or root / "office.db"
        self.chance = random.Random(seed)
        self.faulty = True
        self.office_clock, self.office_fuse = Clock(), Fuse()
        self.office = self._open_office()
        stock_up(self.office.store)
        self.tills = [self._join(shop, f"T{n + 1}") for shop in SHOPS for n in range(TILLS)]
        self.money: Counter[str] = Counter()
        self.ledger = stockroom.Ledger()
        self.booked: set[str] = set()
        self.between = transfers.Between(SHOPS)
        self.waiting = waiting.Waiting()
        self.kills = 0

    # --- what happens

    def step(self) -> None:
        till = self.chance.choice(self.tills)
        till.clock.now += self.chance.choice((0, 1, 900, 30_000))
        self.office_clock.now += self.chance.choice((0, 5, 700))
        act = self.chance.choices(
            (self.sell, self.give_back, self.new_customer, self.edit, self.deliver, self.push, self.pull, self.decide,
             self.count, *self.moving, *(partial(act, self) for act, _weight in KEEPERS)),
            (8, 3, 1, 1, 2, 6, 6, 1, 2, 1, 2, 2, 1, *(weight for _act, weight in KEEPERS)),
        )[0]  # fmt: skip
        before = till.store.journal.tip(till.store.origin)
        till.fuse.left = self.chance.randrange(40) if self.chance.random() < 0.06 else -1
        self.office_fuse.left = self.chance.randrange(60) if self.chance.random() < 0.06 else -1
        try:
            act(till)
        except Killed:
            self.kills += 1
            self._restart(till)
        except (OfficeError, Refused):
            pass
        till.fuse.left = self.office_fuse.left = -1
        self._note_bookings(till, before.seq if before else 0)

    def sell(self, till: Till) -> None:
        numbers = [self.chance.randrange(1, 7) for _ in range(self.chance.randrange(1, 4))]
        lines = [
            line(i, self.chance.choice((1000, 2000)), 100 * n, product_id=f"p{n}") for i, n in enumerate(numbers, 1)
        ]
        till.store.journal.append(sale(self.shift_of(till), *lines), actor="1001")

    def give_back(self, till: Till) -> None:
        """Of any sale that this till knows of, its neighbour's as well."""
        sales = till.store.book.sql("SELECT origin, seq FROM sale WHERE total > 0 ORDER BY origin, seq")
        if sales:
            origin, seq = self.chance.choice(sales)
            sold = till.store.journal.document(f"{origin}-{seq}")
            assert isinstance(sold, SaleCompleted)
            x = self.chance.choice(sold.lines)
            back = refund(self.shift_of(till), f"{origin}-{seq}", x.number, 1000, x.unit_price)
            till.store.journal.append(back, actor="1001")

    def new_customer(self, till: Till) -> None:
        till.store.journal.append(CustomerSaved(id=f"C{self.chance.randrange(5)}", name=till.name), actor="1001")

    def edit(self, till: Till) -> None:
        number = self.chance.randrange(1, 7)
        till.store.journal.append(product(number, price=self.chance.randrange(50, 900)), actor="1001")

    def deliver(self, till: Till) -> None:
        """Goods come, from a supplier or from nowhere; or some go back to him."""
        of, way = f"p{self.chance.randrange(1, 7)}", self.chance.random()
        come = ReceivedLine(product_id=of, quantity=Quantity(6000), price=30)
        back = AdjustmentLine(product_id=of, quantity=Quantity(-2000))
        documents: tuple[Document, ...] = (
            received(of, 20_000, 40),
            GoodsReceived(supplier_id="V1", lines=(come,)),
            GoodsReturned(supplier_id="V1", reason="damage", lines=(back,)),
        )
        till.store.journal.append(documents[int(way * 3)], actor="1001")

    def count(self, till: Till) -> None:
        """A stocktake begins, goods are counted, or it is approved, sometimes by two who don't know of each other."""
        store, journal = till.store.stocktakes, till.store.journal
        known = store.latest(3)
        if not known or self.chance.random() < 0.15:
            journal.append(StocktakeStarted(scope="all"), actor="1001")
        elif self.chance.random() < 0.6:
            of, at = self.chance.randrange(1, 7), journal.moment()
            lines = (CountLine(product_id=f"p{of}", quantity=Quantity(self.chance.randrange(20) * 1000), at=at),)
            journal.append(StockCounted(stocktake_id=known[0].id, lines=lines), actor="1001")
        else:
            one = self.chance.choice(known)
            lines = settled(store.compare(one, journal.moment()), uncounted=False)
            journal.append(StocktakeApproved(stocktake_id=one.id, lines=lines), actor="1001")

    @property
    def moving(self) -> list[Callable[[Till], None]]:
        """Goods go from shop to shop."""
        acts = (transfers.ask, transfers.send, transfers.take_in, transfers.explain)
        return [partial(act, self) for act in acts]

    def push(self, till: Till) -> None:
        till.replicator().push_once(Line(self, till), entries=self.chance.choice((1, 4, 500)))

    def pull(self, till: Till) -> None:
        replicator = till.replicator()
        replicator.pull_once(Line(self, till), self.chance.choice(replicator.feeds))

    def decide(self, _till: Till) -> None:
        """At the office: a new price, or an answer to what a shop proposes."""
        try:
            waiting = self.office.store.proposals.open()
            if waiting and self.chance.random() < 0.7:
                answer = self.chance.choice((self.office.store.proposals.accept, self.office.store.proposals.reject))
                answer(self.chance.choice(waiting).entry_id, actor="office")
            else:
                self.office.store.journal.append(product(self.chance.randrange(1, 7), price=777), actor="office")
        except Killed:
            self.restart_office()

    # --- power

    def restart_office(self) -> None:
        self.kills += 1
        self.office.store.close()
        self.office_fuse.left = -1
        self.office = self._open_office()

    def _restart(self, till: Till) -> None:
        till.store.close()
        till.fuse.left = -1
        till.store = Store.open(till.path, clock=till.clock)
        till.fuse.guard(till.store)

    # --- the end

    def heal(self) -> None:
        self.faulty = False
        self.office_fuse.left = -1
        for till in self.tills:
            till.fuse.left = -1
        for _ in range(3):
            for till in self.tills:
                till.replicator().push_all(Line(self, till))
            for proposal in self.office.store.proposals.open():
                self.office.store.proposals.accept(proposal.entry_id, actor="office")
            for till in self.tills:
                till.replicator().pull_all(Line(self, till))

    def faults(self) -> list[str]:
        """What is not as it must be, once all is at rest."""
        found = [fault for till in self.tills for fault in (*self._unsettled(till), *self._differing(till))]
        found += [*self._against_the_ledger(), *self.between.faults(self), *self.waiting.faults(self)]
        return found + list(self.ledger.faults(self))

    def _unsettled(self, till: Till) -> Iterator[str]:
        if till.store.journal.waiting():
            yield f"{till.name} still waits"
        for name in till.replicator().feeds:
            feed, cursor = self.office.store.feeds.get(name), till.store.cursors.get(name)
            if feed is None or (feed.position, feed.checksum) != (cursor.position, cursor.checksum):
                yield f"{till.name} stands elsewhere in {name}"
        for table in ("pending", "quarantine", "fork"):
            for store, name in ((till.store, till.name), (self.office.store, "the office")):
                if rows := store.book.sql(f"SELECT * FROM {table}"):
                    yield f"{name} has {table}: {rows[0]}"

    def _differing(self, till: Till) -> Iterator[str]:
        store, office = till.store, self.office.store
        for model in (*SALES, *STOCK, *COUNTING, *TRANSFERS, *PROMISES, *KEEPING):
            if self._rows(store, model, store.store_id) != self._rows(office, model, store.store_id):
                yield f"{till.name} and the office differ in {model._meta.table_name}"
        prices = "SELECT id, price FROM product ORDER BY id"
        if store.book.sql(prices) != office.book.sql(prices):
            yield f"{till.name} has other prices"
        twin = next(t for t in self.tills if t.store.store_id == store.store_id)
        mine, others = table_digests(store.book), table_digests(twin.store.book)
        yield from (f"{till.name} and {twin.name} differ in {name}" for name in mine if mine[name] != others[name])

    def _against_the_ledger(self) -> Iterator[str]:
        book = self.office.store.book
        for shop in SHOPS:
            money = book.sql("SELECT coalesce(sum(total), 0) FROM sale WHERE store_id = ?", (shop,))[0][0]
            if money != self.money[shop]:
                yield f"{shop} took {self.money[shop]}, the office says {money}"
        here = {f"{o}-{s}" for o, s in book.sql("SELECT origin, seq FROM entry WHERE store_id <> 'HQ'")}
        if here != self.booked:
            yield f"entries lost {sorted(self.booked - here)}, made up {sorted(here - self.booked)}"

    def close(self) -> None:
        self.office.store.close()
        for till in self.tills:
            till.store.close()

    # --- inside

    def shift_of(self, till: Till) -> str:
        """Opened when it is first wanted."""
        if not till.shift:
            till.shift = open_shift(till.store)
        return till.shift

    def _note_bookings(self, till: Till, after: int) -> None:
        """Into the ledger: whatever is in the till's journal now, and was not before. A kill may have come after."""
        for entry in till.store.journal.entries(till.store.origin, after):
            self.booked.add(entry.id)
            document = till.store.journal.document(entry.id)
            assert document is not None
            if isinstance(document, SaleCompleted):
                self.money[till.store.store_id] += document.total
            elif isinstance(document, TransferDocument):
                self.between.note(document)
            self.ledger.note(entry, document, till.store.journal.origins())
            self.waiting.note(entry, document)

    @staticmethod
    def _rows(store: Store, model: Any, shop: str) -> list[tuple[Any, ...]]:
        fields = model._meta.sorted_fields
        query = Query(model.select(*fields).where(model.store_id == shop))
        return sorted(
            (tuple("" if v is None else v for v in row) for row in store.book.all(query)),
            key=repr,
        )

    def _open_office(self) -> Office:
        office = Office.open(self.database, clock=self.office_clock)
        if not office.store.book.shared:
            office.store.book.sql("PRAGMA synchronous = OFF")
        self.office_fuse.guard(office.store)
        return office

    def _join(self, shop: str, name: str) -> Till:
        clock = Clock(NOON + self.chance.randrange(-5000, 5000))
        path = self.root / f"{shop}-{name}.db"
        store = Store.create(path, shop, name, clock=clock)
        store.book.sql("PRAGMA synchronous = OFF")
        token = self.office.enrol(Enrol(self.office.invite(shop, name), store.origin)).token
        till = Till(path, f"{shop} {name}", clock, store, self.office.members.known(token))
        till.fuse.guard(store)
        till.replicator().pull_all(_Quiet(self, till))
        return till


class _Quiet(Line):
    """A line without faults, for joining."""

    def _carry(self, ask: Callable[[], Any]) -> Any:
        return ask()
