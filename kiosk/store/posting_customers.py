"""What customers owe and their points: movements, and sums of them."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.store.documents import CustomerUse
from kiosk.store.entry import Entry
from kiosk.store.queries import Book, add, insert
from kiosk.store.tables_people import PromotionUseRow
from kiosk.store.tables_stock import CustomerMovementRow, CustomerSumRow

_MOVE = insert(CustomerMovementRow)
_USED = add(PromotionUseRow, PromotionUseRow.times)
_SUM = add(CustomerSumRow, CustomerSumRow.balance, CustomerSumRow.points)


def post_uses(book: Book, entry: Entry, uses: Sequence[CustomerUse]) -> None:
    """Of promotions that a customer can have only so often."""
    book.later_many(_USED, [(entry.store_id, u.customer_id, u.promotion_id, u.times) for u in uses])


def move_customer(book: Book, entry: Entry, customer_id: str, why: str, amount: int, points: int) -> None:
    """amount > 0: he owes more. points > 0: he has more."""
    book.later(_MOVE, entry.store_id, customer_id, *entry.key, why, amount, points)
    book.later(_SUM, entry.store_id, customer_id, amount, points)
