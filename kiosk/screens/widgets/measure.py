"""How wide a text is, before it is drawn."""

from __future__ import annotations

from functools import lru_cache

from kivy.core.text import Label as CoreLabel

from kiosk.screens.fonts import TEXT


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, font: str = TEXT) -> int:
    """Pixels of one line."""
    return int(CoreLabel(font_name=font, font_size=size, font_hinting="light").get_extents(text)[0]) if text else 0


def height_of(size: float) -> int:
    """Pixels of a line of this size of type, with its leading."""
    return round(size * 1.3)
