from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.abc import DAY_MS, classes, due


def test_what_makes_up_four_fifths_of_the_turnover_is_of_class_a() -> None:
    assert classes({"milk": 800, "rice": 150, "salt": 40, "pins": 10, "dust": 0}) == {
        "milk": "A", "rice": "B", "salt": "C", "pins": "C", "dust": "C",
    }  # fmt: skip


def test_a_product_that_crosses_the_line_is_still_of_the_better_class() -> None:
    assert classes({"one": 100}) == {"one": "A"}


def test_nothing_sold_is_of_the_last_class() -> None:
    assert classes({"a": 0, "b": -5}) == {"a": "C", "b": "C"}


@given(st.dictionaries(st.text(max_size=3), st.integers(-5, 1000), max_size=30))
def test_no_product_is_of_a_better_class_than_one_that_sells_more(usage: dict[str, int]) -> None:
    found = classes(usage)
    assert found.keys() == usage.keys()
    in_order = [found[p] for p in sorted(usage, key=lambda p: -usage[p])]
    assert in_order == sorted(in_order)


def test_what_was_never_counted_comes_first_and_of_these_the_dearest() -> None:
    of = {"a": "C", "b": "A", "c": "A"}
    assert due(of, {"c": 0}, 31 * DAY_MS, 10) == ["b", "a", "c"]


def test_what_was_counted_lately_is_left_alone() -> None:
    of = {"a": "A", "b": "B", "c": "C"}
    counted = dict.fromkeys(of, 0)
    assert due(of, counted, 29 * DAY_MS, 10) == []
    assert due(of, counted, 30 * DAY_MS, 10) == ["a"]
    assert due(of, counted, 90 * DAY_MS, 10) == ["a", "b"]
    assert due(of, counted, 180 * DAY_MS, 2) == ["a", "b"]
