"""What is half done on a terminal."""

from __future__ import annotations

import pytest

from kiosk.store.store import Store
from tests.store.shop import received


def test_rows_come_back_by_number_and_a_row_replaces_the_one_before(store: Store) -> None:
    store.drafts.put("receiving", 2, b"two")
    store.drafts.put("receiving", 1, b"one")
    store.drafts.put("receiving", 2, b"again")
    assert store.drafts.all("receiving") == ((1, b"one"), (2, b"again"))


def test_a_row_dropped_is_gone_and_the_others_stay(store: Store) -> None:
    store.drafts.put("receiving", 1, b"one")
    store.drafts.put("receiving", 2, b"two")
    store.drafts.drop("receiving", 1)
    assert store.drafts.all("receiving") == ((2, b"two"),)


def test_tasks_do_not_know_of_each_other(store: Store) -> None:
    store.drafts.put("receiving", 1, b"one")
    store.drafts.put("counting", 1, b"1")
    store.drafts.clear("receiving")
    assert store.drafts.all("receiving") == ()
    assert store.drafts.all("counting") == ((1, b"1"),)


def test_a_draft_and_its_document_stand_or_fall_together(store: Store) -> None:
    store.drafts.put("receiving", 1, b"one")
    entries = store.journal.count()
    with pytest.raises(ZeroDivisionError), store.book.transaction():
        store.journal.append(received("p1", 1000), actor="1")
        store.drafts.clear("receiving")
        raise ZeroDivisionError
    assert store.drafts.all("receiving") == ((1, b"one"),)
    assert store.journal.count() == entries
    assert store.stock.level("p1").on_hand == 0
