"""What was sold of each product on each day, read from the movements: these outlive the pruning of sales.

Days are the shop's: whole days of 24 hours since 1970 at its present offset from UTC. A terminal's file is read a page
of products at a time, in one pass along the key of the movements.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from kiosk.store.queries import Book
from kiosk.trade.reorder_many import Amounts, Flags

DAY_MS = 86_400_000
MINUTE_MS = 60_000

_MOVED = """
    SELECT product_id, COUNT(*), {join}(
        (("at" - ?) / 86400000 * 2 + CASE WHEN why IN ('sale', 'return') THEN 1 ELSE 0 END) || ',' || quantity, ',')
    FROM stock_movement WHERE store_id = ? AND product_id BETWEEN ? AND ? AND "at" >= ? AND quantity != 0
    GROUP BY product_id
"""
"""Of each product one text: twice the day, with one added where it sold or came back, and how much went in or out.

Two numbers a movement, told apart by numpy, take a third of the time of as many rows, or of sums for each day."""


class Histories(NamedTuple):
    """Of each product in turn. sold: on each day, the oldest first, yesterday last. dry: days with an empty shelf.

    first: days ago that it moved first, 0 for never within that time. last_sale: days ago, None for none.
    """

    sold: Amounts
    dry: Flags
    first: list[int]
    last_sale: list[int | None]


def day_of(at: int, utc_offset: int) -> int:
    """The shop's day at `at` (UTC ms), as a number. utc_offset: minutes."""
    return (at + utc_offset * MINUTE_MS) // DAY_MS


def weekday_of(day: int) -> int:
    """0 is Monday: day 0, 1 January 1970, was a Thursday."""
    return (day + 3) % 7


def start_of(day: int, utc_offset: int) -> int:
    """When a day of the shop begins, UTC ms."""
    return day * DAY_MS - utc_offset * MINUTE_MS


def histories(
    book: Book, store_id: str, on_hand: Mapping[str, int], *, today: int, days: int, utc_offset: int
) -> Histories:
    """Of the `days` days before today. on_hand: of products that follow each other by number, what is there now.

    A day counts as dry if exactly nothing was there when it began and no goods moved. Less than nothing is a slip in
    the books: the goods were there.
    """
    moved, sold, touched = _by_day(book, store_id, list(on_hand), start_of(today - days, utc_offset), days)
    level = np.array(list(on_hand.values()), dtype=np.int64)[:, None] - moved.sum(axis=1)[:, None]
    level = level + np.cumsum(moved, axis=1)
    column = np.arange(days + 1)
    begin = np.where(touched, column, days).min(axis=1)
    dry = (level == 0) & ~touched & (column > begin[:, None])
    last = np.where(sold > 0, column, -1).max(axis=1)
    return Histories(
        np.maximum(sold[:, :days], 0), dry[:, :days], (days - begin).tolist(),
        [days - at if at >= 0 else None for at in last.tolist()],
    )  # fmt: skip


def _by_day(book: Book, store_id: str, ids: list[str], since: int, days: int) -> tuple[Amounts, Amounts, Flags]:
    """What came (> 0) or went, what of it was sold, and whether anything moved: products × days, the last is today."""
    place = {id_: n for n, id_ in enumerate(ids)}
    statement = _MOVED.format(join="STRING_AGG" if book.shared else "GROUP_CONCAT")
    rows = book.sql(statement, (since, store_id, ids[0], ids[-1], since))
    known = [(place[id_], count, text) for id_, count, text in rows if id_ in place]
    numbers = np.fromstring(",".join(text for _, _, text in known), dtype=np.int64, sep=",")
    product = np.repeat([n for n, _, _ in known], [count for _, count, _ in known])
    day, amount = numbers[::2] >> 1, numbers[1::2]
    where = product.astype(np.int64) * (days + 1) + np.minimum(day, days)
    moved, sold = np.zeros(len(ids) * (days + 1), dtype=np.int64), np.zeros(len(ids) * (days + 1), dtype=np.int64)
    np.add.at(moved, where, amount)
    np.subtract.at(sold, where, amount * (numbers[::2] & 1))
    touched = np.bincount(where, minlength=len(moved)) > 0
    shape = (len(ids), days + 1)
    return moved.reshape(shape), sold.reshape(shape), touched.reshape(shape)
