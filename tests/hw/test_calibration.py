"""A touchscreen that is mirrored, shifted or stretched is put right by five touches; nonsense is refused."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.flows.calibrating import CROSSES
from kiosk.hw.calibration import AS_IT_IS, TOLERANCE, Matrix, Point, fitted, moved, sensible

MIRRORED: Matrix = (-1.0, 0.0, 1.0, 0.0, 1.0, 0.0)
SWAPPED: Matrix = (0.0, 1.0, 0.0, 1.0, 0.0, 0.0)

turns = st.sampled_from([0, 90, 180, 270])
small = st.floats(-0.15, 0.15)


def backwards(matrix: Matrix, seen: Point) -> Point:
    """What a glass with this fault says when `seen` is pressed."""
    a, b, c, d, e, f = matrix
    u, v = seen[0] - c, seen[1] - f
    whole = a * e - b * d
    return (e * u - b * v) / whole, (a * v - d * u) / whole


@st.composite
def glasses(draw: st.DrawFn) -> Matrix:
    """How glasses are mounted wrongly: turned, mirrored, stretched, askew, and shifted."""
    turn, mirror = math.radians(draw(turns)), draw(st.sampled_from([1, -1]))
    wide, high = draw(st.floats(0.7, 1.6)), draw(st.floats(0.7, 1.6))
    a, b = wide * math.cos(turn) * mirror, -high * math.sin(turn)
    d, e = wide * math.sin(turn) * mirror, high * math.cos(turn)
    b, d = b + draw(small) / 3, d + draw(small) / 3
    c = 0.5 - (a + b) / 2 + draw(small)
    f = 0.5 - (d + e) / 2 + draw(small)
    return a, b, c, d, e, f


@given(matrix=glasses())
@settings(deadline=None)
def test_any_mounting_is_found_again(matrix: Matrix) -> None:
    found = fitted([(backwards(matrix, cross), cross) for cross in CROSSES])
    assert found == pytest.approx(matrix, abs=1e-6)


@given(matrix=glasses(), slips=st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=5, max_size=5))
@settings(deadline=None)
def test_a_thumb_that_hits_about_the_middle_is_near_enough_everywhere(matrix: Matrix, slips: list[Point]) -> None:
    slip = 0.012
    pressed = [(x + dx * slip, y + dy * slip) for (x, y), (dx, dy) in zip(CROSSES, slips, strict=True)]
    found = fitted([(backwards(matrix, at), cross) for at, cross in zip(pressed, CROSSES, strict=True)])
    for place in ((0.02, 0.02), (0.98, 0.5), (0.5, 0.98), (0.3, 0.7)):
        assert math.dist(moved(found, backwards(matrix, place)), place) < TOLERANCE


@pytest.mark.parametrize("matrix", [MIRRORED, SWAPPED])
def test_one_cross_that_was_missed_is_noticed(matrix: Matrix) -> None:
    touches = [(backwards(matrix, cross), cross) for cross in CROSSES]
    touches[1] = ((touches[1][0][0] - 0.2, touches[1][0][1]), touches[1][1])
    with pytest.raises(BadInput, match="missed"):
        fitted(touches)


@pytest.mark.parametrize(
    "glass",
    [
        [(0.5, 0.5)] * 5,  # one spot
        [(0.1 * n, 0.1 * n) for n in range(5)],  # a line
        [(0.5 + x / 10, 0.5 + y / 10) for x, y in CROSSES],  # a corner of it: stretched tenfold
        [(x * 9, y * 9) for x, y in CROSSES],
        [CROSSES[2], CROSSES[0], CROSSES[3], CROSSES[1], CROSSES[4]],  # not in the order asked for
        [(math.nan, 0.5), *CROSSES[1:]],
        [(math.inf, 0.5), *CROSSES[1:]],
    ],
)
def test_nonsense_is_refused(glass: list[Point]) -> None:
    with pytest.raises(BadInput):
        fitted(list(zip(glass, CROSSES, strict=True)))


@given(glass=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=5, max_size=5))
@settings(deadline=None)
def test_whatever_is_pressed_the_answer_can_be_lived_with_or_is_a_refusal(glass: list[Point]) -> None:
    try:
        found = fitted(list(zip(glass, CROSSES, strict=True)))
    except BadInput:
        return
    assert sensible(found)
    for touched, cross in zip(glass, CROSSES, strict=True):
        assert math.dist(moved(found, touched), cross) <= TOLERANCE + 1e-9


@given(matrix=glasses(), place=st.tuples(st.floats(-1, 2), st.floats(-1, 2)))
@settings(deadline=None)
def test_no_touch_is_brought_off_the_screen(matrix: Matrix, place: Point) -> None:
    x, y = moved(matrix, place)
    assert 0 <= x <= 1
    assert 0 <= y <= 1


@pytest.mark.parametrize(
    ("matrix", "can_be"),
    [(AS_IT_IS, True), (MIRRORED, True), (SWAPPED, True), ((0.0,) * 6, False), ((1, 0, 9, 0, 1, 0), False),
     ((1, 1, 0, 1, 1, 0), False), ((math.nan, 0, 0, 0, 1, 0), False), ((1e308,) * 6, False)],
)  # fmt: skip
def test_what_is_kept_in_a_file_need_not_be_believed(matrix: Matrix, can_be: bool) -> None:
    assert sensible(matrix) is can_be


def test_the_crosses_lie_apart() -> None:
    assert all(math.dist(one, other) > 0.3 for one, other in pairwise(CROSSES))
