from __future__ import annotations

from kiosk.trade.undoings import Undoings


def test_what_nobody_took_back_stands_once() -> None:
    assert Undoings(()).standing("A-1") == 1
    assert Undoings(()).surplus("A-1") == ""


def test_what_was_taken_back_once_stands_no_more() -> None:
    undoings = Undoings([("A-2", "A-1")])
    assert undoings.standing("A-1") == 0
    assert undoings.too_often() == ()


def test_taken_back_by_two_it_is_told_and_the_latest_is_too_much() -> None:
    undoings = Undoings([("A-2", "A-1"), ("B-1", "A-1")])
    assert undoings.standing("A-1") == -1
    assert undoings.too_often() == ("A-1",)
    assert undoings.surplus("A-1") == "B-1"


def test_one_more_that_takes_the_latest_back_sets_it_right() -> None:
    undoings = Undoings([("A-2", "A-1"), ("B-1", "A-1"), ("A-3", "B-1")])
    assert undoings.standing("A-1") == 0
    assert undoings.too_often() == ()


def test_set_right_by_two_at_once_it_is_told_again_of_the_one_that_was_set_right() -> None:
    undoings = Undoings([("A-2", "A-1"), ("B-1", "A-1"), ("A-3", "B-1"), ("B-2", "B-1")])
    assert undoings.too_often() == ("B-1",)
    assert undoings.surplus("B-1") == "B-2"
    settled = Undoings([("A-2", "A-1"), ("B-1", "A-1"), ("A-3", "B-1"), ("B-2", "B-1"), ("A-4", "B-2")])
    assert (settled.too_often(), settled.standing("A-1")) == ((), 0)


def test_taken_back_by_three_one_after_the_other_is_set_right() -> None:
    pairs = [("A-2", "A-1"), ("B-1", "A-1"), ("C-1", "A-1")]
    for n in range(2):
        extra = Undoings(pairs).surplus("A-1")
        assert extra == ("C-1", "B-1")[n]
        pairs.append((f"D-{n}", extra))
    assert Undoings(pairs).too_often() == ()
