"""Check digits and lengths of EAN, UPC and ITF-14 (GS1 General Specifications, 7.9), all brought to GTIN-14."""

from __future__ import annotations

_UPC_E_SYSTEMS = "01"


def check_digit(digits: str) -> int:
    """The check digit for `digits` without it: weights 3 and 1 from the right, up to the next ten."""
    return -(3 * sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2]))) % 10


def has_good_check(code: str) -> bool:
    """Whether the last digit of `code`, digits only, is its check digit."""
    return check_digit(code[:-1]) == int(code[-1])


def to_gtin14(code: str) -> str:
    """8, 12, 13 or 14 digits as 14, filled with zeros in front."""
    return code.zfill(14)


def expand_upc_e(code: str) -> str | None:
    """The UPC-A of eight digits of UPC-E (GS1 General Specifications, 5.2.2.4.2), or None if it is none.

    The last of the six middle digits says where the suppressed zeros were.
    """
    if len(code) != 8 or code[0] not in _UPC_E_SYSTEMS:
        return None
    system, a, b, c, d, e, last, check = tuple(code)
    match last:
        case "0" | "1" | "2":
            body = f"{a}{b}{last}0000{c}{d}{e}"
        case "3":
            body = f"{a}{b}{c}00000{d}{e}"
        case "4":
            body = f"{a}{b}{c}{d}00000{e}"
        case _:
            body = f"{a}{b}{c}{d}{e}0000{last}"
    return f"{system}{body}{check}"
