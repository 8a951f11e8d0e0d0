"""What was sold of a product on each day, read from its movements: these outlive the pruning of sales.

Days are the shop's: whole days of 24 hours since 1970 at its present offset from UTC.
"""

from __future__ import annotations

import msgspec

from kiosk.store.queries import Book

DAY_MS = 86_400_000
MINUTE_MS = 60_000


class History(msgspec.Struct, frozen=True):
    """sold: on each day, the oldest first, yesterday last. dry: positions of days on which the shelf was empty.

    first: days ago that it moved first, 0 for never within that time. last_sale: days ago, None for none.
    """

    sold: list[int]
    dry: frozenset[int]
    first: int
    last_sale: int | None


def day_of(at: int, utc_offset: int) -> int:
    """The shop's day at `at` (UTC ms), as a number. utc_offset: minutes."""
    return (at + utc_offset * MINUTE_MS) // DAY_MS


def weekday_of(day: int) -> int:
    """0 is Monday: day 0, 1 January 1970, was a Thursday."""
    return (day + 3) % 7


def start_of(day: int, utc_offset: int) -> int:
    """When a day of the shop begins, UTC ms."""
    return day * DAY_MS - utc_offset * MINUTE_MS


def history(
    book: Book, store_id: str, product_id: str, on_hand: int, *, today: int, days: int, utc_offset: int
) -> History:
    """Of the `days` days before today. on_hand: now, from which the stock of each day follows backwards.

    A day counts as dry if exactly nothing was there when it began and nothing moved. Less than nothing is a slip in
    the books: the goods were there.
    """
    begin = today - days
    rows = book.sql(
        "SELECT (\"at\" + ?) / 86400000 AS day, SUM(CASE WHEN why IN ('sale', 'return') THEN -quantity ELSE 0 END), "
        'SUM(quantity) FROM stock_movement WHERE store_id = ? AND product_id = ? AND "at" >= ? '
        "GROUP BY day ORDER BY day DESC",
        (utc_offset * MINUTE_MS, store_id, product_id, start_of(begin, utc_offset)),
    )
    sold = [0] * days
    level, after = on_hand, today
    dry: set[int] = set()
    first, last_sale = 0, None
    for day, amount, moved in rows:
        if level == 0:
            dry.update(range(max(day + 1, begin) - begin, after - begin))
        level, after = level - int(moved), day
        first = today - day
        if amount > 0 and last_sale is None:
            last_sale = today - day
        if begin <= day < today:
            sold[day - begin] = max(int(amount), 0)
    return History(sold, frozenset(dry), first, last_sale)
