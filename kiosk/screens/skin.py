"""Small pictures that round corners and discs are drawn with: smooth edges without multisampling.

Everything lies on whole pixels, so corners need no filter; without a graphics card each filtered pixel costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import hypot

from kivy.graphics.texture import Texture

from kiosk.screens.theme import RADIUS

SLICE = RADIUS + 1
"""Pixels at each side of `plate` and `frame` that a BorderImage must not stretch."""

Rgba = tuple[float, float, float, float]


@cache
def plate(fill: Rgba | None, edge: Rgba | None) -> Texture:
    """A square with round corners in its own colours, to be stretched by its middle; edge: one pixel all round.

    One picture for both, since what is laid over each other is paid for pixel by pixel.
    """
    size = 2 * SLICE + 2
    clear = (0.0, 0.0, 0.0, 0.0)
    rows = []
    for y in range(size):
        row = []
        for x in range(size):
            inside = _inside(x + 0.5, y + 0.5, size)
            outer, inner = _cover(inside), _cover(inside - 1)
            parts = [(edge or fill or clear, outer - inner), (fill or clear, inner)]
            alpha = sum(colour[3] * share for colour, share in parts)
            mixed = [sum(c[i] * c[3] * share for c, share in parts) / alpha if alpha else 0.0 for i in range(3)]
            row.append((*mixed, alpha))
        rows.append(row)
    return _upload(rows)


@cache
def frame(width: int = 1) -> Texture:
    """Its outline, so many pixels wide."""
    size = 2 * SLICE + 2
    insides = [[_inside(x + 0.5, y + 0.5, size) for x in range(size)] for y in range(size)]
    return _upload([[(1.0, 1.0, 1.0, _cover(i) - _cover(i - width)) for i in row] for row in insides])


@cache
def disc(size: int = 96) -> Texture:
    """A filled circle, an even number of pixels across."""
    middle = size // 2
    quarter = [
        bytes(round(255 * _cover(middle - hypot(x + 0.5, y + 0.5) - 0.5)) for x in range(middle)) for y in range(middle)
    ]
    half = [row[::-1] + row for row in quarter]
    pixels = bytearray(b"\xff" * 4 * size * size)
    pixels[3::4] = b"".join(half[::-1] + half)
    return _texture(bytes(pixels), size, "linear")


def _cover(inside: float) -> float:
    """How much of a pixel is covered whose middle is so far inside."""
    return min(max(inside + 0.5, 0.0), 1.0)


def _inside(x: float, y: float, size: int) -> float:
    """How far inside the rounded square a point lies, in pixels; negative outside."""
    near_x, near_y = min(x, size - x), min(y, size - y)
    if near_x < RADIUS and near_y < RADIUS:
        return RADIUS - hypot(RADIUS - near_x, RADIUS - near_y)
    return min(near_x, near_y)


def _upload(rows: Sequence[Sequence[tuple[float, ...]]]) -> Texture:
    pixels = bytes(round(part * 255) for row in rows for pixel in row for part in pixel)
    return _texture(pixels, len(rows), "nearest")


def _texture(pixels: bytes, size: int, filtered: str) -> Texture:
    texture = Texture.create(size=(size, size), colorfmt="rgba")
    texture.blit_buffer(pixels, colorfmt="rgba", bufferfmt="ubyte")
    texture.min_filter = texture.mag_filter = filtered
    return texture
