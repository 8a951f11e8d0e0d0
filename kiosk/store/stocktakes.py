"""Stocktakes: where they stand, what was counted, and how that differs from the books of the moment it was counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from peewee import fn

from kiosk.store.catalogue import Catalogue
from kiosk.store.cells import PLAIN, Cell, cell_of, level, level_at
from kiosk.store.documents_counting import SettledLine
from kiosk.store.entry import split_id
from kiosk.store.queries import Book, Query, arg
from kiosk.store.stock import Stock
from kiosk.store.tables_counting import CountedRow
from kiosk.store.tables_counting import CountLineRow as L
from kiosk.store.tables_counting import StocktakeRow as S
from kiosk.store.tables_counting import StocktakeStepRow as Step
from kiosk.store.tables_stock import MovementRow as V
from kiosk.store.tables_stock import StockRow
from kiosk.store.tables_stockroom import BinRow as B
from kiosk.trade.costing import Cost, value
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


class Stocktake(msgspec.Struct, frozen=True):
    """A stocktake as it stands. state: open, approved, cancelled. counters: who counted. ended_*: by whom, when,
    and by which document. approvals: by how many; two who did not know of each other move nothing twice."""

    id: str
    at: int
    actor: str
    scope: str
    of: str
    products: tuple[str, ...]
    blind: bool
    state: str
    counters: tuple[str, ...]
    ended_by: str = ""
    ended_at: int = 0
    ended_id: str = ""
    approvals: int = 0


class Compared(msgspec.Struct, frozen=True):
    """A cell: what was counted (None: nobody counted this product), what the books say of that moment (UTC ms).

    value: of the difference, minor units, at the average cost.
    """

    product_id: str
    location: str
    batch: str
    expiry: str
    counted: Quantity | None
    expected: Quantity
    at: int
    value: Money

    @property
    def difference(self) -> int:
        """More (> 0) or less than the books say."""
        return (self.counted or 0) - self.expected


def settled(compared: Iterable[Compared], *, uncounted: bool = True) -> tuple[SettledLine, ...]:
    """What an approval says of these. uncounted: of a product that nobody counted there is nothing."""
    return tuple(
        SettledLine(
            product_id=c.product_id,
            counted=Quantity(c.counted or 0),
            expected=c.expected,
            at=c.at,
            value=c.value,
            batch=c.batch,
            expiry=c.expiry,
            location=c.location,
        )
        for c in compared
        if uncounted or c.counted is not None
    )


class _Count(msgspec.Struct):
    quantity: int = 0
    at: int = 0
    expiry: str = ""


_HEAD = (S.origin, S.seq, S.at, S.actor, S.scope, S.of, S.products, S.blind)
_LATEST = Query(
    S.select(*_HEAD).where(S.store_id == arg(0)).order_by(S.at.desc(), S.origin.desc(), S.seq.desc()).limit(arg(1))
)
_ONE = Query(S.select(*_HEAD).where(S.store_id == arg(0), S.origin == arg(1), S.seq == arg(2)))
_STEPS = Query(
    Step.select(Step.step, Step.product_id, Step.at, Step.actor, Step.by, Step.origin, Step.seq)
    .where(Step.store_id == arg(0), Step.stocktake_id == arg(1))
    .order_by(Step.at, Step.origin, Step.seq, Step.product_id)
)
_HEARD = Query(Step.select(fn.COUNT(Step.seq)).where(Step.store_id == arg(0), Step.stocktake_id == arg(1)))
_LINES = Query(
    L.select(L.product_id, L.location, L.batch, L.expiry, L.quantity, L.at)
    .where(L.store_id == arg(0), L.stocktake_id == arg(1))
    .order_by(L.product_id, L.at, L.origin, L.seq, L.line)
)
_BINS = Query(
    B.select(B.location, B.batch, B.expiry, B.quantity).where(B.store_id == arg(0), B.product_id == arg(1))
)  # fmt: skip
_AT_PLACE = Query(
    B.select(B.product_id).distinct().where(B.store_id == arg(0), B.location == arg(1), B.quantity != 0)
)  # fmt: skip
_STOCKED = Query(StockRow.select(StockRow.product_id).where(StockRow.store_id == arg(0), StockRow.on_hand != 0))
_BINNED = Query(B.select(B.product_id).distinct().where(B.store_id == arg(0), B.quantity != 0))
_USAGE = Query(
    V.select(V.product_id, fn.SUM(V.quantity), fn.MAX(StockRow.average))
    .join(StockRow, on=((StockRow.store_id == V.store_id) & (StockRow.product_id == V.product_id)))
    .where(V.store_id == arg(0), V.at >= arg(1), V.why.in_(("sale", "return")))
    .group_by(V.product_id)
)
_COUNTED = Query(
    CountedRow.select(CountedRow.product_id, CountedRow.at).where(
        CountedRow.store_id == arg(0), CountedRow.product_id != ""
    )
)


class Stocktakes:
    """Those of one store."""

    def __init__(self, book: Book, catalogue: Catalogue, stock: Stock, store_id: str) -> None:
        self._book = book
        self._catalogue = catalogue
        self._stock = stock
        self._store_id = store_id

    def latest(self, limit: int = 50) -> tuple[Stocktake, ...]:
        """The latest first."""
        return tuple(self._stocktake(row) for row in self._book.all(_LATEST, self._store_id, limit))

    def open(self) -> tuple[Stocktake, ...]:
        """Those that are not ended, of the last fifty."""
        return tuple(s for s in self.latest() if s.state == "open")

    def get(self, stocktake_id: str) -> Stocktake | None:
        """One by its id."""
        row = self._book.one(_ONE, self._store_id, *(split_id(stocktake_id) or ("", 0)))
        return self._stocktake(row) if row else None

    def _stocktake(self, row: tuple[object, ...]) -> Stocktake:
        origin, seq, at, actor, scope, of, products, blind = row
        id_ = f"{origin}-{seq}"
        steps = self._book.all(_STEPS, self._store_id, id_)
        ends = [s for s in steps if s[0] == "approved"] or [s for s in steps if s[0] == "cancelled"]
        counters = tuple(dict.fromkeys(s[3] for s in steps if s[0] == "counted"))
        known = msgspec.json.decode(str(products), type=tuple[str, ...])
        end = ends[0] if ends else None
        return Stocktake(
            id_, at, actor, scope, of, known, bool(blind), end[0] if end else "open", counters,  # type: ignore[arg-type]
            (end[4] or end[3]) if end else "", end[2] if end else 0, f"{end[5]}-{end[6]}" if end else "",
            sum(s[0] == "approved" for s in steps),
        )  # fmt: skip

    def counted(self, stocktake_id: str) -> dict[str, dict[Cell, tuple[int, int, str]]]:
        """What stands of what was counted: product to cell to (quantity, last moment, date)."""
        again: dict[str, int] = {}
        for step, product, at, *_who in self._book.all(_STEPS, self._store_id, stocktake_id):
            if step == "recount":
                again[product] = max(at, again.get(product, 0))
        found: dict[str, dict[Cell, _Count]] = defaultdict(dict)
        for product, location, batch, expiry, quantity, at in self._book.all(_LINES, self._store_id, stocktake_id):
            if at > again.get(product, -1):
                count = found[product].setdefault(cell_of(location, batch, expiry), _Count())
                count.quantity += quantity
                count.at = max(count.at, at)
                count.expiry = max(count.expiry, expiry)
        return {p: {c: (n.quantity, n.at, n.expiry) for c, n in cells.items()} for p, cells in found.items()}

    def late(self, stocktake_id: str, stood: Iterable[SettledLine]) -> tuple[str, ...]:
        """Products of which more was handed in than those who approved knew: it is not in the stock. stood: what was
        approved."""
        known = {(x.product_id, cell_of(x.location, x.batch, x.expiry)): int(x.counted) for x in stood}
        return tuple(
            product
            for product, cells in self.counted(stocktake_id).items()
            if any(known.get((product, cell)) != quantity for cell, (quantity, _at, _date) in cells.items())
        )

    def heard(self, stocktake_id: str) -> int:
        """How many steps of it are known here: as long as this stays, so does all that was counted."""
        return int(self._book.value(_HEARD, self._store_id, stocktake_id))

    def again(self, stocktake_id: str) -> tuple[str, ...]:
        """Products that are to be counted again, and were not yet."""
        asked = {row[1] for row in self._book.all(_STEPS, self._store_id, stocktake_id) if row[0] == "recount"}
        return tuple(sorted(asked - self.counted(stocktake_id).keys()))

    def products(self, stocktake: Stocktake) -> set[str]:
        """Products that should be counted: those of its scope of which the books know any."""
        if stocktake.scope == "goods":
            return set(stocktake.products)
        if stocktake.scope == "location":
            return {p for (p,) in self._book.all(_AT_PLACE, self._store_id, stocktake.of)}
        known = self.stocked()
        return known & set(self._catalogue.products_of(stocktake.of)) if stocktake.scope == "category" else known

    def stocked(self) -> set[str]:
        """Products of which the books know any, or owe any."""
        return {p for q in (_STOCKED, _BINNED) for (p,) in self._book.all(q, self._store_id)}

    def compare(self, stocktake: Stocktake, now: int, *, none: bool = False) -> tuple[Compared, ...]:
        """Every cell that was counted or should have been. now: the journal's moment.

        What was not found of a product that was counted is nothing at the moment when it was counted last. none: so it
        is with products that nobody counted.
        """
        counted = self.counted(stocktake.id)
        found: list[Compared] = []
        for product in sorted(self.products(stocktake) | counted.keys()):
            its = counted.get(product, {})
            cells = list(self._compare(stocktake, product, its, now, none=none))
            found += cells
            if stocktake.scope == "location" and (its or none):
                found += self._paid(product, cells, max((at for _q, at, _d in its.values()), default=now))
        return tuple(found)

    def _compare(
        self, stocktake: Stocktake, product: str, counted: dict[Cell, tuple[int, int, str]], now: int, *, none: bool
    ) -> Iterable[Compared]:
        dates: dict[Cell, str] = {PLAIN: ""}
        for location, batch, expiry, _quantity in self._book.all(_BINS, self._store_id, product):
            cell = cell_of(location, batch, expiry)
            dates[cell] = max(expiry, dates.get(cell, ""))
        if stocktake.scope == "location":
            dates = {cell: date for cell, date in dates.items() if cell.location == stocktake.of}
        last = max((at for _quantity, at, _date in counted.values()), default=now)
        average = Cost(self._stock.level(product).average_cost)
        for cell in sorted(dates.keys() | counted.keys()):
            quantity, at, date = counted.get(cell, (0, last, ""))
            expected = level_at(self._book, self._store_id, product, cell, at)
            if cell not in counted and not expected:
                continue
            yield Compared(
                product, cell.location, cell.batch, date or dates.get(cell, ""),
                Quantity(quantity) if counted or none else None, Quantity(expected), at,
                value(quantity - expected, average),
            )  # fmt: skip

    def _paid(self, product: str, cells: Iterable[Compared], at: int) -> Iterable[Compared]:
        """What is missing from one place was sold off it, as far as the shop floor owes it: it is not taken off twice.

        First what the floor owes of the same batch, then what was sold without a word of its batch.
        """
        short: dict[tuple[str, str], int] = defaultdict(int, {PLAIN[1:]: 0})
        known = set()
        for c in cells:
            cell = cell_of(c.location, c.batch, c.expiry)
            known.add(cell)
            short[cell.batch, cell.expiry] += max(-c.difference, 0)
        average = Cost(self._stock.level(product).average_cost)
        for lot in sorted(short, reverse=True):
            cell = Cell("", *lot)
            if cell != PLAIN:
                short["", ""] += short[lot]
            if cell in known:
                continue
            lies = level_at(self._book, self._store_id, product, cell, at)
            paid = min(max(-lies, 0), short[lot])
            if paid:
                short["", ""] -= paid
                counted, worth = Quantity(lies + paid), value(paid, average)
                yield Compared(product, "", *lot, counted, Quantity(lies), at, worth)

    def expected(self, product_id: str, location: str, batch: str, expiry: str) -> int:
        """What the books say now of the cell that these goods lie in."""
        return level(self._book, self._store_id, product_id, cell_of(location, batch, expiry))

    def usage(self, since: int) -> dict[str, int]:
        """Product to what was sold of it since (UTC ms), at its average cost, minor units."""
        rows = self._book.all(_USAGE, self._store_id, since)
        return {product: value(-int(moved), Cost(average)) for product, moved, average in rows}

    def last_counted(self) -> dict[str, int]:
        """Product to the moment at which a count of it stands."""
        return dict(self._book.all(_COUNTED, self._store_id))
