"""A delivery while it is unloaded: its lines, kept safe one by one, and the document that comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.i18n import M
from kiosk.store.documents import Approval
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.store import Store
from kiosk.trade.costing import Cost
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from kiosk.trade.receiving import shares

TASK = "receiving"
_PACK = msgspec.msgpack.Encoder()


class Head(msgspec.Struct, frozen=True):
    """What is said of the delivery as a whole. approvals: who agreed to what differs."""

    supplier_id: str = ""
    order_id: str = ""
    paper: str = ""
    freight: int = 0
    approvals: tuple[Approval, ...] = ()


class Came(msgspec.Struct, frozen=True):
    """A line: what came of one product and batch, good and broken, in base units; price as in `ReceivedLine`."""

    number: int
    product_id: str
    quantity: int = 0
    damaged: int = 0
    price: int | None = None
    batch: str = ""
    expiry: str = ""
    location: str = ""


_HEAD = msgspec.msgpack.Decoder(Head)
_LINE = msgspec.msgpack.Decoder(Came)


class Unloading:
    """The delivery that is open on this terminal; what is not on the disk yet is nothing."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store
        self.head = Head()
        self.lines: dict[int, Came] = {}
        self._came: dict[str, int] = {}
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._last = 0
        self.changed: Callable[[str], None] = lambda _product: None
        """Told each product of which more or less has come."""

    def load(self) -> None:
        """As it was left."""
        self._forget()
        for number, body in self._store().drafts.all(TASK):
            if number == 0:
                self.head = _HEAD.decode(body)
            else:
                self.lines[number] = line = _LINE.decode(body)
                self._came[line.product_id] = self.came(line.product_id) + line.quantity
                self._numbers[_kind(line)] = number
                self._last = number

    def say(self, **facts: object) -> None:
        """Change what is said of the whole."""
        self.head = replace(self.head, **facts)
        self._store().drafts.put(TASK, 0, _PACK.encode(self.head))

    def put(self, line: Came) -> None:
        """Keep a line; one with nothing left of it goes."""
        before = self.lines.get(line.number)
        more = line.quantity - (before.quantity if before else 0)
        self._came[line.product_id] = self.came(line.product_id) + more
        if line.quantity or line.damaged:
            self.lines[line.number] = line
            self._numbers[_kind(line)] = line.number
            self._last = max(self._last, line.number)
            self._store().drafts.put(TASK, line.number, _PACK.encode(line))
        else:
            self.lines.pop(line.number, None)
            self._numbers.pop(_kind(line), None)
            self._store().drafts.drop(TASK, line.number)
        self.changed(line.product_id)

    def line_for(self, product_id: str, batch: str, expiry: str, price: int | None) -> Came:
        """The line of this product and batch, a new one where there is none."""
        known = self.lines.get(self._numbers.get((product_id, batch, expiry), 0))
        return known or Came(self._last + 1, product_id, price=price, batch=batch, expiry=expiry)

    def came(self, product_id: str) -> int:
        """How much of a product lies unloaded, the broken left out."""
        return self._came.get(product_id, 0)

    def document(self) -> GoodsReceived:
        """All of it, the freight parted."""
        head, lines = self.head, tuple(self.lines.values())
        landed = shares(head.freight, [(x.quantity, None if x.price is None else Cost(x.price)) for x in lines])
        return GoodsReceived(
            supplier_id=head.supplier_id,
            order_id=head.order_id,
            paper=head.paper,
            freight=Money(sum(landed)),
            approvals=head.approvals,
            lines=tuple(
                ReceivedLine(
                    product_id=x.product_id,
                    quantity=Quantity(x.quantity),
                    price=x.price,
                    landed=share,
                    damaged=Quantity(x.damaged),
                    batch=x.batch,
                    expiry=x.expiry,
                    location=x.location,
                )
                for x, share in zip(lines, landed, strict=True)
            ),
        )

    def post(self, actor: str, seen: Mapping[str, int]) -> str:
        """Into the journal, and the draft is gone, both or neither; the receipt's id. seen: what the keeper knows to
        have come of the order before. Raises Refused where more came this very moment."""
        store = self._store()
        with store.book.transaction():
            came = store.purchases.received(self.head.order_id) if seen else {}
            if any(came.get(product, 0) != quantity for product, quantity in seen.items()):
                raise Refused(M("Somebody took in goods of this order just now. Take yours in once more."))
            document = replace(self.document(), heard=store.journal.heard())
            entry = store.journal.append(document, actor=actor)
            store.drafts.clear(TASK)
        self._forget()
        return entry.id

    def give_up(self) -> None:
        """Nothing came."""
        self._store().drafts.clear(TASK)
        self._forget()

    def _forget(self) -> None:
        self.head, self.lines, self._came = Head(), {}, {}
        self._numbers, self._last = {}, 0


def _kind(line: Came) -> tuple[str, str, str]:
    """What is one line however often it is scanned."""
    return line.product_id, line.batch, line.expiry
