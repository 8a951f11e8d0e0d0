"""Where one ESC/POS command ends and the next begins (Epson's ESC/POS command reference, section by section)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D

LARGEST = 1 << 22
"""Bytes of one command's data; a larger length is noise, not a picture."""

# How many parameter bytes follow the two that name the command
_FIXED: dict[bytes, int] = {
    **dict.fromkeys((b"\x1b@", b"\x1b2", b"\x1bS", b"\x1bL", b"\x1bi", b"\x1bm", b"\x1bv"), 0),
    **dict.fromkeys((b"\x1b\x0c", b"\x1d:", b"\x1dc", b"\x1c&", b"\x1c."), 0),
    **{b"\x1b" + bytes((name,)): 1 for name in b"!aEGMtRdJKeV-3A+{=rT %?uU"},
    **{b"\x1d" + bytes((name,)): 1 for name in b"!BHhwfarIb/|ETj"},
    **{b"\x1c" + bytes((name,)): 1 for name in b"!-CW"},
    **dict.fromkeys((b"\x1bc", b"\x1b$", b"\x1b\\", b"\x1bB", b"\x1cS", b"\x1c?", b"\x1cp"), 2),
    **dict.fromkeys((b"\x1dL", b"\x1dW", b"\x1dP", b"\x1d$", b"\x1d\\"), 2),
    **dict.fromkeys((b"\x1bp", b"\x1d^"), 3),
    b"\x1bW": 8,
    b"\x1c2": 74,
    b"\x10\x05": 1,
    b"\x10\x14": 3,
}

# How many parameter bytes tell the length of the rest, and how they tell it
_SIZED: dict[bytes, tuple[int, Callable[[bytes], int]]] = {
    b"\x1dv": (6, lambda head: _u16(head, 2) * _u16(head, 4)),
    **dict.fromkeys((b"\x1d(", b"\x1c(", b"\x1b("), (3, lambda head: _u16(head, 1))),
    b"\x1d8": (5, lambda head: int.from_bytes(head[1:5], "little")),
    b"\x1b*": (3, lambda head: _u16(head, 1) * (3 if head[0] & 0x20 else 1)),
    b"\x1d*": (2, lambda head: head[0] * head[1] * 8),
    b"\x1dV": (1, lambda head: 1 if head[0] >= 65 else 0),
    b"\x10\x04": (1, lambda head: 1 if head[0] in (7, 8, 18) else 0),
}


class Command(msgspec.Struct, frozen=True):
    """name: the bytes that name it, such as ESC a. parameters: the rest. known: its length was certain."""

    name: bytes
    parameters: bytes
    known: bool = True

    @property
    def length(self) -> int:
        return len(self.name) + len(self.parameters)


def take(data: bytes | bytearray, at: int) -> Command | None:
    """The command that begins at `at` with DLE, ESC, FS or GS; None if its end has not arrived yet.

    An unknown command is taken to be the two bytes of its name.
    """
    if at + 2 > len(data):
        return None
    name = bytes(data[at : at + 2])
    rest = at + 2
    if name == b"\x1dv" and rest < len(data) and data[rest] != 0x30:  # GS v 0 is the only one there is
        return Command(name, b"", known=False)
    if name in _FIXED:
        length: int | None = _FIXED[name]
    elif name in _SIZED:
        length = _sized(data, rest, *_SIZED[name])
    elif name == b"\x1dk":
        length = _barcode(data, rest)
    elif name == b"\x1bD":
        length = _until_nul(data, rest, 33)
    else:
        return Command(name, b"", known=False)
    if length is not None and length > LARGEST:
        return Command(name, b"", known=False)
    if length is None or rest + length > len(data):
        return None
    return Command(name, bytes(data[rest : rest + length]))


def _u16(head: bytes, at: int) -> int:
    return head[at] | head[at + 1] << 8


def _sized(data: bytes | bytearray, rest: int, head: int, more: Callable[[bytes], int]) -> int | None:
    return None if rest + head > len(data) else head + more(bytes(data[rest : rest + head]))


def _barcode(data: bytes | bytearray, rest: int) -> int | None:
    """GS k m d… NUL for m below 65, GS k m n d… from there on."""
    if rest >= len(data):
        return None
    if data[rest] >= 65:
        return _sized(data, rest, 2, lambda head: head[1])
    tail = _until_nul(data, rest + 1, 256)
    return None if tail is None else 1 + tail


def _until_nul(data: bytes | bytearray, rest: int, most: int) -> int | None:
    end = data.find(0, rest, rest + most)
    if end >= 0:
        return end + 1 - rest
    return most if len(data) >= rest + most else None
