"""A few facts: fields above, and below what the field in front is filled with: letters, digits or a choice."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import Field, FormView, Option
from kiosk.i18n import Text
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.sheets.base import Sheet
from kiosk.screens.sheets.choice import OptionRow
from kiosk.screens.widgets.basic import Box

SIGNS = dict.fromkeys(("amount", "number", "phone"), "0123456789.+") | {"pin": "0123456789"}
"""What a field of that kind takes; any other takes all."""


class FieldBox(Box):
    """A field: its name, what it holds, and what is wrong with it."""

    field = ObjectProperty(None, allownone=True)
    item = ObjectProperty(None, allownone=True)
    value = StringProperty("")

    __events__ = ("on_pick",)

    def on_pick(self) -> None:
        """It was pressed."""

    def show(self, item: tuple[Field, str, bool]) -> None:
        """Stand for a field, with the value as typed; whether it is the one being filled."""
        field, value, active = item
        ids = self.ids
        self.field = field
        ids.label.msg = field.error or field.label
        ids.label.ink = "error.ink" if field.error else "muted"
        ids.icon.shown = field.error is not None
        ids.entry.tap_id, ids.entry.token = f"field_{field.id}", field.id
        ids.entry.text = _worded(field, value)
        ids.entry.prompt = fixed.REQUIRED if field.required else None
        ids.entry.active = active


class FormSheet(Sheet):
    """Draws FormView. What is typed is kept here until it is submitted."""

    active = StringProperty("")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._values: dict[str, str] = {}
        super().__init__(*args, **kwargs)
        self.ids.fields.make = self._field
        self.ids.options.make = self._option
        self.ids.board.entry = self

    def draw(self, view: FormView, before: FormView | None) -> None:
        if before is None:
            self._values = {f.id: f.value for f in view.fields}
            self.active = view.fields[0].id if view.fields else ""
        wrong = next((f.id for f in view.fields if f.error), None)
        if wrong and (before is None or before.fields != view.fields):
            self.active = wrong
        self.ids.title.msg, self.ids.confirm.msg = view.title, view.confirm
        self.ids.detail.msg = view.detail
        self.ids.detail.shown = view.detail is not None
        self._show()

    # --- typing: this sheet is the keyboard's entry

    def type(self, text: str) -> None:
        """Into the field in front."""
        field = self._field_now()
        taken = SIGNS.get(field.kind)
        clean = "".join(c for c in text if c.isprintable() and (taken is None or c in taken))
        if clean and field.kind not in {"choice", "switch"}:
            self._values[field.id] = (self._values[field.id] + clean)[:120]
            self._show()

    def erase(self) -> None:
        """The last character of the field in front."""
        self._values[self.active] = self._values[self.active][:-1]
        self._show()

    def key(self, name: str, text: str) -> bool:
        if text:
            self.type(text)
        elif name == "backspace":
            self.erase()
        elif name in {"enter", "down"}:
            self.next_field()
        elif name == "up":
            self._go(-1)
        else:
            return False
        return True

    def next_field(self) -> None:
        """Enter: the next field; after the last, all of it."""
        fields = self.view.fields
        if fields[-1].id == self.active:
            self.submit()
        else:
            self._go(1)

    def submit(self) -> None:
        """All fields as they are."""
        self.post("submit", dict(self._values))

    def pick(self, field: Field) -> None:
        """Fill this field now; a switch turns over."""
        self.active = field.id
        if field.kind == "switch":
            self._values[field.id] = "" if self._values[field.id] else "1"
        self._show()

    def _go(self, by: int) -> None:
        ids = [f.id for f in self.view.fields]
        self.active = ids[min(max(ids.index(self.active) + by, 0), len(ids) - 1)]
        self._show()

    def _field_now(self) -> Field:
        field: Field = next(f for f in self.view.fields if f.id == self.active)
        return field

    def _show(self) -> None:
        view, ids = self.view, self.ids
        at = [f.id for f in view.fields].index(self.active)
        ids.fields.items = tuple((f, self._values[f.id], f.id == self.active) for f in view.fields)
        ids.fields.at = at // ids.fields.holds
        field = self._field_now()
        choosing = field.kind == "choice"
        ids.options.shown, ids.board.shown = choosing, not choosing
        ids.options.items = tuple((o, o.id == self._values[field.id]) for o in field.options)
        ids.board.enter_msg = view.confirm if field is view.fields[-1] else fixed.NEXT_FIELD

    def _field(self) -> FieldBox:
        box = FieldBox()
        box.bind(on_pick=lambda b: self.pick(b.field))
        return box

    def _option(self) -> OptionRow:
        row = _OptionTile()
        row.bind(on_tap=self._chosen)
        return row

    def _chosen(self, row: OptionRow) -> None:
        self._values[self.active] = row.token
        self._show()


class _OptionTile(OptionRow):
    def show(self, option: tuple[Option, bool]) -> None:  # type: ignore[override]
        of, chosen = option
        super().show(of)
        self.kind = "chosen" if chosen else "plain"
        self.ids.icon.icon = "check" if chosen else ""


def _worded(field: Field, value: str) -> str:
    if field.kind == "choice":
        text: Text | None = next((o.text for o in field.options if o.id == value), None)
        return look.say(text)
    if field.kind == "switch":
        return look.say(fixed.YES if value else fixed.NO)
    return "•" * len(value) if field.kind == "pin" else value


kv.load(__file__)
