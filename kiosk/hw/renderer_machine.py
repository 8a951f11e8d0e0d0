"""The state machine that reads ESC/POS: a printer's modes, its line, its paper.

Bytes may arrive in any pieces; no bytes can break it: what it does not know it reports and passes over.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.hw.print_rows import BarcodeRow, QrRow, printable
from kiosk.hw.renderer import Rendered, RenderedPaper
from kiosk.hw.renderer_codes import decode_code128, image_of_columns, image_of_raster, symbology_name
from kiosk.hw.renderer_commands import DLE, ESC, FS, GS, Command, take
from kiosk.hw.renderer_roll import Roll

_NATIONAL = {3: {"#": "£"}, 8: {"\\": "¥"}, 15: {"$": "¥"}}
"""ESC R: characters a country puts in place of ASCII's, of those that matter to a shop."""


class Renderer:
    """A printer's mind. papers: those that were cut. requests: questions not yet answered.

    profile: python-escpos' name for the printer, for its code pages (ESC t).
    """

    def __init__(self, columns: int = 48, profile: str = "default") -> None:
        self.columns = columns
        self.profile = profile
        self.roll = Roll(columns)
        self.papers: list[RenderedPaper] = []
        self.requests: list[bytes] = []
        self.unknown: list[bytes] = []
        self.kicks = 0
        self.cuts = 0
        self._pending = bytearray()

    def rendered(self) -> Rendered:
        """All papers so far, the unfinished one with what is on it."""
        unfinished = self.roll.rows()
        last = (RenderedPaper(unfinished, self.columns),) if unfinished else ()
        return Rendered((*self.papers, *last), self.kicks, self.cuts, tuple(self.unknown))

    def restart(self) -> None:
        """Switched off and on: what it had not printed is forgotten."""
        self._pending.clear()
        self.requests.clear()
        self.roll.initialise()

    def feed(self, data: bytes) -> None:
        """More bytes; a command whose end is missing waits for it."""
        buffer = self._pending
        buffer += data
        at = 0
        while at < len(buffer):
            byte = buffer[at]
            if byte in (DLE, ESC, FS, GS):
                command = take(buffer, at)
                if command is None:
                    break
                self._obey(command)
                at += command.length
            elif byte < 0x20 or byte == 0x7F:
                self._control(byte)
                at += 1
            else:
                length = self._character(buffer, at)
                if not length:
                    break
                at += length
        del buffer[:at]

    # Characters

    def _character(self, buffer: bytearray, at: int) -> int:
        """Put the character at `at` on the line; its length in bytes, 0 if it is not all there."""
        byte = buffer[at]
        if byte < 0x80:
            self.roll.put(_NATIONAL.get(self.roll.style.country, {}).get(chr(byte), chr(byte)))
            return 1
        if not self.roll.style.chinese:
            self.roll.put(self._western(byte))
            return 1
        if at + 1 >= len(buffer):
            return 0
        length = 4 if 0x30 <= buffer[at + 1] <= 0x39 else 2
        if at + length > len(buffer):
            return 0
        char = bytes(buffer[at : at + length]).decode("gb18030", "replace")
        if len(char) != 1 or char == "\ufffd":
            self.roll.put("\ufffd")
            return 1
        self.roll.put(char)
        return length

    def _western(self, byte: int) -> str:
        from kiosk.hw.escpos_text import code_pages

        page = code_pages(self.profile).get(self.roll.style.page)
        char = page[byte - 128] if page else "\0"
        return "\ufffd" if char < " " else char

    def _control(self, byte: int) -> None:
        if byte == 0x0A:
            self.roll.line_feed()
        elif byte == 0x09:
            for _ in range(8 - self.roll.column % 8):
                self.roll.put(" ")
        elif byte == 0x0C:
            self.roll.flush()

    # Commands

    def _obey(self, command: Command) -> None:
        if not command.known:
            self.unknown.append(command.name)
        elif command.name in _OBEY:
            _OBEY[command.name](self, command.parameters)

    def _initialise(self, _: bytes) -> None:
        self.roll.initialise()

    def _modes(self, p: bytes) -> None:
        style = self.roll.style
        style.bold, style.tall, style.wide = bool(p[0] & 8), bool(p[0] & 16), bool(p[0] & 32)

    def _size(self, p: bytes) -> None:
        self.roll.style.wide, self.roll.style.tall = p[0] & 0x70 > 0, p[0] & 0x07 > 0

    def _chinese_modes(self, p: bytes) -> None:
        self.roll.style.wide, self.roll.style.tall = bool(p[0] & 4), bool(p[0] & 8)

    def _bold(self, p: bytes) -> None:
        self.roll.style.bold = bool(p[0] & 1)

    def _inverse(self, p: bytes) -> None:
        self.roll.style.inverse = bool(p[0] & 1)

    def _align(self, p: bytes) -> None:
        if self.roll.at_start:  # obeyed at the beginning of a line only
            self.roll.style.align = p[0] % 48 if p[0] % 48 < 3 else 0

    def _page(self, p: bytes) -> None:
        self.roll.style.page = p[0]

    def _country(self, p: bytes) -> None:
        self.roll.style.country = p[0]

    def _enter_chinese(self, _: bytes) -> None:
        self.roll.style.chinese = True

    def _leave_chinese(self, _: bytes) -> None:
        self.roll.style.chinese = False

    def _feed_lines(self, p: bytes) -> None:
        self.roll.blank(p[0] - 1 if p[0] and not self.roll.at_start else p[0])

    def _feed_dots(self, p: bytes) -> None:
        self.roll.blank(p[0] // 30)

    def _kick(self, _: bytes) -> None:
        self.kicks += 1

    def _real_time_kick(self, p: bytes) -> None:
        self.kicks += p[0] == 1

    def _cut(self, _: bytes) -> None:
        self.cuts += 1
        rows = self.roll.take()
        if rows:
            self.papers.append(RenderedPaper(rows, self.columns))

    # Codes and dots

    def _readable(self, p: bytes) -> None:
        self.roll.style.readable = p[0] % 48 != 0

    def _bar_height(self, p: bytes) -> None:
        self.roll.style.bar_height = max(p[0], 1)

    def _module(self, p: bytes) -> None:
        self.roll.style.module = min(max(p[0], 1), 6)

    def _barcode(self, p: bytes) -> None:
        raw = p[2:] if p[0] >= 65 else p[1:].split(b"\0", 1)[0]
        kind = symbology_name(p[0])
        if not kind:
            self.unknown.append(b"\x1dk" + p[:1])
            return
        data = decode_code128(raw) if kind == "code128" else printable(raw.decode("latin-1"))
        style = self.roll.style
        self.roll.add(BarcodeRow(data, kind, style.readable, style.module, style.bar_height))

    def _two_dimensional(self, p: bytes) -> None:
        """GS ( k pL pH cn fn …: store, size and print a QR code; its other functions change nothing to be seen."""
        cn_fn, rest = p[3:5], p[5:]
        if cn_fn == b"1P":
            self.roll.style.qr = rest[1:]
        elif cn_fn == b"1C" and rest:
            self.roll.style.square = min(max(rest[0], 1), 16)
        elif cn_fn == b"1Q" and self.roll.style.qr:
            self.roll.add(QrRow(self.roll.style.qr.decode("utf-8", "replace"), self.roll.style.square))

    def _raster(self, p: bytes) -> None:
        stride, height = p[2] | p[3] << 8, p[4] | p[5] << 8
        self.roll.add_image(image_of_raster(stride * 8, height, p[6:], bool(p[1] & 1), bool(p[1] & 2)))

    def _graphics(self, p: bytes) -> None:
        """GS ( L and GS 8 L without their lengths: m fn …; 112 stores dots, 50 prints what is stored."""
        function, rest = p[1:2], p[2:]
        if function == b"p" and len(rest) >= 8:
            width, height = rest[4] | rest[5] << 8, rest[6] | rest[7] << 8
            self.roll.style.graphics = [image_of_raster(width, height, rest[8:], rest[1] == 2, rest[2] == 2)]
        elif function in (b"2", b"\x02"):
            for image in self.roll.style.graphics:
                self.roll.add_image(image)
            self.roll.style.graphics = []

    def _strip_of_dots(self, p: bytes) -> None:
        self.roll.add_image(image_of_columns(p[3:], 3 if p[0] & 0x20 else 1), strip=True)


_Obey = Callable[[Renderer, bytes], None]


def _asks(name: bytes) -> _Obey:
    return lambda renderer, p: renderer.requests.append(name + p)


def _parenthesis(renderer: Renderer, p: bytes) -> None:
    """GS ( and a letter: k for two-dimensional codes, L for dots, H asks; the others set what can't be seen."""
    if p[:1] == b"k":
        renderer._two_dimensional(p)
    elif p[:1] == b"L":
        renderer._graphics(p[3:])
    elif p[:1] == b"H":
        renderer.requests.append(b"\x1d(" + p)


_R = Renderer
_OBEY: dict[bytes, _Obey] = {
    b"\x1b@": _R._initialise,
    b"\x1b!": _R._modes,
    b"\x1d!": _R._size,
    b"\x1c!": _R._chinese_modes,
    b"\x1bE": _R._bold,
    b"\x1bG": _R._bold,
    b"\x1dB": _R._inverse,
    b"\x1ba": _R._align,
    b"\x1bt": _R._page,
    b"\x1bR": _R._country,
    b"\x1c&": _R._enter_chinese,
    b"\x1c.": _R._leave_chinese,
    b"\x1bd": _R._feed_lines,
    b"\x1bJ": _R._feed_dots,
    b"\x1bp": _R._kick,
    b"\x10\x14": _R._real_time_kick,
    b"\x1dV": _R._cut,
    b"\x1bi": _R._cut,
    b"\x1bm": _R._cut,
    b"\x1dH": _R._readable,
    b"\x1dh": _R._bar_height,
    b"\x1dw": _R._module,
    b"\x1dk": _R._barcode,
    b"\x1dv": _R._raster,
    b"\x1d(": _parenthesis,
    b"\x1d8": lambda renderer, p: renderer._graphics(p[5:]) if p[:1] == b"L" else None,
    b"\x1b*": _R._strip_of_dots,
    b"\x10\x04": _asks(b"\x10\x04"),
    b"\x1dr": _asks(b"\x1dr"),
    b"\x1da": _asks(b"\x1da"),
    b"\x1dI": _asks(b"\x1dI"),
    b"\x1bu": _asks(b"\x1bu"),
    b"\x1bv": _asks(b"\x1bv"),
}
