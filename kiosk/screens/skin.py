"""Small white pictures that round corners and discs are drawn with, tinted: smooth edges without multisampling."""

from __future__ import annotations

from functools import cache
from math import hypot

from kivy.graphics.texture import Texture

from kiosk.screens.theme import RADIUS

SLICE = RADIUS + 1
"""Pixels at each side of `panel` and `frame` that a BorderImage must not stretch."""


@cache
def panel() -> Texture:
    """A filled square with round corners, to be stretched by its middle."""
    return _texture(2 * SLICE + 2, lambda inside: min(max(inside + 0.5, 0.0), 1.0))


@cache
def frame(width: int = 1) -> Texture:
    """Its outline, so many pixels wide."""
    return _texture(
        2 * SLICE + 2,
        lambda inside: min(max(inside + 0.5, 0.0), 1.0) - min(max(inside - width + 0.5, 0.0), 1.0),
    )


@cache
def disc(size: int = 96) -> Texture:
    """A filled circle."""
    middle = size / 2
    rows = [
        [min(max(middle - hypot(x + 0.5 - middle, y + 0.5 - middle), 0.0), 1.0) for x in range(size)]
        for y in range(size)
    ]
    return _upload(rows)


def _texture(size: int, cover: object) -> Texture:
    assert callable(cover)
    rows = [[cover(_inside(x + 0.5, y + 0.5, size)) for x in range(size)] for y in range(size)]
    return _upload(rows)


def _inside(x: float, y: float, size: int) -> float:
    """How far inside the rounded square a point lies, in pixels; negative outside."""
    near_x, near_y = min(x, size - x), min(y, size - y)
    if near_x < RADIUS and near_y < RADIUS:
        return RADIUS - hypot(RADIUS - near_x, RADIUS - near_y)
    return min(near_x, near_y)


def _upload(rows: list[list[float]]) -> Texture:
    size = len(rows)
    texture = Texture.create(size=(size, size), colorfmt="rgba")
    pixels = b"".join(bytes((255, 255, 255, round(a * 255))) for row in rows for a in row)
    texture.blit_buffer(pixels, colorfmt="rgba", bufferfmt="ubyte")
    return texture
