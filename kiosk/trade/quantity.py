"""Quantities: integers of thousandths of a base unit."""

from __future__ import annotations

from typing import NewType

import msgspec

from kiosk.trade.money import Money, divide

Quantity = NewType("Quantity", int)
"""Thousandths of the product's base unit: 1 piece is 1000, 1.235 kg is 1235."""

ONE = Quantity(1000)


class Unit(msgspec.Struct, frozen=True):
    """A unit of measure. decimals: how many places are sold and shown (0 for pieces, 3 for kilograms)."""

    code: str
    name_zh: str
    name_en: str
    decimals: int = 0


UNITS = {
    u.code: u
    for u in (
        Unit("pcs", "件", "pcs"),
        Unit("bottle", "瓶", "bottle"),
        Unit("box", "盒", "box"),
        Unit("bag", "袋", "bag"),
        Unit("kg", "千克", "kg", 3),
        Unit("jin", "斤", "jin", 3),
        Unit("l", "升", "L", 3),
        Unit("m", "米", "m", 2),
    )
}


def extend(price: int, quantity: int) -> Money:
    """Price per base unit times quantity, rounded half up to the minor unit."""
    # In one step where nothing is to be rounded, which is nearly always
    whole, rest = divmod(price * quantity, 1000)
    return Money(whole if not rest else divide(price * quantity, 1000))


def format_quantity(quantity: int, decimals: int = 0) -> str:
    """`3`, `1.235`: at least the unit's decimals are shown, more only where they are not zero."""
    whole, rest = divmod(abs(quantity), 1000)
    places = f"{rest:03d}"
    while len(places) > decimals and places.endswith("0"):
        places = places[:-1]
    return ("−" if quantity < 0 else "") + str(whole) + (f".{places}" if places else "")
