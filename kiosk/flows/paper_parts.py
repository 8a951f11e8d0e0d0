"""What papers have in common: the shop's name above, the table of taxes, the line to sign on."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.flows.ports import Settings
from kiosk.hw.paper import Cell, Columns, Item, Text
from kiosk.hw.print_rows import columns_of
from kiosk.i18n import M, Message, Names
from kiosk.store.documents import StoreSaved
from kiosk.trade.money import RATE_ONE, Currency, format_money

LONGEST_TAX = 12
"""Columns for a tax's name; a longer one is wrapped, so that its amounts never are."""


class Words(msgspec.Struct, frozen=True):
    """One paper's language and currency."""

    language: str
    currency: Currency

    @classmethod
    def of(cls, settings: Settings) -> Words:
        """Those of the shop's papers."""
        return cls(settings.paper_language, settings.currency)

    def say(self, text: Message) -> str:
        """A text in the paper's language."""
        return text.in_(self.language)

    def name(self, zh: str, en: str) -> str:
        """A name in the paper's language, or in the other one."""
        return Names(zh, en).in_(self.language)

    def money(self, amount: int, *, symbol: bool = False, sign: bool = False) -> str:
        """An amount, as it stands in a column of amounts."""
        return format_money(amount, self.currency, symbol=symbol, sign=sign)


def heading(store: StoreSaved | None, settings: Settings, language: str, *, brief: bool = False) -> list[Item]:
    """What stands above a paper: the shop; for customers (not brief) also where it is and its tax number."""
    if store is None:
        title = Text(settings.store_names.in_(language), align="center", bold=True, size="double")
        return [title, *([] if brief else _tax_number(settings.tax_id, language))]
    name = Names(store.name_zh, store.name_en).in_(language)
    if brief:
        return [Text(name, align="center", bold=True)]
    items: list[Item] = [Text(name, align="center", bold=True, size="double")]
    items += [Text(line.in_(language), align="center") for line in settings.header]
    items += [Text(line, align="center") for line in (store.address, store.phone) if line]
    return items + _tax_number(store.tax_number or settings.tax_id, language)


def _tax_number(number: str, language: str) -> list[Item]:
    return [Text(M("Tax number {number}", number=number).in_(language), align="center")] if number else []


def tax_table(words: Words, rows: Sequence[tuple[str, int, int]]) -> list[Item]:
    """A head, and one row a tax: its name, what it was taken of, the tax.

    The widths follow what is in the table, so that on the narrowest paper an amount still stands on one line.
    """
    if not rows:
        return []
    cells = [(name, words.money(base), words.money(tax)) for name, base, tax in rows]
    table = [(words.say(M("Tax")), words.say(M("Net")), words.say(M("Tax"))), *cells]
    widths = [max(columns_of(row[i]) for row in table) for i in range(3)]
    first, second, third = min(widths[0], LONGEST_TAX), widths[1], widths[2]
    return [
        Columns((Cell(name, first), Cell(base, second, "right"), Cell(tax, third, "right")))
        for name, base, tax in table
    ]


def tax_name(name: str, rate: int) -> str:
    """The tax with its rate, which many a shop has in the name already."""
    return name if percent(rate) in name else f"{name} {percent(rate)}"


def percent(rate: int) -> str:
    """A rate in millionths as `13%` or `8.875%`."""
    whole, rest = divmod(rate * 100, RATE_ONE)
    places = f"{rest:06d}".rstrip("0")
    return f"{whole}{'.' + places if places else ''}%"


def signature(words: Words) -> Text:
    """A line to sign on."""
    return Text(f"{words.say(M('Signature'))} ____________________")
