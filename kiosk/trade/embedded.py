"""Barcodes that a scale prints: restricted circulation numbers with the weight, the price or both inside.

How their digits are shared out differs from country to country and shop to shop (GS1 General Specifications, 2.1.11),
so that a shop writes it down as a pattern: `21IIIIIWWWWWC` is the prefix 21, an item of five digits, a weight of five
in grams, and the check digit. Eighteen places, as scales in China print them, hold weight and price.
"""

from __future__ import annotations

import re

import msgspec

from kiosk.exc import ConfigError
from kiosk.i18n import M
from kiosk.trade.check_digits import has_good_check, to_gtin14
from kiosk.trade.codes import EmbeddedCode
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

LENGTHS = (13, 18)
_PATTERN = re.compile(r"(2\d?)(I{3,7})V?(?:W{4,6}|P{4,6}|W{5}P{5}|P{5}W{5})C(?:/([0-3]))?")


class EmbeddedLayout(msgspec.Struct, frozen=True):
    """One pattern taken apart. length: places; item_end: where item digits end; weight and price: from, to, or None.

    gram: thousandths of the unit that the weight's last digit stands for: 1 for three decimals, 10 for two.
    """

    pattern: str
    prefix: str
    length: int
    item_end: int
    weight: tuple[int, int] | None
    price: tuple[int, int] | None
    gram: int = 1

    def read(self, code: str) -> EmbeddedCode | None:
        """The item with its weight, in thousandths of its unit, and price, in minor units; None if not of this layout.

        The check digit of `code` holds.
        """
        if len(code) != self.length or not code.startswith(self.prefix):
            return None
        item = code[: self.item_end]
        return EmbeddedCode(
            # eight digits are an EAN-8 to the catalogue, if their check digit happens to hold
            to_gtin14(item) if len(item) == 8 and has_good_check(item) else item,
            quantity=Quantity(int(code[slice(*self.weight)]) * self.gram) if self.weight else None,
            amount=Money(int(code[slice(*self.price)])) if self.price else None,
            raw=code,
        )


def read_layout(pattern: str) -> EmbeddedLayout:
    """A pattern of 13 or 18 places: prefix 2 or 20–29, I item, V a digit passed over, W weight, P price, C check.

    The weight has three decimals (grams), unless the pattern ends in `/2` or so. Raises ConfigError for a wrong one.
    """
    match = _PATTERN.fullmatch(pattern)
    places = pattern.partition("/")[0]
    if match is None or len(places) not in LENGTHS or (match[3] and "W" not in places):
        raise ConfigError(
            M(
                "The barcode layout {pattern} can't be read. Write 13 places such as {weight} or {price}.",
                pattern=pattern,
                weight="21IIIIIWWWWWC",
                price="22IIIIIPPPPPC",
            )
        )
    return EmbeddedLayout(
        pattern=pattern,
        prefix=match[1],
        length=len(places),
        item_end=match.end(2),
        weight=_span(places, "W"),
        price=_span(places, "P"),
        gram=10 ** (3 - int(match[3] or 3)),
    )


def read_layouts(patterns: tuple[str, ...]) -> tuple[EmbeddedLayout, ...]:
    """All patterns of a shop; the longer prefix is tried first. Raises ConfigError for a bad one or one twice."""
    layouts = tuple(sorted(map(read_layout, patterns), key=lambda layout: -len(layout.prefix)))
    starts = [(layout.length, layout.prefix) for layout in layouts]
    if len(set(starts)) != len(starts):
        raise ConfigError(M("Two barcode layouts have the same prefix."))
    return layouts


def read_embedded(code: str, layouts: tuple[EmbeddedLayout, ...]) -> EmbeddedCode | None:
    """`code`, digits only, by the first layout that fits; None if none does or its check digit is wrong."""
    if not has_good_check(code):
        return None
    return next((found for layout in layouts if (found := layout.read(code))), None)


def _span(places: str, letter: str) -> tuple[int, int] | None:
    return (places.index(letter), places.rindex(letter) + 1) if letter in places else None
