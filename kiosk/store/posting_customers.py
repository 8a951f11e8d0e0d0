"""What customers owe and their points: movements, and sums of them."""

from __future__ import annotations

from kiosk.store.entry import Entry
from kiosk.store.queries import Book, add, insert
from kiosk.store.tables_stock import CustomerMovementRow, CustomerSumRow

_MOVE = insert(CustomerMovementRow)
_SUM = add(CustomerSumRow, CustomerSumRow.balance, CustomerSumRow.points)


def move_customer(book: Book, entry: Entry, customer_id: str, why: str, amount: int, points: int) -> None:
    """amount > 0: he owes more. points > 0: he has more."""
    book.later(_MOVE, entry.store_id, customer_id, *entry.key, why, amount, points)
    book.later(_SUM, entry.store_id, customer_id, amount, points)
