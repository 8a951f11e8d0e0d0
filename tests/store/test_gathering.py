"""Rows that are written later: never too late for whoever reads, never twice, never by halves."""

from __future__ import annotations

import pytest

from kiosk.store.queries import Book, add, insert, put
from kiosk.store.store import Store
from kiosk.store.tables_journal import MetaRow, PendingRow
from kiosk.store.tables_stock import CustomerSumRow

PUT = put(MetaRow)
NEW = insert(PendingRow)
SUM = add(CustomerSumRow, CustomerSumRow.balance, CustomerSumRow.points)


def sums(book: Book) -> list[tuple[object, ...]]:
    return book.sql("SELECT customer_id, balance, points FROM customer_sum ORDER BY customer_id")


def needs(book: Book) -> list[tuple[object, ...]]:
    return book.sql("SELECT seq, needs FROM pending ORDER BY seq")


@pytest.fixture
def book(empty: Store) -> Book:
    return empty.book


def test_without_gathering_later_is_now(book: Book) -> None:
    book.later(PUT, "colour", "red")
    assert book.sql("SELECT value FROM meta WHERE key = 'colour'") == [("red",)]


@pytest.mark.parametrize("count", [3, 40])  # one by one, and in bulk where the engine knows that
def test_sums_are_added_up_and_the_last_row_put_stands(book: Book, count: int) -> None:
    book.later(SUM, "S01", "c0", 1000, 1)
    with book.transaction(), book.gathering():
        for n in range(count):
            book.later(NEW, "AAAAAA", n, "S01", f"B-{n}")
            book.later_many(SUM, [("S01", f"c{n}", 5, 0), ("S01", "c0", 1, 2)])
            book.later(PUT, "colour", f"shade {n}")
    assert sums(book)[0] == ("c0", 1005 + count, 1 + 2 * count)
    assert len(sums(book)) == len(needs(book)) == count
    assert book.sql("SELECT value FROM meta WHERE key = 'colour'") == [(f"shade {count - 1}",)]


def test_who_reads_or_writes_at_once_finds_what_was_gathered_before(book: Book) -> None:
    with book.transaction(), book.gathering():
        book.later(SUM, "S01", "c1", 5, 0)
        assert sums(book) == [("c1", 5, 0)]
        book.later(SUM, "S01", "c1", 5, 0)
        book.run(SUM, "S01", "c1", 100, 0)
        assert sums(book) == [("c1", 110, 0)]


def test_a_part_undone_takes_only_its_own_with_it(book: Book) -> None:
    with book.transaction(), book.gathering():
        book.later(SUM, "S01", "c1", 5, 0)
        memory = book.memory
        assert memory is not None
        memory["known"] = True
        with pytest.raises(RuntimeError), book.transaction():
            book.later(SUM, "S01", "c1", 100, 0)
            raise RuntimeError
        assert not memory
        with book.transaction():
            book.later(SUM, "S01", "c2", 7, 0)
    assert sums(book) == [("c1", 5, 0), ("c2", 7, 0)]
    assert book.memory is None


def test_what_fails_leaves_nothing(book: Book) -> None:
    with pytest.raises(RuntimeError), book.transaction(), book.gathering():
        book.later(SUM, "S01", "c1", 5, 0)
        raise RuntimeError
    assert sums(book) == []
    book.later(SUM, "S01", "c1", 5, 0)
    assert sums(book) == [("c1", 5, 0)]
