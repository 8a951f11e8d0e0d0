"""What one person has counted on this terminal and not handed in yet, kept safe line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from kiosk.store.documents_counting import CountLine, StockCounted
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity

_PACK = msgspec.msgpack.Encoder()


class Seen(msgspec.Struct, frozen=True):
    """A line: so much was seen, base units, at the moment `at`."""

    number: int
    product_id: str
    quantity: int = 0
    at: int = 0
    batch: str = ""
    expiry: str = ""
    location: str = ""


_SEEN = msgspec.msgpack.Decoder(Seen)


class Tally:
    """One person's lines of one stocktake that are open on this terminal; what is not on the disk yet is nothing."""

    def __init__(self, store: Callable[[], Store], stocktake_id: str, actor: str) -> None:
        self._store = store
        self._id = stocktake_id
        self._task = f"count {stocktake_id} {actor}"
        self.lines: dict[int, Seen] = {
            number: _SEEN.decode(body) for number, body in store().drafts.all(self._task)
        }  # fmt: skip
        self._places = {(x.product_id, x.batch, x.expiry, x.location): x.number for x in self.lines.values()}
        self._last = max(self.lines, default=0)
        self.goods = Counter(x.product_id for x in self.lines.values())
        """In how many lines each product stands."""

    def put(self, line: Seen) -> Seen:
        """Keep a line, counted now."""
        line = replace(line, at=self._store().journal.moment())
        self._store().drafts.put(self._task, line.number, _PACK.encode(line))
        self.goods[line.product_id] += line.number not in self.lines
        self.lines[line.number] = line
        self._places[line.product_id, line.batch, line.expiry, line.location] = line.number
        self._last = max(self._last, line.number)
        return line

    def back(self, number: int, before: Seen | None) -> None:
        """A line as it was before; None: it was not there."""
        if before is not None:
            self.goods[before.product_id] += number not in self.lines
            self.lines[number] = before
            self._store().drafts.put(self._task, number, _PACK.encode(before))
            return
        line = self.lines.pop(number, None)
        if line is not None:
            self.goods[line.product_id] -= 1
            self._places.pop((line.product_id, line.batch, line.expiry, line.location), None)
            self._store().drafts.drop(self._task, number)

    def line_for(self, product_id: str, batch: str, expiry: str, location: str) -> Seen:
        """The line of these goods, a new one where there is none."""
        number = self._places.get((product_id, batch, expiry, location))
        if number is not None:
            return self.lines[number]
        return Seen(self._last + 1, product_id, batch=batch, expiry=expiry, location=location)

    def post(self, actor: str) -> None:
        """Into the journal, and the draft is gone, both or neither."""
        store = self._store()
        lines = tuple(
            CountLine(
                product_id=x.product_id,
                quantity=Quantity(x.quantity),
                at=x.at,
                batch=x.batch,
                expiry=x.expiry,
                location=x.location,
            )
            for x in self.lines.values()
        )
        with store.book.transaction():
            store.journal.append(StockCounted(stocktake_id=self._id, lines=lines), actor=actor)
            store.drafts.clear(self._task)
        self.lines, self._places, self.goods = {}, {}, Counter()
