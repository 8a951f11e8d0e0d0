"""A paper to ESC/POS bytes, by python-escpos where it has the command (imported at the first paper, not at the start).

Characters a printer lacks are drawn: the row they are in goes as dots. A printer without Chinese gets every row of a
Chinese paper as dots, so that it looks of one piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from kiosk.exc import ConfigError
from kiosk.hw.escpos_text import LEAVE_CHINESE, PAGE, ChineseText, encode_text
from kiosk.hw.paper import Paper
from kiosk.hw.paper_text import lay_out
from kiosk.hw.print_barcodes import code128_parts
from kiosk.hw.print_rows import BarcodeRow, ImageRow, QrRow, Row, Run, TextRow, columns_of
from kiosk.i18n import M

KICK = b"\x1bp\x00\x32\x32"
"""One pulse of 100 ms on the drawer connector's pin 2: ESC p."""

KICK_NOW = b"\x10\x14\x01\x00\x01"
"""The same in real time (DLE DC4): works while the printer waits for paper, on fewer models."""

INIT = b"\x1b@" + LEAVE_CHINESE + PAGE + b"\0"
"""ESC @; out of Chinese mode, in which printers made for China start; code page 0."""

_CENTER, _LEFT = b"\x1ba\x01", b"\x1ba\x00"
_TEAR = b"\x1bd\x05"
_BAND = 240


class PrinterSettings(Protocol):
    """The part of `[printer]` in kiosk.toml that says what the printer can do."""

    @property
    def columns(self) -> int: ...
    @property
    def chinese(self) -> Literal["gb18030", "raster"]: ...
    @property
    def profile(self) -> str: ...
    @property
    def cut(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the printer can do. columns: of font A. profile: one of python-escpos', for code pages, bars and squares."""

    columns: int = 48
    chinese: ChineseText = "gb18030"
    profile: str = "default"
    cut: bool = True

    @classmethod
    def of(cls, settings: PrinterSettings) -> Abilities:
        """As kiosk.toml says."""
        return cls(settings.columns, settings.chinese, settings.profile or "default", settings.cut)


def encode(paper: Paper, abilities: Abilities) -> bytes:
    """Everything the printer needs for this paper, from its initialisation to the cut.

    The drawer is kicked first: the change is counted while the receipt prints. Raises ConfigError where the profile
    is unknown, or a font is needed and none is installed.
    """
    if paper.kick_drawer and not paper.items:
        return KICK
    from escpos.printer import Dummy

    try:
        machine = Dummy(profile=abilities.profile)
    except KeyError as error:
        raise ConfigError(
            M(
                "kiosk.toml, [printer]: python-escpos has no profile {profile}; say default if unsure.",
                profile=abilities.profile,
            )
        ) from error
    machine._raw(INIT)
    if paper.kick_drawer:
        machine.cashdraw(2)
    _send_rows(machine, lay_out(paper, abilities.columns), abilities)
    if not (paper.cut and abilities.cut and machine.profile.supports("paperPartCut")):
        machine._raw(_TEAR)
    else:
        machine.cut(feed=False)  # GS V 66 0: the printer itself knows how far its knife is
    out: bytes = machine.output
    return out


def _send_rows(machine: Any, rows: Sequence[Row], abilities: Abilities) -> None:
    chinese = abilities.chinese == "gb18030"
    all_drawn = not chinese and any(isinstance(row, TextRow) and columns_of(row.text) > len(row.text) for row in rows)
    drawn: list[Row] = []
    for row in rows:
        data = b"" if all_drawn and isinstance(row, TextRow) else _native(machine, row, abilities)
        if not data:
            drawn.append(row)
            continue
        _send_drawn(machine, drawn, abilities)
        drawn.clear()
        machine._raw(data)
    _send_drawn(machine, drawn, abilities)


def _native(machine: Any, row: Row, abilities: Abilities) -> bytes:
    """The row in the printer's own means; empty if it has none for it."""
    if isinstance(row, TextRow):
        return _text(row, abilities.profile, abilities.chinese == "gb18030")
    if isinstance(row, BarcodeRow) and machine.profile.supports("barcodeB"):
        return _barcode(row)
    if isinstance(row, QrRow) and machine.profile.supports("qrCode"):
        return _qr(row)
    return b""


def _text(row: TextRow, profile: str, chinese: bool) -> bytes:
    out = bytearray()
    for run in row.runs:
        data = encode_text(run.text, profile, chinese)
        if data is None:
            return b""
        on, off = _style(run)
        out += on + data + off
    return bytes(out + b"\n")


def _style(run: Run) -> tuple[bytes, bytes]:
    """What switches a run's style on and off again. GS ! is for letters and Chinese alike, unlike ESC !."""
    on, off = b"", b""
    if run.wide or run.tall:
        on, off = on + bytes((0x1D, 0x21, 16 * run.wide + run.tall)), off + b"\x1d!\0"
    if run.bold:
        on, off = on + b"\x1bE\x01", off + b"\x1bE\0"
    if run.inverse:
        on, off = on + b"\x1dB\x01", off + b"\x1dB\0"
    return on, off


def _barcode(row: BarcodeRow) -> bytes:
    from escpos.printer import Dummy

    pen = Dummy()
    data = row.data if row.symbology == "ean13" else _code128(row.data)
    pen._hw_barcode(  # barcode() itself writes to standard output
        data,
        "EAN13" if row.symbology == "ean13" else "CODE128",
        height=row.height,
        width=row.module,
        pos="BELOW" if row.readable else "OFF",
        function_type="B",
    )
    out: bytes = pen.output
    return out + _LEFT


def _code128(data: str) -> str:
    """Epson's notation: `{B` and `{C` choose the set, a digit pair of set C is one character, `{{` is a brace."""
    out = []
    for chosen, part in code128_parts(data):
        if chosen == "C":
            out.append("{C" + "".join(chr(int(part[at : at + 2])) for at in range(0, len(part), 2)))
        else:
            out.append("{B" + part.replace("{", "{{"))
    return "".join(out)


def _qr(row: QrRow) -> bytes:
    from escpos.constants import QR_ECLEVEL_M
    from escpos.printer import Dummy

    pen = Dummy()
    pen._raw(_CENTER)
    pen.qr(row.data, ec=QR_ECLEVEL_M, size=row.module, native=True)
    out: bytes = pen.output
    return out + _LEFT


def _send_drawn(machine: Any, rows: list[Row], abilities: Abilities) -> None:
    """Rows as dots, in bands that fit a printer's buffer."""
    if not rows:
        return
    from kiosk.hw.raster import draw_rows, to_bits

    picture = draw_rows(rows, abilities.columns)
    if not machine.profile.supports("bitImageRaster"):
        machine.image(picture, impl="bitImageColumn")
        return
    for top in range(0, picture.height, _BAND):
        band = to_bits(picture.crop((0, top, picture.width, min(top + _BAND, picture.height))))
        machine._raw(raster_command(band))


def raster_command(image: ImageRow) -> bytes:
    """GS v 0: the dots at the left edge, in single density."""
    stride = (image.width + 7) // 8
    return b"\x1dv0\0" + stride.to_bytes(2, "little") + image.height.to_bytes(2, "little") + image.bits
