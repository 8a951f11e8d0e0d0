"""Barcodes that a scale prints: restricted circulation numbers with the weight or price inside.

How their thirteen digits are shared out differs from country to country and shop to shop (GS1 General
Specifications, 2.1.11), so that a shop writes it down as a pattern: `21IIIIIWWWWWC` is the prefix 21, an item of
five digits, a weight of five in grams, and the check digit.
"""

from __future__ import annotations

import re

import msgspec

from kiosk.exc import ConfigError
from kiosk.i18n import M
from kiosk.trade.check_digits import has_good_check
from kiosk.trade.codes import EmbeddedCode
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

_PATTERN = re.compile(r"(2\d?)(I{3,7})(V?)(W{4,6}|P{4,6})(C)")


class EmbeddedLayout(msgspec.Struct, frozen=True):
    """One pattern taken apart. item: where item digits end; value: where the value begins; weight or price."""

    pattern: str
    prefix: str
    item_end: int
    value_start: int
    is_weight: bool

    def read(self, code: str) -> EmbeddedCode | None:
        """The item and its weight (grams) or price (minor units), if `code` has this layout. The check digit holds."""
        if len(code) != 13 or not code.startswith(self.prefix):
            return None
        value = int(code[self.value_start : 12])
        if self.is_weight:
            return EmbeddedCode(code[: self.item_end], quantity=Quantity(value), raw=code)
        return EmbeddedCode(code[: self.item_end], amount=Money(value), raw=code)


def read_layout(pattern: str) -> EmbeddedLayout:
    """A pattern of 13 letters and digits: prefix 2 or 20–29, I item, V verifier of the value, W grams or P price, C.

    Raises ConfigError saying what is wrong with it.
    """
    match = _PATTERN.fullmatch(pattern)
    if match is None or len(pattern) != 13:
        raise ConfigError(
            M(
                "The barcode layout {pattern} can't be read. Write 13 places such as {weight} or {price}.",
                pattern=pattern,
                weight="21IIIIIWWWWWC",
                price="22IIIIIPPPPPC",
            )
        )
    return EmbeddedLayout(pattern, match[1], match.end(2), match.start(4), match[4].startswith("W"))


def read_layouts(patterns: tuple[str, ...]) -> tuple[EmbeddedLayout, ...]:
    """All patterns of a shop; the longer prefix is tried first. Raises ConfigError for a bad one or one twice."""
    layouts = tuple(sorted(map(read_layout, patterns), key=lambda layout: -len(layout.prefix)))
    prefixes = [layout.prefix for layout in layouts]
    if len(set(prefixes)) != len(prefixes):
        raise ConfigError(M("Two barcode layouts have the same prefix."))
    return layouts


def read_embedded(code: str, layouts: tuple[EmbeddedLayout, ...]) -> EmbeddedCode | None:
    """`code`, thirteen digits with a good check digit, by the first layout that fits."""
    if not has_good_check(code):
        return None
    return next((found for layout in layouts if (found := layout.read(code))), None)
