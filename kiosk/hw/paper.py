"""A paper before it meets a printer: what it says, in order, and what stands beside, below or out.

It knows no widths and no commands, so that one document serves a 32 column printer, a 48 column one, the
preview on the screen and the text that `kiosk play` reports. The print queue keeps it as JSON (`to_json`).
Words are already in the paper's language: paper is not translated a second time.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.exc import DeviceError
from kiosk.i18n import M

Align = Literal["left", "center", "right"]
Size = Literal["normal", "tall", "double"]
"""tall: twice as high, as wide as normal. double: twice as high and wide."""

Symbology = Literal["code128", "ean13"]


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A line, wrapped at words and between Chinese characters. A line feed in it begins another."""

    line: str
    align: Align = "left"
    bold: bool = False
    size: Size = "normal"


class Pair(msgspec.Struct, frozen=True, tag="pair"):
    """Words at the left edge, an amount at the right one: totals, tenders, change."""

    left: str
    right: str
    bold: bool = False
    size: Size = "normal"


class Goods(msgspec.Struct, frozen=True, tag="goods"):
    """A line of a receipt on one row if it fits; otherwise the name first, `2 × 3.50` and amount below it."""

    name: str
    detail: str
    amount: str


class Cell(msgspec.Struct, frozen=True):
    """Part of a table's row. share: its part of the width, in proportion to the other cells' shares."""

    text: str
    share: int = 1
    align: Align = "left"


class Columns(msgspec.Struct, frozen=True, tag="columns"):
    """A row of a table; rows with the same shares stand below each other."""

    cells: tuple[Cell, ...]
    bold: bool = False


class Rule(msgspec.Struct, frozen=True, tag="rule"):
    """A line across the paper."""

    double: bool = False


class Blank(msgspec.Struct, frozen=True, tag="blank"):
    """Empty lines."""

    lines: int = 1


class Barcode(msgspec.Struct, frozen=True, tag="barcode"):
    """data: printable ASCII for code128; 12 or 13 digits for ean13. readable: the characters below the bars.

    Printed as a QR code where the paper is too narrow for bars that a scanner could read.
    """

    data: str
    symbology: Symbology = "code128"
    readable: bool = True


class Qr(msgspec.Struct, frozen=True, tag="qr"):
    """A QR code of `data`, any text."""

    data: str


class Banner(msgspec.Struct, frozen=True, tag="banner"):
    """White on black across the paper: what nobody may overlook, such as REPRINT 补打."""

    text: str


Item = Text | Pair | Goods | Columns | Rule | Blank | Barcode | Qr | Banner


class Paper(msgspec.Struct, frozen=True):
    """What comes out of the printer in one piece. kick_drawer: a pulse to the drawer before the first line.

    language: one of i18n.LANGUAGES, for whoever shows the paper; nothing here is translated by it.
    """

    language: str
    items: tuple[Item, ...] = ()
    kick_drawer: bool = False
    cut: bool = True


class UnreadablePaper(DeviceError):
    """A stored paper that this version can't read. Printing it again won't help."""


_decoder = msgspec.json.Decoder(Paper)


def to_json(paper: Paper) -> bytes:
    """As it is kept in the print queue."""
    return msgspec.json.encode(paper)


def from_json(data: bytes) -> Paper:
    """The paper that `to_json` wrote. Raises UnreadablePaper."""
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise UnreadablePaper(
            M("This paper can't be read. Choose “Don't print”, then print the receipt again from the sale.")
        ) from error


def test_page(language: str) -> Paper:
    """Shows whether a printer prints both languages, keeps to its width, and cuts.

    By its barcode a scanner tells its layout.
    """
    from kiosk.hw.layouts import TEST_CODE

    return Paper(
        language=language,
        items=(
            Banner(M("Printer check").in_(language)),
            Blank(),
            Text("Zhanggui 掌柜", align="center", bold=True, size="double"),
            Text("ABCDEFGHIJ abcdefghij 0123456789", align="center"),
            Text("天地玄黄 宇宙洪荒 日月盈昃 辰宿列张", align="center"),
            Text("¥ $ € £ × é ü ° ½ ￥ 。，！（）", align="center"),
            Rule(),
            Goods("Milk 牛奶 250ml", "2 × 3.50", "7.00"),
            Goods("有机东北五常大米礼盒装 Organic rice from Wuchang", "1 × 128.00", "128.00"),
            Rule(),
            Pair("Total 合计", "¥135.00", bold=True, size="tall"),
            Rule(double=True),
            Barcode(TEST_CODE),
            Blank(),
            Qr("https://example.org/掌柜"),
        ),
    )
