"""What a cell means: texts, amounts, quantities, shares, yes and no. Whatever could be meant in two ways is refused."""

from __future__ import annotations

import re
import unicodedata

from kiosk.i18n import M, Message
from kiosk.store.spreadsheet import Cell, CellKind
from kiosk.trade.money import CNY, Currency, Money, Rate
from kiosk.trade.quantity import Quantity

MAX_TEXT = 200
MAX_MAJOR = 10_000_000
"""No price, limit or quantity of a shop is that large: such a number is a slip, or a barcode in the wrong column."""

_YES = {"yes", "y", "true", "t", "1", "是", "对", "有", "√", "✓", "✔", "启用", "在售"}
_NO = {"no", "n", "false", "f", "0", "否", "不", "无", "×", "✗", "✘", "停用", "停售"}
_MARKS = re.compile(r"^(?:¥|CNY|RMB|人民币)|(?:元|圆|CNY|RMB)$", re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,15}(?:\.(\d*))?|\.(\d+)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d*)?E[+-]?\d+", re.ASCII | re.IGNORECASE)


_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffd\ufffe\uffff]")
"""Control characters, halves of a pair, ends of lines and paragraphs, and what stands for what could not be read."""


class BadCell(Exception):
    """A cell that can't be taken as it is. reason: for the shopkeeper, what to do about it included."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def flat(text: str) -> str:
    """Without spaces around it, full-width letters, digits and signs made ordinary."""
    return unicodedata.normalize("NFKC", text).strip()


def text_of(cell: Cell) -> str:
    """A one-line text of at most MAX_TEXT characters."""
    _refuse_made_by_spreadsheet(cell)
    text = cell.text.strip()
    if len(text) > MAX_TEXT:
        raise BadCell(M("This is too long: at most {count} characters.", count=MAX_TEXT))
    if not text.isascii() or not text.isprintable():
        _refuse_unreadable(text)
    return text


def _refuse_unreadable(text: str) -> None:
    if _UNREADABLE.search(text):
        raise BadCell(M("There is a line break or an unreadable character in this cell."))


def identifier_of(cell: Cell) -> str:
    """A number or code that names something: like a text, and not what Excel made of one."""
    if cell.kind is CellKind.DATE:
        raise BadCell(M("Excel made a date of this code. Format the column as text and enter it again."))
    text = text_of(cell)
    if is_scientific(text) or (cell.kind is CellKind.NUMBER and len(text) > 15):
        raise BadCell(
            M("Excel shortened this code and its last digits are lost. Format the column as text and enter it again.")
        )
    return text


def is_scientific(text: str) -> bool:
    """6.9E+12: what is left of a barcode that a spreadsheet took for a number."""
    return _SCIENTIFIC.fullmatch(text) is not None


def money_of(cell: Cell, currency: Currency = CNY) -> Money:
    """An amount, in minor units: 12.5, ¥12.50, 12.50元, 1,250.00.

    A comma could be a decimal point or divide thousands: it is taken for the latter only where it can be nothing else.
    """
    number = _MARKS.sub("", _number_text(cell)).strip()
    return Money(_scaled(number, currency.exponent))


def quantity_of(cell: Cell) -> Quantity:
    """A quantity of base units, in thousandths."""
    return Quantity(_scaled(_number_text(cell), 3))


def whole_of(cell: Cell) -> int:
    """A whole number, 0 or more."""
    return _scaled(_number_text(cell), 0)


def rate_of(cell: Cell) -> Rate:
    """A share, in millionths: `13%`, or 13. Between 0 and 1 only with its sign: 0.13 could be either."""
    text = _number_text(cell)
    number = text.removesuffix("%").strip()
    rate = _scaled(number, 4)
    if rate > 1_000_000:
        raise BadCell(M("A share can't be more than 100 %."))
    if number == text and 0 < rate < 10_000:
        raise BadCell(M("Is {value} a share or percent? Write it with its sign, as 13%.", value=text))
    return Rate(rate)


def flag_of(cell: Cell) -> bool:
    """Yes or no."""
    _refuse_made_by_spreadsheet(cell)
    text = flat(cell.text).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadCell(M("Write yes or no here."))


def _refuse_made_by_spreadsheet(cell: Cell) -> None:
    if cell.kind is CellKind.FORMULA:
        raise BadCell(M("This cell holds a formula. Copy the column and paste it as values."))
    if cell.kind is CellKind.ERROR:
        raise BadCell(M("The spreadsheet reports an error in this cell."))
    if cell.kind is CellKind.DATE:
        raise BadCell(M("This cell holds a date. Format the column as text and enter it again."))


def _number_text(cell: Cell) -> str:
    _refuse_made_by_spreadsheet(cell)
    return flat(cell.text)


def _scaled(number: str, places: int) -> int:
    """A number without a sign as an integer of 10^-places, exactly."""
    if number.startswith(("-", "−")):
        raise BadCell(M("This can't be negative."))
    if _GROUPED.fullmatch(number):
        number = number.replace(",", "")
    if "," in number:
        raise BadCell(
            M(
                "Does the comma in {value} divide thousands or decimals? Write the number without it, decimals after a "
                "point.",
                value=number[:20],
            )
        )
    if not _PLAIN.fullmatch(number):
        raise BadCell(M("{value} is no number.", value=number[:20]))
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > places:
        raise BadCell(
            M("At most {count} decimal places here.", count=places) if places else M("A whole number is needed here.")
        )
    if int(whole or "0") >= MAX_MAJOR:
        raise BadCell(M("{value} is too large. Is it in the right column?", value=number[:20]))
    return int((whole or "0") + decimals.ljust(places, "0"))
