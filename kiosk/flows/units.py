"""Units and amounts in words, as views and messages show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.i18n import M, Names, Text, plain
from kiosk.trade.basket import Line
from kiosk.trade.goods import Product
from kiosk.trade.money import format_money
from kiosk.trade.quantity import UNITS, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_NAMES = {unit.code: Names(unit.name_zh, unit.name_en) for unit in UNITS.values()}
_LEVELS: dict[str, Text] = {"member": M("Member"), "wholesale": M("Wholesale")}
_DECIMALS = {unit.code: unit.decimals for unit in UNITS.values()}


def unit_name(code: str) -> Names:
    """The unit in words; one that this program does not know reads as it is written."""
    return _NAMES.get(code) or Names(code, code)


def level_name(level: str) -> Text:
    """A price level in words: the usual two are known, what else a shop calls its levels stands as it is."""
    return _LEVELS.get(level) or plain(level)


def decimals_of(code: str) -> int:
    """Places in which a quantity of this unit is shown and typed."""
    return _DECIMALS.get(code, 0)


def names_of(product: Product) -> Names:
    """A product's name in both languages."""
    return Names(product.name_zh, product.name_en)


def shown_amount(counter: Counter, amount: int) -> str:
    """An amount with the currency's symbol, for a message."""
    return format_money(amount, counter.settings.currency, symbol=True)


def shown_quantity(line: Line) -> str:
    """A line's quantity, for a message."""
    return format_quantity(line.quantity, decimals_of(line.product.unit))
