"""What scales say, read. Pure: one line of bytes in, a weight or a reason out.

Sources: A&D standard format (ST,GS,…); Mettler-Toledo SICS level 0 (S S …); Toledo 8217 protocol (W).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from kiosk.exc import DeviceError
from kiosk.hw.ports import Weight
from kiosk.i18n import M, Message

_GRAMS = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "t": Decimal(1_000_000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_NUMBER = re.compile(r"([+-]?) *(\d{1,7}(?:\.\d{1,5})?) *([A-Za-z]{1,3})?")
_OVERLOAD = M("The scale is overloaded. Take something off.")
_UNDER = M("The scale reads less than nothing. Empty it and set it to zero.")
_UNREADABLE = M("The scale says something that can't be read. Check its format in kiosk.toml.")


class Format(msgspec.Struct, frozen=True):
    """How to speak with a kind of scale. ask: sent for each reading, b"" if it sends unasked. ends: a line's last."""

    read: Callable[[bytes], Weight | None]
    ask: bytes = b""
    ends: bytes = b"\n"


def read_ad(line: bytes) -> Weight | None:
    """`ST,GS,+  1.234kg`: ST at rest, US not, OL overload; GS gross, NT net."""
    parts = _text(line).split(",")
    if parts[0] == "OL":
        raise DeviceError(_OVERLOAD)
    if parts[0] not in ("ST", "US", "QT") or len(parts) < 2:
        raise DeviceError(_UNREADABLE)
    return Weight(_grams(parts[-1]), parts[0] != "US")


def read_sics(line: bytes) -> Weight | None:
    """`S S      1.234 kg`: S at rest, D not, I busy, + and - out of range."""
    text = _text(line)
    match text[:3]:
        case "S S" | "S D":
            return Weight(_grams(text[3:]), text[2] == "S")
        case "S I":
            return None  # busy: ask again
        case "S +":
            raise DeviceError(_OVERLOAD)
        case "S -":
            raise DeviceError(_UNDER)
    raise DeviceError(_UNREADABLE)


def read_toledo(line: bytes) -> Weight | None:
    """STX `01.234` (kg, at rest), or STX `?` and a byte of bits: 0 in motion, 1 over capacity, 2 under zero."""
    _, stx, body = line.partition(b"\x02")
    if body[:1] == b"?" and len(body) == 2:
        bits = body[1]
        if bits & 2:
            raise DeviceError(_OVERLOAD)
        if bits & 4:
            raise DeviceError(_UNDER)
        return None
    if not stx or not body:
        raise DeviceError(_UNREADABLE)
    return Weight(_grams(_text(body)), True)


FORMATS = {
    "ad": Format(read_ad),
    "sics": Format(read_sics, b"SI\r\n"),
    "toledo": Format(read_toledo, b"W\r", b"\r"),
}
"""By the name of the setting."""


def _text(line: bytes) -> str:
    return line.decode("ascii", "replace").strip()


def _grams(text: str) -> int:
    """Thousandths of a kilogram, half up. Without a unit: kilograms."""
    match = _NUMBER.fullmatch(text.strip())
    factor = _GRAMS.get((match[3] or "kg").lower()) if match else None
    if match is None or factor is None:
        raise DeviceError(_UNREADABLE)
    grams = int((Decimal(match[2]) * factor).to_integral_value(ROUND_HALF_UP))
    return -grams if match[1] == "-" else grams


def silent() -> Message:
    """What to say of a scale that says nothing."""
    return M("The scale does not answer. Look at its cable and its power.")
