from __future__ import annotations

import pytest

from kiosk.trade.transfers import OPEN, State, Sums, state_of_goods, state_of_request


@pytest.mark.parametrize(
    ("sums", "state"),
    [
        ([Sums(10)], "on_the_way"),
        ([Sums(10, 4)], "part_arrived"),
        ([Sums(10, 10), Sums(5)], "part_arrived"),
        ([Sums(10, 8, 2)], "arrived"),
        ([Sums(10, 12, -2)], "arrived"),
        ([Sums(10, 20)], "differs"),
        ([Sums(10, 10), Sums(0, 1)], "differs"),
        ([Sums(0)], "ended"),
        ([], "ended"),
    ],
)
def test_where_goods_stand_follows_from_what_was_sent_and_came(sums: list[Sums], state: State) -> None:
    assert state_of_goods(sums) == state


@pytest.mark.parametrize(
    ("amounts", "ended", "state"),
    [
        ([(10, 0)], False, "asked"),
        ([(10, 10), (5, 1)], False, "part_sent"),
        ([(10, 10), (5, 6)], False, "sent"),
        ([(10, 4)], True, "ended"),
        ([(10, 10)], True, "sent"),
    ],
)
def test_where_a_request_stands_follows_from_what_was_sent_for_it(
    amounts: list[tuple[int, int]], ended: bool, state: State
) -> None:
    assert state_of_request(amounts, ended=ended) == state


def test_what_somebody_still_has_to_deal_with_is_open() -> None:
    assert {"differs", "part_arrived", "on_the_way", "asked", "part_sent"} == OPEN
