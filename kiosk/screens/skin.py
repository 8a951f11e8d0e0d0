"""Small pictures that round corners and discs are drawn with: smooth edges without multisampling.

Everything lies on whole pixels, so corners need no filter; without a graphics card each filtered pixel costs.
"""

from __future__ import annotations

from functools import cache
from math import hypot

from kivy.graphics.texture import Texture

from kiosk.screens.theme import RADIUS

SLICE = RADIUS + 1
"""Pixels at each side of `plate` and `frame` that a BorderImage must not stretch."""
SIDE = 2 * SLICE + 2
"""Pixels across of those."""
DISC = 96
"""Pixels across of the disc that is drawn larger and smaller."""

Rgba = tuple[float, float, float, float]


@cache
def plate(fill: Rgba | None, edge: Rgba | None) -> Texture:
    """A square with round corners in its own colours, to be stretched by its middle; edge: one pixel all round.

    One picture for both, since what is laid over each other is paid for pixel by pixel.
    """
    clear = (0.0, 0.0, 0.0, 0.0)
    outside, within = edge or fill or clear, fill or clear

    @cache  # most points lie whole pixels inside, and look alike
    def pixel(inside: float) -> bytes:
        inner = _cover(inside - 1)
        outer = _cover(inside) - inner
        alpha = outside[3] * outer + within[3] * inner
        if not alpha:
            return bytes(4)
        mixed = [(outside[i] * outside[3] * outer + within[i] * within[3] * inner) / alpha for i in range(3)]
        return bytes(round(part * 255) for part in (*mixed, alpha))

    return _texture(b"".join(map(pixel, _insides(SIDE))), SIDE, "nearest")


@cache
def frame(width: int = 1) -> Texture:
    """Its outline, so many pixels wide."""
    shares = (_cover(inside) - _cover(inside - width) for inside in _insides(SIDE))
    return _texture(b"".join(b"\xff\xff\xff" + bytes((round(255 * share),)) for share in shares), SIDE, "nearest")


@cache
def disc(size: int = DISC) -> Texture:
    """A filled circle, an even number of pixels across."""
    return _texture(_disc(size), size, "linear")


def reckon() -> None:
    """What can be reckoned before there is a window, for the first screen."""
    _disc(DISC)
    _insides(SIDE)


@cache
def _disc(size: int) -> bytes:
    middle = size // 2
    quarter = [
        bytes(round(255 * _cover(middle - hypot(x + 0.5, y + 0.5) - 0.5)) for x in range(middle)) for y in range(middle)
    ]
    half = [row[::-1] + row for row in quarter]
    pixels = bytearray(b"\xff" * 4 * size * size)
    pixels[3::4] = b"".join(half[::-1] + half)
    return bytes(pixels)


def _cover(inside: float) -> float:
    """How much of a pixel is covered whose middle is so far inside."""
    return min(max(inside + 0.5, 0.0), 1.0)


@cache
def _insides(size: int) -> list[float]:
    """`_inside` of the middle of each pixel of the rounded square, row by row; a quarter of it is reckoned."""
    half = range(size // 2)
    quarter = [[_inside(x + 0.5, y + 0.5, size) for x in half] for y in half]
    rows = [row + row[::-1] for row in quarter]
    return [inside for row in rows + rows[::-1] for inside in row]


def _inside(x: float, y: float, size: int) -> float:
    """How far inside the rounded square a point lies, in pixels; negative outside."""
    near_x, near_y = min(x, size - x), min(y, size - y)
    if near_x < RADIUS and near_y < RADIUS:
        return RADIUS - hypot(RADIUS - near_x, RADIUS - near_y)
    return min(near_x, near_y)


def _texture(pixels: bytes, size: int, filtered: str) -> Texture:
    texture = Texture.create(size=(size, size), colorfmt="rgba")
    texture.blit_buffer(pixels, colorfmt="rgba", bufferfmt="ubyte")
    texture.min_filter = texture.mag_filter = filtered
    return texture
