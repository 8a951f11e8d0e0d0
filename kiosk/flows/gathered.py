"""Goods gathered on this terminal for a document that is not written yet, kept safe line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from kiosk.store.document_base import Document
from kiosk.store.entry import Entry
from kiosk.store.journal import Jobs
from kiosk.store.store import Store

_PACK = msgspec.msgpack.Encoder()
_SAID = msgspec.msgpack.Decoder(dict[str, str])


class Piece(msgspec.Struct, frozen=True):
    """So much of a product and batch, base units. location: where it was taken from, or put. broken: no good."""

    number: int
    product_id: str
    quantity: int = 0
    batch: str = ""
    expiry: str = ""
    location: str = ""
    broken: bool = False


_PIECE = msgspec.msgpack.Decoder(Piece)


class Gathered:
    """The lines of one task, as they lie on the disk. said: facts about the whole."""

    def __init__(self, store: Callable[[], Store], task: str) -> None:
        self._store = store
        self._task = task
        self.said: dict[str, str] = {}
        self.lines: dict[int, Piece] = {}
        for number, body in store().drafts.all(task):
            if number == 0:
                self.said = _SAID.decode(body)
            else:
                self.lines[number] = _PIECE.decode(body)
        self._last = max(self.lines, default=0)
        self._sums: dict[str, int] = {}
        self._lots: dict[tuple[str, str], int] = {}
        self._numbers: dict[tuple[str, str, str, bool], int] = {}
        self._of: dict[str, dict[int, None]] = {}
        for line in self.lines.values():
            self._count(line, line.quantity)

    def say(self, **facts: str) -> None:
        """Keep facts about the whole."""
        self.said = self.said | facts
        self._store().drafts.put(self._task, 0, _PACK.encode(self.said))

    def put(self, piece: Piece) -> None:
        """Keep a line; one with nothing left of it goes."""
        before = self.lines.get(piece.number)
        if before is not None:
            self._count(before, -before.quantity)
            self._numbers.pop(_kind(before), None)
        self._count(piece, piece.quantity)
        if piece.quantity:
            self.lines[piece.number] = piece
            self._last = max(self._last, piece.number)
            self._store().drafts.put(self._task, piece.number, _PACK.encode(piece))
        else:
            self.lines.pop(piece.number, None)
            self._numbers.pop(_kind(piece), None)
            self._of[piece.product_id].pop(piece.number, None)
            self._store().drafts.drop(self._task, piece.number)

    def line_for(
        self, product_id: str, batch: str = "", expiry: str = "", location: str = "", *, broken: bool = False
    ) -> Piece:
        """The line of these goods, a new one where there is none."""
        number = self._numbers.get((product_id, batch, location, broken))
        if number is not None:
            return self.lines[number]
        return Piece(self._last + 1, product_id, 0, batch, expiry, location, broken)

    def lines_of(self, product_id: str) -> list[Piece]:
        """The lines of a product, in the order in which they came about."""
        return [self.lines[number] for number in self._of.get(product_id, ())]

    def of(self, product_id: str) -> int:
        """How much of a product, the broken too."""
        return self._sums.get(product_id, 0)

    def of_lot(self, product_id: str, batch: str) -> int:
        """How much of a product's batch, the broken too."""
        return self._lots.get((product_id, batch), 0)

    def broken(self, product_id: str, batch: str) -> int:
        """How much of a batch is broken."""
        number = self._numbers.get((product_id, batch, "", True))
        return self.lines[number].quantity if number is not None else 0

    def post(self, documents: Sequence[Document], actor: str, jobs: Jobs | None = None) -> list[Entry]:
        """Into the journal, and the draft is gone: all or nothing. jobs: papers of the first document."""
        store = self._store()
        entries: list[Entry] = []
        with store.book.transaction():
            for document in documents:
                entries.append(store.journal.append(document, actor=actor, jobs=None if entries else jobs))
            store.drafts.clear(self._task)
        self._forget()
        return entries

    def give_up(self) -> None:
        """Nothing of it happened."""
        self._store().drafts.clear(self._task)
        self._forget()

    def _count(self, piece: Piece, more: int) -> None:
        lot = (piece.product_id, piece.batch)
        self._sums[piece.product_id] = self.of(piece.product_id) + more
        self._lots[lot] = self._lots.get(lot, 0) + more
        self._numbers[_kind(piece)] = piece.number
        self._of.setdefault(piece.product_id, {})[piece.number] = None

    def _forget(self) -> None:
        self.said, self.lines, self._sums, self._last = {}, {}, {}, 0
        self._lots, self._numbers, self._of = {}, {}, {}


def _kind(piece: Piece) -> tuple[str, str, str, bool]:
    """What is one line however often it is scanned."""
    return piece.product_id, piece.batch, piece.location, piece.broken
