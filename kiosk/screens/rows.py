"""Rows of a list in columns, as wide as their texts ask for, amounts under each other at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import TableRow
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Amount, Box, Words
from kiosk.screens.widgets.measure import width_of
from kiosk.screens.widgets.rowlist import RowList
from kiosk.screens.widgets.tap import Tap

GAP = 16
AMOUNT = 100
LEAST = 80
"""Pixels that a column of words keeps, if it wanted as many."""
MARK = 30
"""Pixels for the sign of a row's state, kept free in all rows if one has it."""
MARKS = {"ok": "check", "warn": "alert", "error": "alert-circle"}
_INKS = {"": "ink", "muted": "muted", "ok": "ok.ink", "warn": "warn.ink", "error": "error.ink"}


@dataclass(frozen=True, slots=True)
class Item:
    """A row as a list draws it. widths: of its cells, in pixels; size: of their type."""

    row: TableRow
    widths: tuple[int, ...]
    amounts: bool
    marks: bool
    size: int


class TableRowTap(Tap):
    """A row to choose."""

    row = ObjectProperty(None, allownone=True)
    mark = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._cells: list[Words] = []
        self._item: Item | None = None
        super().__init__(kind="bar", **kwargs)
        for name in ("pos", "size"):
            self.fbind(name, self._place)

    def show(self, item: Item) -> None:
        """Stand for a row."""
        row = item.row
        self._item, self.row = item, row
        self.token, self.tap_id = row.id, f"row_{row.id}"
        self.mark = MARKS.get(row.tone, "")
        self.ids.mark.ink = _INKS[row.tone]
        while len(self._cells) < len(row.cells):
            cell = Words(fits=False, shorten=True, shorten_from="right")
            self._cells.append(cell)
            self.add_widget(cell)
        for at, cell in enumerate(self._cells):
            cell.shown = at < len(row.cells)
            cell.font_size = item.size
            cell.msg = row.cells[at] if at < len(row.cells) else None
            cell.ink = "muted" if at and row.tone == "" else _INKS[row.tone]
        self.ids.amount.amount = row.amount
        self.ids.amount.shown = item.amounts
        self.ids.amount.ink = _INKS[row.tone]
        self._place()

    def _place(self, *_: Any) -> None:
        if self._item is None:
            return
        x = self.x + GAP + (MARK if self._item.marks else 0)
        for cell, width in zip(self._cells, self._item.widths, strict=False):
            cell.pos, cell.size = (x, self.y), (max(width, 1), self.height)
            x += width + GAP


class TableList(Box):
    """Rows with their heading, and what to say when there are none. `on_choose(id)` says what was pressed."""

    label = StringProperty("")
    columns = ObjectProperty(())
    rows = ObjectProperty(())
    empty = ObjectProperty(None, allownone=True)

    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        look.watch(self._fill, "language", "sizes")
        self.fbind("width", self._fill)
        self.fbind("columns", self._fill)
        self.fbind("rows", self._fill)

    def on_kv_post(self, base: Any) -> None:
        rows: RowList = self.ids.list
        rows.key_of = lambda item: item.row.id
        rows.height_of = lambda _item: look.sizes.target
        rows.make = self._row
        rows.fbind("gutter", self._fill)
        self._fill()

    def on_choose(self, row: str) -> None:
        """A row was pressed."""

    def page(self, by: int) -> None:
        """Scroll by a page."""
        self.ids.list.page(by)

    def _row(self) -> TableRowTap:
        row = TableRowTap()
        row.bind(on_tap=lambda r: self.dispatch("on_choose", r.token))
        return row

    def _fill(self, *_: Any) -> None:
        if not self.ids or self.width < 100:
            return
        rows: Sequence[TableRow] = self.rows
        amounts = any(r.amount is not None for r in rows)
        marks = any(r.tone in MARKS for r in rows)
        room = self.width - self.ids.list.gutter - 2 * GAP - (AMOUNT if amounts else 0) - (MARK if marks else 0)
        size, widths = self._widths(rows, room)
        gutter = self.ids.list.gutter
        self.ids.list.fill([Item(r, widths, amounts, marks, size) for r in rows])
        if self.ids.list.gutter != gutter:
            return  # all was filled anew meanwhile, for the room there is now
        self.ids.empty.shown = not rows
        self._head(widths, bool(rows), marks)

    def _head(self, widths: tuple[int, ...], shown: bool, marks: bool) -> None:
        head = self.ids.head
        head.padding = GAP + (MARK if marks else 0), 0, GAP + self.ids.list.gutter, 0
        head.shown = shown and bool(self.columns)
        head.clear_widgets()
        for at, column in enumerate(self.columns):
            words = Words(msg=column, ink="muted", size_hint_x=None, fits=False)
            words.font_size = look.sizes.small
            if at < len(widths):
                words.width = widths[at]
            else:
                words.size_hint_x, words.halign = 1, "right"
            head.add_widget(words)

    def _widths(self, rows: Sequence[TableRow], room: float) -> tuple[int, tuple[int, ...]]:
        """The type, smaller where it has to be, and the columns: as wide as the widest of the first rows asks for.

        What is left over is shared; what is missing the widest give, those of figures last.
        """
        count = max((len(r.cells) for r in rows), default=0)
        if not count:
            return look.sizes.body, ()
        texts = [[look.say(r.cells[at]) for r in rows[:30] if at < len(r.cells)] for at in range(count)]
        heads = [width_of(look.say(c), look.sizes.small) + 8 for c in self.columns[:count]]
        room -= GAP * (count - 1)
        size, asked = look.sizes.body, [0]
        for size in (look.sizes.body, look.sizes.small):
            asked = [max(width_of(t, size) for t in column) + 8 for column in texts]
            asked = [max(pair) for pair in zip_longest(asked, heads, fillvalue=0)]
            if sum(asked) <= room:
                spare = round(room - sum(asked)) // count
                return size, tuple(wide + spare for wide in asked)
        words = [at for at, column in enumerate(texts) if not all(_figures(t) for t in column)]
        return size, _narrowed(asked, words or list(range(count)), round(sum(asked) - room))


def _figures(text: str) -> bool:
    """A number, a date, a code of digits: cut off, it would be another."""
    return not any(c.isalpha() for c in text)


def _narrowed(asked: list[int], which: list[int], missing: int) -> tuple[int, ...]:
    """`missing` pixels less in all, taken from the widest of `which` until they are alike."""
    wide = list(asked)
    left = which
    while missing > 0 and left:
        left = sorted(left, key=lambda at: -wide[at])
        most = wide[left[0]]
        same = [at for at in left if wide[at] == most]
        floor = max((wide[at] for at in left if wide[at] < most), default=0)
        step = max(min(most - floor, -(-missing // len(same))), 1)
        for at in same:
            wide[at] -= step
        missing -= step * len(same)
        left = [at for at in left if wide[at] > LEAST]
    return tuple(wide)


kv.load(__file__)

__all__ = ["Amount", "Item", "TableList", "TableRowTap"]
