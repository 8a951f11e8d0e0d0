"""What keepers of a simulated chain do: order, unload, put away, write off, take back, set right; goods kept for
customers. And a ledger of what then is true, reckoned the plainest way there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from kiosk.store.documents import AdjustmentLine, Document, GoodsReturned, SaleCompleted, StockAdjusted
from kiosk.store.documents_buying import PurchaseApproved, PurchaseSent
from kiosk.store.documents_counting import StocktakeApproved
from kiosk.store.documents_promises import CustomerOrderCancelled, CustomerOrdered, PromisedLine
from kiosk.store.documents_stockroom import (
    CostCorrected,
    GoodsReceived,
    InvoicedLine,
    PlacedLine,
    ReceivedLine,
    StockPlaced,
    SupplierInvoiced,
)
from kiosk.store.documents_transfers import TransferDispatched, TransferReceived
from kiosk.store.doubles import Apart, Doubles, TakenBack
from kiosk.store.entry import Entry
from kiosk.store.valuation import valuate
from kiosk.trade.costing import Cost
from kiosk.trade.invoicing import Billed, Came, corrections, due
from kiosk.trade.money import Money
from kiosk.trade.orders import COMING
from kiosk.trade.quantity import Quantity
from tests.store.buying import draft
from tests.store.shop import line, sale

if TYPE_CHECKING:
    from tests.simulation.world import Till, World

Cell = tuple[str, str, str]
"""Place; batch; date, of what has no batch."""

Fact = tuple[tuple[int, int, str, int, int], bool, int]
"""When (time; a count after all else of its millisecond), whether it is a count, so many pieces more, or in all."""

LOTS = (("", ""), ("L1", "2024-05-01"), ("L2", "2024-03-01"))
PLACES = ("", "A-01", "B-07")


def in_the_end(facts: Iterable[Fact]) -> int:
    """What follows from them in the order of time."""
    pieces = 0
    for _when, is_count, quantity in sorted(facts):
        pieces = quantity if is_count else pieces + quantity
    return pieces


# --- what happens


def buy(world: World, till: Till) -> None:
    """An order, sent."""
    journal = till.store.journal
    order = journal.append(draft((_product(world), 6000), (_product(world, 4), 4000)), actor="1001").id
    journal.append(PurchaseApproved(order_id=order, revision=order), actor="1001")
    journal.append(PurchaseSent(order_id=order, revision=order), actor="1001")


def unload(world: World, till: Till) -> None:
    """All of an order that this till knows of; perhaps while the next till does the same."""
    orders = [h.id for h in till.store.purchases.orders(open_only=True) if h.state in COMING]
    if not orders:
        return
    order = till.store.purchases.order(world.chance.choice(orders))
    assert order is not None
    batch, expiry = world.chance.choice(LOTS)
    lines = tuple(
        ReceivedLine(
            product_id=x.product_id, quantity=x.quantity, price=world.chance.choice((300_000, 410_007)),
            landed=Money(world.chance.randrange(3)), batch=batch, expiry=expiry,
            location=world.chance.choice(PLACES),
        )
        for x in order.lines
    )  # fmt: skip
    came = GoodsReceived(supplier_id="V1", order_id=order.head.id, lines=lines, heard=till.store.journal.heard())
    till.store.journal.append(came, actor="1001")


def put_away(world: World, till: Till) -> None:
    """Of what lies somewhere by this till's books, some to another place."""
    rows = [r for r in till.store.stockroom.where(_product(world)) if r.quantity > 0]
    if rows:
        row, target = world.chance.choice(rows), world.chance.choice(PLACES)
        if row.location != target:
            put = PlacedLine(
                product_id=row.product_id, quantity=Quantity(min(row.quantity, 2000)), source=row.location,
                target=target, batch=row.batch, expiry=row.expiry,
            )  # fmt: skip
            till.store.journal.append(StockPlaced(lines=(put,)), actor="1001")


def write_off(world: World, till: Till) -> None:
    """Something broke, of some batch, in some place; or goes back to the supplier."""
    rows = [r for r in till.store.stockroom.where(_product(world)) if r.quantity > 0]
    if not rows:
        return
    row = world.chance.choice(rows)
    gone = AdjustmentLine(
        product_id=row.product_id, quantity=Quantity(-min(row.quantity, 1000)), batch=row.batch, expiry=row.expiry,
        location=row.location,
    )  # fmt: skip
    document: Document = StockAdjusted(reason="damage", lines=(gone,))
    if world.chance.random() < 0.5:
        document = GoodsReturned(supplier_id="V1", reason="damage", lines=(gone,), heard=till.store.journal.heard())
    till.store.journal.append(document, actor="1001")


def take_back(world: World, till: Till) -> None:
    """What this till thinks still stands, whoever wrote it."""
    recent = "SELECT origin, seq FROM {} WHERE undoes = '' AND lines > 0 ORDER BY at DESC, origin, seq LIMIT 3"
    tables = ("receipt", "adjustment", "supplier_return")
    ids = [f"{origin}-{seq}" for table in tables for origin, seq in till.store.book.sql(recent.format(table))]
    undone = {u for table in tables for (u,) in till.store.book.sql(f"SELECT undoes FROM {table}")}
    standing = [i for i in ids if i not in undone and isinstance(till.store.journal.document(i), _UNDOABLE)]
    if standing:
        till.store.journal.append(reversed_(till, world.chance.choice(standing)), actor="1001")


def set_right(world: World, till: Till) -> None:
    """Somebody reads the warnings, and does what they say."""
    for double in till.store.doubles.all()[:1]:
        if isinstance(double, Apart):
            if world.chance.random() < 0.5:
                note: Document = GoodsReceived(supplier_id="V1", order_id=double.of, lines=())
                if double.what == "supplier":
                    note = GoodsReturned(supplier_id=double.of, reason="", lines=())
                note = replace(note, heard=till.store.journal.heard())  # type: ignore[call-arg]
            else:
                note = reversed_(till, double.documents[-1])
            till.store.journal.append(note, actor="1001")
        elif double.what != "transfer":
            surplus = till.store.doubles.undoings(double.what, 0).surplus(double.id)
            document = till.store.journal.document(double.id)
            till.store.journal.append(replace(document, undoes=surplus), actor="1001")  # type: ignore[type-var,call-arg]


def reversed_(till: Till, document_id: str) -> Document:
    document: Any = till.store.journal.document(document_id)
    lines = tuple(replace(x, quantity=Quantity(-x.quantity)) for x in document.lines)
    return replace(document, lines=lines, undoes=document_id)  # type: ignore[no-any-return]


def invoice(world: World, till: Till) -> None:
    """The supplier's, of a delivery that this till knows of: as it was agreed or not, perhaps for the second time."""
    known = till.store.stockroom.receipts(3)
    id_ = world.chance.choice(known).id if known else ""
    receipt = till.store.stockroom.receipt(id_) if id_ else None
    if receipt is None:
        return
    came = [Came(x.product_id, x.quantity, Cost(x.price or 0), x.landed) for x in receipt.lines]
    billed = {p: Billed(d.quantity, Money((d.amount or 0) + world.chance.choice((-300, 0, 0, 7, 250))))
              for p, d in due((x.product_id, x.quantity, x.price) for x in came).items()}  # fmt: skip
    document = SupplierInvoiced(
        receipt_id=id_, supplier_id="V1", number="R1", amount=Money(1),
        lines=tuple(InvoicedLine(p, b.quantity, b.amount) for p, b in billed.items()),
        corrections=tuple(CostCorrected(*c) for c in corrections(came, billed, Money(world.chance.randrange(9)))),
    )  # fmt: skip
    till.store.journal.append(document, actor="1001")


def promise(world: World, till: Till) -> None:
    """A customer orders; or collects, or wants it no more."""
    open_, way = till.store.promises.open(), world.chance.random()
    if not open_ or way < 0.4:
        kept = (PromisedLine(_product(world), Quantity(2000)),)
        ordered = CustomerOrdered(customer_id="C1", lines=kept, total=Money(200), body=msgspec.Raw(b"{}"))
        till.store.journal.append(ordered, actor="1001")
        return
    order = world.chance.choice(open_)
    if way < 0.8:
        left = till.store.promises.kept_for(order.id)
        sold = [line(n, q, 100, product_id=p) for n, (p, q) in enumerate(sorted(left.items()), 1)]
        till.store.journal.append(sale(world.shift_of(till), *sold, order_id=order.id), actor="1001")
    else:
        till.store.journal.append(CustomerOrderCancelled(order_id=order.id, reason="unwanted"), actor="1001")


ACTS: tuple[tuple[Callable[[World, Till], None], int], ...] = (
    (buy, 1), (unload, 3), (put_away, 2), (write_off, 2), (take_back, 2), (set_right, 1), (promise, 2), (invoice, 2),
)  # fmt: skip
"""With how often each happens beside the others."""
_UNDOABLE = (StockAdjusted, GoodsReceived, GoodsReturned)


def _product(world: World, first: int = 1) -> str:
    return f"p{world.chance.randrange(first, first + 3)}"


# --- what is true then


class Ledger:
    """Whatever was written, where and with which knowledge."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str], dict[Cell, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        self._documents: dict[str, tuple[str, Any]] = {}
        self._knew: dict[str, dict[str, int]] = {}

    def note(self, entry: Entry, document: Document, knew: dict[str, int]) -> None:
        """knew: of each origin the last number that the writer knew of."""
        when = (entry.at, 0, "", 0, 0)
        if isinstance(document, _UNDOABLE):
            self._documents[entry.id], self._knew[entry.id] = (entry.store_id, document), knew
        if isinstance(document, SaleCompleted):
            for x in document.lines:
                self._move(entry, x.product_id, ("", "", ""), (when, False, -x.quantity))
        elif isinstance(document, StockPlaced):
            for y in document.lines:
                for place, quantity in ((y.source, -y.quantity), (y.target, y.quantity)):
                    self._move(entry, y.product_id, _cell(place, y.batch, y.expiry), (when, False, quantity))
        elif isinstance(document, StocktakeApproved):
            for n, c in enumerate(document.lines):
                count = ((c.at, 1, entry.origin, entry.seq, n), True, int(c.counted))
                self._move(entry, c.product_id, _cell(c.location, c.batch, c.expiry), count)
        elif sign := -1 if isinstance(document, TransferDispatched) else isinstance(document, _MOVING):
            for z in document.lines:  # type: ignore[attr-defined]
                self._move(entry, z.product_id, _cell(z.location, z.batch, z.expiry), (when, False, sign * z.quantity))

    def _move(self, entry: Entry, product_id: str, cell: Cell, fact: Fact) -> None:
        self.facts[entry.store_id, product_id][cell].append(fact)

    def cells(self, shop: str, product_id: str) -> dict[Cell, int]:
        """What lies where of a product: what somebody who counts all of it would find."""
        found = {cell: in_the_end(facts) for cell, facts in self.facts[shop, product_id].items()}
        return {cell: quantity for cell, quantity in found.items() if quantity}

    def faults(self, world: World) -> Iterator[str]:
        """Where the office or a till says something else."""
        for (shop, product_id), _cells in sorted(self.facts.items()):
            there = self.cells(shop, product_id)
            yield from _stock_faults(world, shop, product_id, there)
        for till in world.tills:
            yield from self._told_faults(world, till)
            yield from _worth_faults(till)
        for till in world.tills[:: len(world.tills) // 2]:
            yield from self._count_faults(till)

    def _told_faults(self, world: World, till: Till) -> Iterator[str]:
        """Who did something twice is told of it, on every machine."""
        shop, told = till.store.store_id, till.store.doubles.all()
        office = Doubles(world.office.store.book, world.office.store.journal, shop).all()
        if set(told) != set(office):
            yield f"{till.name} tells {told}, the office {office}"
        mine = {id_: d for id_, (where, d) in self._documents.items() if where == shop}
        undoing: dict[str, list[str]] = defaultdict(list)
        for id_, d in mine.items():
            if d.undoes:
                undoing[d.undoes].append(id_)

        def stands(id_: str) -> int:
            return 1 - sum(stands(other) for other in undoing[id_])

        twice = {id_ for id_ in mine if stands(id_) < 0}
        if twice != {d.id for d in told if isinstance(d, TakenBack) and d.what != "transfer"}:
            yield f"{till.name} should tell that {twice} were taken back twice, and tells {told}"
        apart: set[str] = set()
        for one, other in combinations([i for i, d in mine.items() if d.lines and not d.undoes and stands(i) > 0], 2):
            if self._unknown_to_each_other(one, other) and not any(
                not d.lines and _about(d) == _about(mine[one]) and self._knows(i, one) and self._knows(i, other)
                for i, d in mine.items()
            ):
                apart |= {one, other}
        if apart != {i for d in told if isinstance(d, Apart) and d.what == "order" for i in d.documents}:
            yield f"{till.name} should tell that {apart} don't know of each other, and tells {told}"

    def _unknown_to_each_other(self, one: str, other: str) -> bool:
        (_s, mine), (_t, its) = self._documents[one], self._documents[other]
        same = isinstance(mine, GoodsReceived) and isinstance(its, GoodsReceived) and mine.order_id == its.order_id
        return same and bool(mine.order_id) and not self._knows(one, other) and not self._knows(other, one)

    def _knows(self, one: str, other: str) -> bool:
        origin, _, seq = other.partition("-")
        return one.startswith(f"{origin}-") or self._knew[one].get(origin, 0) >= int(seq)

    def _count_faults(self, till: Till) -> Iterator[str]:
        """Who counts all of it, and well, finds no difference."""
        from tests.store.counting import begin, compared, count, counted

        store = till.store
        stocktake, whole = begin(store), set()
        for shop, product_id in sorted(self.facts):
            there = self.cells(shop, product_id)
            if shop == store.store_id and there and min(there.values()) >= 0:
                whole.add(product_id)
                lines = [
                    counted(store, product_id, quantity, location=place, batch=batch, expiry=date)
                    for (place, batch, date), quantity in there.items()
                ]
                count(store, stocktake, *lines)
        for c in compared(store, stocktake):
            if c.product_id in whole and c.difference:
                yield f"{till.name}: a count of {c.product_id} finds {c.counted}, the books say {c.expected} ({c})"


_MOVING = (*_UNDOABLE, TransferReceived)


def _about(document: Any) -> tuple[type, str]:
    return type(document), document.order_id if isinstance(document, GoodsReceived) else document.supplier_id


def _cell(place: str, batch: str, expiry: str) -> Cell:
    return place, batch, "" if batch else expiry


def _stock_faults(world: World, shop: str, product_id: str, there: dict[Cell, int]) -> Iterator[str]:
    stores = [("the office", world.office.store), *((t.name, t.store) for t in world.tills if t.store.store_id == shop)]
    for name, store in stores:
        key = (shop, product_id)
        hand = store.book.sql("SELECT on_hand FROM stock WHERE store_id = ? AND product_id = ?", key)
        moved = store.book.sql("SELECT sum(quantity) FROM stock_movement WHERE store_id = ? AND product_id = ?", key)
        if not hand[0][0] == moved[0][0] == sum(there.values()):
            yield f"{name}: {shop} has {sum(there.values())} of {product_id}; {hand} on hand, {moved} moved"
        bins: dict[Cell, int] = defaultdict(int)
        for place, batch, expiry, quantity in store.book.sql(
            "SELECT location, batch, expiry, quantity FROM stock_bin WHERE store_id = ? AND product_id = ?", key
        ):
            bins[_cell(place, batch, expiry)] += quantity
        said = {cell: quantity for cell, quantity in bins.items() if quantity}
        if said != {cell: quantity for cell, quantity in there.items() if cell != ("", "", "")}:
            yield f"{name}: of {product_id} lies {there} in {shop}, the books say {said}"


def _worth_faults(till: Till) -> Iterator[str]:
    """The value of stock is what came in, less what it cost that left, and what was set right; to the cent."""
    store = till.store
    for product_id, on_hand, average in store.book.sql(
        "SELECT product_id, on_hand, average FROM stock WHERE store_id = ?", (store.store_id,)
    ):
        pieces, cost = 0, None
        rows = store.book.sql(
            "SELECT origin, seq, why, quantity, cost, batch FROM stock_movement "
            "WHERE store_id = ? AND product_id = ? ORDER BY at, origin, seq, line", (store.store_id, product_id),
        )  # fmt: skip
        last = {row[5]: row[:2] for row in rows if row[2] == "invoiced"}
        came: dict[str, int] = defaultdict(int)
        for origin, seq, why, quantity, price, delivery in rows:
            if why == "invoiced" and last[delivery] == (origin, seq) and price and pieces > 0 and came[delivery]:
                bears = Fraction(price * 1000 * min(pieces, came[delivery]), came[delivery])
                cost = max(0, floor(((cost or 0) * pieces + bears) / pieces + Fraction(1, 2)))
            elif why != "invoiced" and quantity > 0 and price is not None:
                had = max(pieces, 0) if cost is not None else 0
                cost = (2 * (had * (cost or 0) + quantity * price) + had + quantity) // (2 * (had + quantity))
            if why == "receipt":
                came[f"{origin}-{seq}"] += quantity
            pieces += quantity
        if (pieces, cost or 0) != (on_hand, average):
            yield f"{till.name}: {product_id} is {pieces} at {cost}, the books say {on_hand} at {average}"
    found = valuate(store, "2023-11-15", "2023-11-14", 0)
    if found.before != 0 or abs(found.now - sum(worth for _why, worth in found.changes)) > 1 + len(found.changes) // 2:
        yield f"{till.name}: {found} does not add up"
