"""Shifts and their reports. A report reads running sums: it takes as long after ten sales as after five thousand."""

from __future__ import annotations

from typing import Any

from peewee import fn

from kiosk.store.entry import split_id
from kiosk.store.posting_shifts import DRAWER
from kiosk.store.queries import Book, Query, arg
from kiosk.store.records import NamedSum, Shift, ShiftReport, TenderSum
from kiosk.store.tables_goods import CategoryRow, TaxRow
from kiosk.store.tables_sales import AuditRow, ShiftCloseRow, ShiftRow, ShiftSumRow
from kiosk.trade.money import Money

_SHIFT = (ShiftRow.origin, ShiftRow.seq, ShiftRow.at, ShiftRow.actor, ShiftRow.terminal, ShiftRow.float_amount)
_LATEST = Query(
    ShiftRow.select(*_SHIFT)
    .where(ShiftRow.store_id == arg(0), ShiftRow.terminal == arg(1))
    .order_by(ShiftRow.at.desc(), ShiftRow.origin.desc(), ShiftRow.seq.desc())
    .limit(1)
)
_ONE = Query(
    ShiftRow.select(*_SHIFT).where(ShiftRow.store_id == arg(0), ShiftRow.origin == arg(1), ShiftRow.seq == arg(2))
)
_HISTORY = Query(
    ShiftRow.select(*_SHIFT)
    .where(ShiftRow.store_id == arg(0))
    .order_by(ShiftRow.at.desc(), ShiftRow.origin.desc(), ShiftRow.seq.desc())
    .limit(arg(1))
    .offset(arg(2))
)
_CLOSE = Query(
    ShiftCloseRow.select(
        ShiftCloseRow.at, ShiftCloseRow.counted, ShiftCloseRow.over_short, ShiftCloseRow.origin, ShiftCloseRow.seq
    )
    .where(ShiftCloseRow.store_id == arg(0), ShiftCloseRow.shift_id == arg(1))
    .order_by(ShiftCloseRow.at, ShiftCloseRow.origin, ShiftCloseRow.seq)
    .limit(1)
)
_SUMS = Query(
    ShiftSumRow.select(ShiftSumRow.name, ShiftSumRow.key, ShiftSumRow.count, ShiftSumRow.amount, ShiftSumRow.base)
    .where(ShiftSumRow.store_id == arg(0), ShiftSumRow.shift_id == arg(1))
    .order_by(ShiftSumRow.name, ShiftSumRow.key)
)
_TAX_NAMES = Query(TaxRow.select(TaxRow.id, TaxRow.name_zh, TaxRow.name_en))
_CATEGORY_NAMES = Query(CategoryRow.select(CategoryRow.id, CategoryRow.name_zh, CategoryRow.name_en))
_ACTS = Query(
    AuditRow.select(AuditRow.act, fn.COUNT(AuditRow.seq))
    .where(
        AuditRow.store_id == arg(0),
        AuditRow.origin == arg(1),
        AuditRow.seq > arg(2),
        AuditRow.seq < arg(3),
        AuditRow.number == 0,
        AuditRow.act.in_(("sale.line.void", "receipt.reprinted")),
    )
    .group_by(AuditRow.act)
)
_END = 1 << 62

Figures = dict[tuple[str, str], tuple[int, int, int]]


class Shifts:
    """The shifts of one store."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def current(self, terminal: str) -> Shift | None:
        """The shift open at a terminal."""
        row = self._book.one(_LATEST, self._store_id, terminal)
        shift = self._shift(row) if row else None
        return shift if shift is not None and shift.closed_at is None else None

    def get(self, shift_id: str) -> Shift | None:
        """A shift by its id."""
        parts = split_id(shift_id)
        row = self._book.one(_ONE, self._store_id, *parts) if parts else None
        return self._shift(row) if row else None

    def history(self, limit: int = 50, offset: int = 0) -> tuple[Shift, ...]:
        """Shifts of all terminals, newest first."""
        return tuple(self._shift(row) for row in self._book.all(_HISTORY, self._store_id, limit, offset))

    def report(self, shift_id: str) -> ShiftReport:
        """The figures of a shift so far. Raises KeyError for a shift that is not here."""
        shift = self.get(shift_id)
        if shift is None:
            raise KeyError(shift_id)
        figures: Figures = {
            (name, key): (count, amount, base)
            for name, key, count, amount, base in self._book.all(_SUMS, self._store_id, shift_id)
        }
        acts = self._acts(shift_id)
        sales, returns, undone = (figures.get((name, ""), (0, 0, 0)) for name in ("sale", "return", "undone"))
        return ShiftReport(
            shift=shift,
            sales_count=sales[0],
            sales=Money(sales[1]),
            returns_count=returns[0],
            returns=Money(returns[1]),
            undone_count=undone[0],
            savings=_amount(figures, "saving"),
            discounts=_amount(figures, "discount"),
            rounding=_amount(figures, "rounding"),
            tenders=_tenders(figures, "tender"),
            taxes=self._named(figures, "tax", _TAX_NAMES),
            categories=self._named(figures, "category", _CATEGORY_NAMES),
            cash_in=_amount(figures, "cash_in"),
            cash_out=_amount(figures, "cash_out"),
            customer_payments=_amount(figures, "customer_paid"),
            no_sale_openings=figures.get(("no_sale", ""), (0, 0, 0))[0],
            voided_lines=acts.get("sale.line.void", 0),
            reprints=acts.get("receipt.reprinted", 0),
            expected=_amount(figures, DRAWER),
            customer_tenders=_tenders(figures, "customer_paid"),
        )

    def _acts(self, shift_id: str) -> dict[str, int]:
        """What the terminal wrote down between the shift's opening and its close: a range of its own numbers."""
        origin, seq = split_id(shift_id) or ("", 0)
        close = self._book.one(_CLOSE, self._store_id, shift_id)
        end = close[4] if close and close[3] == origin else _END
        return dict(self._book.all(_ACTS, self._store_id, origin, seq, end))

    def _named(self, figures: Figures, wanted: str, names: Query) -> tuple[NamedSum, ...]:
        known = {id_: (zh, en) for id_, zh, en in self._book.all(names)}
        return tuple(
            NamedSum(key, *known.get(key, (key, key)), count, Money(amount), Money(base))
            for (name, key), (count, amount, base) in figures.items()
            if name == wanted
        )

    def _shift(self, row: tuple[Any, ...]) -> Shift:
        origin, seq, at, actor, terminal, float_amount = row
        shift_id = f"{origin}-{seq}"
        close = self._book.one(_CLOSE, self._store_id, shift_id)
        closed_at, counted, over_short = close[:3] if close else (None, None, None)
        return Shift(shift_id, terminal, actor, at, float_amount, closed_at, counted, over_short)


def _amount(figures: Figures, wanted: str) -> Money:
    return Money(sum(amount for (name, _), (_, amount, _) in figures.items() if name == wanted))


def _tenders(figures: Figures, wanted: str) -> tuple[TenderSum, ...]:
    return tuple(
        TenderSum(key, count, Money(amount)) for (name, key), (count, amount, _) in figures.items() if name == wanted
    )
