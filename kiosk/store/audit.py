"""The audit trail, read."""

from __future__ import annotations

import msgspec

from kiosk.store.queries import Book, Query, arg
from kiosk.store.records import AuditRow
from kiosk.store.tables_sales import AuditRow as Row
from kiosk.trade.money import Money

_ROWS = Query(
    Row.select(
        Row.origin, Row.seq, Row.number, Row.at, Row.actor, Row.act, Row.detail, Row.reason, Row.amount,
        Row.approved_by,
    )
    .where(Row.store_id == arg(0))
    .order_by(Row.at.desc(), Row.origin.desc(), Row.seq.desc(), Row.number)
    .limit(arg(1))
    .offset(arg(2))
)  # fmt: skip
_DETAIL = msgspec.json.Decoder(dict[str, str])


class Audit:
    """What somebody has to answer for in one store."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def rows(self, limit: int = 50, offset: int = 0) -> tuple[AuditRow, ...]:
        """Newest first. A row's id is its document's, with its number in it where that is not its own act."""
        return tuple(
            AuditRow(
                f"{origin}-{seq}" + (f".{number}" if number else ""), at, actor, act,
                _DETAIL.decode(detail) if detail else {}, reason, Money(amount), by,
            )
            for origin, seq, number, at, actor, act, detail, reason, amount, by in self._book.all(
                _ROWS, self._store_id, limit, offset
            )
        )  # fmt: skip
