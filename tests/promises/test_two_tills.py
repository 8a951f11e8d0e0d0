"""Two tills at the same goods, apart from each other: nothing is booked twice, nobody overwrites the other."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.checks import run_checks
from tests.store.shop import copy_all, line, new_store, open_shift, own_entries, received, sale, stock_up


def test_two_people_who_correct_the_same_stock_both_count_and_none_counts_twice(tmp_path: Path) -> None:
    one, two = new_store(tmp_path / "1"), new_store(tmp_path / "2")
    stock_up(one)
    one.journal.append(received("p1", 10_000, 50), actor="1001")
    copy_all(one, two)
    one.journal.append(received("p1", -2_000), actor="1001")
    two.journal.append(received("p1", -1_000), actor="1001")
    two.journal.append(sale(open_shift(two), line(1, 3_000)), actor="1001")
    for _ in range(3):  # the answer got lost, and all is sent again
        copy_all(one, two)
        copy_all(two, one)
    for store in (one, two):
        assert store.stock.level("p1").on_hand == 4_000
        assert [f for f in run_checks(store) if f.severity == "fault"] == []
        store.close()


def test_an_answer_that_is_lost_and_a_retry_that_differs_never_make_a_second_sale(tmp_path: Path) -> None:
    one, two = new_store(tmp_path / "1"), new_store(tmp_path / "2")
    stock_up(one)
    sold = one.journal.append(sale(open_shift(one)), actor="1001")
    for entry in own_entries(one):
        assert two.journal.receive(entry) == "posted"
        assert two.journal.receive(entry) == "duplicate"
    assert [row.id for row in two.sales.recent()] == [sold.id]
    assert two.stock.level("p1").on_hand == one.stock.level("p1").on_hand
    one.close()
    two.close()
