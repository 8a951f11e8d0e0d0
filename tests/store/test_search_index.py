"""The words that goods are found by: no commit is left to pay for the order among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.store import search_index
from kiosk.store.store import Store
from tests.store.shop import new_store

WORDS = "coca cola zero 330ml 可口可乐 零度 kekoukele kkkl lingdu ld"
GOODS = 1500


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def changes(store: Store) -> int:
    return int(store.book.sql("SELECT total_changes()")[0][0])


def most_rows_of_one_addition(store: Store, *, tidied: bool) -> int:
    most = 0
    for n in range(GOODS):
        before = changes(store)
        with store.book.transaction():
            search_index.put(store.book, "product", f"p{n}", f"{WORDS} {n} {n * 7919} x{n * 31}", new=True)
        most = max(most, changes(store) - before)
        if tidied:
            search_index.tidy(store.book)
    return most


def test_tidied_between_no_addition_has_much_to_merge(store: Store) -> None:
    assert most_rows_of_one_addition(store, tidied=True) <= 24
    assert search_index.find(store.book, "product", "x31", 3) == ["p1", "p10", "p100"]


def test_left_to_itself_one_addition_now_and_then_pays_for_many(store: Store) -> None:
    assert most_rows_of_one_addition(store, tidied=False) > 32


def test_there_is_nothing_to_tidy_in_an_empty_index(store: Store) -> None:
    search_index.tidy(store.book)
    assert search_index.find(store.book, "product", "cola", 5) == []
