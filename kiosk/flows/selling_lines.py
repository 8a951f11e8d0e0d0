"""Basket lines as they are drawn. A line whose figures did not change is the same view as before."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.flows.units import decimals_of, names_of, unit_name
from kiosk.flows.views import LineView, Note
from kiosk.i18n import M, Names, plain
from kiosk.trade.priced import PricedBasket, PricedLine


class LineViews:
    """Makes line views and keeps them, so that a scan into a long basket costs one new line."""

    def __init__(self, name_of: Callable[[str], str] = str) -> None:
        self._name_of = name_of
        self._kept: dict[int, tuple[PricedLine, LineView]] = {}
        self._of: PricedBasket | None = None
        self._all: tuple[LineView, ...] = ()

    def of(self, priced: PricedBasket) -> tuple[LineView, ...]:
        """All lines of the basket."""
        if priced is not self._of:
            kept, fresh = self._kept, {}
            for line in priced.lines:
                key = line.line.key
                before = kept.get(key)
                same = before is not None and (before[0] is line or before[0] == line)
                fresh[key] = before if same and before else (line, line_view(line, self._name_of))
            self._kept, self._of = fresh, priced
            self._all = tuple([view for _, view in fresh.values()])
        return self._all


def line_view(priced: PricedLine, name_of: Callable[[str], str] = str) -> LineView:
    """One line with what was done to it below. name_of: a user's name."""
    line = priced.line
    product = line.product
    return LineView(
        key=line.key,
        name=names_of(product),
        quantity=line.quantity,
        decimals=decimals_of(product.unit),
        unit=unit_name(product.unit),
        unit_price=priced.unit_price,
        total=priced.total,
        notes=tuple(_notes(priced, name_of)),
        returned=line.returned is not None,
        tax_included=product.tax_included,
    )


def _notes(priced: PricedLine, name_of: Callable[[str], str]) -> list[Note]:
    line = priced.line
    notes = [Note(Names(s.name_zh, s.name_en), -s.amount) for s in priced.savings]
    if line.override is not None:
        notes.append(Note(M("Price set by hand")))
    if priced.discount:
        notes.append(Note(M("Discount"), -priced.discount))
    if priced.unit_price is None:
        notes.append(Note(M("No price yet")))
    if line.returned is not None:
        sale = line.returned.sale_id
        notes.append(Note(M("Returned from {sale}", sale=sale) if sale else M("Returned without receipt")))
    if line.batch or line.expiry:
        notes.append(Note(plain("  ".join(filter(None, (line.batch, line.expiry))))))
    if line.salesperson:
        notes.append(Note(M("Served by {name}", name=name_of(line.salesperson))))
    if line.note:
        notes.append(Note(plain(line.note)))
    return notes
