"""Where a touchscreen's touches belong: a matrix found from touches on crosses. Pure.

Places are shares of the panel's width and height from its upper left corner, whichever way the screen hangs, and the
matrix is as libinput has it (LIBINPUT_CALIBRATION_MATRIX): x' = ax + by + c, y' = dx + ey + f.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kiosk.exc import BadInput
from kiosk.i18n import M

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
TOLERANCE = 0.04
"""A thumb hits a cross this well, as a share of the screen."""
_LEAST, _MOST = 0.4, 2.5
"""No glass stretches its touches further than this."""
_SPREAD = 0.01
"""Of the touches, squared: less is all of them on one spot, or in a line."""


def moved(matrix: Matrix, place: Point) -> Point:
    """Where a touch belongs; never off the screen."""
    (a, b, c, d, e, f), (x, y) = matrix, place
    return min(max(a * x + b * y + c, 0.0), 1.0), min(max(d * x + e * y + f, 0.0), 1.0)


def fitted(touches: Sequence[tuple[Point, Point]]) -> Matrix:
    """The matrix that brings touches nearest to where they were meant: (touched, meant), three and more.

    Least squares of all of them. Raises BadInput for touches that no touchscreen could have been mounted to give.
    """
    count = len(touches)
    mid_x, mid_y, to_x, to_y = (sum(each) / count for each in zip(*((*t, *w) for t, w in touches), strict=True))
    xx = yy = xy = 0.0
    sums = [0.0] * 4
    for (x, y), (want_x, want_y) in touches:
        u, v = x - mid_x, y - mid_y
        xx, yy, xy = xx + u * u, yy + v * v, xy + u * v
        for n, value in enumerate((u * (want_x - to_x), v * (want_x - to_x), u * (want_y - to_y), v * (want_y - to_y))):
            sums[n] += value
    spread = xx * yy - xy * xy
    if not spread > (_SPREAD * count) ** 2:  # NaN too
        raise BadInput(M("These touches lie too near to each other. Press the middle of each cross."))
    a, b = (sums[0] * yy - sums[1] * xy) / spread, (sums[1] * xx - sums[0] * xy) / spread
    d, e = (sums[2] * yy - sums[3] * xy) / spread, (sums[3] * xx - sums[2] * xy) / spread
    matrix = (a, b, to_x - a * mid_x - b * mid_y, d, e, to_y - d * mid_x - e * mid_y)
    if not sensible(matrix) or max(_missed(matrix, *pair) for pair in touches) > TOLERANCE:
        raise BadInput(M("One of the crosses was missed. Press the middle of each."))
    return matrix


def sensible(matrix: Matrix) -> bool:
    """Whether a screen could be so: turned, mirrored, shifted, stretched, within reason."""
    a, b, c, d, e, f = matrix
    if not all(map(math.isfinite, matrix)):
        return False
    # Singular values of the linear part: the least and the most by which it stretches
    half, determinant = (a * a + b * b + d * d + e * e) / 2, a * e - b * d
    apart = math.sqrt(max(half * half - determinant * determinant, 0.0))
    least, most = math.sqrt(max(half - apart, 0.0)), math.sqrt(half + apart)
    return least >= _LEAST and most <= _MOST and abs(c) <= _MOST and abs(f) <= _MOST


def _missed(matrix: Matrix, touched: Point, meant: Point) -> float:
    (a, b, c, d, e, f), (x, y) = matrix, touched
    return math.dist((a * x + b * y + c, d * x + e * y + f), meant)
