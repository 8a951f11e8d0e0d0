"""Money: integers of the currency's minor unit, one rounding, and division that loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NewType

import msgspec

Money = NewType("Money", int)
"""An amount in minor units (fen, cents). Never a float."""

Rate = NewType("Rate", int)
"""A share in millionths: 13 % is 130_000."""

RATE_ONE = 1_000_000
ZERO = Money(0)


class Currency(msgspec.Struct, frozen=True):
    """A currency as written on a till.

    exponent: decimal places of the minor unit (ISO 4217). cash_step: the smallest amount that can be paid in
    coins, in minor units. notes: the likely notes and coins, minor units, largest first.
    """

    code: str
    symbol: str
    exponent: int
    cash_step: int
    notes: tuple[int, ...]


CNY = Currency("CNY", "¥", 2, 10, (10000, 5000, 2000, 1000, 500, 100, 50, 10))
EUR = Currency("EUR", "€", 2, 1, (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1))
USD = Currency("USD", "$", 2, 1, (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1))
JPY = Currency("JPY", "¥", 0, 1, (10000, 5000, 1000, 500, 100, 50, 10, 5, 1))
CURRENCIES = {c.code: c for c in (CNY, EUR, USD, JPY)}


def divide(numerator: int, denominator: int) -> int:
    """Rounded quotient, halves away from zero ("half up" in commerce), for a positive denominator."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    half = (2 * abs(numerator) + denominator) // (2 * denominator)
    return half if numerator >= 0 else -half


def share(amount: int, rate: Rate) -> Money:
    """`rate` of `amount`, rounded half up."""
    return Money(divide(amount * rate, RATE_ONE))


def allot(total: int, weights: Sequence[int]) -> list[Money]:
    """Split `total` in proportion to non-negative `weights`; the parts add up to `total`, always.

    Largest remainder (Hamilton): each part is its floor, and the missing units go to the largest remainders,
    the earlier first among equals. With all weights zero the whole goes to the first part.

    Raises ValueError for no weights or a negative one.
    """
    if not weights or any(w < 0 for w in weights):
        raise ValueError("weights must be non-negative and at least one")
    whole = sum(weights)
    if whole == 0:
        return [Money(total), *([ZERO] * (len(weights) - 1))]
    size = abs(total)
    sign = 1 if total >= 0 else -1
    parts = [size * w // whole for w in weights]
    missing = size - sum(parts)
    if missing:
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % whole), i))
        for i in by_remainder[:missing]:
            parts[i] += 1
    return [Money(sign * p) for p in parts]


def allot_within(total: int, weights: Sequence[int], limits: Sequence[int]) -> list[Money]:
    """Split a non-negative `total` like `allot`, no part beyond its limit; the others take what is left.

    The parts add up to `total`, or to the sum of the limits where that is less.
    """
    parts = [ZERO] * len(weights)
    left = min(total, sum(limits))
    while left > 0:
        room = [i for i, limit in enumerate(limits) if parts[i] < limit]
        shares = allot(left, [weights[i] or 1 for i in room])
        for i, part in zip(room, shares, strict=True):
            given = min(part, limits[i] - parts[i])
            parts[i] = Money(parts[i] + given)
            left -= given
    return parts


def format_money(amount: int, currency: Currency, *, symbol: bool = False, sign: bool = False) -> str:
    """`12.50`, with the symbol `¥12.50`; a true minus sign; no grouping of thousands on a till."""
    scale = 10**currency.exponent
    whole, rest = divmod(abs(amount), scale)
    digits = f"{whole}.{rest:0{currency.exponent}d}" if currency.exponent else str(whole)
    mark = "−" if amount < 0 else "+" if sign and amount > 0 else ""
    return f"{mark}{currency.symbol if symbol else ''}{digits}"
