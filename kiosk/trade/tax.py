"""Tax: contained in a price or added to it, rounded per line or once per document.

Either way the taxes of the lines add up to the tax of the document: a tax that is rounded once per document
is allotted to its lines by largest remainder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from kiosk.trade.goods import Tax
from kiosk.trade.money import RATE_ONE, ZERO, Money, Rate, allot, divide, share
from kiosk.trade.priced import TaxTotal

TaxPer = Literal["line", "document"]
"""Where tax is rounded: on every line, or once for all lines of a rate."""


class Taxable(NamedTuple):
    """What a line costs after all discounts, ≥ 0, and how it is taxed."""

    net: int
    tax: Tax
    included: bool


def tax_of(net: int, rate: Rate, *, included: bool) -> Money:
    """The tax in `net` (included) or on top of it, rounded half up."""
    return _tax_of(net, rate, included)


@lru_cache(maxsize=4096)  # a scan works the taxes of the whole basket out again
def _tax_of(net: int, rate: Rate, included: bool) -> Money:
    return Money(divide(net * rate, RATE_ONE + rate)) if included else share(net, rate)


def line_taxes(lines: Sequence[Taxable], per: TaxPer) -> list[Money]:
    """The tax of each line.

    Per document, all lines of one tax that are quoted the same way (with or without it) are added up, taxed
    once, and the tax is allotted to them by what they cost.
    """
    if per == "line":
        return [_tax_of(net, tax.rate, included) for net, tax, included in lines]
    taxes = [ZERO] * len(lines)
    groups: dict[tuple[str, int, bool], list[int]] = {}
    for i, line in enumerate(lines):
        groups.setdefault((line.tax.id, line.tax.rate, line.included), []).append(i)
    for (_, rate, included), members in groups.items():
        nets = [lines[i].net for i in members]
        whole = tax_of(sum(nets), Rate(rate), included=included)
        for i, part in zip(members, allot(whole, nets), strict=True):
            taxes[i] = part
    return taxes


def tax_totals(lines: Iterable[tuple[Tax, Money, Money]]) -> tuple[TaxTotal, ...]:
    """Lines given as (tax, total with tax, tax amount), summed per tax: highest rate first, then by id."""
    sums: dict[tuple[str, int], tuple[Tax, int, int]] = {}
    for tax, total, amount in lines:
        _, base, taxed = sums.get((tax.id, tax.rate), (tax, 0, 0))
        sums[tax.id, tax.rate] = (tax, base + total - amount, taxed + amount)
    return tuple(
        TaxTotal(tax.id, tax.name_zh, tax.name_en, tax.rate, Money(base), Money(taxed))
        for tax, base, taxed in sorted(sums.values(), key=lambda s: (-s[0].rate, s[0].id))
    )
