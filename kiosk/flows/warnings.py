"""The warning centre: what is wrong in the stock room and what waits, each leading to the act that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.flows import customer_picking, doubles
from kiosk.flows.below import BelowNothing
from kiosk.flows.mending import Mending
from kiosk.flows.ordering_words import COLUMNS, TROUBLES, short_words
from kiosk.flows.reckoned import as_of, fresh
from kiosk.flows.tables import Table
from kiosk.flows.units import names_of
from kiosk.flows.views import Action, Strip, TableRow, TableView
from kiosk.i18n import M, Text, plain
from kiosk.store.advice import Advice
from kiosk.trade.goods import Product

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_TONES = {
    "negative": "error",
    "out": "error",
    "low": "warn",
    "expiring": "warn",
    "approve": "warn",
    "counts": "warn",
    "transfers": "error",
    "picked": "error",
    "doubles": "error",
}
PRESSING = ("out", "low", "expiring")
"""What the badge counts: too much stock does not get worse by tomorrow."""


def waiting(counter: Counter) -> int:
    """Products with something pressing, and orders and counts that wait for this user's approval."""
    counts = counter.store.advice.counts()
    return (
        sum(counts.get(kind, 0) for kind in PRESSING)
        + counter.store.below.count()
        + _to_approve(counter)
        + _counts_to_approve(counter)
        + _differing(counter)
        + _picked_twice(counter)
        + len(doubles.found(counter))
    )


def _to_approve(counter: Counter) -> int:
    return counter.store.purchases.count("submitted") if counter.may("order.approve") else 0


def _differing(counter: Counter) -> int:
    return counter.store.transfers.differing() if counter.may("transfer.receive") else 0


def _picked_twice(counter: Counter) -> int:
    return customer_picking.twice(counter) if counter.may("stock.place") else 0


def _counts_to_approve(counter: Counter) -> int:
    """Counts in which something was handed in."""
    found = counter.store.stocktakes.open() if counter.may("stock.count.approve") else ()
    return sum(bool(s.counters) for s in found)


class Warnings(Table):
    """What is wrong, by kind, the worst first."""

    title = M("Warnings")
    columns = (M("What"), M("How many"))
    empty = M("All is well: no warning.")

    def entered(self) -> None:
        fresh(self.counter)
        super().entered()

    def view(self) -> TableView:
        self.actions = (
            *((Action("value", M("Value"), "chart", "F6"),) if self.counter.may("product.cost") else ()),
            Action("anew", M("Refresh"), "sync", "F5"),
        )
        said = as_of(self.counter)
        if said is not None and self.strip is None:
            self.strip = Strip("info", said)
        elif said is None and self.strip is not None and self.strip.tone == "info":
            self.clear_strip()
        return super().view()

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        counts = self.counter.store.advice.counts() | {"negative": self.counter.store.below.count()}
        rows = [self._row(kind, text, counts.get(kind, 0)) for kind, text in TROUBLES.items()]
        rows.insert(0, self._row("approve", M("Orders to approve"), _to_approve(self.counter)))
        rows.insert(1, self._row("counts", M("Counts to approve"), _counts_to_approve(self.counter)))
        rows.insert(2, self._row("transfers", M("Transfers that differ"), _differing(self.counter)))
        rows.insert(3, self._row("picked", M("Customers' orders picked twice"), _picked_twice(self.counter)))
        rows.insert(0, self._row("doubles", M("Done twice"), len(doubles.found(self.counter))))
        return [row for row, count in rows if count][offset : offset + limit]

    def _row(self, kind: str, text: Text, count: int) -> tuple[TableRow, int]:
        return TableRow(kind, (text, plain(str(count))), None, _TONES.get(kind, "")), count  # type: ignore[arg-type]

    def choose(self, row: str) -> None:
        if row == "negative":  # as it is now, not as it was reckoned in the morning
            self.counter.enter(BelowNothing(self.counter))
        elif row == "doubles":
            self.counter.enter(doubles.Doubled(self.counter))
        elif row == "approve":
            from kiosk.flows.buying import Orders

            self.counter.enter(Orders(self.counter))
        elif row == "counts":
            from kiosk.flows.stocktaking import Stocktaking

            self.counter.enter(Stocktaking(self.counter))
        elif row == "transfers":
            from kiosk.flows.transfers import Transfers

            self.counter.enter(Transfers(self.counter))
        elif row == "picked":
            self.counter.enter(customer_picking.ToPick(self.counter))
        else:
            self.counter.enter(WarningList(self.counter, row))

    def act_anew(self) -> None:
        """With what was sold and came in since."""
        self.counter.reckon()
        self.tell(M("The figures are being worked out. They appear here by themselves."), "ok")
        self._load()

    def act_value(self) -> None:
        """What the stock is worth."""
        from kiosk.flows.stock_value import StockValue

        self.counter.enter(StockValue(self.counter))


class WarningList(Table):
    """Products with one trouble. A chosen one leads to what mends it."""

    empty = M("No product has this trouble any more.")

    def __init__(self, counter: Counter, kind: str) -> None:
        super().__init__(counter)
        self.title = TROUBLES[kind]
        self.columns = (M("Product"), COLUMNS[kind])
        self._kind = kind

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        store, kind = self.counter.store, self._kind
        found = store.advice.expiring(limit, offset) if kind == "expiring" else store.advice.ill(kind, limit, offset)  # type: ignore[arg-type]
        goods = ((a, store.catalogue.product(a.product_id)) for a in found)
        return [self._row(a, p) for a, p in goods if p is not None]

    def _row(self, advice: Advice, product: Product) -> TableRow:
        worth = advice.worth if self._kind in ("over", "slow", "dead") and self.counter.may("product.cost") else None
        words = short_words(self._kind, advice, product.unit)
        return TableRow(product.id, (names_of(product), words), worth, _TONES.get(self._kind, ""))  # type: ignore[arg-type]

    def choose(self, row: str) -> None:
        counter, advice = self.counter, self.counter.store.advice.of(row)
        product = counter.store.catalogue.product(row)
        if advice is None or product is None:
            self._load()
            return
        Mending(counter, self._kind, advice, product, self._load).ask()
