"""An update waits for the close of business, unless somebody who may wants it now."""

from __future__ import annotations

import datetime

import pytest

from kiosk.config import Updates
from kiosk.updates.facts import Standing, Wish
from kiosk.updates.policy import Now, in_window, may_go_on
from kiosk.wire.updates import Release

D = "a" * 64
READY = Standing(stage="ready", release=Release("0.2.0", D, 10))


def at(hour: int, *, shift_open: bool = False) -> Now:
    return Now(datetime.datetime(2026, 3, 4, hour, 30), shift_open)


@pytest.mark.parametrize(
    ("first", "last", "inside"), [(22, 6, {22, 23, 0, 5}), (1, 5, {1, 2, 3, 4}), (3, 3, set(range(24)))]
)
def test_the_window_is_by_the_clock_on_the_wall(first: int, last: int, inside: set[int]) -> None:
    rules = Updates(from_hour=first, to_hour=last)
    assert {h for h in range(24) if in_window(rules, at(h).at)} >= inside
    assert in_window(rules, at(12).at) == (first == last)


def test_by_itself_it_is_installed_in_the_window_only_with_no_shift_open() -> None:
    assert may_go_on(Updates(), READY, Wish(), at(23))
    assert not may_go_on(Updates(), READY, Wish(), at(12))
    assert not may_go_on(Updates(), READY, Wish(), at(23, shift_open=True))
    assert not may_go_on(Updates(install="asked"), READY, Wish(), at(23))


def test_who_may_gets_it_now_and_with_a_shift_open_only_if_he_was_told() -> None:
    assert may_go_on(Updates(install="asked"), READY, Wish(D), at(12))
    assert not may_go_on(Updates(), READY, Wish(D), at(23, shift_open=True))
    assert may_go_on(Updates(), READY, Wish(D, although_open=True), at(12, shift_open=True))
    assert not may_go_on(Updates(), READY, Wish("b" * 64, although_open=True), at(12))


def test_what_came_on_a_stick_or_failed_before_is_for_a_person_to_begin() -> None:
    stick = Standing(stage="ready", source="stick", release=READY.release)
    failed = Standing(stage="ready", release=READY.release, bad=(D,))
    for standing in (stick, failed):
        assert not may_go_on(Updates(), standing, Wish(), at(23))
        assert may_go_on(Updates(), standing, Wish(D), at(12))
