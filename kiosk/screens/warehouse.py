"""A task in the warehouse: what is in hand, its number large enough for arm's length, the last few, undo and done."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.flows.views import DoneRow, Hand, TaskView
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.theme import TYPE_STEPS
from kiosk.screens.widgets.measure import width_of
from kiosk.screens.widgets.tap import Tap

SIGNS = {"ok": "check", "warn": "alert", "error": "alert-circle", "muted": "clock"}
FACTS = 3
"""Lines of facts that have room."""


class DoneLine(Tap):
    """A line done, or to do."""

    sign = StringProperty("")
    sign_ink = StringProperty("muted")

    def show(self, row: DoneRow) -> None:
        """Stand for it."""
        ids = self.ids
        self.tap_id, self.token = f"row_{row.id}", row.id
        self.sign = SIGNS.get(row.tone, "")
        self.sign_ink = f"{row.tone}.ink" if row.tone in {"ok", "warn", "error"} else "muted"
        ids.name.msg, ids.number.msg, ids.detail.msg = row.name, row.number, row.detail
        ids.detail.shown = row.detail is not None
        ids.number.width = width_of(look.say(row.number), look.sizes.body) + 4
        ids.number.ink = self.sign_ink if row.tone in {"warn", "error"} else "ink"


class Task(Screen):
    """Draws TaskView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.ids.rows
        rows.key_of = lambda row: row.id
        rows.height_of = lambda row: max(look.sizes.target, 64 if row.detail is not None else 0)
        rows.make = self._row
        look.watch(self.redraw, "language", "sizes")
        self.ids.number.fbind("size", lambda *_: self._fit())

    def draw(self, view: TaskView, before: TaskView | None) -> None:
        ids = self.ids
        ids.title.msg = view.title
        ids.progress.msg = view.progress
        ids.progress.shown = view.progress is not None
        ids.progress.width = width_of(look.say(view.progress), look.sizes.title) + 4
        ids.detail.msg, ids.detail.shown = view.detail, view.detail is not None
        ids.strip.strip = view.strip
        ids.rows.fill(view.rows)
        ids.rows_card.shown = bool(view.rows)
        for row, actions in ((ids.more, view.more), (ids.actions, view.actions)):
            row.actions, row.shown = actions, bool(actions)
        ids.empty.msg, ids.empty.shown = view.empty, view.hand is None
        ids.hand.shown = view.hand is not None
        if view.hand is not None:
            self._hand(view.hand)

    def _hand(self, hand: Hand) -> None:
        ids = self.ids
        ids.name.msg = hand.name
        ids.place.msg, ids.place.shown = hand.place, hand.place is not None
        ids.number.msg = hand.number
        ids.number.ink = f"{hand.tone}.ink" if hand.tone else "ink"
        facts = [look.say(fact) for fact in hand.facts[:FACTS]]
        ids.facts.text = "\n".join(facts)
        ids.facts.height = 30 * len(facts)
        ids.facts.shown = bool(facts)
        self._fit()

    def _fit(self) -> None:
        """The largest size of type in which the number has room."""
        number = self.ids.number
        text = number.text
        for step in (s for s in reversed(TYPE_STEPS) if s <= look.sizes.number):
            if width_of(text, step) <= number.width - 16 and step * 1.2 <= number.height:
                number.font_size = step
                return

    def key(self, name: str, text: str) -> bool:
        actions = self.view.actions if self.view is not None else ()
        if name == "enter" and actions:
            self.act(actions[-1].id)
        elif name in {"pageup", "pagedown"}:
            self.ids.rows.page(1 if name == "pagedown" else -1)
        else:
            return False
        return True

    def actions(self) -> tuple[Any, ...]:
        return (*self.view.more, *self.view.actions) if self.view is not None else ()

    def _row(self) -> DoneLine:
        row = DoneLine()
        row.bind(on_tap=lambda r: self.post("choose", r.token))
        return row


kv.load(__file__)
