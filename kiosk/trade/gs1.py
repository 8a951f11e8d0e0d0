"""GS1 element strings: goods with their batch, dates, weight or price (GS1 General Specifications, 3).

Taken apart by biip, which knows every application identifier; what a shop needs of them is put into a Gs1Code.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.trade.codes import Gs1Code
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementString

GS = "\x1d"
SYMBOLOGIES = frozenset(("C1", "d2", "Q3", "e0", "J1"))
"""AIM identifiers of the symbologies that carry GS1 element strings (GS1 General Specifications, 5.1.2)."""

YEAR = 2026
"""Two-digit years are read around this one, not around the clock: a terminal's clock may stand at 1970."""

_KEPT = ("01", "02", "10", "15", "17", "21", "30", "37")
_BRACKETS = re.compile(r"\(\d{2,4}\)[^() ]")


def looks_like_gs1(data: str) -> bool:
    """Whether text without a symbology identifier is an element string: it has a separator, or brackets, or begins
    with a GTIN that another identifier follows."""
    if GS in data or _BRACKETS.match(data):
        return True
    return len(data) > 16 and data.startswith(("01", "02")) and data[2:16].isdigit()


def load() -> None:
    """Load what reads these codes, a tenth of a second on a desk computer, so that the first scan needn't wait.

    Whose company a number belongs to is not asked here: biip's table of that, 15 MB, is let go, and it says "unknown".
    """
    import biip.gs1_digital_link_uris
    import biip.gs1_messages
    import biip.gs1_prefixes

    biip.gs1_prefixes._GS1_COMPANY_PREFIX_TRIE = {}  # it offers no other way


def read_gs1(data: str, exponent: int = 2) -> Gs1Code:
    """An element string, with FNC1 as ASCII 29, or written for people with brackets, or a Digital Link address.

    exponent: decimal places of the shop's currency. Raises BadInput if it can't be read, names no goods, or is two.
    """
    from biip import ParseConfig, ParseError
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI
    from biip.gs1_messages import GS1Message

    config = ParseConfig(gs1_element_strings_verify_date=False)  # ours, below: biip's depends on the clock
    try:
        if data.startswith(("http://", "https://")):
            elements = GS1DigitalLinkURI.parse(data, config=config).element_strings
        elif data.startswith("("):
            elements = GS1Message.parse_hri(data, config=config).element_strings
        else:
            elements = GS1Message.parse(data.strip(GS), config=config).element_strings
    except (ParseError, ValueError, ArithmeticError) as error:
        raise BadInput(M("This GS1 code can't be read. Scan it again, or type the number below it.")) from error
    return _collect(data, _by_identifier(elements), exponent)


def _by_identifier(elements: Iterable[GS1ElementString]) -> dict[str, GS1ElementString]:
    """One of each. The same identifier with another value means two labels (GS1 General Specifications, 4.13)."""
    found: dict[str, GS1ElementString] = {}
    for element in elements:
        if found.setdefault(element.ai.ai, element).value != element.value:
            raise BadInput(M("Two codes ran together. Scan them one by one."))
    return found


def _collect(data: str, by_ai: dict[str, GS1ElementString], exponent: int) -> Gs1Code:
    product = by_ai.get("01") or by_ai.get("02")
    if product is None or product.gtin is None:
        raise BadInput(M("This code names no product."))
    weight = next((_thousandths(e) for ai, e in by_ai.items() if ai.startswith("310")), None)
    amount = next((_minor(e, exponent) for ai, e in by_ai.items() if ai.startswith("392")), None)
    count = by_ai.get("30") or by_ai.get("37")

    def text(ai: str) -> str:
        return by_ai[ai].value if ai in by_ai else ""

    return Gs1Code(
        gtin=product.value,
        batch=text("10"),
        expiry=_date(text("17")),
        best_before=_date(text("15")),
        serial=text("21"),
        count=int(count.value) if count is not None else None,
        weight=weight,
        amount=amount,
        others=tuple(
            (ai, e.value) for ai, e in sorted(by_ai.items()) if ai not in _KEPT and ai[:3] not in ("310", "392")
        ),
        raw=data,
    )


def _date(value: str) -> str:
    """YYMMDD as an ISO date; day 00 is the last of the month; all zeros, or nothing, is no date.

    The century is that which puts the year 49 before to 50 after (GS1 General Specifications, 7.12).
    Raises BadInput for a day that does not exist.
    """
    if value in ("", "000000"):
        return ""
    year, month, day = YEAR - 49 + (int(value[:2]) - (YEAR - 49)) % 100, int(value[2:4]), int(value[4:])
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        raise BadInput(M("The date in this code does not exist: {date}.", date=value))
    return f"{year:04d}-{month:02d}-{day or monthrange(year, month)[1]:02d}"


def _thousandths(element: GS1ElementString) -> Quantity:
    """Net weight in kilograms, AI 310n; what is finer than a gram is cut off."""
    return Quantity(int((element.decimal or Decimal(0)) * 1000))


def _minor(element: GS1ElementString, exponent: int) -> Money:
    """Amount payable, AI 392n. Raises BadInput if it has more places than the currency."""
    scaled = (element.decimal or Decimal(0)).scaleb(exponent)
    if scaled != scaled.to_integral_value():
        raise BadInput(M("The price in this code has more places than the currency."))
    return Money(int(scaled))
