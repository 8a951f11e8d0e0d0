"""Suppliers' invoices: which delivery has one, what it says, and whether its number was entered before."""

from __future__ import annotations

import msgspec

from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_stockroom import SupplierInvoiceRow as S
from kiosk.trade.money import Money


class SupplierInvoice(msgspec.Struct, frozen=True):
    """One of them. difference: above what was due, minor units. approved_by: who agreed to it, "" for nobody else."""

    id: str
    at: int
    actor: str
    receipt_id: str
    number: str
    day: str
    amount: Money
    difference: Money
    approved_by: str


_FIELDS = (S.origin, S.seq, S.at, S.actor, S.receipt_id, S.number, S.day, S.amount, S.difference, S.approved_by)
_OF_RECEIPT = Query(
    S.select(*_FIELDS)
    .where(S.store_id == arg(0), S.receipt_id == arg(1))
    .order_by(S.at.desc(), S.origin.desc(), S.seq.desc())
    .limit(1)
)
_NUMBERED = Query(
    S.select(S.receipt_id)
    .where(S.store_id == arg(0), S.supplier_id == arg(1), S.number == arg(2), S.receipt_id != arg(3))
    .order_by(S.at)
    .limit(1)
)


class SupplierInvoices:
    """Those of one store."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def of(self, receipt_id: str) -> SupplierInvoice | None:
        """The one that stands for a delivery."""
        row = self._book.one(_OF_RECEIPT, self._store_id, receipt_id)
        return SupplierInvoice(f"{row[0]}-{row[1]}", *row[2:]) if row else None

    def entered_for(self, supplier_id: str, number: str, *, but: str) -> str:
        """Another delivery for which this supplier's invoice was entered before; "" for none."""
        return str(self._book.value(_NUMBERED, self._store_id, supplier_id, number, but) or "")
