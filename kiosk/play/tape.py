"""The tape language: one action a line, words as in a shell, `#` begins a comment. See docs/tapes.md."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from kiosk.exc import BadInput
from kiosk.i18n import M

_SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
DEVICES = ("scanner", "printer", "drawer", "lights", "scale")
_AMOUNT = re.compile(r"-?\d{1,9}(\.\d{1,3})?")
_DAY = re.compile(r"<\+(\d{1,4})d>")


@dataclass(frozen=True, slots=True)
class Step:
    """One action: its word, its arguments as written, and where it stands."""

    word: str
    args: tuple[str, ...]
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class _Form:
    """How many arguments an action takes, and what they must look like."""

    least: int
    most: int
    check: Callable[[tuple[str, ...]], bool] = lambda _args: True
    usage: str = ""


def _amount(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None


def _hex(text: str) -> bool:
    return len(text) % 2 == 0 and re.fullmatch(r"[0-9a-fA-F]+", text) is not None


ROLES = ("counter", "warehouse")
PAYMENTS = ("cash", "card", "wechat", "alipay", "voucher", "account")
EXPECTATIONS: dict[str, Callable[[str], bool]] = {
    "total": _amount,
    "due": _amount,
    "change": _amount,
    "text": bool,
    "notext": bool,
    "screen": str.isidentifier,
    "receipt": bool,
    "pulses": str.isdigit,
    "light": str.isidentifier,
    "lines": str.isdigit,
    "entries": str.isdigit,
}


def _expectation(args: tuple[str, ...]) -> bool:
    return len(args) == 2 and args[0] in EXPECTATIONS and EXPECTATIONS[args[0]](args[1])


FORMS: dict[str, _Form] = {
    "signin": _Form(1, 2, lambda a: a[0].isdigit(), "signin PIN [NAME]"),
    "float": _Form(1, 1, lambda a: _amount(a[0]), "float AMOUNT"),
    "scan": _Form(1, 2, lambda a: a[0] != "" and "<+" not in _DAY.sub("", a[0]), "scan CODE [SCANNER]"),
    "scanraw": _Form(1, 2, lambda a: _hex(a[0]), "scanraw HEX [SCANNER]"),
    "tap": _Form(1, 2, usage="tap TEXT [NTH]"),
    "type": _Form(1, 1, usage="type TEXT"),
    "key": _Form(1, 1, usage="key NAME"),
    "pay": _Form(1, 2, lambda a: a[0] in PAYMENTS and all(map(_amount, a[1:])), "pay cash|card|… [AMOUNT]"),
    "expect": _Form(2, 3, _expectation, "expect total|change|due|text|notext|screen|… VALUE"),
    "weigh": _Form(1, 1, lambda a: _amount(a[0]), "weigh KILOGRAMS"),
    "unplug": _Form(1, 1, lambda a: a[0] in DEVICES, "unplug " + "|".join(DEVICES)),
    "plug": _Form(1, 1, lambda a: a[0] in DEVICES, "plug " + "|".join(DEVICES)),
    "paper": _Form(1, 1, lambda a: a[0] in ("in", "out"), "paper in|out"),
    "drawer": _Form(1, 1, lambda a: a[0] in ("open", "close"), "drawer open|close"),
    "language": _Form(1, 1, lambda a: a[0] in ("zh_CN", "en"), "language zh_CN|en"),
    "clock": _Form(1, 1, lambda a: re.fullmatch(r"[+-]\d+[smhd]", a[0]) is not None, "clock +2h"),
    "kill": _Form(0, 0, usage="kill"),
    "terminal": _Form(1, 1, lambda a: a[0] in ROLES, "terminal counter|warehouse"),
    "office": _Form(1, 1, lambda a: a[0] == "away", "office away"),
    "shot": _Form(1, 1, lambda a: re.fullmatch(r"[\w.-]+", a[0]) is not None, "shot NAME"),
}


def read_tape(lines: Iterable[str], name: str = "tape") -> tuple[Step, ...]:
    """All steps of a tape, checked before the first is played.

    Raises BadInput with the name and line number of the first mistake.
    """
    return tuple(step for number, line in enumerate(lines, 1) if (step := _read(line, number, name)))


def _read(line: str, number: int, name: str) -> Step | None:
    where = f"{name}:{number}"
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise BadInput(M("{where}: the quotation marks don't close.", where=where)) from error
    if not words:
        return None
    word, args = words[0], tuple(words[1:])
    form = FORMS.get(word)
    if form is None:
        raise BadInput(M("{where}: there is no action {word}.", where=where, word=word))
    if not form.least <= len(args) <= form.most or not form.check(args):
        raise BadInput(M("{where}: it is written {usage}.", where=where, usage=form.usage))
    return Step(word, args, number, line.strip())


def scanned(code: str, today: date) -> str:
    """A code as the scanner reads it: `<GS>` is the group separator, `<+60d>` the day in so many days as YYMMDD."""
    dated = _DAY.sub(lambda found: f"{today + timedelta(days=int(found[1])):%y%m%d}", code)
    return dated.replace("<GS>", "\x1d")


def span_s(span: str) -> int:
    """Seconds of a span as written on a tape, `+2h` or `-1d`."""
    return int(span[:-1]) * _SPANS[span[-1]]


def minor(text: str, exponent: int) -> int:
    """An amount as written on a tape, in minor units: `12.5` is 1250 where the exponent is 2.

    Raises BadInput if it has more places than the currency.
    """
    try:
        scaled = Decimal(text).scaleb(exponent)
    except InvalidOperation as error:
        raise BadInput(M("{text} is not an amount.", text=text)) from error
    if scaled != scaled.to_integral_value():
        raise BadInput(M("{text} has more places than the currency.", text=text))
    return int(scaled)
