"""What every screen and sheet is: drawn from a frozen view, and passing what is pressed on to its flow."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty

from kiosk.screens.desk import Desk
from kiosk.screens.look import look
from kiosk.screens.widgets import actions, entry, keyboard, keypad, pages, paper, rowlist, strip  # noqa: F401
from kiosk.screens.widgets.basic import Pane


class Screen(Pane):
    """A screen or sheet. `view` is set before `draw`; .kv binds to it only for what is cheap to redraw."""

    view = ObjectProperty(None, allownone=True)

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        self._desk = desk
        self._flow: object = None
        super().__init__(**kwargs)

    def show(self, view: Any, flow: object) -> None:
        """Draw this view; what equals the one before stays untouched."""
        before = self.view if flow is self._flow else None
        fresh = flow is not self._flow
        self._flow = flow
        if fresh or view != before:
            self.view = view
            self.draw(view, before)

    def draw(self, view: Any, before: Any) -> None:
        """Bring the widgets up to date. before: what they show, None for something else's."""

    def redraw(self, *_: object) -> None:
        """Draw all of it anew: the language or the currency changed, which views do not say."""
        if self.view is not None:
            self.draw(self.view, self.view)

    def post(self, method: str, *args: object) -> None:
        """Call the flow."""
        self._desk.post(self._flow, method, *args)

    def back(self) -> None:
        """Esc, and the arrow at the head."""
        self.post("back")

    def key(self, name: str, text: str) -> bool:
        """A key was pressed: its name ("enter", "f2", "backspace", "up"), or text typed with name "". True if used."""
        return False

    def actions(self) -> tuple[Any, ...]:
        """Actions whose function keys work here."""
        return getattr(self.view, "actions", ())

    def act(self, action: str) -> None:
        """An action's button or key."""
        self.post("act", action)

    def user(self) -> None:
        """The user's name in the bar was pressed."""

    def money(self, amount: int | None, **how: bool) -> str:
        """An amount as text."""
        return look.money(amount, **how)
