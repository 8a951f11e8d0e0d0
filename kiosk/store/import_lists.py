"""Cells that hold several things: barcodes with their packs, prices, attributes, the parts of a kit.

Each has one notation, read by `read_*` and written by `write_*`. Signs of the notation inside a name are written as in
a web address (`%3B`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote, unquote

from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.store.documents import PackCode, PriceLine
from kiosk.store.import_cells import BadCell, identifier_of, money_of, quantity_of, text_of
from kiosk.store.spreadsheet import Cell, CellKind
from kiosk.trade.barcodes import item_key
from kiosk.trade.check_digits import check_digit, has_good_check
from kiosk.trade.money import CNY, format_money
from kiosk.trade.quantity import ONE, Quantity, format_quantity

T = TypeVar("T")

MAX_PARTS = 50
GTIN_LENGTHS = frozenset((8, 12, 13, 14))
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_CODE_BREAK = re.compile(r"[;；,，、\s]+")
_PART_BREAK = re.compile(r"[;；\n]")
_PRICE = re.compile(
    r"(?P<level>[^=@#]*)(?:@(?P<from>[^=@#]+))?(?:#(?P<store>[^=@#]+))?=(?P<price>\S+)(?:\s+(?P<time>.+))?"
)
_LEGIBLE = "".join(chr(n) for n in range(33, 127) if chr(n) not in "%;=@#*,") + " "


@lru_cache(maxsize=16)  # a row's codes are needed twice: to know it again, and for themselves
def read_codes(cell: Cell) -> tuple[PackCode, ...]:
    """`6901234567892; 16901234567899*24`: codes, and how much of the base unit each stands for, 1 unless said."""
    if cell.kind is not CellKind.TEXT:
        return (PackCode(_checked(identifier_of(cell), typed_text=False)),)
    found: dict[str, PackCode] = {}
    for part in filter(None, _CODE_BREAK.split(cell.text.strip())):
        code, times, quantity = part.replace("×", "*").partition("*")
        code = _checked(identifier_of(Cell(code)), typed_text=cell.typed)
        pack = PackCode(code, _positive(quantity) if times else ONE)
        if found.setdefault(code_key(code), pack) != pack:
            raise BadCell(M("The code {code} stands here twice.", code=code))
    return _few(found.values())


def write_codes(codes: Iterable[PackCode]) -> str:
    return "; ".join(c.code if c.quantity == ONE else f"{c.code}*{_number(c.quantity)}" for c in codes)


def read_prices(cell: Cell) -> tuple[PriceLine, ...]:
    """`member=11.50; wholesale@24=9.90; @6=10; =9.90 2026-10-01..2026-10-08; member#S02=11`.

    level@from quantity#shop=price, each but the price optional, and when. A time without its zone is this machine's.
    """
    lines = []
    for part in _parts(cell):
        match = _PRICE.fullmatch(part)
        if match is None:
            raise BadCell(M("{value} is no price line. Write for example member@6=9.90.", value=part[:30]))
        start, end = _period(match["time"] or "")
        lines.append(
            PriceLine(
                price=money_of(Cell(match["price"])),
                level=unquote(match["level"]).strip(),
                store_id=unquote(match["store"] or "").strip(),
                min_quantity=_positive(match["from"]) if match["from"] else Quantity(0),
                start=start,
                end=end,
            )
        )
    return _few(lines)


def write_prices(lines: Iterable[PriceLine]) -> str:
    return "; ".join(_write_price(line) for line in lines)


def read_attributes(cell: Cell) -> dict[str, str]:
    """`size=L; colour=red`; a lone `550ml` is the attribute `spec`, as many lists have it."""
    found: dict[str, str] = {}
    parts = _parts(cell)
    if len(parts) == 1 and "=" not in parts[0]:
        return {"spec": unquote(parts[0])}
    for part in parts:
        name, equals, value = part.partition("=")
        name, value = unquote(name).strip(), unquote(value).strip()
        if not equals or not name:
            raise BadCell(M("{value} is no attribute. Write for example size=L; colour=red.", value=part[:30]))
        found[name] = value
    return found


def write_attributes(attributes: dict[str, str]) -> str:
    return "; ".join(f"{_quoted(name)}={_quoted(value)}" for name, value in attributes.items())


def read_parts(cell: Cell) -> tuple[tuple[str, Quantity], ...]:
    """`P012*2; 6901234567892`: products of a kit, by number or barcode, and how much of each, 1 unless said."""
    found: list[tuple[str, Quantity]] = []
    for part in _parts(cell):
        reference, times, quantity = part.replace("×", "*").partition("*")
        found.append((unquote(identifier_of(Cell(reference))), _positive(quantity) if times else ONE))
    return _few(found)


def write_parts(parts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{_quoted(part)}*{_number(quantity)}" for part, quantity in parts)


@lru_cache(maxsize=1024)
def code_key(code: str) -> str:
    """What makes two writings of a code the same; a code that no till would read stands for itself."""
    try:
        return item_key(code)
    except BadInput:
        return code


def _checked(code: str, *, typed_text: bool) -> str:
    digits = code.isascii() and code.isdigit()
    if digits and len(code) == 13 and has_good_check(code):  # nearly all are
        return code
    if digits and len(code) == 11 and not typed_text and has_good_check("0" + code):
        raise BadCell(
            M("{code} may have lost a zero at its beginning. Format the column as text and enter 0{code}.", code=code)
        )
    try:
        item_key(code)
    except BadInput as error:
        if digits and len(code) in GTIN_LENGTHS:
            raise BadCell(
                M(
                    "The check digit of {code} is wrong; it would be {right}. Perhaps another digit is mistyped.",
                    code=code,
                    right=check_digit(code[:-1]),
                )
            ) from error
        raise BadCell(error.message) from error
    return code


def _few(items: Iterable[T]) -> tuple[T, ...]:
    found = tuple(items)
    if len(found) > MAX_PARTS:
        raise BadCell(M("At most {count} entries fit in this cell.", count=MAX_PARTS))
    return found


def _parts(cell: Cell) -> list[str]:
    if cell.kind is not CellKind.TEXT:
        text_of(cell)  # a formula, an error or a date has its own reason
    return [text_of(Cell(part)) for part in _PART_BREAK.split(cell.text) if part.strip()]


def _positive(number: str) -> Quantity:
    quantity = quantity_of(Cell(unquote(number)))
    if quantity == 0:
        raise BadCell(M("A quantity of nothing makes no sense here."))
    return quantity


def _number(quantity: int) -> str:
    return format_quantity(quantity)


def _quoted(text: str) -> str:
    return "".join(c if c in _LEGIBLE or (not c.isascii() and c.isprintable()) else quote(c, safe="") for c in text)


def _write_price(line: PriceLine) -> str:
    head = _quoted(line.level)
    if line.min_quantity:
        head += f"@{_number(line.min_quantity)}"
    if line.store_id:
        head += f"#{_quoted(line.store_id)}"
    text = f"{head}={format_money(line.price, CNY)}"
    if line.start is not None or line.end is not None:
        text += f" {_write_time(line.start)}..{_write_time(line.end)}"
    return text


def _period(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    start, dots, end = text.partition("..")
    times = _read_time(start), _read_time(end)
    if not dots or (times[0] is not None and times[1] is not None and times[0] >= times[1]):
        raise BadCell(M("{value} is no period. Write for example 2026-10-01..2026-10-08.", value=text[:40]))
    return times


def _read_time(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        time = datetime.datetime.fromisoformat(text.strip()).astimezone(datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadCell(M("{value} is no time. Write for example 2026-10-01T08:00.", value=text[:30])) from error
    return (time - _EPOCH) // datetime.timedelta(milliseconds=1)


def _write_time(at: int | None) -> str:
    if at is None:
        return ""
    time = _EPOCH + datetime.timedelta(milliseconds=at)
    return time.strftime("%Y-%m-%dT%H:%M:%S") + (f".{at % 1000:03d}" if at % 1000 else "") + "Z"
