"""From the characters of a scan to what they mean.

Our own codes begin with ZG and a letter: `ZGU-` a user's badge, `ZGL-` a location, `ZGC-` a command. Capital letters,
digits and the hyphen only: they fit Code 39, Code 128 and a QR code's alphanumeric mode, and other signs suffer
most from a scanner's keyboard layout.
"""

from __future__ import annotations

import re

from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.trade.check_digits import check_digit, expand_upc_e, has_good_check, to_gtin14
from kiosk.trade.codes import (
    Code,
    CommandCode,
    DocumentCode,
    EmbeddedCode,
    Gs1Code,
    ItemCode,
    LocationCode,
    UserCode,
)
from kiosk.trade.embedded import LENGTHS, EmbeddedLayout, read_embedded, read_layout, read_layouts
from kiosk.trade.gs1 import SYMBOLOGIES, looks_like_gs1, read_gs1

__all__ = [
    "Code", "CommandCode", "DocumentCode", "EmbeddedCode", "EmbeddedLayout", "Gs1Code", "ItemCode", "LocationCode",
    "UserCode", "check_digit", "expand_upc_e", "item_key", "read_code", "read_layout", "read_layouts",
]  # fmt: skip

LONGEST = 512
"""More characters than any code on goods; a QR code with a page of text is none of ours."""

_AIM = re.compile(r"\]([A-Za-z][0-9A-Za-z])(?=.)", re.DOTALL)
_DOCUMENT = re.compile(r"[0-9A-HJKMNP-TV-Z]{6}-[1-9]\d{0,11}")
_USER = re.compile(r"ZGU-([A-Z0-9]{1,16})-([A-Z0-9]{8,64})")
_LOCATION = re.compile(r"ZGL-([A-Z0-9][A-Z0-9-]{0,30})")
_COMMAND = re.compile(r"ZGC-([A-Z0-9-]{1,30})")
_OWN = re.compile(r"[!-~](?:[ -~]{0,78}[!-~])?")
_EAN_LENGTHS = frozenset((8, 12, 13, 14))
_WITH_ADD_ON = (15, 18)
_PERIODICALS = ("977", "978", "979")


def read_code(data: str, symbology: str = "", layouts: tuple[EmbeddedLayout, ...] = (), *, exponent: int = 2) -> Code:
    """What a scan means. symbology: AIM identifier without its bracket, or "". layouts: of embedded weights and prices.

    exponent: decimal places of the currency, for prices in GS1 codes. Raises BadInput, saying what is wrong, for what
    can't be a code: empty, too long, unprintable, a wrong check digit, two codes run together.
    """
    if not (data.isascii() and data.isdigit()):
        data = data.strip(" \t\r\n")
        if match := _AIM.match(data):
            symbology, data = match[1], data[match.end() :].strip(" ")
    if data.isascii() and data.isdigit():
        return _digits(data, symbology, layouts, exponent)
    if not data:
        raise BadInput(M("The scan was empty. Scan again."))
    if len(data) > LONGEST:
        raise BadInput(M("This code is too long to be one of goods."))
    if symbology in SYMBOLOGIES or looks_like_gs1(data):
        return read_gs1(data, exponent)
    if data.startswith(("http://", "https://")):
        return _link(data, exponent)
    return _own(data)


def item_key(code: str) -> str:
    """A barcode as the catalogue keeps it: a GTIN in its 14 digits, a code of the shop's own as it is.

    The GTIN is also what a scan of a GS1 code finds. Raises BadInput as `read_code` does, and for codes that mean a
    user, a place or a command; but not for eight digits of the shop's own range (2…) without a check digit: they may
    be what a scale's label has in front of its weight.
    """
    if len(code) == 8 and code.isascii() and code.isdigit() and code[0] == "2" and not has_good_check(code):
        return code
    if not _OWN.fullmatch(code):
        raise BadInput(M("A code has 1 to 80 letters, digits and signs, no accents."))
    match read_code(code):
        case ItemCode(code=key) | Gs1Code(gtin=key):
            return key
        case UserCode() | LocationCode() | CommandCode():
            raise BadInput(M("{code} means something else at the counter. Use another code.", code=code))
        case _:
            return code


def _digits(data: str, symbology: str, layouts: tuple[EmbeddedLayout, ...], exponent: int) -> Code:
    length = len(data)
    if symbology in SYMBOLOGIES and length <= LONGEST:
        return read_gs1(data, exponent)
    if data[0] == "2" and length in LENGTHS and layouts and (embedded := read_embedded(data, layouts)):
        return embedded
    if length == 8:
        return _eight(data, symbology)
    if length in _EAN_LENGTHS:
        return _checked(data)
    if length > 80:
        raise BadInput(M("This code is too long to be one of goods."))
    if length in _WITH_ADD_ON and data.startswith(_PERIODICALS) and has_good_check(data[:13]):
        return ItemCode(to_gtin14(data[:13]), data)
    return _long(data, exponent) if length > 14 else ItemCode(data, data)


def _long(data: str, exponent: int) -> Code:
    """More digits than a GTIN: an element string, two codes run together, or a number of the shop's own."""
    if data.startswith(("01", "02")) and has_good_check(data[2:16]):
        try:
            return read_gs1(data, exponent)
        except BadInput:
            _refuse_run_together(data)
            raise
    _refuse_run_together(data)
    return ItemCode(data, data)


def _checked(data: str) -> ItemCode:
    if not has_good_check(data):
        raise BadInput(M("{code} was misread: its check digit is wrong. Scan again.", code=data))
    return ItemCode(to_gtin14(data), data)


def _eight(data: str, symbology: str) -> ItemCode:
    """EAN-8, or UPC-E, which many scanners send as eight digits too; the symbology decides, else the check digit."""
    if symbology != "E0" and has_good_check(data):
        return ItemCode(to_gtin14(data), data)
    upc_a = expand_upc_e(data)
    if upc_a is not None and has_good_check(upc_a):
        return ItemCode(to_gtin14(upc_a), data)
    return _checked(data)


def _refuse_run_together(data: str) -> None:
    """Digits that fall into good codes, all of them, are scans run together, not one code of the shop's own."""
    ends = {0}
    for end in range(8, len(data) + 1):
        if any(end - n in ends and has_good_check(data[end - n : end]) for n in _EAN_LENGTHS):
            ends.add(end)
    if len(data) in ends:
        raise BadInput(M("Two codes ran together. Scan them one by one."))


def _link(data: str, exponent: int) -> Code:
    try:
        return read_gs1(data, exponent)
    except BadInput as error:
        raise BadInput(M("This code leads to a web page, not to goods.")) from error


def _own(data: str) -> Code:
    if match := _DOCUMENT.fullmatch(data):
        return DocumentCode(match[0])
    if match := _USER.fullmatch(data):
        return UserCode(match[1], match[2])
    if match := _LOCATION.fullmatch(data):
        return LocationCode(match[1])
    if match := _COMMAND.fullmatch(data):
        return CommandCode(match[1].lower())
    if not _OWN.fullmatch(data):
        raise BadInput(M("The scan has characters that no code has. Set the scanner's keyboard layout, or scan again."))
    return ItemCode(data, data)
