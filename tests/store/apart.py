"""Two terminals of a shop that do not hear of each other for a while, and machines that hear of both, either first."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.digests import table_digests
from kiosk.store.document_base import Document
from kiosk.store.entry import Entry
from kiosk.store.store import Store
from tests.store.shop import NOON, Clock, new_store, stock_up


class Terminals:
    """`here` and `there`: two of one shop, which know the same at first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.clock = Clock(NOON)
        self.here, self.there = (self._make(name) for name in ("here", "there"))
        stock_up(self.here)
        self.meet()

    def _make(self, name: str) -> Store:
        folder = self._path / name
        folder.mkdir()
        return new_store(folder, clock=self.clock)

    def write(self, store: Store, document: Document, actor: str = "1001") -> Entry:
        self.clock.now += 7
        return store.journal.append(document, actor=actor)

    def meet(self) -> None:
        """Each hears what the other wrote."""
        for one, other in ((self.here, self.there), (self.there, self.here)):
            for entry in one.journal.entries(one.origin, other.journal.origins().get(one.origin, 0)):
                other.journal.receive(entry)

    def agree(self) -> Store:
        """Whoever heard of what first, all tables are the same; one of four machines."""
        machines = [self.here, self.there]
        for order in ((self.here, self.there), (self.there, self.here)):
            machine = self._make(f"hears {order[0].origin} first {self.clock.now}")
            first, second = order
            for entry in (*first.journal.entries(first.origin), *second.journal.entries(second.origin)):
                machine.journal.receive(entry)
            machines.append(machine)
        digests = [table_digests(m.book) for m in machines]
        assert all(d == digests[0] for d in digests)
        told = [m.doubles.all() for m in machines]
        assert all(t == told[0] for t in told)
        for machine in machines[2:]:
            machine.close()
        return self.here

    def close(self) -> None:
        self.here.close()
        self.there.close()
