"""The roll of paper in the renderer: characters become lines, lines become rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.hw.print_rows import CELL, ImageRow, Row, Run, TextRow, char_columns, printable


@dataclass(slots=True)
class Style:
    """The modes that ESC @ resets."""

    bold: bool = False
    wide: bool = False
    tall: bool = False
    inverse: bool = False
    chinese: bool = False
    page: int = 0
    country: int = 0
    align: int = 0
    readable: bool = False
    bar_height: int = 162
    module: int = 3
    square: int = 3
    qr: bytes = b""
    graphics: list[ImageRow] = field(default_factory=list)


class Roll:
    """What stands on the paper since the last cut, and the line that is being filled. style: the modes set now."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.style = Style()
        self.column = 0
        self._rows: list[Row] = []
        self._runs: list[Run] = []
        self._strip = False

    @property
    def at_start(self) -> bool:
        """Whether nothing stands on the line yet."""
        return not self._runs

    def rows(self) -> tuple[Row, ...]:
        """All rows, the unfinished line too."""
        return (*self._rows, self._line()) if self._runs else tuple(self._rows)

    def take(self) -> tuple[Row, ...]:
        """All rows; the roll is blank afterwards."""
        rows = self.rows()
        self._rows, self._runs, self.column = [], [], 0
        return rows

    def initialise(self) -> None:
        """Forget modes and the unfinished line."""
        self._runs, self.column = [], 0
        self.style = Style()

    def put(self, char: str) -> None:
        """One character; a line that is full goes on in the next."""
        style = self.style
        if printable(char) != char:
            char = "\ufffd"
        columns = char_columns(char) * (2 if style.wide else 1)
        if self.column + columns > self.columns and self._runs:
            self.feed_line()
        run = Run(char, style.bold, style.wide, style.tall, style.inverse)
        last = self._runs[-1] if self._runs else None
        if last and last.like(run):
            self._runs[-1] = Run(last.text + char, style.bold, style.wide, style.tall, style.inverse)
        else:
            self._runs.append(run)
        self.column += columns
        self._strip = False

    def line_feed(self) -> None:
        """LF; after a strip of dots it ends a line that stands already."""
        if self._strip:
            self._strip = False
        else:
            self.feed_line()

    def feed_line(self) -> None:
        """End the line, empty or not."""
        self._rows.append(self._line())
        self._runs, self.column = [], 0

    def flush(self) -> None:
        """End the line if something stands on it."""
        if self._runs:
            self.feed_line()

    def blank(self, lines: int) -> None:
        """Empty lines, below what stands on this one."""
        self.flush()
        self._rows.extend([TextRow()] * lines)

    def add(self, row: Row) -> None:
        """A code, on its own."""
        self.flush()
        self._rows.append(row)

    def add_image(self, image: ImageRow, strip: bool = False) -> None:
        """Dots, where the alignment puts them. strip: a line feed follows that is part of the picture."""
        if image.width and image.height:
            left = self._indent(max(self.columns * CELL - image.width, 0))
            self.add(ImageRow(image.width, image.height, image.bits, left))
        self._strip = strip

    def _line(self) -> TextRow:
        indent = self._indent(self.columns - self.column)
        blanks = (Run(" " * indent),) if indent > 0 else ()
        return TextRow((*blanks, *self._runs))

    def _indent(self, spare: int) -> int:
        return {1: spare // 2, 2: spare}.get(self.style.align, 0)
