"""Bars and dots of ESC/POS commands, read: symbologies of GS k, Code 128 notation, dots by rows and by columns."""

from __future__ import annotations

from kiosk.hw.print_rows import ImageRow, printable

_NAMES = ("upca", "upce", "ean13", "ean8", "code39", "itf", "codabar", "code93", "code128", "gs1_128")

WIDEST = 4096
"""Dots; no paper is wider."""


def symbology_name(m: int) -> str:
    """GS k's m: 0–6 in the older form, 65–74 in the newer; empty if there is none."""
    if 0 <= m <= 6:
        return _NAMES[m]
    return _NAMES[m - 65] if 65 <= m <= 74 else ""


def decode_code128(raw: bytes) -> str:
    """The data of Epson's notation: `{A`, `{B`, `{C` choose the set, `{{` is a brace, other `{x` are functions."""
    out = []
    pairs = False
    at = 0
    while at < len(raw):
        if raw[at] == 0x7B and at + 1 < len(raw):
            mark = raw[at + 1]
            if mark == 0x7B:
                out.append("{")
            elif mark in b"ABC":
                pairs = mark == 0x43
            at += 2
            continue
        out.append(f"{raw[at]:02d}" if pairs else chr(raw[at]))
        at += 1
    return printable("".join(out))


def image_of_raster(width: int, height: int, bits: bytes, double_width: bool, double_height: bool) -> ImageRow:
    """Dots by rows (GS v 0, GS ( L); doubled as the command asks."""
    stride = (width + 7) // 8
    image = ImageRow(width, height if stride else 0, bits)
    if not (double_width or double_height) or not image.height or width > WIDEST // 2:
        return image
    from PIL import Image

    from kiosk.hw.raster import from_bits, to_bits

    size = (width * (2 if double_width else 1), height * (2 if double_height else 1))
    return to_bits(from_bits(image).resize(size, Image.Resampling.NEAREST))


def image_of_columns(data: bytes, deep: int) -> ImageRow:
    """Dots by columns (ESC *), `deep` bytes each, the highest bit at the top."""
    width, height = len(data) // deep, deep * 8
    stride = (width + 7) // 8
    bits = bytearray(stride * height)
    for at, byte in enumerate(data[: width * deep]):
        x, top = at // deep, at % deep * 8
        for bit in range(8):
            if byte & 0x80 >> bit:
                bits[(top + bit) * stride + x // 8] |= 0x80 >> x % 8
    return ImageRow(width, height, bytes(bits))
