"""An adjustment while its goods are gathered: its lines, kept safe one by one, and the document that comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from kiosk.store.documents import AdjustmentLine, Approval, GoodsReturned, StockAdjusted
from kiosk.store.enough import Taken
from kiosk.store.journal import Jobs
from kiosk.store.store import Store
from kiosk.trade.adjusting import signed
from kiosk.trade.costing import Cost, cost_of, value
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

TASK = "adjusting"
_PACK = msgspec.msgpack.Encoder()


class Part(msgspec.Struct, frozen=True):
    """A line: so much of a product, batch and place, base units, always positive."""

    number: int
    product_id: str
    quantity: int = 0
    batch: str = ""
    expiry: str = ""
    location: str = ""


def taken(lines: Iterable[Part]) -> list[Taken]:
    """What of them leaves the stock, and from where."""
    return [Taken.of(x, x.quantity) for x in lines]


_REASON = msgspec.msgpack.Decoder(str)
_PART = msgspec.msgpack.Decoder(Part)


class Gathering:
    """The adjustment that is open on this terminal; what is not on the disk yet is nothing."""

    task = TASK
    """Its name among the drafts."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store
        self.reason = ""
        self.lines: dict[int, Part] = {}
        self._numbers: dict[tuple[str, str, str, str], int] = {}
        self._sums: dict[str, int] = {}
        self._of: dict[str, dict[int, None]] = {}
        self._last = 0

    def load(self) -> None:
        """As it was left."""
        self.reason, self.lines, self._numbers, self._sums, self._of, self._last = "", {}, {}, {}, {}, 0
        for number, body in self._store().drafts.all(self.task):
            if number < 0:
                self.know(body)
            elif number == 0:
                self.reason = _REASON.decode(body)
            else:
                self._count(_PART.decode(body))

    def know(self, body: bytes) -> None:
        """What else was said of the whole; of an adjustment nothing is."""

    def because(self, reason: str) -> None:
        """Why."""
        self.reason = reason
        self._store().drafts.put(self.task, 0, _PACK.encode(reason))

    def put(self, line: Part) -> None:
        """Keep a line; one with nothing left of it goes."""
        self._count(line)
        if line.quantity:
            self._store().drafts.put(self.task, line.number, _PACK.encode(line))
        else:
            self._store().drafts.drop(self.task, line.number)

    def line_for(self, product_id: str, batch: str, expiry: str, location: str) -> Part:
        """The line of these goods, a new one where there is none."""
        number = self._numbers.get((product_id, batch, expiry, location))
        if number is not None:
            return self.lines[number]
        return Part(self._last + 1, product_id, batch=batch, expiry=expiry, location=location)

    def lines_of(self, product_id: str) -> list[Part]:
        """The lines of a product."""
        return [self.lines[number] for number in self._of.get(product_id, ())]

    def of(self, product_id: str) -> int:
        """How much of a product."""
        return self._sums.get(product_id, 0)

    def _count(self, line: Part) -> None:
        before = self.lines.get(line.number)
        self._sums[line.product_id] = self.of(line.product_id) + line.quantity - (before.quantity if before else 0)
        kind = (line.product_id, line.batch, line.expiry, line.location)
        if line.quantity:
            self.lines[line.number], self._numbers[kind] = line, line.number
            self._last = max(self._last, line.number)
            self._of.setdefault(line.product_id, {})[line.number] = None
        else:
            self._of.get(line.product_id, {}).pop(line.number, None)
            self.lines.pop(line.number, None)
            self._numbers.pop(kind, None)

    def document(self, approvals: tuple[Approval, ...] = ()) -> StockAdjusted | GoodsReturned:
        """All of it."""
        return StockAdjusted(reason=self.reason, lines=self.valued(), approvals=approvals)

    def valued(self) -> tuple[AdjustmentLine, ...]:
        """The lines, worth what the goods cost on average."""
        store, lines = self._store(), []
        for x in self.lines.values():
            quantity, average = signed(self.reason, x.quantity), store.stock.level(x.product_id).average_cost
            product = store.catalogue.product(x.product_id)
            # Goods that never cost anything here come in at what the office says that they cost
            cost = product.cost if product is not None and quantity > 0 and not average else None
            worth = value(quantity, Cost(average)) if average else value(quantity, cost_of(Money(cost or 0)))
            lines.append(
                AdjustmentLine(
                    product_id=x.product_id,
                    quantity=Quantity(quantity),
                    unit_cost=cost,
                    batch=x.batch,
                    expiry=x.expiry,
                    location=x.location,
                    value=worth,
                )
            )
        return tuple(lines)

    def post(self, actor: str, approvals: tuple[Approval, ...], jobs: Jobs | None = None) -> str:
        """Into the journal, and the draft is gone, both or neither; the document's id. jobs: papers to go with it."""
        store = self._store()
        with store.book.transaction():
            entry = store.journal.append(self.document(approvals), actor=actor, jobs=jobs)
            store.drafts.clear(self.task)
        self.load()
        return entry.id

    def give_up(self) -> None:
        """Nothing is set right."""
        self._store().drafts.clear(self.task)
        self.load()
