"""The window's picture, as it is."""

from __future__ import annotations

from pathlib import Path

from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glPixelStorei, glReadPixels
from PIL import Image

GL_PACK_ALIGNMENT = 0x0D05


def grab() -> Image.Image:
    """What is in the window now. Draws a frame first, so that it is whole."""
    Window.dispatch("on_draw")
    width, height = Window.size
    glPixelStorei(GL_PACK_ALIGNMENT, 1)
    pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    return Image.frombytes("RGB", (width, height), bytes(pixels)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def save(path: Path) -> None:
    """Write it as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grab().save(path)
