"""Another shop of the chain for flow tests, and the head office between: what either wrote reaches the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.replicate.replicator import Replicator
from kiosk.store.documents import StoreSaved
from kiosk.store.documents_transfers import TransferDispatched, TransferDocument, TransferLine, TransferRequested
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from kiosk.wire.elsewhere import Elsewhere
from kiosk.wire.messages import Enrol, FeedPage, Push, Pushed
from tests.flows.keeper import open_stockroom


class Wire:
    """A line that never fails."""

    def __init__(self, office: Office, terminal: Terminal) -> None:
        self._office = office
        self._terminal = terminal

    def push(self, request: Push) -> Pushed:
        return self._office.push(self._terminal, request)

    def page(self, feed: str, after: int, *, wait_s: float, limit: int, checksum: str, lineage: str) -> FeedPage:
        return self._office.page(self._terminal, feed, after, limit, checksum)

    def elsewhere(self, product_id: str) -> Elsewhere:
        return self._office.elsewhere(self._terminal, product_id)

    def close(self) -> None:
        pass


class Chain:
    """`shop` is S01 with its keeper; `north` is S02, without a screen."""

    def __init__(self, path: Path, user: str = "tom") -> None:
        self.shop = open_stockroom(path, user)
        self.office = Office.open(path / "office.db", clock=lambda: self.shop.time.at)
        self.north = Store.create(path / "S02.db", "S02", clock=lambda: self.shop.time.at)
        for store in (self.office.store, self.north):
            store.book.sql("PRAGMA synchronous = OFF")
        self.office.store.journal.append(StoreSaved(id="S02", name_zh="城北店", name_en="North shop"), actor="-")
        self._wires: dict[str, Wire] = {}
        self.travel()

    def travel(self) -> None:
        """The line stands: everything goes where it concerns."""
        for _ in range(2):
            for store in (self.shop.store, self.north):
                if store.store_id not in self._wires:
                    token = self.office.enrol(Enrol(self.office.invite(store.store_id, "T1"), store.origin)).token
                    self._wires[store.store_id] = Wire(self.office, self.office.members.known(token))
                replicator = Replicator(store, clock=lambda: self.shop.time.at, since_boot=lambda: self.shop.time.at)
                line: Any = self._wires[store.store_id]
                replicator.push_all(line)
                replicator.pull_all(line)
        self.shop.front.news()
        self.shop.tick(2)

    def wire(self, store_id: str) -> Wire:
        """A shop's line."""
        return self._wires[store_id]

    def sends(self, *goods: tuple[str, int], batch: str = "", expiry: str = "", request_id: str = "") -> str:
        """North sent pieces at a cost of 1.50; its id, known here."""
        lines = tuple(
            TransferLine(product_id=p, quantity=Quantity(n * 1000), cost=1_500_000, batch=batch, expiry=expiry)
            for p, n in goods
        )
        sent = TransferDispatched(source="S02", target="S01", lines=lines, request_id=request_id)
        return self.writes(sent)

    def asks(self, *goods: tuple[str, int]) -> str:
        """North asks for pieces; its id, known here."""
        lines = tuple(TransferLine(product_id=p, quantity=Quantity(n * 1000)) for p, n in goods)
        return self.writes(TransferRequested(source="S01", target="S02", lines=lines))

    def writes(self, document: TransferDocument) -> str:
        """Of the north shop's own."""
        entry = self.north.journal.append(document, actor="N1")
        self.travel()
        return entry.id

    def close(self) -> None:
        self.shop.close()
        self.north.close()
        self.office.store.close()
