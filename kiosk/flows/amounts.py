"""Amounts as people type them."""

from __future__ import annotations

import re
import unicodedata

from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.trade.money import Currency, Money

_DIGITS = re.compile(r"([0-9]{1,9})(?:\.([0-9]*))?")


def read_amount(text: str, currency: Currency) -> Money:
    """`12.5`, `¥12.50` or full-width digits as minor units.

    Raises BadInput for anything else, more places than the currency has, or ten digits and more.
    """
    cleaned = unicodedata.normalize("NFKC", text).strip().removeprefix(currency.symbol).strip()
    match = _DIGITS.fullmatch(cleaned)
    if match is None:
        raise BadInput(M("Type an amount like {example}.", example="12.50" if currency.exponent else "1250"))
    whole, places = match[1], match[2] or ""
    if len(places.rstrip("0")) > currency.exponent:
        raise BadInput(M("At most {count} decimal places.", count=currency.exponent))
    return Money(int(whole + places[: currency.exponent].ljust(currency.exponent, "0")))
