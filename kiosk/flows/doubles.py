"""What two terminals did apart from each other that should have been done once: each row leads to what mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.flows.papers import local_time, name_of
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.tables import Table
from kiosk.flows.views import ChoiceView, Option, TableRow
from kiosk.flows.warehouse_tasks import open_document
from kiosk.i18n import M, Text, plain
from kiosk.store.documents import Approval, GoodsReturned
from kiosk.store.documents_stockroom import GoodsReceived
from kiosk.store.doubles import Apart, Double, TakenBack, What

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_MAY: dict[str, str] = {
    "receipt": "goods.receive",
    "adjustment": "stock.adjust",
    "return": "goods.return",
    "transfer": "transfer.receive",
    "order": "goods.receive",
    "supplier": "goods.return",
}
_DIFFERS = {"order": "goods.receive.differs", "supplier": "goods.return.unknown"}
_WORDS: dict[What, Text] = {
    "receipt": M("Delivery taken back twice"),
    "adjustment": M("Adjustment taken back twice"),
    "return": M("Return taken back twice"),
    "transfer": M("Transfer taken back twice"),
}


def found(counter: Counter) -> tuple[Double, ...]:
    """Those that this user can do something about."""
    return tuple(d for d in counter.store.doubles.all() if counter.may(_MAY[d.what]))


class Doubled(Table):
    """The list."""

    title = M("Done twice")
    columns = (M("What"), M("Where"))
    empty = M("Nothing was done twice.")

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._found: dict[str, Double] = {}

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        self._found = {f"{d.what} {d.id if isinstance(d, TakenBack) else d.of}": d for d in found(self.counter)}
        rows = [TableRow(id_, (self._what(d), plain(self._where(d))), None, "error") for id_, d in self._found.items()]
        return rows[offset : offset + limit]

    def _what(self, d: Double) -> Text:
        if isinstance(d, TakenBack):
            return _WORDS[d.what]
        count = len(d.documents)
        if d.what == "order":
            return M("Order taken in by {count} who did not know of each other", count=count)
        return M("More sent back than came, by {count} who did not know of each other", count=count)

    def _where(self, d: Double) -> str:
        if isinstance(d, Apart) and d.what == "supplier":
            supplier = self.counter.store.suppliers.get(d.of)
            return supplier.name if supplier else d.of
        return d.id if isinstance(d, TakenBack) else d.of

    def choose(self, row: str) -> None:
        """To the document that is set right; or the question which of them was one too many."""
        double = self._found.get(row)
        if isinstance(double, TakenBack):
            self._open(double.id)
        elif double is not None:
            self._ask(double)

    def _open(self, document_id: str) -> None:
        flow = open_document(self.counter, document_id)
        if flow is not None:
            self.counter.enter(flow)

    def _ask(self, double: Apart) -> None:
        options = [Option(id_, M("Look at {id}", id=id_), self._written(id_), "magnify") for id_ in double.documents]
        all_came = double.what == "order"
        options.append(
            Option("all", M("All of them came") if all_came else M("All of it went back"),
                   M("Nothing is changed, and this is not told any more."), "check")
        )  # fmt: skip
        detail = M("Was the same written down twice? Then take one of them back.")
        view = ChoiceView(self._what(double), tuple(options), detail)
        self.counter.sheet(ChoiceSheet(self.counter, view, self._chosen(double)))

    def _written(self, document_id: str) -> Text:
        entry = self.counter.store.journal.get(document_id)
        if entry is None:
            return plain("")
        return plain(f"{local_time(self.counter, entry.at)}  {name_of(self.counter, entry.actor)}")

    def _chosen(self, double: Apart) -> Callable[[str], None]:
        def chosen(what: str) -> None:
            if what != "all":
                self._open(what)
                return
            text = M("{where}: all of it is right", where=self._where(double))
            self.counter.with_permission(_DIFFERS[double.what], text, lambda agreed: self._right(double, agreed))

        return chosen

    def _right(self, double: Apart, agreed: tuple[Approval, ...]) -> None:
        """A document without goods, by somebody who knows of all of them."""
        store, heard = self.counter.store, self.counter.store.journal.heard()
        note: GoodsReceived | GoodsReturned
        if double.what == "order":
            order = store.purchases.order(double.of)
            supplier = order.head.supplier_id if order else ""
            note = GoodsReceived(
                supplier_id=supplier, order_id=double.of, lines=(), heard=heard, approvals=agreed
            )  # fmt: skip
        else:
            note = GoodsReturned(supplier_id=double.of, reason="", lines=(), heard=heard, approvals=agreed)
        store.journal.append(note, actor=self.counter.actor)
        self._load()
        self.tell(M("Noted."), "ok")
