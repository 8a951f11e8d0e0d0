"""The basket: a row for each line, the tapped one with its own strip of what can be done to it."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.flows.views import Action, LineView, Note, SellView
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets import strip as _strip  # noqa: F401  (used by the .kv)
from kiosk.screens.widgets.basic import Amount, Box, Card, Words
from kiosk.screens.widgets.rowlist import RowList
from kiosk.screens.widgets.tap import Tap

MARK_S = 1.0
NOTE = 22
"""Pixels of a note's line."""


class LineRow(Tap):
    """A line: quantity, name, price, amount, and its notes below."""

    line = ObjectProperty(None, allownone=True)
    marked = BooleanProperty(False)
    selected = BooleanProperty(False)
    quantity = StringProperty("")
    unit = StringProperty("")
    unit_price = StringProperty("")
    strip = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kind="bar", **kwargs)
        self._notes: list[tuple[Words, Amount]] = []
        for name in ("pos", "size"):
            self.fbind(name, self._place)

    def show(self, item: tuple[LineView, bool]) -> None:
        """Draw a line; whether it is the selected one."""
        line, self.selected = item
        self.line = line
        self.token, self.tap_id = line.key, f"line_{line.key}"
        self.quantity = look.quantity(line.quantity, line.decimals)
        self.unit = look.say(line.unit) if line.decimals else ""
        self.unit_price = look.money(line.unit_price)
        self._show_notes(line.notes)
        self._place()

    def _show_notes(self, notes: tuple[Note, ...]) -> None:
        while len(self._notes) < len(notes):
            pair = (Words(fits=False, shorten=True, shorten_from="right"), Amount())
            for words in pair:
                self.add_widget(words)
            self._notes.append(pair)
        for at, (words, amount) in enumerate(self._notes):
            note = notes[at] if at < len(notes) else None
            words.font_size = amount.font_size = look.sizes.small
            words.shown = amount.shown = note is not None
            words.msg = note.text if note else None
            amount.amount = note.amount if note else None
            words.ink = amount.ink = "ok.ink" if note and note.amount is not None and note.amount < 0 else "muted"

    def _place(self, *_: Any) -> None:
        if self.line is None:
            return
        head = look.sizes.row
        indent = self.ids.name.x
        right = self.ids.total.right
        for at, (words, amount) in enumerate(self._notes):
            y = self.top - head + 4 - (at + 1) * NOTE
            amount.size, amount.pos = (90, NOTE), (right - 90, y)
            words.size, words.pos = (max(right - 98 - indent, 1), NOTE), (indent, y)
        if self.strip is not None:
            self.strip.pos = self.x + 8, self.y + 8
            self.strip.width = self.width - 16


class LineStrip(Box):
    """What can be done to the line: − quantity +, remove, and whatever else the flow offers."""

    line = ObjectProperty(None, allownone=True)
    quantity = StringProperty("")

    __events__ = ("on_step", "on_ask", "on_act")

    def on_step(self, by: int) -> None:
        """More or less."""

    def on_ask(self) -> None:
        """The quantity was pressed."""

    def on_act(self, action: str) -> None:
        """Another action."""

    def fill(self, line: LineView, offered: tuple[Action, ...]) -> None:
        """Stand for this line."""
        self.line = line
        self.quantity = look.quantity(line.quantity, line.decimals)
        last = tuple(a for a in offered if a.id == "void")
        rest = tuple(a for a in offered if a.id not in {"quantity", "void"})
        self.ids.first.actions, self.ids.rest.actions = last, rest
        for widget in self.walk(restrict=True):
            if isinstance(widget, Tap) and widget.token is not None:
                widget.token = (line.key, widget.tap_id)


class Basket(Card):
    """All lines, and above them the strip; `flow` calls go out by `on_call(method, *args)`."""

    __events__ = ("on_call",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.strip = LineStrip()
        self.strip.bind(
            on_step=lambda s, by: self._call("step", s.line.key, by),
            on_ask=lambda s: self._call("ask_quantity", s.line.key),
            on_act=lambda _s, action: self._call("act", action),
        )
        self._marked: int | None = None
        self._selected: int | None = None
        self._unmark = Clock.create_trigger(lambda _dt: self._mark(None), MARK_S)
        look.watch(self._resized, "sizes")

    def on_kv_post(self, base: Any) -> None:
        rows: RowList = self.ids.lines
        rows.key_of = lambda item: item[0].key
        rows.height_of = self._height
        rows.make = self._row
        rows.bind(on_placed=self._attach)  # a selected line may come into sight only now

    def on_call(self, method: str, *args: Any) -> None:
        """Something for the flow."""

    def draw(self, view: SellView, before: SellView | None) -> None:
        """Bring it up to date, and mark what was scanned."""
        self.ids.strip.strip = view.strip
        self.ids.empty.shown = not view.lines
        if before is not None and view.lines is before.lines and view.selected == before.selected:
            return
        fresh = _fresh(view, before)
        self._selected = view.selected
        self._offered = view.line_actions
        sight = fresh if fresh is not None else view.selected
        if sight is None and view.lines and (before is None or len(view.lines) > len(before.lines)):
            sight = view.lines[-1].key
        self.ids.lines.fill([(line, line.key == view.selected) for line in view.lines], sight)
        self._open(view)
        if fresh is not None:
            self._mark(fresh)

    def select(self, by: int, view: SellView) -> None:
        """The line above or below the selected one; with none selected, the last."""
        keys = [line.key for line in view.lines]
        if not keys:
            return
        at = keys.index(view.selected) + by if view.selected in keys else len(keys) - 1
        if 0 <= at < len(keys):
            self._call("select", keys[at])

    def _open(self, view: SellView) -> None:
        line = next((x for x in view.lines if x.key == view.selected), None)
        if line is not None:
            self.strip.fill(line, view.line_actions)

    def _attach(self, *_: Any) -> None:
        row = self.ids.lines.row(self._selected) if self._selected is not None else None
        if self.strip.parent is not row:
            if self.strip.parent is not None:
                self.strip.parent.strip = None
                self.strip.parent.remove_widget(self.strip)
            if row is not None:
                row.strip = self.strip
                row.add_widget(self.strip)
        if row is not None:
            row._place()

    def _mark(self, key: int | None) -> None:
        for widget in self.ids.lines.ids.rows.children:
            widget.marked = key is not None and widget.token == key
        if key is not None and key != self._marked:
            Clock.schedule_once(lambda _dt: self._mark_late(key), 0)
        self._marked = key
        if key is not None:
            self._unmark.cancel()
            self._unmark()

    def _mark_late(self, key: int) -> None:
        row = self.ids.lines.row(key)
        if row is not None and self._marked == key:
            row.marked = True

    def _row(self) -> LineRow:
        row = LineRow()
        row.bind(on_tap=lambda r: self._call("select", None if r.selected else r.token))
        return row

    def _height(self, item: tuple[LineView, bool]) -> int:
        line, selected = item
        notes = NOTE * len(line.notes) + (6 if line.notes else 0)
        return look.sizes.row + notes + (2 * look.sizes.target + 24 if selected else 0)

    def _resized(self, *_: Any) -> None:
        self.strip.height = 2 * look.sizes.target + 8

    def _call(self, method: str, *args: Any) -> None:
        self.dispatch("on_call", method, *args)


def _fresh(view: SellView, before: SellView | None) -> int | None:
    """The line to light up: the one just scanned, if it is new or grew."""
    if view.marked is None or before is None:
        return None
    if view.marked != before.marked:
        return view.marked
    now = next((x for x in reversed(view.lines) if x.key == view.marked), None)
    then = next((x for x in reversed(before.lines) if x.key == view.marked), None)
    return view.marked if now != then else None


kv.load(__file__)
